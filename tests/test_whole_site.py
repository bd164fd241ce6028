"""What must hold of the whole site: nothing private in it, nothing withdrawn recommended, nothing rewritten in vain."""

from __future__ import annotations

import ast
import gzip
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from built_site import Site
from conftest import MakeProject, Project
from endpoint_shapes import check_calendar, check_osv, check_renovate, check_schema, check_shields
from full_records import Filler
from pydantic import BaseModel
from sample_records import GATEWAY, VENDOR, dump, lenient, sample_records
from test_build_command import NOW, run, start

import relcast.model
from relcast.checks.rule import rules
from relcast.cli import main
from relcast.model import change, notice, product, release
from relcast.model.node import Node, Private
from relcast.model.notice import Notice, Standing
from relcast.model.product import Product, Vendor
from relcast.model.release import Release, Unreleased

MODEL = Path(relcast.model.__file__).parent
LANGUAGES = ("", "zh-CN/")

NOTICE = {
    "id": "move", "releases": ["1.10.0"], "title": {"en": "We move to 1.10", "zh-CN": "升级至 1.10"},
    "planned": {"start": "2026-07-01T00:00:00Z", "end": "2026-07-01T01:00:00Z"},
}  # fmt: skip
SECURITY = {"contacts": {"security": "security@quarry.example"}, "security_txt": {"expires": "2027-01-01"}}


def records(**vendor: Any) -> dict[str, str]:
    """The sample vendor, with a notice and a security contact."""
    return {
        **sample_records(),
        "releases/vendor.yaml": dump(lenient({**VENDOR, **SECURITY, **vendor})),
        "releases/gateway/notices/move.yaml": dump(NOTICE),
    }


def endpoints(site: Site) -> set[str]:
    """The files for tools, by name."""
    return {name for name in site.files if name.endswith((".json", ".ics", ".txt")) and "search/" not in name}


def feeds(site: Site) -> set[str]:
    """The feeds, their archives and their list, by name."""
    return {name for name in site.files if name.endswith((".atom.xml", "rss.xml", "feed.json", "atom.xml", ".opml"))}


# --- where things are, and that readers can use them ---


def test_every_file_is_where_it_is_documented_in_every_language_and_its_readers_accept_it(project: MakeProject) -> None:
    site = run(project(records=records()), "--strict", *NOW)
    site.check_tokens()
    site.check_links()
    site.check_ids()
    site.check_injection()
    expected = {".well-known/security.txt", "robots.txt"}
    for folder in LANGUAGES:
        expected |= {f"{folder}schemas/{name}-1.json" for name in ("releases", "latest", "badge")}
        expected |= {f"{folder}{p}/{name}.json" for p in ("gateway", "hostile", "not-yet")
                     for name in ("releases", "latest", "badge")}  # fmt: skip
        expected |= {
            f"{folder}notices.ics",
            f"{folder}gateway/notices.ics",
            f"{folder}gateway/notices/move.ics",
            f"{folder}osv/CVE-2026-1234.json",
        }
    found = endpoints(site)
    strange = {name for name in found - expected if re.fullmatch(r"(zh-CN/)?osv/x_quarry\.example-[\w.-]+\.json", name)}
    assert len(strange) == 2, "an advisory whose id is hostile has its own file in each language"
    feeds = {name for name in found if name.endswith("feed.json")}
    assert found - strange - feeds == expected
    for name in found - feeds:
        if name.endswith(".ics"):
            check_calendar(site.files[name])
            continue
        value = json.loads(site.files[name]) if name.endswith(".json") else None
        if "osv/" in name:
            check_osv(value)
        elif "schemas/" not in name and value is not None:
            kind = name.rpartition("/")[2].removesuffix(".json")
            check_schema(kind, value)
            if kind == "releases":
                check_renovate(value)
            if kind == "badge":
                check_shields(value)
            if kind != "badge":
                folder, language = ("zh-CN/", "zh-CN") if name.startswith("zh-CN/") else ("", "en")
                assert site.find(value["$schema"]) == f"{folder}schemas/{kind}-1.json"
                assert value["language"] == language


def test_every_link_in_the_files_leads_to_a_page_of_the_same_language(project: MakeProject) -> None:
    site = run(project(records=records()), *NOW)
    count = 0
    for name in endpoints(site):
        if "schemas/" in name or not name.endswith(".json") or name.endswith("feed.json"):
            continue
        for address in addresses_in(json.loads(site.files[name])):
            file = site.find(address)
            if file is not None:
                count += 1
                assert file.startswith("zh-CN/") == name.startswith("zh-CN/"), f"{name}: {address}"
                fragment = address.partition("#")[2]
                assert not fragment or fragment in site.page(file).ids, f"{name}: {address}"
    assert count > 20


def addresses_in(value: Any) -> Iterator[str]:
    """Every whole address that a file for tools names."""
    if isinstance(value, str) and value.startswith(("https://", "http://")):
        yield value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from addresses_in(part)


def test_a_products_page_leads_to_its_files(project: MakeProject) -> None:
    site = run(project(records=records()), *NOW)
    for folder in LANGUAGES:
        for name, wanted in (("gateway", {"releases.json", "notices.ics"}), ("not-yet", {"releases.json"})):
            page = site.page(f"{folder}{name}/index.html")
            head = {
                site.find(link.get("href"), page.file): link.get("type") for link in page.select("//head/link[@type]")
            }
            shown = {site.find(link.get("href"), page.file) for link in page.select("//a[@class='rc-feed']")}
            types = {"releases.json": "application/json", "notices.ics": "text/calendar"}
            files = {f"{folder}{name}/{file}" for file in wanted}
            assert files <= shown
            assert {file: head.get(f"{folder}{name}/{file}") for file in wanted} == {f: types[f] for f in wanted}
            assert f"{folder}{name}/notices.ics" in shown or "notices.ics" not in wanted


def test_the_products_page_leads_to_the_calendar_of_all(project: MakeProject) -> None:
    site = run(project(records=records()), *NOW)
    for folder, word in zip(LANGUAGES, ("Calendar", "日历"), strict=True):
        page = site.page(f"{folder}index.html")
        [link] = page.select(f"//p[@class='rc-subscribe']/a[.='{word}']")
        assert site.find(link.get("href"), page.file) == f"{folder}notices.ics"


def test_where_nothing_is_planned_no_page_leads_to_a_calendar(project: MakeProject) -> None:
    site = run(project(), *NOW)
    assert not [name for name in site.files if name.endswith(".ics")]
    assert not [page.file for page in site.pages.values() if page.select("//*[contains(@href, '.ics')]")]


def test_docs_may_link_to_the_files_under_strict(project: MakeProject) -> None:
    page = "[a](gateway/releases.json) [b](osv/CVE-2026-1234.json) [c](notices.ics) [d](schemas/latest-1.json)\n"
    made = project(files={"docs/tools.md": f"# Tools\n\n{page}"}, records=records())
    run(made, "--strict", *NOW).check_links()


def test_a_site_without_an_address_has_the_files_too(project: MakeProject) -> None:
    site = run(project({"site_url": None}, records=records()), *NOW)
    assert {"gateway/releases.json", "osv/CVE-2026-1234.json", "notices.ics", ".well-known/security.txt"} <= set(
        site.files
    )
    check_osv(json.loads(site.files["osv/CVE-2026-1234.json"]))
    check_calendar(site.files["notices.ics"])
    assert "Canonical" not in site.text(".well-known/security.txt")


def test_mounted_files_are_below_the_mount_and_security_txt_is_not(project: MakeProject) -> None:
    made = project({"plugins": ["search", {"relcast": {"at": "changelog"}}]}, records=records())
    site = run(made, *NOW)
    assert {"changelog/gateway/latest.json", "changelog/osv/CVE-2026-1234.json", "zh-CN/changelog/notices.ics"} <= set(
        site.files
    )
    assert ".well-known/security.txt" in site
    schema = json.loads(site.files["changelog/gateway/latest.json"])["$schema"]
    assert site.find(schema) == "changelog/schemas/latest-1.json"


# --- withdraw now ---


def test_a_withdrawn_version_is_recommended_nowhere_after_one_build(project: MakeProject) -> None:
    """*Withdraw now*: a record gains `withdrawn:` without a successor; after one build nothing in any language tells
    anyone to install it, and the feeds announce it."""
    older = {"version": "1.9.0", "date": "2026-02-05", "withdrawn": {"date": "2026-02-06", "use_instead": "1.10.0"}}
    made = project(records={**records(), "releases/gateway/1.9.0.yaml": dump(older)})
    before = run(made, *NOW)
    for folder in LANGUAGES:
        assert json.loads(before.files[f"{folder}gateway/latest.json"])["channels"]["stable"]["version"] == "1.10.0"
        assert "1.10.0" in before.text(f"{folder}gateway/badge.json")
    file = made.root / "releases/gateway/1.10.0.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "withdrawn:\n  date: 2026-05-01\n", encoding="utf-8")
    after = run(made, *NOW)
    for folder in LANGUAGES:
        latest = json.loads(after.files[f"{folder}gateway/latest.json"])
        assert "1.10.0" not in json.dumps(latest)
        assert latest["channels"]["stable"]["version"] == "1.0.0"
        assert "1.10.0" not in after.text(f"{folder}gateway/badge.json")
        found = {r["version"]: r for r in json.loads(after.files[f"{folder}gateway/releases.json"])["releases"]}
        assert (found["1.10.0"]["isStable"], found["1.10.0"]["isDeprecated"]) == (False, True)
        assert found["1.9.0"]["withdrawn"]["use_instead"] is None, "it named what was taken back since"
        advisory = json.loads(after.files[f"{folder}osv/CVE-2026-1234.json"])
        assert advisory["affected"][0]["database_specific"]["fixed"] == []
        page = after.page(f"{folder}gateway/index.html")
        assert page.one("//div[contains(@class, 'rc-fact--latest')]/dd/a") == "1.0.0"
        assert not after.page(f"{folder}gateway/1.0.0/index.html").select("//p[@class='rc-newer']/a[.='1.10.0']")
        home = after.page(f"{folder}index.html")
        told = "ancestor::li//span[contains(@class, 'rc-badge--withdrawn')]"  # among the newest, as what it is
        assert not home.select(f"//a[contains(., '1.10.0')][not({told})]")
        banner = after.page(f"{folder}gateway/1.9.0/index.html").select("//*[contains(@class, 'rc-banner--withdrawn')]")
        assert banner and not any("gateway/1.10.0" in (a.get("href") or "") for b in banner for a in b.iter("a"))
        for name in ("atom.xml", "rss.xml", "feed.json", "security.atom.xml", "security.feed.json"):
            for feed in (f"{folder}gateway/{name}", f"{folder}{name}"):
                new, old = (
                    set(re.findall(r"tag:[^<\"]*?gateway/1\.10\.0[^<\"#]*", text))
                    for text in (after.text(feed), before.files[feed].decode())
                )
                assert {id.rpartition("!")[2] for id in new - old} == {"withdrawn"}, feed
                mark = "【已撤回】" if folder else "[Withdrawn]"
                assert mark in after.text(feed)


# --- canary ---

MODELS = (Vendor, Product, Release, Notice, Standing)


def test_nothing_private_is_anywhere_in_the_site(project: MakeProject) -> None:
    """*Canary*: unique texts and days in every private field of the model, in internal changes and in `unreleased/`
    stand nowhere in the site: no page, JSON, feed, calendar, search entry or file name, in any language."""
    filler = Filler()
    silent = {rule.code: {"level": "off", "reason": "it is not about this"} for rule in rules() if rule.is_settable}
    standing = filler.record(Standing)
    made = project(
        records={
            "releases/vendor.yaml": dump({**filler.record(Vendor), "checks": silent}),
            "releases/gateway/product.yaml": dump(filler.record(Product)),
            "releases/gateway/1.0.1.yaml": dump(filler.record(Release)),
            "releases/gateway/1.0.0.yaml": dump(
                {
                    **filler.record(Release),
                    "version": "1.0.0",
                    "withdrawn": {"date": "2026-02-04", "use_instead": "1.0.1"},
                }
            ),
            "releases/gateway/notices/n.yaml": dump({**filler.record(Notice), "id": "n"}),
            "releases/gateway/listings.yaml": dump({"aws": {"1.0.1": standing}}),
            "releases/gateway/unreleased/coming.yaml": dump(filler.record(Unreleased, secret=True)),
        }
    )  # fmt: skip
    site = run(made, *NOW)
    assert filler.places == private_places()
    assert len(filler.secrets) > 60
    found = [
        (name, secret)
        for name, content in site.files.items()
        for text in [f"{name}\n{_text(name, content)}"]
        for secret in filler.secrets
        if secret in text
    ]
    assert not found
    whole = "\n".join(_text(name, content) for name, content in site.files.items())
    shown = [text for text in filler.public if text in whole]
    assert len(shown) > len(filler.public) * 0.8, "the site was made of these records"


def _text(name: str, content: bytes) -> str:
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8", "replace")
    return text.replace("\r\n ", "") if name.endswith(".ics") else text


def private_places() -> set[str]:
    """Every field that the model marks as private, whether a record reaches it or not."""
    found = set()
    for module in (change, notice, product, release):
        for model in vars(module).values():
            if isinstance(model, type) and issubclass(model, Node) and model is not Node:
                for name, info in model.model_fields.items():
                    if any(isinstance(mark, Private) for mark in info.metadata):
                        found.add(f"{model.__name__}.{info.alias or name}")
    return found


def test_what_the_model_calls_private_is_marked_and_the_other_way_round() -> None:
    """A field's docstring that begins with `Private` and the mark go together; so does a model's with the mark on every
    field that holds one."""
    told, classes = set(), set()
    for file in MODEL.glob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef):
                continue
            if (ast.get_docstring(node) or "").startswith("Private:"):
                classes.add(node.name)
            for here, following in zip(node.body, node.body[1:], strict=False):
                if isinstance(here, ast.AnnAssign) and isinstance(following, ast.Expr):
                    text = following.value.value if isinstance(following.value, ast.Constant) else ""
                    if isinstance(text, str) and text.startswith("Private"):
                        told.add((node.name, ast.unparse(here.target)))
    marked = {tuple(place.split(".")) for place in private_places()}
    assert ("Artifact", "file") in told and ("Change", "internal") in told
    assert told <= marked
    assert classes == {"Scan", "Submission", "Unreleased"}
    for module in (change, notice, product, release):
        for model in vars(module).values():
            if isinstance(model, type) and issubclass(model, BaseModel):
                for name, info in model.model_fields.items():
                    holds = {holder for holder in classes if re.search(rf"\b{holder}\b", str(info.annotation))}
                    assert not holds or (model.__name__, name) in marked, f"{model.__name__}.{name}"


# --- only what changed is written, and always the same ---


def times(site: Site) -> dict[str, tuple[int, int]]:
    """Inode and modification time of every feed and every file for tools."""
    found = {}
    for name in endpoints(site) | feeds(site):
        status = (site.root / name).stat()
        found[name] = (status.st_ino, status.st_mtime_ns)
    return found


def test_a_build_without_changes_writes_no_file_anew(project: MakeProject) -> None:
    """facts/feeds.md item 50: a no-change rebuild writes no feed file, and no file for tools; mtimes are kept."""
    made = project(records=records())
    first = times(run(made, *NOW))
    assert times(run(made, *NOW)) == first
    assert times(run(made, *NOW)) == first
    assert len(first) > 20


def test_a_build_in_place_without_changes_writes_no_file_anew(project: MakeProject) -> None:
    made = project(records=records())
    first = times(made.build())
    assert first
    assert times(made.build()) == first


def test_an_edit_of_one_product_changes_its_files_and_the_common_ones_it_is_in(project: MakeProject) -> None:
    made = project(records=records())
    before, stamps = run(made, *NOW).files, times(Site(made.root / "site"))
    file = made.root / "releases/gateway/1.10.0.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("severity: high", "severity: low"), encoding="utf-8")
    site = run(made, *NOW)
    changed = {name for name in endpoints(site) if before.get(name) != site.files[name]}
    expected = {"gateway/releases.json", "osv/CVE-2026-1234.json"}
    assert {name for name in changed if not name.endswith("feed.json")} == {
        folder + name for folder in LANGUAGES for name in expected
    }
    now = times(site)
    for name in endpoints(site) - changed:
        if not name.removeprefix("zh-CN/").startswith("gateway/"):
            assert now[name] == stamps[name], name


def test_an_advisory_that_is_gone_leaves_no_file(project: MakeProject) -> None:
    made = project(records=records())
    assert "osv/CVE-2026-1234.json" in run(made, *NOW)
    (made.root / "releases/gateway/1.10.0.yaml").unlink()
    (made.root / "releases/gateway/notices/move.yaml").unlink()
    site = run(made, *NOW)
    gone = {"osv/CVE-2026-1234.json", "zh-CN/osv/CVE-2026-1234.json", "notices.ics", "gateway/notices.ics"}
    assert not gone & set(site.files)


def many(products: int) -> dict[str, str]:
    """Enough products for worker processes; every one has an advisory of its own, one in common, and a notice."""
    files = {"releases/vendor.yaml": dump(lenient({**VENDOR, **SECURITY}))}
    for number in range(products):
        folder = f"releases/product-{number}"
        files[f"{folder}/product.yaml"] = dump({**GATEWAY, "lines": [{"range": "1.x", "eol": "2027-01-01"}]})
        for patch in range(3):
            security = {"ids": ["CVE-2026-7777", f"CVE-2026-{1000 + number}"], "affected": f"<1.0.{patch}"}
            fix = {"id": "hole", "text": {"en": "Close the hole", "zh-CN": "修复漏洞"}, "security": security}
            files[f"{folder}/1.0.{patch}.yaml"] = dump(
                {
                    "version": f"1.0.{patch}",
                    "date": f"2026-01-0{patch + 1}",
                    "fixes": [fix],
                }
            )  # fmt: skip
        files[f"{folder}/notices/move.yaml"] = dump({**NOTICE, "releases": ["1.0.2"]})
    return files


def test_the_same_records_give_the_same_files_everywhere(project: MakeProject, tmp_path: Path) -> None:
    """Byte-identical over hash seeds, time zones, locales, working directories and numbers of jobs."""
    made = project(records=many(14))
    ways = [
        ("1", {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "C"}, made.root),
        ("2", {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LANG": "de_DE.UTF-8"}, tmp_path / "docs"),
    ]
    results = []
    for jobs, environment, folder in ways:
        target = made.root / f"site-{jobs}"
        moved = Project.__new__(Project)
        moved.root = folder
        options = ("-f", str(made.root / "mkdocs.yml"), "--site-dir", str(target), "--jobs", jobs, *NOW)
        process = start(moved, *options, **environment)
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        results.append(Site(target).files)
        (made.root / ".relcast").rename(made.root / f"cache-{jobs}")
    assert set(results[0]) == set(results[1])
    assert len(json.loads(results[0]["osv/CVE-2026-7777.json"])["affected"]) == 14
    check_calendar(results[0]["notices.ics"])
    different = [name for name, content in results[0].items() if content != results[1][name]]
    assert not different


# --- security.txt in the site ---


def test_security_txt_comes_and_goes_with_what_the_vendor_says(project: MakeProject) -> None:
    made = project(records=records())
    first = run(made, *NOW)
    assert first.text(".well-known/security.txt").count("\n") == 5
    assert "zh-CN/.well-known/security.txt" not in first
    (made.root / "site/.well-known/other.txt").write_text("put there by hand", encoding="utf-8")
    page = {"contacts": {"security": "https://a.example/"}}
    made.write({"releases/vendor.yaml": dump(lenient({**VENDOR, **SECURITY, **page}))})
    second = run(made, *NOW)
    assert "Contact: https://a.example/\n" in second.text(".well-known/security.txt")
    assert second.text(".well-known/other.txt") == "put there by hand"
    made.write({"releases/vendor.yaml": dump(lenient(VENDOR))})
    third = run(made, *NOW)
    assert ".well-known/security.txt" not in third
    assert third.text(".well-known/other.txt") == "put there by hand"
    assert ".well-known/security.txt" not in run(made, *NOW)


def test_security_txt_of_the_docs_is_left_alone(project: MakeProject) -> None:
    made = project(
        {"exclude_docs": "!.well-known/\n"}, {"docs/.well-known/security.txt": "Contact: theirs\n"}, records=records()
    )
    for site in (run(made, *NOW), run(made, *NOW), made.build()):
        assert site.text(".well-known/security.txt") == "Contact: theirs\n"


def test_built_in_place_security_txt_comes_and_goes_too(project: MakeProject) -> None:
    made = project(records=records())
    assert ".well-known/security.txt" in made.build()
    made.write({"releases/vendor.yaml": dump(lenient(VENDOR))})
    assert ".well-known/security.txt" not in made.build()


def test_what_security_txt_lacks_is_said_and_fails_no_strict_build(
    project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    made = project(records=records(security_txt=None))
    caplog.set_level("INFO")
    assert main(["build", "-f", str(made.root / "mkdocs.yml"), "--strict", *NOW]) == 0
    assert "no security.txt" in caplog.text


def test_no_file_for_tools_says_when_it_was_built(project: MakeProject) -> None:
    """The clock changes nothing while nothing is due."""
    made = project(records=records())
    first = run(made, "--now", "2026-06-01").files
    later = run(made, "--now", "2031-06-01").files
    assert date.today().isoformat().encode() not in b"".join(
        first[name] for name in endpoints(Site(made.root / "site"))
    )
    for name in endpoints(Site(made.root / "site")):
        if not name.endswith("feed.json"):
            assert first[name] == later[name], name
