"""Whom a security fix concerns, and what becomes of a deprecation, in random products; held against plain and slow
answers to the same questions."""

from __future__ import annotations

import json
from typing import Any

import library_reference as plain
from hypothesis import event, given, settings
from hypothesis import strategies as st
from products_in_memory import product

from relcast.library.advisories import Advisories, Advisory
from relcast.library.deprecated import Deprecated, find_deprecated
from relcast.library.lineage import Lineage
from relcast.library.product import ProductHistory, VersionedRelease
from relcast.model.version import parse_version
from relcast.render.addresses import Addresses
from relcast.render.endpoints.osv import advisories
from relcast.render.views import Views

VERSIONS = [
    "1.0.0", "1.0.1", "1.1.0-rc.1", "1.1.0", "1.1.1", "1.2.0", "2.0.0-beta.1", "2.0.0", "2.0.1", "2.1.0", "3.0.0",
]  # fmt: skip
RANGES = ["*", "1.x", ">=1.0.1", ">=1.1.0 <2.0.0", "<2.0.0", ">=2.0.0", "1.0.x || 2.0.1", "1.1.1", "<=1.1.0", ">3.0.0"]
IDS = ["CVE-2026-1001", "cve-2026-1001", "CVE-2026-1002", "GHSA-2222-3333-4444", "GHSA-5555-6666-7777", "ACME-7"]

security = st.fixed_dictionaries(
    {},
    optional={
        "ids": st.lists(st.sampled_from(IDS), max_size=3, unique=True),
        "affected": st.sampled_from(RANGES),
    },
)
fixes = st.fixed_dictionaries(
    {"text": st.just("a fix")},
    optional={"id": st.sampled_from(["a", "b"]), "security": security, "internal": st.just("true")},
)
deprecations = st.fixed_dictionaries(
    {"text": st.just("a thing")},
    optional={"id": st.sampled_from(["x", "y"]), "removed_in": st.sampled_from([*VERSIONS, "4.0.0"])},
)
removals = st.fixed_dictionaries(
    {"text": st.just("a thing")},
    optional={"id": st.sampled_from(["p", "q"]), "deprecation": st.sampled_from(["x", "y", "z"])},
)


def records(version: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "version": st.just(version),
            "date": st.sampled_from(["2026-01-01", "2026-02-01"]),
            "status": st.sampled_from(["released"] * 4 + ["planned"]),
            "fixes": st.lists(fixes, max_size=2, unique_by=lambda change: change.get("id", id(change))),
            "deprecations": st.lists(deprecations, max_size=1),
            "removals": st.lists(removals, max_size=1),
        },
        optional={"withdrawn": st.just({"date": "2026-05-01"})},
    )


@st.composite
def products(draw: st.DrawFn) -> ProductHistory:
    versions = draw(st.lists(st.sampled_from(VERSIONS), min_size=3, max_size=8, unique=True))
    return product(*(draw(records(version)) for version in versions))


# --- advisories ---


def _concerns(found: Advisories, advisory: Advisory, entry: VersionedRelease) -> bool:
    return entry in [found.releases[place] for first, last in advisory.spans for place in range(first, last + 1)]


@given(products())
@settings(max_examples=300, deadline=None)
def test_an_advisory_concerns_the_versions_that_lack_its_fix_and_no_other(history: ProductHistory) -> None:
    found = Advisories(history, Lineage(history))
    out = [entry for entry in history.releases if plain.is_out(entry)]
    assert list(found.releases) == out
    concerned: dict[int, int] = dict.fromkeys(range(len(out)), 0)
    expected = plain.vulnerabilities(history)
    assert len(found.all) == len(expected)
    for advisory in found.all:
        [(names, fixes)] = [
            (names, fixes)
            for names, fixes in expected
            if list(advisory.fixes) == fixes and (advisory.name.lower() in names if names else not advisory.name)
        ]
        assert {id.lower() for id in advisory.aliases} == names - {advisory.name.lower()}
        places = [place for first, last in advisory.spans for place in range(first, last + 1)]
        assert places == [place for place, entry in enumerate(out) if plain.is_affected(history, entry, fixes)]
        assert all(one[1] + 1 < other[0] for one, other in zip(advisory.spans, advisory.spans[1:], strict=False))
        event("affects some" if places else "affects none")
        event("has several names" if len(names) > 1 else "has one name or none")
        for place in places:
            concerned[place] += 1
    for entry in history.releases:
        assert list(found.lacking(entry)) == [one for one in found.all if _concerns(found, one, entry)]
    for place in range(len(out)):
        safe = [p for p in range(place + 1) if not concerned[p] and out[p].is_stable]
        assert found.refuges[place] == (max(safe) if safe else None)


@given(products())
@settings(max_examples=100, deadline=None)
def test_the_page_and_the_osv_records_say_the_same(history: ProductHistory) -> None:
    found = Advisories(history, Lineage(history))
    records = {id.lower(): json.loads(content) for id, content in advisories(Views(history, "en", Addresses())).items()}
    named = [advisory for advisory in found.all if advisory.name]
    assert len(records) == len(named)
    for advisory in named:
        name = advisory.name.lower()
        record = records[name] if name in records else records[f"x_{name}"]
        affected = [found.releases[p].version.text for first, last in advisory.spans for p in range(first, last + 1)]
        assert record["affected"][0]["versions"] == affected[::-1]


# --- deprecations ---


def _told(history: ProductHistory, section: str) -> list[tuple[VersionedRelease, Any]]:
    return [
        (entry, change)
        for entry in sorted(history.releases, key=lambda entry: entry.version)
        for name, _, change in entry.release.changes()
        if name == section
    ]


def _state(history: ProductHistory, one: Deprecated) -> str:
    """By asking every release."""
    _, placed = one.stated
    if one.announced is None:
        same = [
            entry
            for entry, change in _told(history, "removals")
            if change is placed.change or _is_same(change, placed.change)
        ]
        return "removed" if any(entry.is_stable for entry in same if not entry.release.withdrawn) else "due"
    removals = [
        entry
        for entry, change in _told(history, "removals")
        if placed.change.id and change.deprecation == placed.change.id and not entry.release.withdrawn
    ]
    if any(entry.is_stable for entry in removals):
        return "removed"
    planned = parse_version(one.planned, "semver") if one.planned else None
    if planned and any(entry.is_stable and entry.version >= planned for entry in history.releases):
        return "overdue"
    coming = [e for e in history.releases if e.release.status == "planned" and planned and e.version >= planned]
    return "due" if removals or coming else "announced"


def _is_same(one: Any, other: Any) -> bool:
    if other.deprecation or one.deprecation:
        return bool(one.deprecation == other.deprecation)
    return one.id is not None and one.id == other.id


@given(products())
@settings(max_examples=300, deadline=None)
def test_every_deprecation_and_removal_stands_once_with_its_state(history: ProductHistory) -> None:
    found = find_deprecated(history)
    for one in found:
        event(one.state)
        assert one.state == _state(history, one)
        assert (one.removed is not None) == (one.state == "removed")
        if one.removed:
            assert one.removed[0].is_stable
        if one.state == "due":
            assert one.due is not None
            assert one.due.release.status == "planned" or one.due.version.is_prerelease
    announced = [(entry, change) for entry, change in _told(history, "deprecations") if plain.is_out(entry)]
    keys = {change.id or id(change) for _, change in announced}
    assert len([one for one in found if one.announced]) == len(keys)
    for one in found:
        if one.announced and (name := one.announced[1].change.id):
            same = [entry for entry, change in announced if change.id == name]
            standing = [entry for entry in same if not entry.release.withdrawn] or same
            assert (one.announced[0], one.stated[0]) == (standing[0], standing[-1])
    ids = {change.id for _, change in announced if change.id}
    open_removals = [
        (entry, change)
        for entry, change in _told(history, "removals")
        if not entry.release.withdrawn and change.deprecation not in ids
    ]
    assert all(
        any(
            one.announced is None and (one.stated[1].change is change or _is_same(change, one.stated[1].change))
            for one in found
        )
        for _, change in open_removals
    )
