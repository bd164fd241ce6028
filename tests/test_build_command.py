"""`relcast build`: all languages or nothing, the same bytes from the same records, only what changed written anew."""

from __future__ import annotations

import concurrent.futures.process
import contextlib
import errno
import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from built_site import Site
from conftest import MakeProject, Project
from sample_records import GATEWAY_1, VENDOR, dump, lenient, many_records

import relcast
from relcast import keys
from relcast.checks.run import check_product
from relcast.cli import cli, main
from relcast.engines.mkdocs.stage import Stage
from relcast.marketplaces.profile import MarketplaceError
from relcast.problems import Problem
from relcast.render.addresses import Addresses
from relcast.site import produce as produce_module
from relcast.site import swap
from relcast.site.edition import Edition
from relcast.site.pack import Pack, PackChanged, PackedPage, PackHeader, PackWriter
from relcast.site.produce import Produced, open_folder, produce
from relcast.site.search import newest
from relcast.workers import spread

BASE = "https://quarry.example/"
NOW = ("--now", "2026-06-01")


def run(made: Project, *arguments: str, code: int = 0) -> Site:
    """`relcast build` in this process; the site it left."""
    assert main(["build", "-f", str(made.root / "mkdocs.yml"), *arguments]) == code
    return Site(made.root / "site", made.config.get("site_url"))


def start(made: Project, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
    """`relcast build` in a process of its own."""
    source = str(Path(relcast.__file__).parents[1])
    return subprocess.Popen(
        [sys.executable, "-m", "relcast.cli", "build", *arguments],
        cwd=made.root,
        env={**os.environ, "PYTHONPATH": source, "NO_MKDOCS_2_WARNING": "1", **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def state(site: Site) -> dict[str, tuple[int, int]]:
    """Inode and modification time of every page."""
    found = {}
    for path in site.root.rglob("*.html"):
        status = path.stat()
        found[path.relative_to(site.root).as_posix()] = (status.st_ino, status.st_mtime_ns)
    return found


def only_site(made: Project) -> None:
    """No staged or retired site is left beside the site."""
    assert not list(made.root.glob(".site*"))


# --- languages ---


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"use_directory_urls": False},
        {"site_url": "https://quarry.example/docs/v2/"},
        {"plugins": ["relcast", {"search": {}}, "offline"]},
        {"plugins": ["search", {"relcast": {"at": "changelog"}}]},
    ],
    ids=["base", "file addresses", "path", "offline", "mounted"],
)
def test_each_language_is_whole_and_names_the_others(config: Mapping[str, Any], project: MakeProject) -> None:
    made = project(config)
    site = run(made, "--strict", *NOW)
    site.check_tokens()
    site.check_links()
    site.check_ids()
    site.check_injection()
    assert site.base is not None
    pairs: dict[str, dict[str, str]] = {}
    for file, page in site.pages.items():
        if file.endswith("404.html"):
            continue
        chinese = file.startswith("zh-CN/")
        assert page.one("//html/@lang") == ("zh-CN" if chinese else "en"), file
        links = page.select("//link[@hreflang]")
        pairs[file] = {link.get("hreflang"): str(site.find(link.get("href"), file)) for link in links}
        assert set(pairs[file]) == {"en", "zh-CN", "x-default"}, file
        assert pairs[file]["zh-CN" if chinese else "en"] == file
        assert pairs[file]["x-default"] == pairs[file]["en"]
        switch = page.select("//a[@hreflang]")
        assert {link.get("hreflang"): site.find(link.get("href"), file) for link in switch} == {
            language: pairs[file][language] for language in ("en", "zh-CN")
        }
        canonical = page.one("//link[@rel='canonical']/@href")
        assert site.find(canonical) == file
    for file, others in pairs.items():
        assert all(pairs[other] == others for other in others.values()), file
    only_site(made)


def test_each_language_speaks_its_own_words(project: MakeProject) -> None:
    site = run(project(), *NOW)
    english, chinese = site.page("gateway/1.10.0/index.html"), site.page("zh-CN/gateway/1.10.0/index.html")
    assert "Reload policies without a restart" in english.words
    assert "策略无需重启即可热加载" in chinese.words
    assert "网关 1.10.0" in chinese.one("//title")
    english_index, chinese_index = (site.text(f"{folder}search/search_index.json") for folder in ("", "zh-CN/"))
    assert english_index.startswith('{"config":{"lang":["en"]')
    assert chinese_index.startswith('{"config":{"lang":["zh"]')
    assert "search_index" not in "".join(site.sitemap())
    assert {address for address in site.sitemap() if "zh-CN" in address} == set()
    other = Site(site.root / "zh-CN", f"{BASE}zh-CN/")
    other.check_sitemap()


def test_ids_and_entry_order_are_the_same_in_every_language(project: MakeProject) -> None:
    site = run(project(), *NOW)
    for file in ("gateway/1.10.0/index.html", "gateway/index.html"):
        ours = [[i for i in site.page(f).ids if not i.startswith("__")] for f in (file, f"zh-CN/{file}")]
        assert ours[0] == ours[1]


def test_untranslated_docs_come_in_the_default_language_and_say_so(project: MakeProject) -> None:
    files = {
        "docs/guide.md": "# Guide\n\nOnly English, [home](index.md).\n",
        "docs/picture.svg": "<svg/>",
        "docs/.hidden.md": "# Hidden\n",
        "docs.zh-CN/index.md": "# 产品\n\n你好。\n",
        "docs.zh-CN/extra.md": "# 另页\n",
    }
    config = {"repo_url": "https://code.example/q", "edit_uri": "edit/main/docs/"}
    site = run(
        project({**config, "theme": {"name": "material", "font": False, "features": ["content.action.edit"]}}, files),
        *NOW,
    )
    site.check_links()
    guide = site.page("zh-CN/guide/index.html")
    assert guide.one("//html/@lang") == "zh-CN"
    assert "Only English" in guide.one("//div[@lang='en']")
    assert guide.one("//p[@class='rc-untranslated']") == "暂无译文"
    assert not site.page("zh-CN/index.html").select("//div[@lang='en'] | //p[@class='rc-untranslated']")
    assert "你好" in site.page("zh-CN/index.html").words
    assert "zh-CN/picture.svg" in site
    assert not [name for name in site.files if "hidden" in name]
    assert [link.get("hreflang") for link in guide.select("//link[@hreflang]")] == ["en", "zh-CN", "x-default"]
    assert not site.page("zh-CN/extra/index.html").select("//link[@hreflang]")
    edits = {
        "guide/index.html": "docs/guide.md",
        "zh-CN/guide/index.html": "docs/guide.md",
        "zh-CN/index.html": "docs.zh-CN/index.md",
        "zh-CN/gateway/1.10.0/index.html": "releases/gateway/1.10.0.yaml",
        "gateway/index.html": "releases/gateway/product.yaml",
    }
    for file, source in edits.items():
        links = site.page(file).select("//a[contains(@href, '/edit/')]/@href")
        assert links == [f"https://code.example/q/edit/main/{source}"], file


def test_edit_links_hold_without_docs_of_the_language(project: MakeProject) -> None:
    config = {"repo_url": "https://code.example/q", "edit_uri": "edit/main/docs/"}
    theme = {"name": "material", "font": False, "features": ["content.action.edit"]}
    site = run(project({**config, "theme": theme}), *NOW)
    links = site.page("zh-CN/gateway/1.10.0/index.html").select("//a[contains(@href, '/edit/')]/@href")
    assert links == ["https://code.example/q/edit/main/releases/gateway/1.10.0.yaml"]


def test_a_language_may_have_its_own_configuration(project: MakeProject) -> None:
    own = {
        "INHERIT": "mkdocs.yml",
        "site_name": "采石科技更新日志",
        "plugins": {"search": {}, "relcast": {}},
        "theme": {"language": "zh-CN"},
    }
    plugins = {"search": {"lang": "de"}, "relcast": {"at": "changelog"}}
    made = project({"plugins": plugins}, {"mkdocs.zh-CN.yml": yaml.safe_dump(own, allow_unicode=True)})
    site = run(made, *NOW)
    site.check_links()
    assert "采石科技更新日志" in site.page("zh-CN/index.html").one("//title")
    assert "Quarry Works" in site.page("index.html").one("//title")
    assert {"changelog/gateway/index.html", "zh-CN/changelog/gateway/index.html"} <= set(site.pages)
    assert site.text("search/search_index.json").startswith('{"config":{"lang":["de"]')


def test_default_language_is_the_theme_s(project: MakeProject) -> None:
    theme = {"name": "material", "font": False, "language": "zh-CN"}
    site = run(project({"theme": theme}), *NOW)
    assert site.page("index.html").one("//html/@lang") == "zh-CN"
    assert site.page("en/gateway/index.html").one("//html/@lang") == "en"


def test_a_build_leaves_nothing_in_the_plugin_for_the_next(project: MakeProject) -> None:
    made = project()
    run(made, *NOW)
    site = made.build()
    assert not [name for name in site.files if name.startswith("zh-CN")]
    assert not site.page("index.html").select("//link[@hreflang]")


# --- whole or not at all ---


def test_a_failing_build_leaves_the_old_site_as_it_was(project: MakeProject, caplog: pytest.LogCaptureFixture) -> None:
    made = project()
    before = run(made, *NOW).files
    made.write({"releases/gateway/1.0.0.yaml": "version: 1.0.0\ndate: 2026-13-45\n"})
    after = run(made, *NOW, code=1)
    assert after.files == before
    assert "the records have errors:\nreleases/gateway/1.0.0.yaml:2:7" in caplog.text  # each at a line's start
    only_site(made)
    made.write({"releases/gateway/1.0.0.yaml": dump(GATEWAY_1)})
    assert run(made, *NOW).files == before


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("releases/vendor.yaml", "name: [\n", "releases/vendor.yaml:"),
        ("docs/broken.md", "# B\n\n[x](nowhere.md)\n", "strict"),
        ("overrides/main.html", "{% extends 'base.html' %}\n{% if %}", "main.html:2"),
        ("overrides/main.html", "{% extends 'base.html' %}{% block content %}{{ a.b.c }}{% endblock %}", "template"),
        ("overrides/relcast/release.html", "{% extends 'main.html' %}{% block content %}{% endblock %}", "CONTENT"),
        ("mkdocs.zh-CN.yml", "site_name: x\n", "relcast"),
    ],
    ids=["vendor", "strict", "template syntax", "template value", "frame", "language without the plugin"],
)
def test_whatever_fails_is_said_and_changes_nothing(
    file: str, text: str, said: str, project: MakeProject, capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    made = project({"theme": {"name": "material", "font": False, "custom_dir": "overrides"}}, {"overrides/x.txt": ""})
    before = run(made, *NOW).files
    made.write({file: text})
    capsys.readouterr()
    assert run(made, "--strict", *NOW, code=1).files == before
    output = capsys.readouterr()
    assert said in output.err + output.out + caplog.text
    assert "Traceback" not in output.err
    only_site(made)


def test_hidden_files_of_the_site_stay(project: MakeProject) -> None:
    made = project()
    site = run(made, *NOW)
    made.write({"site/.git/HEAD": "ref: refs/heads/gh-pages\n", "site/.nojekyll": ""})
    run(made, *NOW)
    assert (site.root / ".git/HEAD").read_text() == "ref: refs/heads/gh-pages\n"
    assert (site.root / ".nojekyll").exists()
    only_site(made)


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_the_site_never_takes_the_place_of_what_is_no_site(
    kind: str, project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project()
    other = made.root / "letters"
    kept = other / "first.txt" if kind == "folder" else other
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("dear")
    run(made, "--site-dir", str(other), *NOW, code=1)
    assert "something is there that is no site" in capsys.readouterr().err
    assert kept.read_text() == "dear"


def test_a_release_that_waits_for_its_date_is_told(project: MakeProject, capsys: pytest.CaptureFixture[str]) -> None:
    """The day is the vendor's, east of Greenwich too."""
    later = {"version": "9.0.0", "date": "2026-07-01", "features": ["Wait"]}
    made = project(files={"releases/gateway/9.0.0.yaml": dump(later)})
    run(made, *NOW)
    assert "gateway: a release stays hidden until its date, 2026-07-01" in capsys.readouterr().err


@pytest.mark.parametrize("place", [".", "docs", "docs/site", "releases", "releases/gateway/site", ".."])
def test_the_site_never_takes_the_place_of_its_sources(
    place: str, project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project()
    before = sorted(path for path in made.root.rglob("*"))
    assert main(["build", "-f", str(made.root / "mkdocs.yml"), "--site-dir", str(made.root / place)]) == 1
    assert "can't be written" in capsys.readouterr().err
    assert sorted(path for path in made.root.rglob("*")) == before


def test_a_language_that_is_no_tag_is_refused(project: MakeProject) -> None:
    made = project()
    made.write({"releases/vendor.yaml": dump({**VENDOR, "languages": ["en", "../../out"]})})
    assert main(["build", "-f", str(made.root / "mkdocs.yml")]) == 1
    assert not (made.root.parent / "out").exists()


def test_two_builds_at_once_do_not_mix(project: MakeProject, capsys: pytest.CaptureFixture[str]) -> None:
    made = project()
    before = run(made, *NOW).files
    with swap.replacing(made.root / "site") as fresh:
        assert run(made, *NOW, code=1).files == before
        shutil.copytree(made.root / "site", fresh, dirs_exist_ok=True)
    assert "another build" in capsys.readouterr().err
    assert Site(made.root / "site").files == before


def test_a_site_that_was_renamed_away_comes_back(tmp_path: Path) -> None:
    # A build killed between the two renames of a system that can't exchange.
    retired, fresh = tmp_path / ".site.relcast-old", tmp_path / ".site.relcast-new"
    for folder, text in ((retired, "old"), (fresh, "half")):
        folder.mkdir()
        (folder / "index.html").write_text(text)
    with contextlib.suppress(KeyError), swap.replacing(tmp_path / "site") as empty:
        assert (tmp_path / "site/index.html").read_text() == "old"
        assert not list(empty.iterdir())
        raise KeyError
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_where_names_cannot_be_exchanged_the_site_is_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swap, "_exchange", lambda first, second: False)
    site = tmp_path / "site"
    site.mkdir()
    (site / ".nojekyll").write_text("")
    (site / "old.html").write_text("")
    with swap.replacing(site) as fresh:
        (fresh / "new.html").write_text("")
    assert sorted(path.name for path in site.iterdir()) == [".nojekyll", "new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_the_old_site_becomes_the_spare_and_gives_back_its_hidden_files(tmp_path: Path) -> None:
    site, spare = tmp_path / "site", tmp_path / "cache/spare"
    for folder, text in ((site, "second"), (spare, "first")):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(text)
    (site / ".nojekyll").write_text("")
    (spare / ".git").write_text("a build was killed before it handed this over")
    with swap.replacing(site, spare) as fresh:
        assert (spare / "index.html").read_text() == "first"
        (fresh / "index.html").write_text("third")
    assert sorted(path.name for path in site.iterdir()) == [".git", ".nojekyll", "index.html"]
    assert (site / "index.html").read_text() == "third"
    assert [(path.name, path.read_text()) for path in spare.iterdir()] == [("index.html", "second")]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "site"]


@pytest.mark.parametrize("exchange", [True, False])
def test_a_spare_on_another_disk_is_done_without(
    exchange: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, spare = tmp_path / "site", tmp_path / "spare"
    site.mkdir()
    rename = os.rename

    def refuse(old: Path | str, new: Path | str) -> None:
        if new == spare:
            raise OSError(errno.EXDEV, "cross-device link")
        rename(old, new)

    monkeypatch.setattr(os, "rename", refuse)
    if not exchange:
        monkeypatch.setattr(swap, "_exchange", lambda first, second: False)
    with swap.replacing(site, spare) as fresh:
        (fresh / "new.html").write_text("")
    assert [path.name for path in site.iterdir()] == ["new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.slow
def test_killed_at_any_moment_the_old_site_is_whole_and_the_next_build_works(project: MakeProject) -> None:
    made = project(records=many_records(16, releases=4))
    expected = run(made, *NOW).files
    began = time.monotonic()
    # A changed vendor makes every page anew, in worker processes.
    made.write({"releases/vendor.yaml": dump({**VENDOR, "name": "Renamed"})})
    assert start(made, *NOW, "--jobs", "2").wait(60) == 0
    span = time.monotonic() - began
    changed = Site(made.root / "site").files
    assert changed != expected
    for part in range(6):
        shutil.rmtree(made.root / ".relcast", ignore_errors=True)
        process = start(made, *NOW, "--jobs", "2")
        time.sleep(span * (0.3 + 0.7 * part / 5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert Site(made.root / "site").files == changed
    run(made, *NOW)
    assert Site(made.root / "site").files == changed
    only_site(made)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupted_it_says_so_and_cleans_up(project: MakeProject) -> None:
    made = project(records=many_records(30))
    run(made, *NOW)
    for attempt in range(5):  # on a busy machine a build may be over before it is interrupted
        before = Site(made.root / "site").files
        made.write({"releases/vendor.yaml": dump({**VENDOR, "name": f"Renamed {attempt}"})})
        process = start(made, *NOW, "--jobs", "2")
        while process.poll() is None and not list(made.root.glob(".site*")):
            time.sleep(0.01)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
        if process.returncode:
            break
    assert process.returncode == 130
    assert b"stopped" in errors
    assert b"Traceback" not in errors
    assert Site(made.root / "site").files == before
    only_site(made)


@pytest.mark.skipif(sys.platform != "linux", reason="workers are forked")
def test_interrupted_while_workers_start_none_waits_for_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(concurrent.futures.process, "_ExecutorManagerThread", interrupted)
    with pytest.raises(KeyboardInterrupt):
        list(spread(str, range(40), 2))
    for worker in multiprocessing.active_children():
        worker.join(10)
    assert multiprocessing.active_children() == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_workers_end_with_a_killed_build(project: MakeProject) -> None:
    made = project(records=many_records(40, releases=8))
    process = start(made, *NOW, "--jobs", "2")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    found: list[str] = []
    while not found:
        assert process.poll() is None
        found = children.read_text().split()
    process.send_signal(signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 5
    while any(_runs(child) for child in found):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _runs(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# --- only what changed ---


def test_an_unchanged_build_takes_every_page_over(project: MakeProject) -> None:
    made = project()
    first = run(made, *NOW)
    before = state(first)
    bytes_before = first.files
    second = run(made, *NOW)
    after = state(second)
    assert second.files == bytes_before
    ours = [file for file in before if "gateway/" in file or "hostile/" in file or "not-yet/" in file]
    assert len(ours) == 2 * 10
    assert {file: after[file] for file in ours} == {file: before[file] for file in ours}


def test_a_changed_record_rewrites_its_product_alone(project: MakeProject) -> None:
    made = project()
    before = state(run(made, *NOW))
    made.write({"releases/gateway/1.0.0.yaml": dump({**GATEWAY_1, "summary": "A new summary"})})
    site = run(made, *NOW)
    after = state(site)
    for file, place in before.items():
        if "gateway/" in file:
            assert after[file] != place
        elif "hostile/" in file or "not-yet/" in file:
            assert after[file] == place
    assert "A new summary" in site.page("gateway/1.0.0/index.html").words
    assert "A new summary" in site.page("zh-CN/gateway/1.0.0/index.html").words


def test_a_page_changed_by_hand_is_written_anew(project: MakeProject) -> None:
    made = project()
    site = run(made, *NOW)
    good = site.files
    (site.root / "gateway/1.0.0/index.html").write_text("tampered")
    (site.root / "hostile/index.html").unlink()
    assert run(made, *NOW).files == good


def test_unchanged_products_come_whole_from_the_site_before_the_last(project: MakeProject) -> None:
    made = project()
    site = run(made, *NOW)
    good = site.files
    folders = ["gateway", "hostile", "zh-CN/gateway"]
    first = [(site.root / folder).stat().st_ino for folder in folders]
    for text in ("Second", "Third"):
        made.write({"releases/gateway/1.0.0.yaml": dump({**GATEWAY_1, "summary": text})})
        assert text in run(made, *NOW).page("zh-CN/gateway/1.0.0/index.html").words
    assert [(site.root / folder).stat().st_ino == was for folder, was in zip(folders, first, strict=True)] == [
        False, True, False,
    ]  # fmt: skip
    made.write({"releases/gateway/1.0.0.yaml": dump(GATEWAY_1)})
    for _ in range(3):
        assert run(made, *NOW).files == good


@pytest.mark.parametrize("product", ["gateway", "hostile"])
def test_what_others_do_to_a_site_lasts_until_the_next_build_and_never_comes_back(
    product: str, project: MakeProject
) -> None:
    made = project()
    good = run(made, *NOW).files
    for change in ("add", "add", "edit", "link", "remove"):
        page = made.root / "site" / product / "1.0.0/index.html"
        if change == "add":
            page.with_suffix(".html.gz").write_bytes(b"")
        elif change == "edit":
            page.write_text("tampered")  # the spare holds the same file
        elif change == "link":
            page.unlink()
            page.symlink_to("../index.html")
        else:
            shutil.rmtree(page.parent)
        for _ in range(3):
            assert run(made, *NOW).files == good, change


def test_advisories_follow_their_records_and_nobody_else(project: MakeProject) -> None:
    made = project()

    def fixes(*ids: str) -> None:
        closed = [{"text": f"Close {id}", "security": {"ids": [id]}} for id in ids]
        made.write({"releases/gateway/1.0.0.yaml": dump({**GATEWAY_1, "fixes": closed})})

    def advisories() -> dict[str, bytes]:
        return {name: content for name, content in run(made, *NOW).files.items() if name.startswith("osv/")}

    fixes("CVE-2026-1001", "CVE-2026-1002")
    good = advisories()
    assert {"osv/CVE-2026-1001.json", "osv/CVE-2026-1002.json"} < good.keys()
    for _ in range(3):
        (made.root / "site/osv/foreign.json").write_text("{}")
        (made.root / "site/osv/CVE-2026-1001.json").write_text("{}")
        assert advisories() == good
    fixes("CVE-2026-1002")
    assert advisories().keys() == good.keys() - {"osv/CVE-2026-1001.json"}
    fixes("CVE-2026-1001", "CVE-2026-1002")
    for _ in range(3):
        assert advisories() == good


def test_a_spoilt_spare_is_not_taken_from(project: MakeProject) -> None:
    made = project()
    run(made, *NOW)
    good = run(made, *NOW).files
    (spare,) = (made.root / ".relcast").glob("spare-*")
    for page in spare.rglob("index.html"):
        page.unlink()
        page.write_text("tampered")
    assert run(made, *NOW).files == good
    (spare / "gateway").rename(spare / "elsewhere")
    assert run(made, *NOW).files == good


def test_a_theme_change_reaches_every_page(project: MakeProject) -> None:
    theme = {"name": "material", "font": False, "custom_dir": "overrides"}
    made = project({"theme": theme}, {"overrides/main.html": '{% extends "base.html" %}'})
    run(made, *NOW)
    footer = '{% extends "base.html" %}{% block footer %}<p class="mine">mine</p>{% endblock %}'
    made.write({"overrides/main.html": footer})
    site = run(made, *NOW)
    for page in site.pages.values():
        assert page.one("//p[@class='mine']") == "mine", page.file


def test_a_removed_product_leaves_nothing(project: MakeProject) -> None:
    made = project()
    run(made, *NOW)
    shutil.rmtree(made.root / "releases/gateway")
    site = run(made, *NOW)
    assert not [name for name in site.files if name.startswith(("gateway/", "zh-CN/gateway/"))]
    assert "gateway" not in site.text("sitemap.xml") + site.text("index.html") + site.text("search/search_index.json")


def test_a_removed_release_leaves_nothing(project: MakeProject) -> None:
    made = project()
    run(made, *NOW)
    (made.root / "releases/gateway/2.0.0-rc.1.yaml").unlink()
    site = run(made, *NOW)
    assert not [name for name in site.files if "rc.1" in name]
    site.check_links()


def test_docs_beside_a_product_survive_when_it_is_taken_over(project: MakeProject) -> None:
    made = project({}, {"docs/gateway/guide.md": "# Guide\n"})
    for _ in range(2):
        site = run(made, *NOW)
        assert "Guide" in site.page("gateway/guide/index.html").words
    (made.root / "docs/gateway/guide.md").unlink()
    assert "gateway/guide/index.html" not in run(made, *NOW)


def test_a_cut_pack_is_made_anew(project: MakeProject) -> None:
    made = project()
    good = run(made, *NOW).files
    for pack in (made.root / ".relcast").rglob("*.pack"):
        os.truncate(pack, pack.stat().st_size - 100)
    (made.root / "site/gateway/index.html").unlink()
    assert run(made, *NOW).files == good


# --- time ---


def test_a_release_appears_when_its_time_has_come_though_all_is_cached(project: MakeProject) -> None:
    made = project()
    made.write({"releases/gateway/3.0.0.yaml": "version: 3.0.0\ndate: 2026-08-01\nfeatures: [The third]\n"})
    early = ("--now", "2026-07-31T23:59:59+08:00")
    assert "gateway/3.0.0/index.html" not in run(made, *early)
    before = state(run(made, *early))
    site = run(made, "--now", "2026-08-01T00:00:00+08:00")
    assert "The third" in site.page("gateway/index.html").words
    assert "3.0.0" in site.text("gateway/atom.xml")
    after = state(site)
    assert after["hostile/1.0.0/index.html"] == before["hostile/1.0.0/index.html"]
    site = run(made, *early)
    assert "gateway/3.0.0/index.html" not in site
    assert "The third" not in "".join(page.words for page in site.pages.values())


def test_a_planned_release_is_announced_and_never_releases_itself(project: MakeProject) -> None:
    made = project()
    made.write(
        {"releases/gateway/3.0.0.yaml": "version: 3.0.0\ndate: 2026-08-01\nstatus: planned\nfeatures: [The third]\n"}
    )
    for now in ("2026-07-01", "2027-01-01"):
        page = run(made, "--now", now).page("gateway/3.0.0/index.html")
        assert page.select("//*[contains(@class, 'rc-banner--planned')]")


def test_the_clock_changes_nothing_while_nothing_is_due(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    made = project()
    now = run(made).files
    assert run(made, "--now", "2031-01-01").files == now
    shutil.rmtree(made.root / ".relcast")
    shutil.rmtree(made.root / "site")
    time.sleep(1.1)
    assert run(made).files == now


@pytest.mark.slow
def test_same_records_give_the_same_bytes_everywhere(
    project: MakeProject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = project(records=many_records(14))
    made.write({"releases/vendor.yaml": dump(VENDOR), "docs/guide.md": "# Guide\n", "docs/a/b.md": "# B\n"})
    other = tmp_path_factory.mktemp("twin") / "elsewhere"
    shutil.copytree(made.root, other)
    runs = [
        (made.root, (), {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "C"}, "1"),
        (
            other,
            (),
            {"PYTHONHASHSEED": "77", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"},
            "2",
        ),
    ]
    results = []
    for root, arguments, environment, jobs in runs:
        source = str(Path(relcast.__file__).parents[1])
        done = subprocess.run(
            [sys.executable, "-m", "relcast.cli", "build", "-f", str(root / "mkdocs.yml"), "--jobs", jobs, *arguments],
            cwd="/" if jobs == "2" else root,
            env={**os.environ, "PYTHONPATH": source, "SOURCE_DATE_EPOCH": "1780000000", **environment},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        results.append(Site(root / "site").files)
    assert results[0].keys() == results[1].keys()
    assert [name for name in results[0] if results[0][name] != results[1][name]] == []
    assert "sitemap.xml.gz" in results[0]


# --- each thing in its place ---


def test_an_edition_s_folder_is_its_own(project: MakeProject, capsys: pytest.CaptureFixture[str]) -> None:
    cases: list[tuple[dict[str, Any], dict[str, str]]] = [
        ({"plugins": ["search", {"relcast": {"at": "zh-CN"}}]}, {}),
        ({"plugins": ["search", {"relcast": {"at": "zh-CN/changes"}}]}, {}),
        ({}, {"docs/zh-CN/index.md": "# 产品\n"}),
        ({}, {"docs/zh-CN.md": "# 产品\n"}),
    ]
    for config, files in cases:
        made = project(config, files)
        run(made, *NOW, code=1)
        assert "/zh-CN/ is the edition in that language" in capsys.readouterr().err
        shutil.rmtree(made.root / "docs")
    run(project({"plugins": ["search", {"relcast": {"at": "zh-CN-changes"}}]}), *NOW)


def test_what_a_killed_build_in_place_kept_is_not_published(project: MakeProject) -> None:
    made = project()
    site = run(made, *NOW)
    made.write({"site/.relcast-kept/gateway/index.html": "earlier", "site/.nojekyll": ""})
    for _ in range(2):
        run(made, *NOW)
        assert (site.root / ".nojekyll").exists()
        assert not (site.root / ".relcast-kept").exists()


def test_feeds_that_are_left_out_are_said_and_fail_no_strict_build(
    project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    run(project({"site_url": None}), "--strict", *NOW)
    assert "no feeds: " in (said := capsys.readouterr().err)
    assert "site_url" in said
    made = project()
    made.write({"releases/vendor.yaml": dump(lenient({key: value for key, value in VENDOR.items() if key != "feeds"}))})
    run(made, "--strict", *NOW)
    assert "authority" in capsys.readouterr().err
    run(project(), "--strict", *NOW)
    assert "no feeds" not in capsys.readouterr().err


def test_search_engines_are_told_of_every_editions_sitemap(project: MakeProject) -> None:
    site = run(project(), *NOW)
    lines = site.text("robots.txt").splitlines()
    named = [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: ")]
    assert named == ["https://quarry.example/sitemap.xml", "https://quarry.example/zh-CN/sitemap.xml"]
    assert [site.find(address) for address in named] == ["sitemap.xml", "zh-CN/sitemap.xml"]
    assert lines[:2] == ["User-agent: *", "Allow: /"]
    assert "zh-CN/robots.txt" not in site


@pytest.mark.parametrize("address", ["https://quarry.example/changes/", None])
def test_a_site_that_is_no_hosts_root_has_no_robots_txt(address: str | None, project: MakeProject) -> None:
    assert "robots.txt" not in run(project({"site_url": address}), *NOW)


def test_a_robots_txt_of_the_users_own_stays_theirs(project: MakeProject) -> None:
    made = project(files={"docs/robots.txt": "User-agent: *\nDisallow: /\n"})
    for _ in range(2):
        assert run(made, *NOW).text("robots.txt") == "User-agent: *\nDisallow: /\n"


def test_sitemap_dates_nothing_in_the_future(project: MakeProject) -> None:
    made = project()
    revision = {"date": "2031-05-05", "note": "A date too far", "material": True}
    made.write({
        "releases/gateway/1.0.0.yaml": dump({**GATEWAY_1, "revisions": [revision]}),
        "releases/gateway/3.0.0.yaml": "version: 3.0.0\ndate: 2030-08-01\nstatus: planned\nfeatures: [The third]\n",
    })  # fmt: skip
    dates = re.findall(r"<lastmod>([^<]*)</lastmod>", run(made, *NOW).text("sitemap.xml"))
    assert dates
    assert max(dates) <= "2026-06-01"


def test_the_address_of_a_release_is_that_of_its_language(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project({"plugins": [{"relcast": {"at": "changes"}}]})
    monkeypatch.chdir(made.root)
    linked: list[str] = []

    def note(*_: object, url: str, **__: object) -> None:
        linked.append(url)
        raise MarketplaceError("enough")

    monkeypatch.setattr(import_module("relcast.cli.blob"), "make_blob", note)
    for language in ("en", "zh-CN"):
        assert main(["blob", "gateway", "1.10.0", "--for", "github-release", "--lang", language]) == 1
    site = run(made, *NOW)
    assert [site.find(url) for url in linked] == [
        "changes/gateway/1.10.0/index.html", "zh-CN/changes/gateway/1.10.0/index.html",
    ]  # fmt: skip


# --- caches ---


def _packed(folder: Path, product: str = "gateway", file: str = "gateway/index.html") -> Path:
    """A pack of one page."""
    writer = PackWriter(PackHeader(product, "key"))
    at = writer.add(b"body")
    writer.header.pages.append(PackedPage("en", "product", file, "", "", "", "", "", "", "", "", [], at, ""))
    writer.write(folder / "one.pack")
    return folder / "one.pack"


@pytest.mark.parametrize(
    "file",
    ["../out.html", "gateway/../../out.html", "/etc/out.html", "gateway\\..\\out.html", "gateway", "other/index.html",
     "gateway//out.html", "gateway/./out.html"],
)  # fmt: skip
def test_no_pack_leads_out_of_its_product_s_folder(file: str, tmp_path: Path) -> None:
    assert Pack.find(_packed(tmp_path), "gateway") is not None
    assert Pack.find(_packed(tmp_path), "hostile") is None
    assert Pack.find(_packed(tmp_path, file=file), "gateway") is None


@pytest.mark.parametrize(
    "content",
    [b"", b"relcast-pack 2 99999999999999\n{}", b"relcast-pack 2 -1\n{}", b"relcast-pack 2 2\n[]",
     b"relcast-pack 2 x\n{}", b"relcast-pack 2 200000\n" + b"[" * 200_000],
)  # fmt: skip
def test_a_malformed_pack_is_no_pack(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "one.pack").write_bytes(content)
    assert Pack.find(tmp_path / "one.pack", "gateway") is None


@pytest.mark.parametrize("text", ["[]", '{"gateway": 1}', '{"gateway": {}}', '{"gateway": {"key": []}}', "[" * 99_999])
def test_a_malformed_ledger_is_none(text: str, project: MakeProject) -> None:
    made = project()
    good = run(made, *NOW).files
    ledgers = list((made.root / ".relcast").rglob("pages-*.json"))
    assert ledgers
    for ledger in ledgers:
        ledger.write_text(text)
    assert run(made, *NOW).files == good


def test_a_pack_that_another_build_replaced_is_never_read(tmp_path: Path) -> None:
    file = _packed(tmp_path)
    pack = Pack.find(file, "gateway")
    assert pack is not None
    _packed(tmp_path)  # the same again, by a build of the same records
    assert pack.read([(0, 4)]) == [b"body"]
    writer = PackWriter(PackHeader("gateway", "key", since="2026-01-01T00:00:00+00:00"))
    writer.add(b"else")
    writer.write(file)
    for use in (lambda: pack.read([(0, 4)]), pack.bodies):
        with pytest.raises(PackChanged, match="another build"):
            use()
    file.unlink()
    with pytest.raises(PackChanged):
        pack.bodies()


def test_a_build_whose_packs_were_replaced_says_so_and_changes_nothing(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project()
    before = run(made, *NOW).files
    made.write({"releases/gateway/3.0.0.yaml": "version: 3.0.0\ndate: 2026-08-01\nfeatures: [The third]\n"})
    draw = Stage.draw_frames

    def beside(stage: Stage) -> None:
        draw(stage)
        folder, vendor, _ = open_folder(made.root / "releases", "releases")
        assert vendor is not None
        editions = [
            Edition(language, Addresses(f"{BASE}{below}")) for language, below in (("en", ""), ("zh-CN", "zh-CN/"))
        ]
        later = datetime(2026, 9, 1, tzinfo=UTC)
        produce(folder, vendor, editions, now=later, cache_dir=made.root / ".relcast/build/packs", check=check_product)

    monkeypatch.setattr(Stage, "draw_frames", beside)
    assert run(made, *NOW, code=1).files == before
    assert "another build has changed this" in capsys.readouterr().err
    only_site(made)


def test_a_pack_does_not_outlive_what_it_was_rendered_with(monkeypatch: pytest.MonkeyPatch) -> None:
    # The cache of the function itself would hide a change within one process.
    before = keys.tool_key.__wrapped__()
    assert keys.tool_key.__wrapped__() == before
    monkeypatch.setattr(keys, "_version", lambda name: "99" if name == "nh3" else version(name))
    assert keys.tool_key.__wrapped__() != before


def test_records_that_cannot_be_drawn_come_without_pages_or_as_they_last_were(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project()

    def make(*problems: Problem) -> Produced:
        monkeypatch.setattr(
            produce_module, "_key", lambda common, noted, product: f"{common} {[p.severity for p in problems]}"
        )
        folder, vendor, _ = open_folder(made.root / "releases", "releases")
        assert vendor is not None
        return produce(
            folder, vendor, [Edition("en", Addresses(BASE))], now=datetime(2026, 6, 1, tzinfo=UTC),
            cache_dir=made.root / "cache", check=lambda folder, loaded, now: list(problems),
        )  # fmt: skip

    def fail(*_: object) -> None:
        raise ValueError("no such range")

    error = Problem("RC999", "broken", "it is broken", "mend it")
    advice = Problem("RC998", "odd", "it is odd", "look", severity="advice")
    render = produce_module._render
    monkeypatch.setattr(produce_module, "_render", fail)
    made_first = make(error)
    assert [pack.header.pages for pack in made_first.packs] == [[], [], []]
    assert made_first.errors == [error]
    with pytest.raises(ValueError, match="no such range"):
        make(advice)
    monkeypatch.setattr(produce_module, "_render", render)
    good = make()
    monkeypatch.setattr(produce_module, "_render", fail)
    assert [pack.header for pack in make(error).packs] == [pack.header for pack in good.packs]


@pytest.mark.parametrize(
    ("code", "theirs"), [(errno.EACCES, True), (errno.ENOSPC, True), (errno.EEXIST, True), (errno.EBADF, False)]
)
def test_only_what_the_user_can_mend_is_said_in_one_line(
    code: int, theirs: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(**_: object) -> None:
        raise OSError(code, os.strerror(code), "some/file")

    monkeypatch.setattr(cli, "main", fail)
    if theirs:
        assert main([]) == 1
        assert f"error: some/file: {os.strerror(code)}" in capsys.readouterr().err
    else:
        with pytest.raises(OSError, match="some/file"):
            main([])


def test_a_full_disk_is_said_of_the_file_that_has_no_room(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy that fails names the file it reads and the one it writes."""

    def fail(**_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "theme/a.js", None, "site/a.js")

    monkeypatch.setattr(cli, "main", fail)
    assert main([]) == 1
    assert capsys.readouterr().err == f"error: site/a.js: {os.strerror(errno.ENOSPC)}\n"


def test_full_text_ends_at_a_date_or_among_the_undated_or_nowhere() -> None:
    assert newest(["2026-01-01", ""], count=2) is None
    assert newest(["", "", ""], count=2) == ""
    assert newest(["2026-01-01", "2026-01-03", "2026-01-02"], count=2) == "2026-01-01"
