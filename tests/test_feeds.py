"""Feeds: the dates of entries, their content, and both formats as readers and validators see them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import feedparser
import pytest
import rnc2rng
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from relcast.library.product import ProductHistory, VersionedRelease, newest_first
from relcast.model.product import Product, Vendor
from relcast.model.release import Release
from relcast.model.version import parse_version
from relcast.records.parse import parse
from relcast.render.addresses import Addresses
from relcast.render.feed_writer import write_atom, write_rss
from relcast.render.feeds import (
    MAX_BYTES,
    MAX_ENTRIES,
    FeedEntry,
    FeedKind,
    FeedMeta,
    FeedMetas,
    document,
    draw_frames,
    feed_entries,
    newest,
    product_documents,
    write_entry,
)
from relcast.render.views import Views

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
LANGUAGES = ("en", "zh-CN")
ADDRESSES = Addresses("https://changes.acme.example/")

Record = dict[str, Any]
KINDS: tuple[FeedKind, ...] = ("atom", "rss", "json")


@cache
def frames() -> Mapping[str, str]:
    return draw_frames()


def write(kind: FeedKind, meta: FeedMeta, some: Sequence[FeedEntry]) -> bytes:
    """A feed of the newest of these entries."""
    carried = newest(write_entry(frames(), entry) for entry in some)
    return document(frames(), "feed", kind, meta, carried).content(lambda entry, kind: entry.formats[kind])


def atom(meta: FeedMeta, some: Sequence[FeedEntry]) -> bytes:
    return write("atom", meta, some)


def rss(meta: FeedMeta, some: Sequence[FeedEntry]) -> bytes:
    return write("rss", meta, some)


def all_documents(some: Views, now: datetime | None = None) -> dict[str, bytes]:
    """Every feed and archive of a product, by file."""
    written = [write_entry(frames(), entry) for entry in feed_entries(some, now=now)]

    meta = FeedMetas.of_product(some, now=now)
    return {
        found.file: found.content(lambda entry, kind: entry.formats[kind])
        for found in product_documents(frames(), meta, some.addresses, written)
    }


def read(model: Any, data: Record) -> Any:
    meaning, problems = parse(model, data, languages=LANGUAGES)
    assert not problems
    return meaning


def a_vendor(**more: Any) -> Vendor:
    data = {
        "name": {"en": "Acme Cloud", "zh-CN": "云巅科技"},
        "languages": list(LANGUAGES),
        "feeds": {"authority": "acme.example", "since": "2024-01-01"},
        **more,
    }
    vendor: Vendor = read(Vendor, data)
    return vendor


def views(*records: Record, language: str = "en", product: str = "edge-gateway", **vendor: Any) -> Views:
    meaning = read(Product, {"name": {"en": "Edge Gateway", "zh-CN": "边缘网关"}})
    releases = [
        VersionedRelease(parse_version(record["version"], "semver"), read(Release, record), f"{record['version']}.yaml")
        for record in records
    ]
    history = ProductHistory(product, meaning, a_vendor(**vendor), newest_first(releases))
    return Views(history, language, replace(ADDRESSES, prefix="" if language == "en" else f"{language}/"))


def entries(*records: Record, **more: Any) -> list[FeedEntry]:
    return feed_entries(views(*records, **more))


def by_version(*records: Record, **more: Any) -> dict[str, FeedEntry]:
    """Entries by what follows the product's id."""
    return {entry.id.rpartition("/")[2]: entry for entry in entries(*records, **more)}


def record(version: str = "2.3.0", date: str = "2026-08-12", **more: Any) -> Record:
    return {"version": version, "date": date, **more}


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


WITHDRAWN = {"date": "2026-08-15", "reason": "API keys could be lost", "use_instead": "2.3.1"}
FULL = record(
    title={"en": "Policies without <restarts>", "zh-CN": "策略热加载"},
    summary="Policies & sessions, *faster*.",
    features=[{"text": "Reload [policies](docs/reload)", "details": "In a *second*.\n\n- really"}],
    improvements=[
        {"text": "TLS 1.0 is off", "breaking": {"impact": "Old clients fail", "action": "Set `tls.min`"}},
        {"text": "A secret", "internal": "true"},
    ],
    fixes=[{"text": "Fix smuggling", "security": {"ids": ["CVE-2026-1234"], "severity": "high", "affected": "<2.3.0"}}],
    upgrade={"effort": "45m", "downtime": "5m", "backup": "required", "required_stop": "true"},
    artifacts=[
        {"url": "https://acme.example/gw-2.3.0.tar.gz", "size": "48211044", "file": "dist/private.tar.gz"},
        {"url": "https://acme.example/gw-2.3.0.zip?x=1&y=2", "size": "47000000"},
        {"url": "https://acme.example/of-unknown-size.zip"},
        {"image": {"kind": "ami", "id": "ami-0"}},
    ],
)
MANY = [
    FULL,
    record("2.3.1", "2026-08-15T21:40:00+08:00"),
    record("2.2.1", "2026-08-15"),
    record(
        "2.2.0", "2026-06-10", withdrawn=WITHDRAWN,
        revisions=[{"date": "2026-06-18", "note": "A known issue", "material": "true"}],
    ),
]  # fmt: skip


# --- which releases have entries, and when


def test_only_dated_released_releases_have_entries() -> None:
    found = by_version(
        record("1.0.0"),
        record("1.2.0", status="planned"),
        {"version": "0.9.0", "undated": "true"},
    )
    assert list(found) == ["1.0.0"]


def test_ids_are_made_of_the_record_in_every_language_and_at_every_address() -> None:
    first, other = views(*MANY), views(*MANY, language="zh-CN")
    other.addresses = Addresses("https://elsewhere.example/docs/", "zh-CN/", directory_urls=False)
    assert feed_entries(first)[-1].id == "tag:acme.example,2024-01-01:edge-gateway/2.2.0"
    assert [entry.id for entry in feed_entries(first)] == [entry.id for entry in feed_entries(other)]


def test_a_bare_day_begins_in_the_vendors_zone_and_stays_within_ten_minutes_of_its_midnight() -> None:
    for product in ("edge-gateway", "studio", "db"):
        (entry,) = entries(record(date="2026-08-12"), product=product, timezone="Asia/Shanghai")
        assert timedelta() <= instant(entry.published) - datetime(2026, 8, 11, 16, tzinfo=UTC) < timedelta(minutes=10)


def test_a_time_of_day_is_kept() -> None:
    (entry,) = entries(record(date="2026-08-12T09:30:00+08:00"))
    assert (entry.published, entry.updated) == ("2026-08-12T01:30:00Z", "2026-08-12T01:30:00Z")


def test_products_that_release_on_one_day_differ() -> None:
    products = ("edge-gateway", "studio", "acme-db", "relcast", "console", "agent")
    assert len({entries(record(), product=product)[0].published for product in products}) == len(products)


def test_releases_of_one_day_are_minutes_apart_in_the_order_of_their_versions() -> None:
    found = entries(record("2.10.0"), record("2.9.0"), record("1.0.0"))
    assert [entry.id.rpartition("/")[2] for entry in found] == ["2.10.0", "2.9.0", "1.0.0"]
    assert instant(found[0].updated) - instant(found[2].updated) == timedelta(minutes=18)


def test_a_later_release_moves_no_earlier_one() -> None:
    before = by_version(*MANY)
    later = record("2.4.0", "2026-08-15"), record("2.5.0", "2026-09-01"), record("2.1.9", "2026-09-01")
    after = by_version(*MANY, *later)
    assert {name: (after[name].published, after[name].updated) for name in before} == {
        name: (entry.published, entry.updated) for name, entry in before.items()
    }


def test_a_fix_released_on_the_day_of_a_withdrawal_moves_nothing_of_it_and_is_not_moved_by_it() -> None:
    bad, fix = record(withdrawn=WITHDRAWN), record("2.3.1", "2026-08-15")
    alone, both = by_version(bad), by_version(bad, fix)
    assert alone["2.3.0!withdrawn"].published == both["2.3.0!withdrawn"].published
    assert by_version(record(), fix)["2.3.1"].published == both["2.3.1"].published


def test_a_revision_that_is_not_material_changes_no_date() -> None:
    note = {"date": "2026-08-20", "note": "A typo"}
    before, after = entries(record()), entries(record(revisions=[note]))
    assert [(e.published, e.updated) for e in after] == [(e.published, e.updated) for e in before]


@pytest.mark.parametrize("date", ["2026-08-20", "2026-08-12", "2026-08-12T09:00:00+00:00"])
def test_a_material_revision_moves_updated_and_not_published(date: str) -> None:
    released = record(date="2026-08-12T08:00:00+00:00")
    (before,) = entries(released)
    (after,) = entries({**released, "revisions": [{"date": date, "note": "A new known issue", "material": "true"}]})
    assert after.published == before.published
    assert after.updated > before.updated


def test_a_material_revision_after_a_withdrawal_moves_the_release_and_not_the_withdrawal() -> None:
    bad = record(withdrawn=WITHDRAWN)
    before = by_version(bad)
    after = by_version({**bad, "revisions": [{"date": "2026-08-17", "note": "More", "material": "true"}]})
    assert after["2.3.0"].updated > before["2.3.0"].updated
    assert after["2.3.0!withdrawn"].updated == before["2.3.0!withdrawn"].updated


days = st.integers(1, 3).map(lambda day: f"2026-08-{day:02}")
moments = days | st.just("2026-08-02T00:00:00+00:00") | st.just("2026-08-02T00:01:00+00:00")
records = st.lists(
    st.builds(
        lambda version, date, revisions, withdrawn: record(
            version, date, revisions=[{"date": day, "note": "x", "material": "true"} for day in revisions],
            **({"withdrawn": {"date": withdrawn}} if withdrawn else {}),
        ),
        st.tuples(*[st.integers(0, 2)] * 3).map(lambda numbers: ".".join(map(str, numbers))),
        moments, st.lists(moments, max_size=2), st.none() | moments,
    ),
    max_size=8, unique_by=lambda found: found["version"],
)  # fmt: skip


@given(records)
@settings(max_examples=60, deadline=None)
def test_no_two_entries_share_a_date_and_the_newest_comes_first(some: list[Record]) -> None:
    found = entries(*some)
    assert len({entry.updated for entry in found}) == len(found)
    published = [entry.published for entry in found]
    assert published == sorted(set(published), reverse=True)
    assert all(entry.updated >= entry.published for entry in found)
    assert found == entries(*reversed(some))


# --- what an entry says


def test_a_withdrawn_release_is_marked_and_has_a_second_entry_dated_at_the_withdrawal() -> None:
    found = by_version(record(title="Policies", withdrawn=WITHDRAWN), record("2.3.1", "2026-08-15"))
    kept, told = found["2.3.0"], found["2.3.0!withdrawn"]
    assert kept.title == "[Withdrawn] Edge Gateway 2.3.0: Policies"
    assert kept.published == by_version(record())["2.3.0"].published
    assert kept.updated.startswith("2026-08-15")
    assert told.published.startswith("2026-08-15")
    assert told.title == "Edge Gateway 2.3.0: Withdrawn on 15 August 2026"
    for entry in (kept, told):
        assert ("withdrawn", "Withdrawn") in entry.categories
        assert "API keys could be lost" in entry.html
        assert '<a href="https://changes.acme.example/edge-gateway/2.3.1/">Use 2.3.1 instead.</a>' in entry.html
        assert entry.summary == "Use 2.3.1 instead. Withdrawn on 15 August 2026: API keys could be lost"


def test_a_withdrawal_without_a_safe_version_says_so() -> None:
    (told, _) = entries(record(withdrawn={"date": "2026-08-15"}))
    assert told.summary == "There is no safe version to move to yet. Withdrawn on 15 August 2026"


def test_an_entry_says_what_changed_what_breaks_and_what_the_upgrade_takes() -> None:
    (entry,) = entries(FULL)
    assert entry.title == "Edge Gateway 2.3.0: Policies without ‹restarts›"
    assert entry.summary == "Policies & sessions, faster."
    assert entry.url == "https://changes.acme.example/edge-gateway/2.3.0/"
    assert entry.categories == (("security", "Security fixes"), ("breaking", "Breaking changes"))
    for said in (
        "<h3>Breaking changes</h3>", "<strong>Impact</strong>: Old clients fail",
        "<strong>What to do</strong>: Set <code>tls.min</code>", "<h3>Security fixes</h3>", "High, CVE-2026-1234",
        "In a <em>second</em>.", "<strong>Downtime</strong>: 5 min", "Required stop",
    ):  # fmt: skip
        assert said in entry.html
    assert "A secret" not in entry.html


def test_links_in_an_entry_are_absolute_and_it_brings_no_ids() -> None:
    (entry,) = entries(FULL)
    tree = etree.fromstring(f"<div>{entry.html}</div>")
    hrefs = [link.get("href") or "" for link in tree.iter("a")]
    assert "https://changes.acme.example/edge-gateway/2.3.0/docs/reload" in hrefs
    assert all(href.startswith("https://") for href in hrefs)
    assert not [element for element in tree.iter() if {"id", "class"} & set(element.keys())]


def test_enclosures_are_the_downloads_of_known_size() -> None:
    (entry,) = entries(FULL)
    assert entry.enclosures == (
        ("https://acme.example/gw-2.3.0.tar.gz", "48211044", "application/gzip"),
        ("https://acme.example/gw-2.3.0.zip?x=1&y=2", "47000000", "application/zip"),
    )


def test_the_address_of_a_package_is_a_uri() -> None:
    (entry,) = entries(record(artifacts=[{"url": "https://acme.example/网关 2.zip".replace(" ", "%20"), "size": "7"}]))
    assert entry.enclosures == (("https://acme.example/%E7%BD%91%E5%85%B3%202.zip", "7", "application/zip"),)


def test_an_entry_speaks_the_language_of_its_feed() -> None:
    (entry,) = entries(FULL, language="zh-CN")
    assert entry.title == "边缘网关 2.3.0：策略热加载"
    assert entry.url == "https://changes.acme.example/zh-CN/edge-gateway/2.3.0/"
    assert entry.categories == (("security", "安全修复"), ("breaking", "不兼容变更"))


# --- both formats


def documents(some: Views) -> dict[str, bytes]:
    found = all_documents(some)
    return {"atom": found["atom.xml"], "rss": found["rss.xml"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_reader_finds_the_same_entries_in_the_same_order_in_both_formats(language: str) -> None:
    some = views(*MANY, language=language)
    for kind, content in documents(some).items():
        parsed = feedparser.parse(io.BytesIO(content))
        assert not parsed.bozo
        assert parsed.version == {"atom": "atom10", "rss": "rss20"}[kind]
        assert parsed.feed.language == language
        assert [entry.id for entry in parsed.entries] == [entry.id for entry in feed_entries(some)]
        assert [entry.link for entry in parsed.entries] == [entry.url for entry in feed_entries(some)]
        assert [entry.title for entry in parsed.entries] == [entry.title for entry in feed_entries(some)]


@cache
def atom_schema() -> etree.RelaxNG:
    grammar = rnc2rng.dumps(rnc2rng.load(str(Path(__file__).parent / "schemas" / "atom.rnc")))
    # lxml takes no prefix bound to no namespace.
    return etree.RelaxNG(etree.fromstring(grammar.replace('xmlns:local=""', "").encode()))


@pytest.mark.parametrize("some", [[], MANY], ids=["empty", "full"])
def test_atom_follows_rfc_4287(some: list[Record]) -> None:
    tree = etree.fromstring(documents(views(*some))["atom"])
    schema = atom_schema()
    assert schema.validate(tree), schema.error_log
    for entry in tree.iter(f"{ATOM}entry"):
        assert [link.get("type") for link in entry.findall(f"{ATOM}link[@rel='alternate']")] == ["text/html"]
    (self_link,) = tree.findall(f"{ATOM}link[@rel='self']")
    assert self_link.get("href") == "https://changes.acme.example/edge-gateway/atom.xml"


@pytest.mark.parametrize("fault", ["id", "updated", "title"])
def test_the_schema_notices_what_an_entry_lacks(fault: str) -> None:
    tree = etree.fromstring(documents(views(*MANY))["atom"])
    entry = tree.find(f"{ATOM}entry")
    assert entry is not None
    for element in entry.findall(f"{ATOM}{fault}"):
        entry.remove(element)
    assert not atom_schema().validate(tree)


def test_atom_links_every_enclosure_with_its_type_and_length() -> None:
    tree = etree.fromstring(documents(views(FULL))["atom"])
    links = tree.findall(f"{ATOM}entry/{ATOM}link[@rel='enclosure']")
    assert [(link.get("href"), link.get("length"), link.get("type")) for link in links] == list(
        entries(FULL)[0].enclosures
    )


def test_rss_follows_the_profile() -> None:
    tree = etree.fromstring(documents(views(*MANY))["rss"])
    channel = tree[0]
    assert channel.findtext("link") == "https://changes.acme.example/edge-gateway/"
    assert channel.findtext("description")
    (self_link,) = channel.findall(f"{ATOM}link")
    assert dict(self_link.items()) == {
        "rel": "self", "type": "application/rss+xml", "href": "https://changes.acme.example/edge-gateway/rss.xml",
    }  # fmt: skip
    items = channel.findall("item")
    assert len(items) == 5
    for item, entry in zip(items, entries(*MANY), strict=True):
        names = [child.tag for child in item]
        assert names.index("description") < names.index(CONTENT)
        assert [guid.get("isPermaLink") for guid in item.findall("guid")] == ["false"]
        assert len(item.findall("enclosure")) <= 1
        assert "author" not in names
        assert item.findtext("pubDate") == instant(entry.published).strftime("%a, %d %b %Y %H:%M:%S +0000")


def test_rss_carries_the_first_enclosure() -> None:
    (enclosure,) = etree.fromstring(documents(views(FULL))["rss"]).iter("enclosure")
    assert enclosure.get("url") == "https://acme.example/gw-2.3.0.tar.gz"
    assert (enclosure.get("length"), enclosure.get("type")) == ("48211044", "application/gzip")


def test_a_feeds_updated_is_its_entries_latest() -> None:
    tree = etree.fromstring(documents(views(*MANY))["atom"])
    dates = [instant(updated.text or "") for updated in tree.iterfind(f"{ATOM}entry/{ATOM}updated")]
    assert len(dates) == 5
    assert instant(tree.findtext(f"{ATOM}updated") or "") == max(dates)


def test_an_empty_feed_has_a_date_that_never_moves() -> None:
    found = documents(views())
    assert etree.fromstring(found["atom"]).findtext(f"{ATOM}updated") == "2024-01-01T00:00:00Z"
    assert etree.fromstring(found["rss"])[0].findtext("lastBuildDate") == "Mon, 01 Jan 2024 00:00:00 +0000"


def test_no_version_of_any_tool_is_written() -> None:
    for content in documents(views(*MANY)).values():
        tree = etree.fromstring(content)
        (generator,) = (element for element in tree.iter() if etree.QName(element).localname == "generator")
        assert generator.text == "Relcast"
        assert not generator.attrib


def test_the_feed_of_all_products_has_an_id_that_no_product_can_have() -> None:
    vendor = a_vendor()
    meta = FeedMetas.of_vendor(vendor, "en", ADDRESSES)("stable", "rss")
    assert meta.id == "tag:acme.example,2024-01-01:!all"
    assert (meta.home, meta.self_url) == ("https://changes.acme.example/", "https://changes.acme.example/rss.xml")
    assert meta.author == "Acme Cloud"
    mixed = [*entries(*MANY), *entries(*MANY, product="studio")]
    parsed = feedparser.parse(io.BytesIO(rss(meta, mixed)))
    ordered = sorted(mixed, key=lambda entry: (entry.published, entry.id), reverse=True)
    assert [entry.id for entry in parsed.entries] == [entry.id for entry in ordered]


def sample(number: int = 0, **more: Any) -> FeedEntry:
    date = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
    url, id = "https://x.example/p/", f"tag:x.example,2026:p/{number}"
    return replace(FeedEntry(id, "A title", url, date, date, "A summary", "<p>x</p>", "en", "X"), **more)


META = FeedMeta(
    id="tag:x.example,2026:p", title="P", subtitle="About P", language="en", home="https://x.example/",
    self_url="https://x.example/atom.xml", author="X", author_url="", since="2026-01-01T00:00:00Z",
    style="assets/relcast/feed.css",
)  # fmt: skip


def test_a_feed_carries_the_newest_entries_up_to_a_number() -> None:
    many = [sample(number) for number in range(MAX_ENTRIES + 5)]
    for kind in KINDS[:2]:
        parsed = feedparser.parse(io.BytesIO(write(kind, META, many)))
        assert [entry.id for entry in parsed.entries] == [entry.id for entry in reversed(many[5:])]
    items = json.loads(write("json", META, many))["items"]
    assert [item["id"] for item in items] == [entry.id for entry in reversed(many[5:])]


ENCLOSURES = tuple((f"https://x.example/p/{number}.zip", "1", "application/zip") for number in range(60))


@pytest.mark.parametrize(
    "parts",
    [
        {"html": "<p>&amp;\r</p>" * 1500},
        {"html": "<p>云</p>" * 2000},
        {"html": "x" * 20_000},
        {"html": "x" * 5_000, "enclosures": ENCLOSURES},
        {"summary": "<&>" * 500},
    ],
    ids=["marks", "wide", "plain", "enclosures", "summary"],
)
def test_a_feed_stays_within_its_weight_with_the_same_entries_in_every_format(parts: dict[str, Any]) -> None:
    many = [sample(number, **parts) for number in range(MAX_ENTRIES)]
    found = {kind: write(kind, META, many) for kind in KINDS}
    counts = {len(feedparser.parse(io.BytesIO(found[kind])).entries) for kind in KINDS[:2]}
    counts.add(len(json.loads(found["json"])["items"]))
    (count,) = counts
    assert count < MAX_ENTRIES
    assert 0.6 * MAX_BYTES < max(map(len, found.values())) <= MAX_BYTES


def test_the_newest_entry_is_there_however_long_it_is() -> None:
    long = sample(2, html="x" * (2 * MAX_BYTES))
    (kept,) = newest(write_entry(frames(), entry) for entry in (sample(1), long))
    assert kept.id == long.id


legal = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from("\t\n\r&<>]\"'")
)


@given(title=legal.filter(bool), summary=legal.filter(bool), html=legal.filter(bool))
@example(title="&lt;b&gt;", summary="a &lt; b &amp;amp; &copy", html="&lt;")
@settings(max_examples=80, deadline=None)
def test_any_text_that_xml_can_hold_survives(title: str, summary: str, html: str) -> None:
    entry = sample(title=title, summary=summary, html=html + "]]>")
    found = etree.fromstring(atom(META, [entry])).find(f"{ATOM}entry")
    assert found is not None
    told = found.find(f"{ATOM}summary")
    assert told is not None
    assert (unescape(told.text or "") if told.get("type") == "html" else told.text) == summary
    assert [found.findtext(ATOM + name) for name in ("title", "content")] == [title, html + "]]>"]
    item = etree.fromstring(rss(META, [entry]))[0].find("item")
    assert item is not None
    assert [item.findtext("title"), item.findtext(CONTENT)] == [title, html + "]]>"]
    assert unescape(item.findtext("description") or "") == summary, "a description is HTML"
    (found_item,) = json.loads(write("json", META, [entry]))["items"]
    assert [found_item[name] for name in ("title", "summary", "content_html")] == [title, summary, html + "]]>"]


@given(title=legal.filter(str.strip), summary=legal.filter(str.strip), url=legal, label=legal.filter(bool))
@settings(max_examples=60, deadline=None)
def test_a_filled_frame_is_what_feedgen_writes(title: str, summary: str, url: str, label: str) -> None:
    """Frames are cut from feedgen's own output, so filling them gives its bytes, blanks before tags and the spelling of
    the zone apart."""
    entry = sample(
        title=title, summary=summary, html=summary, url=f"https://x.example/{url}", author=title,
        categories=(("a", label), (label, "b")), enclosures=((f"https://x.example/{url}.zip", "12", "a/b"),),
    )  # fmt: skip
    for meta in (META, replace(
        META, author_url="https://x.example/&", title=title, is_archive=True, current=url, previous="https://x/p",
        next="https://x/n",
    ), replace(META, is_complete=True)):  # fmt: skip
        for kind, original in (("atom", write_atom), ("rss", write_rss)):
            expected = original(meta, [entry]).replace(b"+00:00<", b"Z<")
            assert same(write(kind, meta, [entry])) == same(expected)  # type: ignore[arg-type]


def same(document: bytes) -> list[bytes]:
    return [line.strip() for line in document.splitlines() if line.strip()]


def test_the_same_records_give_the_same_bytes_whatever_the_hash_seed_zone_and_locale() -> None:
    """Item 20 of the acceptance list; folders and numbers of workers are in test_build_command.py."""
    script = (
        "import sys, test_feeds as t; d = t.all_documents(t.views(*t.MANY)); "
        "sys.stdout.buffer.write(b''.join(content for _, content in sorted(d.items())))"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone, locale in (("0", "UTC", "C"), ("1", "Asia/Shanghai", "de_DE.UTF-8"))
    }
    assert outputs == {b"".join(content for _, content in sorted(all_documents(views(*MANY)).items()))}
