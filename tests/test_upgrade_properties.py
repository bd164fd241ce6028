"""Upgrade paths, latest versions, ways back and open issues of random products, held against `library_reference`."""

from __future__ import annotations

from itertools import pairwise
from itertools import product as product_of
from typing import Any

import library_reference as plain
from hypothesis import event, given, settings
from hypothesis import strategies as st
from products_in_memory import product, versions

from relcast.library.known_issues import Issues, OpenIssue
from relcast.library.latest import find_latest_of, find_line, latest_of_lines
from relcast.library.lineage import Lineage
from relcast.library.product import ProductHistory, VersionedRelease
from relcast.library.rollback import WaysBack
from relcast.library.upgrade import NoPath, UpgradePath, Upgrades

VERSIONS = [
    "1.0.0", "1.0.1", "1.1.0-rc.1", "1.1.0", "1.1.1", "1.1.2", "1.2.0",
    "2.0.0-beta.1", "2.0.0-rc.1", "2.0.0", "2.0.1", "2.1.0", "2.1.1", "3.0.0",
]  # fmt: skip
RANGES = [
    "*", "1.x", "2.x", ">=1.0.1", ">=1.1.0", ">=1.1.0 <2.0.0", "<2.0.0", ">=2.0.0", "1.0.x || 1.1.2", "1.1.1",
    ">=1.2.0", "2.0.0-rc.1 || >=2.0.0", "<=1.1.0", ">3.0.0",
]  # fmt: skip
IDS = ["CVE-2026-1001", "CVE-2026-1002", "GHSA-2222-3333-4444"]


def often(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), value)


def rarely(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.none(), st.none(), value)


times = st.sampled_from(["0m", "5m", "1h"])
changes = st.fixed_dictionaries(
    {"text": st.just("a change")},
    optional={
        "id": st.sampled_from(["a", "b", "c"]),
        "internal": st.sampled_from(["true", "false"]),
        "breaking": st.just({"impact": "it breaks"}),
        "security": st.fixed_dictionaries(
            {},
            optional={
                "ids": st.lists(st.sampled_from(IDS), max_size=2, unique=True),
                "severity": st.sampled_from(plain.SEVERITIES),
                "affected": st.sampled_from(RANGES),
            },
        ),
        "resolves": st.lists(st.sampled_from(["j", "k"]), max_size=2, unique=True),
    },
)
issues = st.fixed_dictionaries(
    {"text": st.just("an issue")},
    optional={"id": st.sampled_from(["j", "k"]), "affected": st.sampled_from(RANGES), "internal": st.just("true")},
)
moves = st.fixed_dictionaries(
    {"text": st.just("a migration")},
    optional={"id": st.sampled_from(["m", "n"]), "reversible": st.sampled_from(["true", "false"])},
)
steps = st.lists(
    st.fixed_dictionaries(
        {"text": st.just("do it")}, optional={"from": st.sampled_from(RANGES), "when": st.just("if")}
    ),
    max_size=2,
)
upgrades = st.fixed_dictionaries(
    {},
    optional={
        "from": st.sampled_from(RANGES),
        "required_stop": st.sampled_from(["true", "true", "false"]),
        "effort": times,
        "downtime": times,
        "before": steps,
        "after": steps,
        "migrations": st.lists(moves, max_size=2),
    },
)
rollbacks = st.fixed_dictionaries(
    {},
    optional={
        "possible": st.sampled_from(["true", "false"]),
        "to": st.sampled_from([*VERSIONS, "0.9.0"]),
        "until": st.just("a moment"),
    },
)


def records(version: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "version": st.just(version),
            "date": often(st.sampled_from(["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"])),
            "status": st.sampled_from(["released"] * 6 + ["planned"]),
            "withdrawn": rarely(
                st.fixed_dictionaries(
                    {"date": st.just("2026-05-01")}, optional={"use_instead": st.sampled_from(VERSIONS)}
                )
            ),
            "upgrade": st.one_of(st.none(), upgrades, upgrades, upgrades),
            "rollback": rarely(rollbacks),
            "features": st.lists(changes, max_size=1),
            "fixes": st.lists(changes, max_size=1),
            "removals": st.lists(changes, max_size=1),
            "known_issues": st.lists(issues, max_size=1),
        }
    ).map(_with_own_ids)


def _with_own_ids(record: dict[str, Any]) -> dict[str, Any]:
    """The record with each id once, as a rule demands of every release."""
    seen: set[str] = set()
    for section in ("features", "fixes", "removals"):
        for change in record[section]:
            if change.get("id") in seen:
                del change["id"]
            seen.add(change.get("id", ""))
    if record["upgrade"]:
        ids: set[str] = set()
        for migration in record["upgrade"].get("migrations", []):
            if migration.get("id") in ids:
                del migration["id"]
            ids.add(migration.get("id", ""))
    return {key: value for key, value in record.items() if value is not None}


@st.composite
def products(draw: st.DrawFn) -> ProductHistory:
    versions = draw(st.lists(st.sampled_from(VERSIONS), min_size=4, max_size=9, unique=True))
    lines = draw(st.lists(st.sampled_from(RANGES), max_size=3))
    return product(*(draw(records(version)) for version in versions), lines=tuple(lines))


@given(products(), st.booleans())
@settings(max_examples=150, deadline=None)
def test_an_upgrade_is_the_best_of_all_ways_and_its_sums_are_right(history: ProductHistory, asked: bool) -> None:
    upgrades = Upgrades(history)
    for start, end in product_of(history.releases, repeat=2):
        found = upgrades.path(start, end, prereleases=asked)
        pre = asked or start.version.is_prerelease or end.version.is_prerelease
        through = plain.stops(history, start, end, pre)
        if (why := _expected_refusal(start, end)) is not None:
            assert isinstance(found, NoPath)
            assert found.why == why
        elif isinstance(through, str):
            event("lost stop")
            assert isinstance(found, NoPath)
            assert found.release
            assert (found.why, found.release.version.text) == ("stop", through)
        elif way := plain.best_way(history, start, end, through, pre):
            event("path with stops" if through else "path of several hops" if len(way) > 1 else "path")
            assert isinstance(found, UpgradePath)
            _compare(history, found, way, through, pre)
        else:
            event("dead end")
            _compare_dead_end(history, found, through, pre)


def _expected_refusal(start: VersionedRelease, end: VersionedRelease) -> str | None:
    if start is end:
        return "same"
    if "planned" in (start.release.status, end.release.status):
        return "planned"
    if start.version > end.version:
        return "downgrade"
    return "withdrawn" if end.release.withdrawn else None


def _compare(
    history: ProductHistory, path: UpgradePath, way: plain.Releases, through: plain.Releases, pre: bool
) -> None:
    assert versions(hop.end for hop in path.hops) == versions(way)
    assert versions(hop.start for hop in path.hops) == versions([path.start, *way[:-1]])
    assert versions(path.stops) == versions(through)

    inside, aside = plain.crossed(history, path.start, path.end, way, pre)
    assert versions(path.crossed) == versions(inside)
    assert versions(path.aside) == versions(aside)
    assert versions(entry for hop in path.hops for entry in hop.crossed) == versions(inside)

    groups = plain.new_changes(history, path.start, inside)
    assert sorted(([p for p, _ in entry.statements] for entry in path.entries), key=repr) == sorted(groups, key=repr)
    headings = [entry.heading for entry in path.entries]
    assert headings == sorted(headings, key=plain.HEADINGS.index)
    for entry in path.entries:
        assert entry.heading == plain.heading([placed for placed, _ in entry.statements])

    sums = path.sums
    assert sums.breaking == sum(plain.heading(group) == "breaking" for group in groups)
    secure = [group for group in groups if any(placed.change.security for placed in group)]
    assert sums.security == len(secure)
    ids = {id for group in secure for placed in group if placed.change.security for id in placed.change.security.ids}
    assert list(sums.advisories) == sorted(ids)
    assert set(sums.cves) == ids - {IDS[2]}
    assert sums.severity == plain.highest_severity(groups)
    assert sums.severity_unknown == sum(plain.highest_severity([group]) is None for group in secure)

    expected = plain.new_migrations(history, path.start, inside)
    assert [(one.release.version.text, one.migration.reversible is False) for one in path.migrations] == expected
    assert (sums.migrations, sums.irreversible) == (len(expected), sum(one for _, one in expected))
    for name in ("effort", "downtime"):
        stated = [getattr(entry.release.upgrade, name, None) for entry in way]
        total = getattr(sums, name)
        assert total.known.total_seconds() == sum(time.total_seconds() for time in stated if time is not None)
        assert versions(total.unknown) == [e.version.text for e, time in zip(way, stated, strict=True) if time is None]

    for hop in path.hops:
        upgrade = hop.end.release.upgrade
        wanted = [
            (phase, step)
            for phase in ("before", "during", "after")
            for step in getattr(upgrade, phase, [])
            if step.from_ is None or plain.is_in(history, hop.start, step.from_)
        ]
        assert [(placed.phase, placed.step) for placed in hop.steps] == wanted
        if hop.way_back.is_stated and hop.way_back.possible is False:
            assert hop.is_point_of_no_return
        elif not hop.irreversible:
            assert not hop.is_point_of_no_return
        elif not hop.has_way_back or hop.way_back.until:
            assert hop.is_point_of_no_return

    at_end, at_start = plain.open_issues(history, path.end), plain.open_issues(history, path.start)
    assert {concern.issue.key: concern.is_new for concern in path.issues} == {
        key: key not in at_start for key in at_end
    }
    lacks, lacked = plain.missing_fixes(history, path.end), plain.missing_fixes(history, path.start)
    assert len(path.advisories) == len(lacks)
    for concern in path.advisories:
        [names] = [names for names in lacks if _is_named(concern.issue, names)]
        assert concern.is_new == (names not in lacked)


def _is_named(issue: OpenIssue, names: set[str]) -> bool:
    return issue.key in names or issue.key.lower() in names


def _compare_dead_end(history: ProductHistory, found: UpgradePath | NoPath, through: plain.Releases, pre: bool) -> None:
    """The first stretch between stops that can't be passed, and how far one gets in it."""
    assert isinstance(found, NoPath)
    assert found.why == "dead-end"
    assert found.dead_end
    for here, there in pairwise([found.start, *through, found.end]):
        if plain.best_way(history, here, there, [], pre) is None:
            reached = plain.reachable(history, here, there, pre)
            end = found.dead_end
            assert (end.start, end.end, end.furthest) == (here, there, reached[-1])
            assert there in end.beyond
            assert not any(entry in reached for entry in end.beyond)
            return
    raise AssertionError("every stretch can be passed")


@given(products())
@settings(max_examples=200, deadline=None)
def test_the_way_back_is_the_last_release_that_nothing_separates(history: ProductHistory) -> None:
    found = WaysBack(history, Lineage(history))
    for entry in history.releases:
        back = found.of(entry)
        assert (back.possible, back.to) == plain.way_back(history, entry)
        assert (back.separated_by is not None) == (back.possible is False)


@given(products())
@settings(max_examples=200, deadline=None)
def test_what_is_open_in_a_release_is_what_concerns_it_and_is_not_closed_in_it(history: ProductHistory) -> None:
    found = Issues(history, Lineage(history))
    for entry in history.releases:
        assert {issue.key for issue in found.open_in(entry)} == plain.open_issues(history, entry)


@given(products())
@settings(max_examples=100, deadline=None)
def test_the_latest_is_the_highest_version_that_may_be_recommended(history: ProductHistory) -> None:
    def named(entry: VersionedRelease | None) -> str | None:
        return entry.version.text if entry else None

    assert named(find_latest_of(history, "prerelease")) == plain.latest(history, lambda entry: True)
    assert named(find_latest_of(history, "stable")) == plain.latest_stable(history)
    lines = list(latest_of_lines(history))
    assert [line.line for line in lines] == history.product.lines
    for line in lines:
        expected = plain.latest(
            history, lambda entry, r=line.line.range: not entry.version.is_prerelease and plain.is_in(history, entry, r)
        )  # fmt: skip
        assert named(line.latest) == expected
    for entry in history.releases:
        fitting = [line for line in history.product.lines if plain.is_in(history, entry, line.range)]
        assert find_line(history, entry) is (fitting[0] if fitting else None)
