"""What readers, validators and buyers may rely on in feeds, item by item, on a whole site as `relcast build` makes it.

The items and their numbers are those of the feeds' acceptance list; each test names its own. Single rules, with all
their cases, are in test_feeds.py; the style sheet in a browser (item 42) is in test_browser.py.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import feedparser
import feedparser_rs
import lxml.html
import pytest
from built_site import Site
from conftest import Project
from feed_reading import ATOM, CONTENT, DC, ENDINGS, FH, MEDIA_TYPES, Feed, feeds_of
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from lxml import etree
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from sample_records import dump

from relcast.checks.run import check_folder, check_product
from relcast.cli import main
from relcast.library.load import load_vendor
from relcast.records.folder import discover
from relcast.render.addresses import Addresses
from relcast.render.feeds import MAX_BYTES, MAX_ENTRIES
from relcast.site.edition import Edition
from relcast.site.produce import produce

BASE = "https://changes.acme.example/docs/"
NOW = "2026-11-20T12:00:00+08:00"
VENDOR = {
    "name": {"en": "Acme & Sons", "zh-CN": "云巅科技"},
    "url": "https://acme.example/",
    "languages": ["en", "zh-CN"],
    "timezone": "Asia/Shanghai",
    "feeds": {"authority": "acme.example", "since": "2020-01-01"},
}
TITLE = "“A & B”: 策略热加载 🚀 \u202bאבג\u202c 'x' &amp; $1 %s".replace("\u202b", "").replace("\u202c", "")
CVE = {"ids": ["CVE-2026-1234"], "severity": "high"}
GATE: dict[str, dict[str, Any]] = {
    "1.0.0": {"date": "2026-01-10", "fixes": [{"text": "Old", "security": CVE}]},
    "1.1.0": {
        "date": "2026-03-10", "title": {"en": TITLE, "zh-CN": TITLE},
        "features": [
            {
                "id": "hot", "text": {"en": "Reload [it](guide/reload) with `]]>`", "zh-CN": "热加载"},
                "details": "<script>alert(1)</script>\n\n[a](javascript:b) ![c](https://x.example/y.png)\n\n- a\n- b",
                "links": [{"label": "#1", "url": "https://i.example/1?a=1&b=2"}],
            }
        ],
        "improvements": [{"text": "Both", "security": CVE, "breaking": {"impact": "Much", "action": "Set `x`"}}],
        "artifacts": [
            {"url": "https://acme.example/gate-1.1.0.tar.gz", "size": 48211044},
            {"url": "https://acme.example/gate-1.1.0.zip?a=1&b=2", "size": 47000000},
            {"url": "https://acme.example/of-unknown-size.zip"},
        ],
        "revisions": [
            {"date": "2026-03-12", "note": "A typo"},
            {"date": "2026-03-20", "note": "One more client is affected", "material": True},
        ],
    },
    "1.2.0-rc.1": {"date": "2026-04-01", "features": ["Early"], "withdrawn": {"date": "2026-04-02"}},
    "1.2.0": {
        "date": "2026-05-10", "features": ["Good"],
        "withdrawn": {"date": "2026-05-12", "reason": "Data loss", "use_instead": "1.2.1"},
    },
    "1.2.1": {"date": "2026-05-12", "fixes": ["Better"]},
    "1.1.1": {"date": "2026-05-12", "fixes": ["Back-ported"]},
    "1.3.0": {"date": "2026-11-21", "features": ["Not yet"]},
    "1.4.0": {"date": "2026-12-10", "status": "planned", "features": ["Perhaps"]},
}  # fmt: skip
NOTICES: dict[str, dict[str, Any]] = {
    "2026-05-move": {
        "releases": ["1.2.0"], "status": "cancelled", "title": "Hosted gates move", "announced": "2026-05-01",
        "planned": {"start": "2026-05-20T22:00:00+08:00", "end": "2026-05-21T02:00:00+08:00"},
        "impact": "Short breaks", "revisions": [{"date": "2026-05-12", "note": "Called off", "material": True}],
    },
    "2026-12-move": {
        "releases": ["1.3.0"], "title": "Hosted gates move again",
        "planned": {"start": "2026-12-01T22:00:00+08:00"},
    },
}  # fmt: skip


def many(count: int) -> dict[str, dict[str, Any]]:
    """Releases of several years, more than a feed holds; a pre-release for every tenth."""
    made = {}
    for number in range(count):
        day = date(2021, 2, 1) + timedelta(days=25 * number)
        unsafe = {"ids": [f"CVE-2026-{number + 2000}"]}
        fixes = [{"text": "Unsafe", "security": unsafe}] if number % 3 == 0 else ["Fixed"]
        made[f"1.{number}.0"] = {"date": day.isoformat(), "fixes": fixes}
        if number % 10 == 0:
            made[f"1.{number}.0-rc.1"] = {"date": (day - timedelta(days=3)).isoformat(), "fixes": fixes}
    return made


PRODUCTS: dict[str, tuple[dict[str, Any], dict[str, dict[str, Any]]]] = {
    "gate": ({"name": {"en": "Gate & Way", "zh-CN": "网关"}, "summary": "What lets in."}, GATE),
    "busy": ({"name": "Busy"}, many(80)),
    "crowd": ({"name": "Crowd"}, {f"1.0.{n}": {"date": f"2026-02-{n // 20 + 1:02}"} for n in range(60)}),
    "heavy": ({"name": "Heavy"}, {f"1.{n}.0": {"date": f"2025-03-{n + 1:02}", "summary": "云 & " * 9000}
                                  for n in range(6)}),
    "old": (
        {"name": "Old", "lines": [{"range": "1.x", "eol": "2026-11-01"}]}, {"1.0.0": {"date": "2025-01-01"}},
    ),
    "older": (
        {"name": "Older", "lines": [{"range": "1.x", "eol": "2025-11-01"}]},
        {"1.0.0": {"date": "2025-01-01"}, "2.0.0": {"date": "2026-01-01"}},
    ),
    "empty": ({"name": "Empty"}, {}),
}  # fmt: skip


def records() -> dict[str, str]:
    files = {"releases/vendor.yaml": dump(VENDOR)}
    for product, (about, releases) in PRODUCTS.items():
        files[f"releases/{product}/product.yaml"] = dump(about)
        for version, record in releases.items():
            files[f"releases/{product}/{version}.yaml"] = dump({"version": version, **record})
    for id, notice in NOTICES.items():
        files[f"releases/gate/notices/{id}.yaml"] = dump({"id": id, **notice})
    return files


def make(root: Path, changed: dict[str, str | None] | None = None, *, base: str = BASE) -> Project:
    made = Project(root, {"site_url": base, "site_name": "Acme releases"})
    made.write({"docs/index.md": "# Products\n", "docs/guide.md": "# Guide\n"})
    made.write({name: text for name, text in {**records(), **(changed or {})}.items() if text is not None})
    return made


def build(made: Project, now: str = NOW) -> Site:
    assert main(["build", "-f", os.fspath(made.root / "mkdocs.yml"), "--now", now]) == 0
    return Site(made.root / "site", made.config["site_url"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that no test changes."""
    return make(tmp_path_factory.mktemp("feeds"))


@pytest.fixture(scope="module")
def site(made: Project) -> Site:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    return build(made)


@pytest.fixture(scope="module")
def found(site: Site) -> list[Feed]:
    return feeds_of(site)


@pytest.fixture(scope="module")
def by_file(found: list[Feed]) -> dict[str, Feed]:
    return {feed.file: feed for feed in found}


def rebuilt(tmp_path: Path, changed: dict[str, str | None], now: str = NOW) -> dict[str, Feed]:
    """The feeds of the same records with some changed (None takes one out)."""
    made = make(tmp_path, changed)
    for name, text in changed.items():
        if text is None:
            (made.root / name).unlink(missing_ok=True)
    return {feed.file: feed for feed in feeds_of(build(made, now))}


def gate(version: str, **more: Any) -> dict[str, str | None]:
    """A record of the product `gate`, changed."""
    return {f"releases/gate/{version}.yaml": dump({"version": version, **GATE.get(version, {}), **more})}


def entry_of(feed: Feed, ending: str) -> Any:
    (entry,) = [entry for entry in feed.entries if entry.id.endswith(ending)]
    return entry


VIEWS = ("stable", "prerelease", "security", "breaking", "notices")


def test_every_view_is_there_in_every_format_for_every_product_and_language(by_file: dict[str, Feed]) -> None:
    expected = {
        f"{language}{product}{'' if view == 'stable' else view + '.'}{ending}"
        for language in ("", "zh-CN/")
        for product in ("", *(f"{product}/" for product in PRODUCTS))
        for view in VIEWS
        for ending in ENDINGS.values()
    }
    assert {file for file, feed in by_file.items() if not feed.is_archive} == expected


def test_feeds_are_valid_and_readers_agree_on_them(found: list[Feed]) -> None:
    """Items 2, 3 and 4: RFC 4287's grammar, JSON Feed 1.1's schema, and two parsers that find the same entries."""
    for feed in found:
        feed.check()


def test_nothing_that_validators_warn_of(found: list[Feed], site: Site) -> None:
    """Items 1 and 11, as far as they can be told here: a self link that is the public address, one page for each feed,
    no entry, id or link twice, metadata before entries, plausible dates, addresses that are whole."""
    for feed in found:
        assert feed.self_url == site.base + feed.file, "the address it is found at"
        assert len(set(feed.ids)) == len(feed.ids)
        assert max([feed.updated, *(entry.published for entry in feed.entries)]) <= datetime.fromisoformat(NOW)
        if feed.kind == "json":
            continue
        (style,) = feed.tree.xpath("preceding-sibling::processing-instruction()")
        assert site.find(re.findall(r'href="([^"]+)"', style.text)[0], feed.file)
        names = [child.tag for child in feed.head if isinstance(child.tag, str)]
        last = "item" if feed.kind == "rss" else f"{ATOM}entry"
        assert names == sorted(names, key=lambda name: name == last), "entries come last"
        links = [(link.get("rel"), link.get("type"), link.get("href")) for link in feed.head.findall(f"{ATOM}link")]
        assert len(set(links)) == len(links)
        for link in feed.tree.iter(f"{ATOM}link"):
            assert link.get("href").startswith("https://")
            assert "/" in link.get("type")
        for element in feed.tree.iter():
            if isinstance(element.tag, str):
                assert (element.text or "").strip() or len(element) or element.attrib or element.tag.startswith(FH)
        if feed.kind == "rss":
            for item in feed.head.findall("item"):
                counts = Counter(child.tag for child in item)
                assert not [name for name, count in counts.items() if count > 1 and name != "category"]
                assert "author" not in counts and counts[f"{DC}creator"] == 1


def test_all_formats_of_a_feed_hold_the_same_entries_in_the_same_order(found: list[Feed]) -> None:
    """Item 5."""
    groups: dict[str, list[Feed]] = defaultdict(list)
    for feed in found:
        groups[feed.name].append(feed)
    for same in groups.values():
        assert {feed.kind for feed in same} == set(ENDINGS)
        assert len({tuple(feed.ids) for feed in same}) == 1
        assert (
            len({tuple((e.title, e.url, e.published, e.html, e.categories) for e in feed.entries) for feed in same})
            == 1
        )


def test_ids_are_tags_that_mean_one_thing_in_the_whole_site(found: list[Feed]) -> None:
    """Item 6: the same in every language, view and format, and never of two releases."""
    pages: dict[str, set[str]] = defaultdict(set)
    for feed in found:
        for entry in feed.entries:
            assert entry.id.startswith("tag:acme.example,2020-01-01:")
            pages[entry.id].add(entry.url.replace("/zh-CN/", "/"))
    assert len({feed.tree.findtext(f"{ATOM}id") for feed in found if feed.kind == "atom"}) == 5 * (len(PRODUCTS) + 1)
    assert all(len(found) == 1 for found in pages.values())


def test_no_address_and_no_title_is_in_an_id(found: list[Feed], by_file: dict[str, Feed], tmp_path: Path) -> None:
    """Items 7 and 8: another address, title or name of a file changes no id."""
    made = make(tmp_path, gate("1.1.0", title="Called otherwise"), base="https://elsewhere.example/")
    (made.root / "releases/gate/1.1.0.yaml").rename(made.root / "releases/gate/1.1.0.yml")
    others = {feed.file: feed for feed in feeds_of(build(made))}
    assert {file: feed.ids for file, feed in others.items()} == {file: feed.ids for file, feed in by_file.items()}
    changed = entry_of(others["gate/atom.xml"], "gate/1.1.0")
    assert changed.title == "Gate & Way 1.1.0: Called otherwise"


def test_an_entry_is_the_same_bytes_wherever_it_stands(found: list[Feed]) -> None:
    """Item 9: in five views, in archives and in feeds of all products."""
    seen: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    places: Counter[str] = Counter()
    for feed in found:
        for entry in feed.entries:
            seen[feed.language, feed.kind, entry.id].add(entry.raw)
            places[entry.id] += feed.language == "en" and feed.kind == "atom"
    assert all(len(texts) == 1 for texts in seen.values())
    assert places["tag:acme.example,2020-01-01:gate/1.1.0"] == 6, "stable, security and breaking, its own and all"


def test_no_guid_claims_to_be_a_link(found: list[Feed]) -> None:
    """Item 10."""
    for feed in found:
        if feed.kind == "rss":
            assert {guid.get("isPermaLink") for guid in feed.tree.iter("guid")} <= {"false"}


def test_a_feeds_updated_is_its_latest_entrys(found: list[Feed]) -> None:
    """Item 12."""
    for feed in found:
        if feed.entries and feed.kind != "rss":
            assert feed.updated == max(entry.updated for entry in feed.entries if entry.updated)


def test_a_build_a_day_later_changes_no_byte(found: list[Feed], tmp_path: Path) -> None:
    """Item 12: nothing is dated by the build."""
    later = rebuilt(tmp_path, gate("1.3.0", date="2027-01-01"), now="2026-11-22T23:00:00+08:00")
    assert {file: feed.content for file, feed in later.items()} == {feed.file: feed.content for feed in found}


def test_a_typo_moves_no_date_and_a_material_revision_moves_updated(by_file: dict[str, Feed], tmp_path: Path) -> None:
    """Items 13 and 14."""
    before = entry_of(by_file["gate/atom.xml"], "gate/1.2.1")
    typo = entry_of(rebuilt(tmp_path / "a", gate("1.2.1", fixes=["Better."]))["gate/atom.xml"], "gate/1.2.1")
    assert typo.raw != before.raw
    assert (typo.published, typo.updated) == (before.published, before.updated)
    revised = gate("1.2.1", revisions=[{"date": "2026-06-01", "note": "More", "material": True}])
    after = entry_of(rebuilt(tmp_path / "b", revised)["gate/atom.xml"], "gate/1.2.1")
    assert after.published == before.published
    assert after.updated.date() == date(2026, 5, 31), "in UTC"
    assert "<strong>Revised on 1 June 2026</strong>: More" in after.html


def test_no_two_entries_of_a_feed_share_a_date(found: list[Feed]) -> None:
    """Items 15 and 16: products that release on one day differ too, and the newest comes first."""
    for feed in found:
        dates = [entry.updated for entry in feed.entries if entry.updated]
        assert len(set(dates)) == len(dates)
        published = [entry.published for entry in feed.entries]
        assert published == sorted(set(published), reverse=True)


def test_dates_have_whole_seconds_and_an_offset(found: list[Feed]) -> None:
    """Item 17."""
    for feed in found:
        if feed.kind == "rss":
            for element in feed.tree.iter("pubDate", "lastBuildDate"):
                assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", element.text)
                weekday = parsedate_to_datetime(element.text).strftime("%a")
                assert element.text.startswith(weekday)
        else:
            dates = re.findall(
                r"\d{4}-\d\d-\d\dT[^<\"]+", re.sub(r"(?s)<content.*?</content>", "", feed.content.decode())
            )
            assert dates
            assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text) for text in dates if "(" not in text)


def test_what_is_to_come_is_absent_until_then(by_file: dict[str, Feed], tmp_path: Path) -> None:
    """Item 18: a scheduled release, a revision, a withdrawal and a notice appear when their day begins."""
    changed = {
        **gate("1.1.1", revisions=[{"date": "2026-11-21", "note": "Later", "material": True}]),
        **gate("1.2.1", withdrawn={"date": "2026-11-21"}),
    }
    before = rebuilt(tmp_path / "a", changed, now="2026-11-20T23:59:59+08:00")
    after = rebuilt(tmp_path / "b", changed, now="2026-11-21T00:00:00+08:00")
    for feed in before.values():
        assert max([feed.updated, *(e.published for e in feed.entries)]) <= datetime(2026, 11, 20, 16, tzinfo=UTC)
    name = "gate/atom.xml"
    assert not [id for id in before[name].ids if id.endswith(("1.3.0", "1.2.1!withdrawn"))]
    assert [id for id in after[name].ids if id.endswith(("1.3.0", "1.2.1!withdrawn"))]
    assert entry_of(before[name], "gate/1.1.1").updated.day == 11
    assert entry_of(after[name], "gate/1.1.1").updated.day == 20, "21 November in Shanghai"
    for feed in after.values():
        late = datetime(2026, 11, 20, 16, 10, tzinfo=UTC)
        assert max([feed.updated, *(entry.published for entry in feed.entries)]) < late


def test_a_withdrawal_marks_the_entry_and_adds_one_in_the_security_view_too(by_file: dict[str, Feed]) -> None:
    """Item 19: with the version to use instead."""
    for folder in ("gate/", "", "zh-CN/gate/"):
        stable, security = by_file[f"{folder}atom.xml"], by_file[f"{folder}security.atom.xml"]
        kept, told = entry_of(stable, "gate/1.2.0"), entry_of(stable, "gate/1.2.0!withdrawn")
        assert kept.title.startswith(("[Withdrawn]", "【已撤回】"))
        assert told.categories == kept.categories
        assert told.categories in (("Withdrawn",), ("已撤回",))
        assert told.id in security.ids
        assert "/gate/1.2.1/" in told.html and "/gate/1.2.1/" in kept.html
        assert kept.updated.date() == told.published.date() == date(2026, 5, 11)
        assert kept.published.date() == date(2026, 5, 9)
    items = {item["id"]: item for item in by_file["gate/feed.json"].data["items"]}
    assert items["tag:acme.example,2020-01-01:gate/1.2.0!withdrawn"]["_relcast"]["use_instead"] == "1.2.1"


def test_a_withdrawn_pre_release_stays_in_its_channel(found: list[Feed], by_file: dict[str, Feed]) -> None:
    """Items 19 and 40."""
    carried = {feed.view for feed in found if any("1.2.0-rc.1" in id for id in feed.ids)}
    assert carried == {"prerelease"}
    assert len(by_file["gate/prerelease.rss.xml"].ids) == 2


def test_an_edit_of_one_product_changes_its_feeds_and_those_of_all(found: list[Feed], tmp_path: Path) -> None:
    """Item 21."""
    after = rebuilt(tmp_path, gate("1.2.1", fixes=["Other words"]))
    changed = {feed.file for feed in found if after[feed.file].content != feed.content}
    assert changed == {
        f"{language}{folder}{ending}"
        for language in ("", "zh-CN/") for folder in ("", "gate/") for ending in ENDINGS.values()
    }  # fmt: skip


def test_the_generator_has_no_version(found: list[Feed]) -> None:
    """Item 22."""
    for feed in found:
        if feed.kind != "json":
            (generator,) = feed.head.findall("generator" if feed.kind == "rss" else f"{ATOM}generator")
            assert (generator.text, dict(generator.attrib)) == ("Relcast", {})


def test_content_is_safe_and_its_addresses_are_whole(found: list[Feed]) -> None:
    """Items 23 and 24."""
    addresses = 0
    for feed in found:
        for entry in feed.entries:
            tree = lxml.html.fragment_fromstring(entry.html, create_parent="div")
            for element, _, address, _ in tree.iterlinks():
                addresses += 1
                assert address.startswith(("https://", "http://", "mailto:")), entry.id
                assert element.tag == "a"
            for element in tree.iter():
                assert element.tag not in ("script", "style", "iframe", "object", "embed", "form", "img", "link")
                assert not [name for name in element.attrib if name.startswith("on") or name in ("style", "id")]
    assert addresses > 100


@pytest.mark.parametrize("sign", ["\\x07", "\\x1b", "\\uFFFE", "\\uD800", "\\x85"])
def test_records_that_no_feed_can_hold_are_refused_with_a_place(sign: str, tmp_path: Path) -> None:
    """Item 25."""
    made = make(tmp_path, {"releases/gate/9.9.9.yaml": f'version: 9.9.9\ndate: 2026-01-01\ntitle: "a{sign}b"\n'})
    (problem,) = [p for p in check_folder(discover(made.root / "releases", "releases")) if p.severity == "error"]
    assert (problem.path, problem.line) == ("releases/gate/9.9.9.yaml", 3)


def test_titles_of_every_script_come_through(by_file: dict[str, Feed]) -> None:
    """Item 26."""
    for ending in ENDINGS.values():
        feed = by_file[f"gate/{ending}"]
        entry = entry_of(feed, "gate/1.1.0")
        expected = f"Gate & Way 1.1.0: {TITLE.replace('&amp;', '&')}"
        assert entry.title == expected
        if feed.kind != "json":
            parsed = feedparser.parse(feed.content)
            assert [found.title for found in parsed.entries if found.id == entry.id] == [expected]


def test_no_title_holds_an_opening_bracket_and_its_author_is_told(tmp_path: Path) -> None:
    """Item 26: feeds have `‹` in its place."""
    made = make(tmp_path, gate("1.1.0", title="Typed List<String>"))
    problems = check_folder(discover(made.root / "releases", "releases"))
    told = [(p.path, p.line) for p in problems if p.name == "title-brackets"]
    assert told == [("releases/gate/1.1.0.yaml", 3)]
    for feed in feeds_of(build(made)):
        assert not [entry.title for entry in feed.entries if "<" in entry.title]


def test_what_looks_like_the_end_of_a_section_comes_through(by_file: dict[str, Feed]) -> None:
    """Item 27."""
    for ending in ENDINGS.values():
        assert "<code>]]&gt;</code>" in entry_of(by_file[f"gate/{ending}"], "gate/1.1.0").html


def test_rss_says_the_summary_before_the_whole(found: list[Feed]) -> None:
    """Item 28."""
    for feed in found:
        for item in feed.tree.iter("item") if feed.kind == "rss" else ():
            names = [child.tag for child in item]
            assert names.index("description") < names.index(CONTENT)


def test_packages_are_enclosures(by_file: dict[str, Feed]) -> None:
    """Items 29 and 30: all of known size in Atom and JSON, the first in RSS."""
    expected = (
        ("https://acme.example/gate-1.1.0.tar.gz", 48211044, "application/gzip"),
        ("https://acme.example/gate-1.1.0.zip?a=1&b=2", 47000000, "application/zip"),
    )
    for kind, ending in ENDINGS.items():
        packages = entry_of(by_file[f"gate/{ending}"], "gate/1.1.0").enclosures
        assert packages == (expected[:1] if kind == "rss" else expected)


def test_atom_entries_have_one_page(found: list[Feed], site: Site) -> None:
    """Item 31; it is there."""
    for feed in found:
        if feed.kind == "atom":
            for entry in feed.tree.iter(f"{ATOM}entry"):
                links = [link for link in entry.iter(f"{ATOM}link") if link.get("rel") == "alternate"]
                assert [link.get("type") for link in links] == ["text/html"]
                assert site.find(links[0].get("href"))


def test_all_formats_say_the_same_language(found: list[Feed]) -> None:
    """Item 32."""
    for feed in found:
        assert feed.language == ("zh-CN" if feed.file.startswith("zh-CN/") else "en")


def test_feeds_stay_small(found: list[Feed]) -> None:
    """Item 33: archives, which are read once, may be larger."""
    for feed in found:
        if not feed.is_archive:
            assert len(feed.entries) <= MAX_ENTRIES
            assert len(feed.content) <= MAX_BYTES
    assert max(len(feed.content) for feed in found) > MAX_BYTES / 2


def chain(feed: Feed, by_file: dict[str, Feed], site: Site) -> list[Feed]:
    """The archives of a feed, by following its links as readers do."""
    archives = []
    address = feed.data.get("next_url", "") if feed.kind == "json" else feed.link("prev-archive")
    while address:
        one = by_file[str(site.find(address))]
        assert one not in archives
        archives.append(one)
        address = one.data.get("next_url", "") if one.kind == "json" else one.link("prev-archive")
    return archives


def test_a_feed_and_its_archives_hold_every_release(found: list[Feed], by_file: dict[str, Feed], site: Site) -> None:
    """Items 34 and 36: archives are cut by year; a feed that needs none says that it is complete."""
    counted = 0
    for feed in found:
        product = feed.folder.removeprefix("zh-CN").strip("/")
        if feed.is_archive or not product:
            continue
        archives = chain(feed, by_file, site)
        assert feed.is_complete == (not archives)
        ids = {*feed.ids, *(id for archive in archives for id in archive.ids)}
        counted += len(archives)
        if feed.view == "stable":
            numbers = PRODUCTS[product][1].items()
            due = {v for v, r in numbers if "-" not in v and r["date"] <= NOW[:10] and r.get("status") != "planned"}
            assert {id.rpartition("/")[2] for id in ids if "!" not in id} == due
        for archive in archives:
            assert {entry.published.year for entry in archive.entries} <= {int(archive.file.split("/")[-1][:4])}
    assert counted == sum(feed.is_archive for feed in found) > 20, "no archive is out of reach"


def test_archives_say_that_they_are(found: list[Feed], by_file: dict[str, Feed], site: Site) -> None:
    """Item 34: RFC 5005, section 4, and what validators ask besides: every archive has a neighbour."""
    for feed in found:
        if feed.is_archive and feed.kind != "json":
            assert feed.head.find(f"{FH}archive") is not None
            assert by_file[str(site.find(feed.link("current")))].link("prev-archive")
            assert feed.link("prev-archive") or site.find(feed.link("next-archive"))
            assert not feed.is_complete


@pytest.mark.parametrize("day", ["2026-11-19", "2027-01-05"])
def test_a_new_release_leaves_the_archives_of_closed_years_as_they_are(
    day: str, found: list[Feed], tmp_path: Path
) -> None:
    """Item 35: also the archive of the year that has just closed."""
    added: dict[str, str | None] = {}
    for product in ("busy", "crowd"):
        for number in (200, 201):
            fixes = [{"text": "New", "security": {"ids": [f"CVE-2026-{number + 5000}"]}}]
            record = {"version": f"1.{number}.0", "date": day, "fixes": fixes}
            added[f"releases/{product}/1.{number}.0.yaml"] = dump(record)
    after = rebuilt(tmp_path, added, now=f"{day}T20:00:00+08:00")
    archives = [feed for feed in found if feed.is_archive and feed.file.split("/")[-1][:4] < day[:4]]
    assert len(archives) > 20
    for feed in archives:
        assert after[feed.file].content == feed.content, feed.file


def test_no_hub_is_named_where_there_is_none(found: list[Feed]) -> None:
    """Item 37."""
    assert not [feed.file for feed in found if b"hub" in feed.content.replace(b"github", b"")]


def test_every_page_names_feeds_that_exist(site: Site) -> None:
    """Item 38: the page's own product's first, Atom before the others."""
    for page in site.pages.values():
        links = page.select("//head/link[contains(@rel, 'feed')]")
        targets = [str(site.find(str(link.get("href")), page.file)) for link in links]
        for link, target in zip(links, targets, strict=True):
            kind = next(kind for kind, ending in ENDINGS.items() if target.endswith(ending))
            assert link.get("type") == MEDIA_TYPES[kind], page.file
            assert link.get("title")
        parts = [part for part in page.file.split("/") if part in PRODUCTS]
        language = "zh-CN/" if page.file.startswith("zh-CN/") else ""
        assert targets[0] == f"{language}{f'{parts[0]}/' if parts else ''}atom.xml", page.file
        assert len(set(targets)) == len(targets) == 4


def test_the_list_of_feeds_has_each_once(found: list[Feed], site: Site) -> None:
    """Item 39 and OPML 2.0: each edition's list names its own feeds, in one format."""
    for folder in ("", "zh-CN/"):
        tree = etree.fromstring(site.files[f"{folder}feeds.opml"])
        assert tree.get("version") == "2.0"
        outlines = [outline for outline in tree.iter("outline") if outline.get("type")]
        assert {outline.get("type") for outline in outlines} == {"rss"}
        assert all(outline.get("text") and outline.get("title") for outline in outlines)
        assert all(site.find(str(outline.get("htmlUrl"))) for outline in outlines)
        listed = Counter(site.find(str(outline.get("xmlUrl"))) for outline in outlines)
        assert listed == Counter(
            feed.file for feed in found
            if feed.kind == "atom" and not feed.is_archive and feed.file.startswith("zh-CN/") == bool(folder)
        )  # fmt: skip


def test_views_are_parts_of_the_products_feed(found: list[Feed], by_file: dict[str, Feed], site: Site) -> None:
    """Item 40: pre-releases stand in their channel only."""
    for feed in found:
        if feed.is_archive or feed.view not in ("security", "breaking") or feed.folder in ("", "zh-CN"):
            continue
        whole = by_file[f"{feed.folder}/{ENDINGS[feed.kind]}"]
        ids = {*whole.ids, *(id for one in chain(whole, by_file, site) for id in one.ids)}
        assert set(feed.ids) <= ids
    assert [id.rpartition("/")[2] for id in by_file["gate/breaking.atom.xml"].ids] == ["1.1.0"]
    assert {id.rpartition("/")[2] for id in by_file["gate/security.atom.xml"].ids} == {
        "1.0.0", "1.1.0", "1.2.0!withdrawn",
    }  # fmt: skip
    for feed in found:
        assert feed.view == "prerelease" or not [id for id in feed.ids if "-rc." in id]


def test_an_empty_feed_is_a_feed(found: list[Feed]) -> None:
    """Item 41: its date is that of the vendor's feeds."""
    empty = [feed for feed in found if not feed.entries and not feed.is_archive]
    assert {feed.view for feed in empty} == set(VIEWS)
    assert {feed.updated for feed in empty} == {datetime(2020, 1, 1, tzinfo=UTC)}
    assert all(feed.is_complete for feed in empty)


def test_a_product_past_its_end_of_life_has_an_expired_feed(by_file: dict[str, Feed], tmp_path: Path) -> None:
    """Item 43: where every line has ended and no newer one goes on; it comes by itself when the day comes."""
    expired = {file for file, feed in by_file.items() if feed.kind == "json" and feed.data.get("expired")}
    assert expired == {
        f"{language}old/{'' if view == 'stable' else view + '.'}feed.json"
        for language in ("", "zh-CN/") for view in VIEWS
    }  # fmt: skip
    made = make(tmp_path)
    assert "expired" not in json.loads(build(made, "2026-10-31T23:59:59+08:00").text("old/feed.json"))
    assert json.loads(build(made, "2026-11-01T00:00:00+08:00").text("old/feed.json"))["expired"] is True


def test_notices_are_entries_dated_at_their_announcement(by_file: dict[str, Feed], tmp_path: Path) -> None:
    """Views: one that says no day counts as announced two weeks before; a cancelled one is marked and moves."""
    feed = by_file["gate/notices.atom.xml"]
    later, cancelled = feed.entries
    assert (later.title, later.published) == (
        "Gate & Way: Hosted gates move again", datetime(2026, 11, 17, 14, tzinfo=UTC),
    )  # fmt: skip
    assert cancelled.title == "[Cancelled] Gate & Way: Hosted gates move"
    assert cancelled.id == "tag:acme.example,2020-01-01:gate/notices/2026-05-move"
    assert cancelled.published.date() == date(2026, 4, 30), "in UTC"
    assert cancelled.updated.date() == date(2026, 5, 11)
    assert "<strong>Revised on 12 May 2026</strong>: Called off" in cancelled.html
    before = rebuilt(tmp_path, {}, now="2026-11-17T21:59:59+08:00")
    assert len(before["gate/notices.atom.xml"].ids) == 1


# --- files ---


def states(site: Site) -> dict[str, tuple[int, int]]:
    """Inode and modification time of every feed, archive and list of feeds."""
    names = [feed.file for feed in feeds_of(site)] + ["feeds.opml", "zh-CN/feeds.opml"]
    return {name: ((site.root / name).stat().st_ino, (site.root / name).stat().st_mtime_ns) for name in names}


def test_feeds_that_say_the_same_are_not_written_again(tmp_path: Path) -> None:
    """Item 50 and item 21: a build without changes writes no feed; an edit writes those of its product and of all."""
    made = make(tmp_path)
    first = states(build(made))
    assert states(build(made)) == first
    made.write({name: str(text) for name, text in gate("1.2.1", fixes=["Other words"]).items()})
    after = states(build(made))
    written = {name for name, state in first.items() if after[name][1] != state[1]}
    for name in written:
        folder = name.removeprefix("zh-CN/").rpartition("/")[0]
        assert folder == "gate" or name.removeprefix("zh-CN/") in ENDINGS.values()
    assert {"atom.xml", "gate/rss.xml", "zh-CN/gate/feed.json"} <= written


def test_mkdocs_in_place_keeps_feeds_that_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Item 50, where MkDocs empties its folder first."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    made = make(tmp_path)
    names = ("atom.xml", "notices.feed.json", "feeds.opml", "gate/atom.xml")
    times = []
    for _ in range(2):
        config = load_config(os.fspath(made.root / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build(config)
        config.plugins.on_shutdown()
        times.append([(made.root / "site" / name).stat().st_mtime_ns for name in names])
    assert times[0] == times[1]


# --- any text ---

signs = st.characters() | st.sampled_from("\t\n\r&<>]\"'\\`*_[]()#\x00\x07\x1b\x85\u2028\ufffe\ud800\U0001f680")
texts = st.text(signs, min_size=1, max_size=60)


@given(title=texts, text=texts, code=texts)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_survives_or_is_refused_with_a_place(
    title: str, text: str, code: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any Unicode in a record comes out of every format as it went in, or the record is refused."""
    root = tmp_path_factory.mktemp("texts", numbered=True)
    (root / "gw").mkdir()
    (root / "vendor.yaml").write_text(dump({"name": "Acme", "feeds": VENDOR["feeds"]}), encoding="utf-8")
    (root / "gw/product.yaml").write_text("name: Gate\n", encoding="utf-8")
    fence = "\n".join(["~~~~~", code, "~~~~~"])
    record = "".join(
        f"{line}\n" for line in (
            "version: 1.0.0", "date: 2026-01-01", f"title: {json.dumps(title)}", "features:",
            f"  - text: {json.dumps(text)}", f"    details: {json.dumps(fence)}",
        )
    )  # fmt: skip
    (root / "gw/1.0.0.yaml").write_text(record, encoding="utf-8")
    folder = discover(root, "releases")
    errors = [problem for problem in check_folder(folder) if problem.severity == "error"]
    if errors:
        event("refused")
        assert all(problem.path == "releases/gw/1.0.0.yaml" and problem.line >= 3 for problem in errors)
        return
    event("published")
    vendor, _ = load_vendor(folder)
    assert vendor is not None
    now = datetime(2026, 2, 1, tzinfo=UTC)
    editions = [Edition("en", Addresses("https://acme.example/"))]
    (pack,) = produce(folder, vendor, editions, now=now, cache_dir=root / "packs", check=check_product).packs
    bodies = pack.bodies()
    kept = {file.file: Feed(file.file, bodies[file.content]) for file in pack.header.files if "feed" in file.file or
            file.file.endswith(("atom.xml", "rss.xml"))}  # fmt: skip
    entries = [kept[f"gw/{ending}"].entries for ending in ENDINGS.values()]
    assert [len(found) for found in entries] == [1, 1, 1]
    assert len({(found[0].title, found[0].html) for found in entries}) == 1
    entry = entries[0][0]
    tree = lxml.html.fragment_fromstring(entry.html, create_parent="div")
    shown = [element.text_content() for element in tree.iter("pre")]
    if "~~~~~" not in code and not re.search(r"[\r\x0b\x0c]", code):
        assert code.strip("\n ") in shown[-1], (code, shown)
    # feedparser mends what looks like UTF-8 read as Latin-1, also where it was meant.
    assume(not any(_looks_misread(value) for value in (entry.title, entry.html)))
    parsed = feedparser.parse(kept["gw/atom.xml"].content, sanitize_html=False, resolve_relative_uris=False)
    assert parsed.entries[0].content[0].value.strip() == entry.html.strip()
    assert parsed.entries[0].title == entry.title.strip()
    other = feedparser_rs.parse(kept["gw/rss.xml"].content).entries[0]
    assert other.id == entry.id


def _looks_misread(text: str) -> bool:
    try:
        return text.encode("latin-1").decode() != text
    except UnicodeError:
        return False


def test_the_benchmark_compares_like_with_like(monkeypatch: pytest.MonkeyPatch) -> None:
    """Item 49: both sides of benchmarks/feeds.py write the same Atom and RSS."""
    monkeypatch.syspath_prepend(os.fspath(Path(__file__).parents[1] / "benchmarks"))
    sys.modules.pop("feeds", None)
    import feeds as benchmark  # type: ignore[import-not-found]

    some = benchmark.products(3, 5, seed=7)
    frames = benchmark.draw_frames()
    pairs: Iterator[Any] = zip(benchmark.relcast(some, frames), benchmark.plain_lxml(some), strict=True)
    for ours, theirs in pairs:
        assert len(ours) == 15
        for name, document in theirs.items():
            assert benchmark.same(ours[name], document)
