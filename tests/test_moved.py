"""A product that was renamed: what its readers find at the addresses that it had before."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from built_site import Site
from conftest import MakeProject
from mkdocs.exceptions import Abort
from sample_records import GATEWAY, HOSTILE, dump, sample_records
from test_build_command import NOW, run

BUILD = ("--strict", *NOW)


def records(*aliases: str, hostile: Sequence[str] = ()) -> dict[str, str]:
    return {
        **sample_records(),
        "releases/gateway/product.yaml": dump({**GATEWAY, "aliases": list(aliases)}),
        "releases/hostile/product.yaml": dump({**HOSTILE, "aliases": list(hostile)}),
    }


def below(site: Site, folder: str) -> dict[str, bytes]:
    return {name.removeprefix(folder): body for name, body in site.files.items() if name.startswith(folder)}


def leads_to(site: Site, file: str) -> str | None:
    """The file that a page leads on to, as its link, its refresh and its canonical address say."""
    page = site.page(file)
    link = page.one("//a[@id='moved']/@href")
    assert f'<noscript><meta http-equiv="refresh" content="0; url={link}"></noscript>' in page.text
    canonical = page.select("//link[@rel='canonical']/@href")
    assert [site.find(str(address)) for address in canonical] == ([site.find(link, file)] if site.base else [])
    return site.find(link, file)


@pytest.mark.parametrize(
    "config", [{}, {"use_directory_urls": False}, {"plugins": ["search", {"relcast": {"at": "changes/of"}}]}],
    ids=["root", "file addresses", "mounted"],
)  # fmt: skip
def test_every_earlier_address_leads_to_the_present_one_in_every_language(
    config: dict[str, object], project: MakeProject
) -> None:
    site = run(project(config, records=records("old-gate", "older")), *BUILD)
    site.check_links()
    site.check_ids()
    site.check_injection()
    assert not [address for address in site.sitemap() if "old" in address]
    at = "changes/of/" if "plugins" in config else ""
    for language in ("", "zh-CN/"):
        present = below(site, f"{language}{at}gateway/")
        for alias in ("old-gate", "older"):
            earlier = below(site, f"{language}{at}{alias}/")
            assert earlier.keys() == present.keys()
            for name, content in earlier.items():
                if name.endswith(".html"):
                    file = f"{language}{at}{alias}/{name}"
                    assert leads_to(site, file) == f"{language}{at}gateway/{name}"
                    assert site.page(file).one("/html/@lang") == (language.rstrip("/") or "en")
                else:
                    assert content == present[name], "programs follow no page"


def test_without_an_address_of_its_own_a_site_leads_on_all_the_same(project: MakeProject) -> None:
    site = run(project({"site_url": None}, records=records("old-gate")), *NOW)
    assert leads_to(site, "old-gate/1.0.0/index.html") == "gateway/1.0.0/index.html"


def test_hostile_words_are_text_on_a_page_that_leads_on(project: MakeProject) -> None:
    site = run(project(records=records(hostile=["evil"])), *BUILD)
    page = site.page("evil/1.0.0/index.html")
    assert [script.get("src") for script in page.select("//script")] == ["../../assets/relcast/moved.js"]
    assert page.select("//img | //iframe | //textarea") == []
    assert "<script>alert(1)</script>" in page.words


def test_an_id_that_another_product_has_now_leads_nowhere_else_and_the_build_says_so(
    project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    made = project(records=records("hostile", "old", hostile=["old", "evil"]))
    run(made, *BUILD, code=1)
    site = run(made, *NOW)
    for said in (
        "'hostile' is another product's id now, so that nothing there leads here (taken-alias)",
        "'old' is an earlier id of gateway too, which keeps it (taken-alias)",
    ):
        assert said in caplog.text
    assert not site.page("hostile/index.html").select("//a[@id='moved']")
    assert leads_to(site, "old/index.html") == "gateway/index.html"
    assert leads_to(site, "evil/index.html") == "hostile/index.html"


def test_an_alias_that_is_taken_out_leaves_no_page_behind(project: MakeProject) -> None:
    made = project(records=records("old-gate"))
    first = run(made, *BUILD).files
    assert run(made, *BUILD).files == first
    made.write(records())
    assert not below(run(made, *BUILD), "old-gate/")


def test_docs_that_lie_at_an_earlier_address_stop_the_build(
    project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    made = project(files={"docs/old-gate/index.md": "# Mine\n"}, records=records("old-gate"))
    with pytest.raises(Abort):
        made.build()
    assert "old-gate/index.md and the records both make /old-gate/" in caplog.text
