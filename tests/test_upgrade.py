"""Upgrade paths: the demo vendor's, worked out by hand, and one rule a test for what the demo does not hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from products_in_memory import product, versions

from relcast.library.known_issues import Issues
from relcast.library.latest import find_latest_of, latest_of_lines
from relcast.library.lineage import Lineage
from relcast.library.load import load_product, load_vendor
from relcast.library.product import ProductHistory
from relcast.library.rollback import WaysBack
from relcast.library.upgrade import NoPath, UpgradePath, Upgrades
from relcast.records.folder import discover

NOW = datetime(2026, 11, 26, tzinfo=UTC)


@cache
def demo(product: str, now: datetime = NOW) -> ProductHistory:
    folder = discover(Path(__file__).parents[1] / "releases", "releases")
    vendor, _ = load_vendor(folder)
    assert vendor
    [found] = [one for one in folder.products if one.id == product]
    return load_product(folder, found, vendor).history.at(now)


def ask(history: ProductHistory, start: str, end: str, *, prereleases: bool = False) -> UpgradePath | NoPath:
    here, there = history.find(start), history.find(end)
    assert here
    assert there
    return Upgrades(history).path(here, there, prereleases=prereleases)


def path(history: ProductHistory, start: str, end: str, *, prereleases: bool = False) -> UpgradePath:
    found = ask(history, start, end, prereleases=prereleases)
    assert isinstance(found, UpgradePath)
    return found


def refused(history: ProductHistory, start: str, end: str) -> NoPath:
    found = ask(history, start, end)
    assert isinstance(found, NoPath)
    return found


def way(found: UpgradePath) -> list[str]:
    return versions(hop.end for hop in found.hops)


def release(version: str, **more: Any) -> dict[str, Any]:
    return {"version": version, **more}


# The demo vendor


def test_acme_db_from_2_9_to_the_latest_passes_3_0_1() -> None:
    found = path(demo("acme-db"), "2.9.0", "3.2.1")
    assert (way(found), versions(found.stops)) == (["3.0.1", "3.2.1"], ["3.0.1"])
    assert versions(found.crossed) == ["2.9.1", "2.9.2", "3.0.0", "3.0.1", "3.1.0", "3.1.1", "3.2.0", "3.2.1"]
    sums = found.sums
    assert (sums.breaking, sums.security, sums.severity) == (3, 2, "high")
    assert sums.cves == ("CVE-2026-90286", "CVE-2026-91640")
    assert (sums.migrations, sums.irreversible) == (4, 2)
    assert (sums.effort.known, sums.downtime.known) == (timedelta(hours=1, minutes=20), timedelta(minutes=6))
    assert sums.effort.unknown == sums.downtime.unknown == ()
    [point] = found.points_of_no_return
    assert [one.migration.id for one in point.irreversible] == ["page-format-3", "index-format-3"]
    assert found.issues == found.advisories == ()


def test_a_back_port_that_the_start_has_is_not_new() -> None:
    """2.9.2 has the fix that 3.0.1 brings to others."""
    found = path(demo("acme-db"), "2.9.2", "3.1.1")
    assert "extension-privilege" not in [entry.placed.id for entry in found.entries]
    assert found.sums.security == 0
    again = path(demo("acme-db"), "2.9.1", "3.1.1")
    [entry] = [entry for entry in again.entries if entry.placed.id == "extension-privilege"]
    assert versions(one for _, one in entry.statements) == ["3.0.1", "2.9.2"]


def test_an_upgrade_that_opens_a_hole_again_says_so() -> None:
    """3.0.0 came out before 2.9.2 and lacks its fix."""
    found = path(demo("acme-db"), "2.9.2", "3.0.0")
    [lacks] = found.advisories
    assert (lacks.issue.key, lacks.is_new) == ("CVE-2026-90286", True)
    assert versions(lacks.issue.closed_in) == ["3.0.1", "2.9.2"]
    assert [concern.issue.key for concern in found.issues] == ["large-index-skipped"]


def test_steps_are_those_for_where_one_comes_from() -> None:
    steps = {
        start: [placed.step.from_ for placed in path(demo("acme-db"), start, "3.0.1").hops[0].steps]
        for start in ("2.9.0", "3.0.0")
    }
    assert steps == {"2.9.0": ["2.9.x", None, "2.9.x", None], "3.0.0": [None, "3.0.0", None]}


@pytest.mark.parametrize("affected", ["<2.2.4", None])
def test_a_release_lacks_the_fixes_that_the_security_page_says_it_lacks(affected: str | None) -> None:
    """Also one whose range nobody states, and one that two releases name differently."""
    cve, ghsa = "CVE-2026-1234", "GHSA-2222-3333-4444"
    stated = {"affected": affected} if affected else {}
    history = product(
        release("2.1.0", date="2026-01-01"),
        release("2.2.0", date="2026-02-01"),
        release("2.2.4", date="2026-05-01", fixes=[{"text": "Closed", "security": {"ids": [ghsa, cve], **stated}}]),
        release("2.3.0", date="2026-05-02", fixes=[{"text": "Closed", "security": {"ids": [cve]}}]),
    )
    [lacks] = path(history, "2.1.0", "2.2.0").advisories
    assert (lacks.issue.key, lacks.is_new, versions(lacks.issue.closed_in)) == (ghsa, False, ["2.3.0", "2.2.4"])
    assert path(history, "2.1.0", "2.2.4").advisories == path(history, "2.1.0", "2.3.0").advisories == ()


def test_edge_gateway_from_its_first_version() -> None:
    """2.2.2 came out long after 2.4 had begun: it is no part of 2.4.1, and no hop, though its version is the newest."""
    found = path(demo("edge-gateway"), "1.10.0", "2.4.1")
    assert way(found) == ["2.0.0", "2.2.1", "2.3.1", "2.4.1"]
    assert versions(found.aside) == ["2.2.2"]
    assert "2.3.0" in versions(found.crossed), "what a withdrawn release brought comes with its successor"
    assert found.sums.cves == ("CVE-2026-90417", "CVE-2026-91833")
    assert (found.sums.breaking, found.sums.severity) == (3, "critical")
    assert (found.sums.migrations, found.sums.irreversible) == (3, 1), "store-schema-12 is in 2.3.0 and 2.3.1, and one"
    assert found.sums.effort.known == timedelta(hours=3)
    assert [concern.issue.key for concern in found.issues] == ["http3-websocket"]


def test_who_runs_a_withdrawn_release_has_its_migration_already() -> None:
    found = path(demo("edge-gateway"), "2.3.0", "2.4.1")
    assert way(found) == ["2.3.1", "2.4.1"]
    assert [one.migration.id for one in found.migrations] == ["audit-index"]
    assert found.points_of_no_return == ()
    assert [issue.key for issue in found.hops[0].issues] == ["metrics-stall-arm64"], "while one stays on 2.3.1"


def test_what_is_closed_in_a_later_release_of_an_older_line_is_open_still() -> None:
    history = demo("edge-gateway")
    issues = Issues(history, Lineage(history))
    open_in = {e.version.text: [issue.key for issue in issues.open_in(e)] for e in history.releases}
    assert [version for version, keys in open_in.items() if "metrics-stall-arm64" in keys] == [
        "2.3.1", "2.3.0", "2.2.1", "2.2.0",
    ]  # fmt: skip
    assert open_in["2.5.0"] == ["http3-websocket"]


def test_a_pre_release_contains_what_was_out_on_its_own_day() -> None:
    """1.1.1 came out between the release candidate of 2.0.0 and 2.0.0 itself."""
    history = product(
        release("1.1.0", date="2026-01-01", known_issues=[{"id": "leak", "text": "It leaks", "affected": "*"}]),
        release("1.1.1", date="2026-03-01", fixes=[{"text": "No leak", "resolves": ["leak"]}]),
        release("2.0.0-rc.1", date="2026-02-01"),
        release("2.0.0", date="2026-04-01"),
    )
    issues = Issues(history, Lineage(history))
    assert [entry.version.text for entry in history.releases if issues.open_in(entry)] == ["2.0.0-rc.1", "1.1.0"]


@pytest.mark.parametrize(
    ("product", "version", "expected"),
    [
        ("edge-gateway", "2.4.1", (True, "2.4.0", True)),
        ("edge-gateway", "1.0.0", (None, None, False)),
        ("edge-gateway", "2.2.2", (True, "2.2.1", True)),
        ("acme-db", "3.0.0", (False, None, True)),
        ("acme-db", "2.9.0", (True, None, True)),
    ],
)
def test_the_demo_vendors_ways_back(product: str, version: str, expected: tuple[bool | None, str | None, bool]) -> None:
    history = demo(product)
    entry = history.find(version)
    assert entry
    back = WaysBack(history, Lineage(history)).of(entry)
    assert (back.possible, back.to, back.is_stated) == expected


def test_the_demo_vendors_latest() -> None:
    history = demo("edge-gateway")
    assert versions(filter(None, [find_latest_of(history, "stable"), find_latest_of(history, "prerelease")])) == [
        "2.4.1", "2.4.1",
    ]  # fmt: skip
    found = {one.line.range: one.latest.version.text if one.latest else None for one in latest_of_lines(history)}
    assert found == {
        "2.4.x": "2.4.1", "2.3.x": "2.3.1", "2.2.x": "2.2.2", "2.1.x": "2.1.2", "2.0.x": "2.0.0", "1.x": "1.10.0",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "why", "about"),
    [
        ("2.4.1", "2.4.1", "same", None),
        ("2.4.1", "2.5.0", "planned", "2.5.0"),
        ("2.1.0", "2.3.0", "withdrawn", "2.3.0"),
        ("2.4.1", "2.2.2", "downgrade", None),
        ("2.5.0", "2.4.1", "planned", "2.5.0"),
    ],
)
def test_what_is_no_upgrade_is_refused_with_its_reason(start: str, end: str, why: str, about: str | None) -> None:
    found = refused(demo("edge-gateway"), start, end)
    assert (found.why, found.release.version.text if found.release else None) == (why, about)


def test_a_withdrawn_aim_names_what_to_use_and_a_downgrade_the_way_back() -> None:
    instead = refused(demo("edge-gateway"), "2.1.0", "2.3.0").instead
    assert instead
    assert instead.version.text == "2.3.1"
    back = refused(demo("edge-gateway"), "2.4.1", "2.2.2").way_back
    assert back
    assert (back.possible, back.to) == (True, "2.4.0")


def test_the_way_back_tells_the_security_fixes_that_one_lacks_again() -> None:
    """By the same facts as everywhere: another fix, a fix that the old version has, or none, is no cause to warn."""
    hole = {"text": "Hole", "id": "hole", "security": {"ids": ["CVE-2026-1234"], "affected": "<1.2.0"}}
    ported = {"text": "Other", "id": "other", "security": {"ids": ["CVE-2026-5678"], "affected": "<1.1.0"}}
    history = product(
        release("1.0.0"), release("1.1.0", fixes=[ported]), release("1.2.0", fixes=[hole, ported]),
        release("1.3.0"), release("1.4.0", rollback={"possible": "true", "to": "1.0.0"}),
    )  # fmt: skip
    upgrades = Upgrades(history)

    def lacking(version: str) -> list[str]:
        entry = history.find(version)
        assert entry
        return [issue.placed.id for issue in upgrades.way_back(entry).lacking]

    assert lacking("1.2.0") == ["hole"], "back to 1.1.0"
    assert lacking("1.3.0") == [], "back to 1.2.0, which has both"
    assert sorted(lacking("1.4.0")) == ["hole", "other"], "back to 1.0.0, as stated"
    assert lacking("1.0.0") == [], "back to nowhere"
    assert [hop.way_back.lacking for hop in path(history, "1.1.0", "1.2.0").hops] == [
        upgrades.missing_fixes(history.releases[3])
    ]


# The way


def test_a_release_that_states_nothing_is_reached_from_everywhere_and_says_that_it_is_untested() -> None:
    found = path(product(release("1.0.0"), release("1.5.0"), release("2.0.0")), "1.0.0", "2.0.0")
    assert way(found) == ["2.0.0"]
    assert not found.hops[0].is_tested
    assert found.sums.effort.is_unknown


def test_unknown_times_are_said_beside_the_known_ones() -> None:
    history = product(
        release("1.0.0"),
        release("2.0.0", upgrade={"required_stop": "true", "downtime": "0m"}),
        release("3.0.0", upgrade={"effort": "1h"}),
    )
    sums = path(history, "1.0.0", "3.0.0").sums
    assert (sums.effort.known, versions(sums.effort.unknown)) == (timedelta(hours=1), ["2.0.0"])
    assert (sums.downtime.known, versions(sums.downtime.unknown)) == (timedelta(0), ["3.0.0"])
    assert not sums.downtime.is_unknown


def test_a_hop_prefers_what_its_aim_contains_to_what_is_newer() -> None:
    history = product(
        release("1.0.0", date="2026-01-01"),
        release("1.1.0", date="2026-02-01"),
        release("1.1.1", date="2026-04-01"),
        release("2.0.0", date="2026-03-01", upgrade={"from": "1.1.x"}),
    )
    assert way(path(history, "1.0.0", "2.0.0")) == ["1.1.0", "2.0.0"]


@pytest.mark.parametrize(
    ("start", "asked", "expected"),
    [
        ("1.0.0", False, ["1.1.0", "2.0.0"]),
        ("1.0.0", True, ["2.0.0-rc.1", "2.0.0"]),
        ("1.1.0-rc.1", False, ["2.0.0-rc.1", "2.0.0"]),
    ],
)
def test_pre_releases_are_stepped_on_by_who_asks_or_runs_one(start: str, asked: bool, expected: list[str]) -> None:
    history = product(
        release("1.0.0"),
        release("1.1.0-rc.1"),
        release("1.1.0"),
        release("2.0.0-rc.1"),
        release("2.0.0", upgrade={"from": "1.1.0 || 2.0.0-rc.1"}),
    )
    found = path(history, start, "2.0.0", prereleases=asked)
    assert way(found) == expected
    assert ("2.0.0-rc.1" in versions(found.crossed)) == ("2.0.0-rc.1" in expected)


def stop(version: str, **withdrawn: str) -> dict[str, Any]:
    return release(version, upgrade={"required_stop": "true"}, **({"withdrawn": withdrawn} if withdrawn else {}))


def test_a_withdrawn_stop_hands_its_duty_to_what_is_used_instead() -> None:
    history = product(
        release("1.0.0"), stop("1.1.0", date="2026-01-01", use_instead="1.1.1"), release("1.1.1"), release("2.0.0")
    )
    found = path(history, "1.0.0", "2.0.0")
    assert (way(found), versions(found.stops)) == (["1.1.1", "2.0.0"], ["1.1.1"])
    assert way(path(history, "1.1.0", "2.0.0")) == ["2.0.0"], "who is on it has passed it"


@pytest.mark.parametrize("instead", [{}, {"use_instead": "1.0.0"}, {"use_instead": "2.0.1"}, {"use_instead": "1.1.0"}])
def test_a_withdrawn_stop_that_nothing_replaces_on_the_way_blocks_it(instead: dict[str, str]) -> None:
    history = product(release("1.0.0"), stop("1.1.0", date="2026-01-01", **instead), release("2.0.0"), release("2.0.1"))
    found = refused(history, "1.0.0", "2.0.0")
    assert found.why == "stop"
    assert found.release
    assert found.release.version.text == "1.1.0"


def test_a_dead_end_says_how_far_one_gets_and_what_takes_nothing_of_it() -> None:
    history = product(
        release("1.0.0"),
        release("1.1.0"),
        release("2.0.0", upgrade={"from": ">=1.5.0", "required_stop": "true"}),
        release("3.0.0"),
    )
    end = refused(history, "1.0.0", "3.0.0").dead_end
    assert end
    assert (end.end.version.text, end.furthest.version.text, versions(end.beyond)) == ("2.0.0", "1.1.0", ["2.0.0"])


# What comes with it


def test_one_id_for_a_deprecation_and_its_removal_is_two_changes() -> None:
    history = product(
        release("1.0.0", deprecations=[{"id": "v1", "text": "v1"}]),
        release("2.0.0", removals=[{"id": "v1", "text": "v1"}]),
    )
    assert [entry.heading for entry in path(history, "1.0.0", "2.0.0").entries] == ["removals"]


def test_derived_ids_never_mean_the_same_change() -> None:
    history = product(release("1.0.0", fixes=["a"]), release("1.1.0", fixes=["b"]), release("1.2.0", fixes=["c"]))
    assert [entry.placed.id for entry in path(history, "1.0.0", "1.2.0").entries] == ["fixes-1", "fixes-1"]


def test_a_change_that_breaks_in_one_release_is_read_as_breaking() -> None:
    history = product(
        release("1.0.0"),
        release("1.1.0", features=[{"id": "a", "text": "old words", "breaking": {}}]),
        release("1.2.0", features=[{"id": "a", "text": "new words"}]),
    )
    [entry] = path(history, "1.0.0", "1.2.0").entries
    assert (entry.heading, entry.release.version.text) == ("breaking", "1.1.0")


def test_what_is_internal_counts_nowhere() -> None:
    secret = {"text": "secret", "internal": "true", "breaking": {}, "security": {"ids": ["CVE-2026-1"]}}
    found = path(product(release("1.0.0"), release("1.1.0", fixes=[secret])), "1.0.0", "1.1.0")
    assert (found.entries, found.sums.breaking, found.sums.advisories) == ((), 0, ())


def test_a_migration_that_any_of_its_releases_cannot_undo_cannot_be_undone() -> None:
    moves = [{"id": "m", "text": "new schema", "reversible": word} for word in ("true", "false", "true")]
    history = product(
        release("1.0.0"), *(release(f"1.{n}.0", upgrade={"migrations": [move]}) for n, move in enumerate(moves, 1))
    )
    found = path(history, "1.0.0", "1.3.0")
    assert [(one.release.version.text, one.migration.reversible) for one in found.migrations] == [("1.1.0", False)]
    assert (found.sums.migrations, found.sums.irreversible) == (1, 1)


MOVE = {"text": "new schema", "reversible": "false"}


@pytest.mark.parametrize(
    ("rollback", "is_point"),
    [
        (None, True),
        ({"possible": "true"}, False),
        ({"to": "1.0.0"}, False),
        ({"to": "0.9.0"}, False),
        ({"to": "1.0.0", "until": "the schema is written"}, True),
        ({"to": "1.0.1"}, True),
        ({"possible": "false"}, True),
    ],
)
def test_a_stated_way_back_to_the_start_wins_over_a_migration(rollback: dict[str, str] | None, is_point: bool) -> None:
    more = {"rollback": rollback} if rollback else {}
    history = product(release("1.0.0"), release("1.0.1"), release("2.0.0", upgrade={"migrations": [MOVE]}, **more))
    assert bool(path(history, "1.0.0", "2.0.0").points_of_no_return) == is_point


def test_a_stated_word_that_there_is_no_way_back_needs_no_migration() -> None:
    history = product(release("1.0.0"), release("2.0.0", rollback={"possible": "false"}))
    assert len(path(history, "1.0.0", "2.0.0").points_of_no_return) == 1


# The way back


def test_a_migration_that_the_target_has_too_separates_nothing() -> None:
    shared = {"migrations": [{**MOVE, "id": "schema-12"}]}
    history = product(release("1.0.0"), release("2.0.0", upgrade=shared), release("2.0.1", upgrade=shared))
    ways = WaysBack(history, Lineage(history))
    found = {entry.version.text: ways.of(entry) for entry in history.releases}
    assert [found[version].to for version in ("2.0.1", "2.0.0", "1.0.0")] == ["2.0.0", None, None]
    assert [found[version].possible for version in ("2.0.1", "2.0.0", "1.0.0")] == [True, False, None]


@pytest.mark.parametrize(
    ("rollback", "separates"),
    [({}, True), ({"possible": "true", "until": "the schema is written"}, True), ({"possible": "true"}, False)],
)
def test_a_withdrawn_release_in_between_separates_by_its_migration(rollback: dict[str, str], separates: bool) -> None:
    """Unless it promises a way back without a time limit."""
    withdrawn = {"date": "2026-01-01"}
    history = product(
        release("1.0.0"),
        release("1.1.0", withdrawn=withdrawn, upgrade={"migrations": [MOVE]}, rollback=rollback),
        release("1.1.1"),
    )
    entry = history.find("1.1.1")
    assert entry
    back = WaysBack(history, Lineage(history)).of(entry)
    by = back.separated_by.version.text if back.separated_by else None
    assert (back.possible, back.to, by) == ((False, None, "1.1.0") if separates else (True, "1.0.0", None))


# Large products


def test_a_long_history_is_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each hop takes the release before it alone: 400 hops of 400, and few looks at each release."""
    count = 400
    history = product(
        *(
            release(f"1.{minor}.0", date="2026-01-01", upgrade={"from": f">=1.{max(0, minor - 1)}.0 <1.{minor}.0"})
            for minor in range(count)
        )
    )
    looks = 0
    contains = Lineage.contains

    def counted(self: Lineage, *entries: Any) -> bool:
        nonlocal looks
        looks += 1
        return contains(self, *entries)

    monkeypatch.setattr(Lineage, "contains", counted)
    found = path(history, "1.0.0", f"1.{count - 1}.0")
    assert len(found.hops) == count - 1
    assert looks < 10 * count
