"""One text for every release that a marketplace's readers have not seen: nothing is lost, nothing is told twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_blob import PAGE, PRODUCT_DATA, VENDOR_DATA, limited, meaning, small
from test_dialects import demo

from relcast.library.arrange import public_changes
from relcast.library.product import ProductHistory, VersionedRelease, newest_first
from relcast.marketplaces.blob import Blob, blob
from relcast.marketplaces.fit import DoesNotFit
from relcast.marketplaces.gather import find_last_live, gather
from relcast.marketplaces.profile import MarketplaceError
from relcast.marketplaces.shelf import load_profile
from relcast.model.notice import Standing
from relcast.model.product import Product, Vendor
from relcast.model.release import Release
from relcast.model.version import parse_version


def made_of(
    *records: dict[str, Any], product: Any = PRODUCT_DATA, standings: dict[str, dict[str, str]] | None = None
) -> ProductHistory:
    entries = []
    for record in records:
        release = meaning(Release, {"date": "2026-11-20", **record})
        entries.append(
            VersionedRelease(parse_version(release.version, "semver"), release, f"gw/{release.version}.yaml")
        )
    told = {"aliyun": {version: meaning(Standing, stated) for version, stated in (standings or {}).items()}}
    return ProductHistory(
        "gw", meaning(Product, product), meaning(Vendor, VENDOR_DATA), newest_first(entries), standings=told
    )


SEEN = {"version": "2.2.4", "date": "2026-10-01", "fixes": [{"id": "old", "text": "Seen already"}]}
WITHDRAWN = {
    "version": "2.3.0",
    "date": "2026-10-10",
    "urgency": "critical",
    "summary": "Not told",
    "features": [{"id": "reload", "text": "Reload at once"}, {"text": "No id of its own"}],
    "fixes": [{"id": "cve", "text": "Close the hole", "security": {"ids": ["CVE-2026-7"], "severity": "high"}}],
    "known_issues": [{"id": "loss", "text": "Keys are lost on ARM"}],
    "upgrade": {
        "migrations": [{"id": "m12", "text": "Schema 12", "reversible": "false"}],
        "before": ["Take a snapshot"],
    },
    "withdrawn": {"date": "2026-10-12", "reason": "Keys are lost", "use_instead": "2.3.1"},
}
HOTFIX = {
    "version": "2.3.1",
    "date": "2026-10-12",
    "fixes": [{"id": "loss-fix", "text": "No key is lost", "resolves": ["loss"]}, {"text": "Another without an id"}],
    "upgrade": {"migrations": [{"id": "m12", "text": "Schema 12, unless you have 2.3.0", "reversible": "false"}]},
}
NEWEST = {
    "version": "2.3.2",
    "date": "2026-10-20",
    "urgency": "low",
    "summary": "A small release",
    "features": [{"text": "A third without an id"}],
    "fixes": [{"id": "reload", "text": "Reload at once, everywhere"}],
}


def rolled(history: ProductHistory, version: str = "2.3.2", since: str = "2.2.4", **options: Any) -> Blob:
    entry, before = history.find(version), history.find(since)
    assert entry is not None
    aliyun = load_profile("aliyun-market")
    return blob(history, entry, aliyun, language="en", listing="aliyun", url=PAGE, since=before, **options)


def told_and_dropped(made: Blob, words: dict[str, str]) -> Counter[str]:
    """How often each change is in the text or listed as left out, by its words."""
    listed = Counter(item.title for item in made.dropped)
    lines = Counter(line.removeprefix("- ").split(" (")[0] for line in made.text.split("\n"))
    return Counter({id: lines[text] + listed[text] for id, text in words.items()})


def test_with_224_last_live_the_text_of_232_tells_every_change_of_230_231_and_232_exactly_once() -> None:
    history = made_of(SEEN, WITHDRAWN, HOTFIX, NEWEST, product=limited(10**6))
    words = {
        "reload": "Reload at once, everywhere", "no-id": "No id of its own", "cve": "Close the hole",
        "loss": "Keys are lost on ARM", "loss-fix": "No key is lost", "other": "Another without an id",
        "third": "A third without an id",
    }  # fmt: skip
    for room in (10**6, 650, 600, 560):
        made = rolled(made_of(SEEN, WITHDRAWN, HOTFIX, NEWEST, product=limited(room)))
        assert told_and_dropped(made, words) == dict.fromkeys(words, 1)
    whole = rolled(history)
    assert whole.releases == ("2.3.2", "2.3.1", "2.3.0")
    assert "Seen already" not in whole.text
    assert "Reload at once\n" not in whole.text
    assert "2026-10-12" not in whole.text  # that 2.3.0 was withdrawn is not this text's matter
    assert [(item.id, item.why, item.version) for item in whole.dropped] == [("loss", "closed in 2.3.1", "2.3.0")]


def test_a_roll_up_reads_like_this() -> None:
    history = made_of(SEEN, WITHDRAWN, HOTFIX, NEWEST, product=limited(10**6))
    assert rolled(history).text == (
        "Edge Gateway 2.3.2 (2026-10-20)\n"
        "\n"
        "Covers every change since 2.2.4.\n"
        "\n"
        "A small release\n"
        "\n"
        "Security fixes:\n"
        "- Close the hole (CVE-2026-7, Severity: High)\n"
        "\n"
        "Before you upgrade:\n"
        "- Data migrations: Schema 12, unless you have 2.3.0 (cannot be undone)\n"
        "- Take a snapshot\n"
        "\n"
        "New features:\n"
        "- A third without an id\n"
        "- No id of its own\n"
        "\n"
        "Fixes:\n"
        "- Reload at once, everywhere\n"
        "- No key is lost\n"
        "- Another without an id"
    )


def test_the_urgency_is_the_highest_of_what_is_rolled_up() -> None:
    history = made_of(SEEN, WITHDRAWN, HOTFIX, NEWEST)
    entry, before = history.find("2.3.2"), history.find("2.2.4")
    assert entry is not None
    aws = load_profile("aws-marketplace-ami")
    assert blob(history, entry, aws, language="en", since=before).text.startswith("Critical: ")
    assert blob(history, entry, aws, language="en").text.startswith("Optional: ")


def test_a_fix_that_is_told_as_unsafe_only_in_the_older_release_stays_a_security_fix() -> None:
    older = {"version": "2.3.1", "fixes": [{"id": "cve", "text": "Close it", "security": {"ids": ["CVE-1"]}}]}
    history = made_of(SEEN, older, {"version": "2.3.2", "fixes": [{"id": "cve", "text": "Close it well"}]})
    assert "Security fixes:\n- Close it (CVE-1)" in rolled(history).text


def test_a_later_patch_of_an_older_line_is_not_in_it_and_is_named() -> None:
    late = {"version": "2.2.5", "date": "2026-11-30", "fixes": [{"id": "late", "text": "Came later"}]}
    made = rolled(made_of(SEEN, late, NEWEST))
    assert "Came later" not in made.text
    assert any("2.2.5 came out after 2.3.2" in warning for warning in made.warnings)
    early = {"version": "2.2.5", "date": "2026-10-02", "fixes": [{"id": "early", "text": "Came before"}]}
    assert "Came before" in rolled(made_of(SEEN, early, NEWEST)).text


def test_a_fix_of_what_the_release_is_still_affected_by_is_not_claimed() -> None:
    fix = {"id": "cve", "text": "Close it", "security": {"ids": ["CVE-1"], "affected": "<2.2.5 || >=2.3.0 <2.4.0"}}
    made = rolled(made_of(SEEN, {"version": "2.2.5", "date": "2026-10-02", "fixes": [fix]}, NEWEST))
    assert "CVE-1" not in made.text
    assert ("cve", "2.3.2 is still affected") in [(item.id, item.why) for item in made.dropped]


def test_a_pre_release_is_stood_for_by_its_final_release() -> None:
    features = [{"id": "reload", "text": "Draft"}, {"id": "gone", "text": "Tried and dropped"}]
    preview = {"version": "2.3.2-rc.1", "date": "2026-10-18", "features": features}
    made = rolled(made_of(SEEN, preview, NEWEST))
    assert "Tried and dropped" not in made.text
    assert [(item.id, item.why) for item in made.dropped] == [("gone", "told only in the pre-release 2.3.2-rc.1")]
    assert "Tried and dropped" in rolled(made_of(SEEN, preview, {**NEWEST, "version": "2.3.2-rc.2"}), "2.3.2-rc.2").text


def test_a_version_that_does_not_come_before_is_refused() -> None:
    for since in ("2.3.2", "2.3.1"):
        with pytest.raises(MarketplaceError, match="does not come before"):
            rolled(made_of(SEEN, HOTFIX, NEWEST), "2.3.1", since)


@pytest.mark.parametrize(
    ("standings", "found"),
    [
        ({"2.2.4": {"live": "2026-10-08"}, "2.3.1": {"live": "2026-10-13"}}, "2.3.1"),
        ({"2.2.4": {"live": "2026-10-08"}, "2.3.1": {"submitted": "2026-10-13"}}, "2.2.4"),
        # Withdrawn, so its text is gone: what it brought must be told again.
        ({"2.2.4": {"live": "2026-10-08"}, "2.3.0": {"live": "2026-10-11"}}, "2.2.4"),
        ({"2.2.4": {"live": "2026-10-08"}, "2.3.1": {"live": "2026-10-13", "restricted": "2026-10-14"}}, "2.2.4"),
        ({"2.2.4": {"live": "2026-10-08", "restricted": "2026-10-14"}}, "2.2.4"),
        ({"2.3.2": {"live": "2026-10-21"}}, None),
        ({}, None),
    ],
)
def test_the_last_live_version_is_the_newest_before_that_readers_can_still_see(
    standings: dict[str, dict[str, str]], found: str | None
) -> None:
    history = made_of(SEEN, WITHDRAWN, HOTFIX, NEWEST, standings=standings)
    newest = history.find("2.3.2")
    assert newest is not None
    assert find_last_live(history, "aliyun", newest) == (history.find(found) if found else None)


def test_what_a_withdrawn_release_brought_is_told_though_it_was_live_for_a_while() -> None:
    standings = {"2.2.4": {"live": "2026-10-08"}, "2.3.0": {"live": "2026-10-11", "restricted": "2026-10-12"}}
    history = made_of(SEEN, WITHDRAWN, HOTFIX, NEWEST, product=limited(10**6), standings=standings)
    newest = history.find("2.3.2")
    assert newest is not None
    before = find_last_live(history, "aliyun", newest)
    assert before is not None
    assert "Close the hole (CVE-2026-7" in rolled(history, since=before.version.text).text


def test_steps_of_skipped_releases_are_told_where_there_is_no_direct_way() -> None:
    stop = {
        "version": "2.3.1",
        "date": "2026-10-12",
        "upgrade": {"required_stop": "true", "backup": "required", "during": ["Run the old tool"]},
    }
    told = rolled(made_of(SEEN, stop, NEWEST)).text
    for line in ("Required stop on the way: 2.3.1", "Backup: Required", "During the upgrade: Run the old tool"):
        assert line in told
    direct = {**NEWEST, "upgrade": {"from": ">=2.2.0", "backup": "required"}}
    told = rolled(made_of(SEEN, stop, direct)).text
    assert "Run the old tool" not in told
    assert told.count("Backup: Required") == 1


@pytest.mark.parametrize("history", demo(), ids=lambda history: history.id)
def test_every_roll_up_of_the_demo_tells_or_lists_every_change_once(history: ProductHistory) -> None:
    for entry in history.releases:
        for since in history.releases:
            if since.version < entry.version and entry.release.withdrawn is None:
                gathered = gather(history, entry, since)
                once = Counter(told.id for told in (*gathered.changes, *(told for told, _ in gathered.over)))
                assert set(once.values()) <= {1}
                explicit = {
                    change.id
                    for release in gathered.releases
                    for _, _, change in release.release.changes()
                    if change.id and not change.internal
                }
                assert explicit <= set(once)


IDS = st.sampled_from(["a", "b", "c", None])


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[dict[str, Any]], int]:
    records = []
    for number in range(draw(st.integers(2, 4))):
        sections: dict[str, Any] = {}
        free = ["a", "b", "c"]
        for section in ("features", "fixes", "known_issues"):
            changes = []
            for at in range(draw(st.integers(0, 2))):
                change: dict[str, Any] = {"text": f"{section} {number} {at}" + "x" * draw(st.integers(0, 30))}
                id = draw(IDS)
                if id in free:
                    free.remove(id)
                    change["id"] = id
                if draw(st.integers(0, 3)) == 0:
                    change["security"] = {"ids": [f"CVE-{number}-{at}"]}
                if draw(st.integers(0, 4)) == 0:
                    change["internal"] = "true"
                if section == "fixes" and draw(st.booleans()):
                    change["resolves"] = ["c"]
                changes.append(change)
            if changes:
                sections[section] = changes
        if draw(st.booleans()):
            sections["withdrawn"] = {"date": "2026-11-21"}
        records.append({"version": f"1.{number}.0", **sections})
    records[-1].pop("withdrawn", None)
    return records, draw(st.integers(60, 600))


@settings(deadline=None, max_examples=200)
@given(histories())
def test_every_public_change_is_told_or_listed_exactly_once(made: tuple[list[dict[str, Any]], int]) -> None:
    records, room = made
    history = made_of({"version": "0.9.0"}, *records, product=limited(room))
    entry, before = history.releases[0], history.releases[-1]
    gathered = gather(history, entry, before)
    ids = [told.id for told in gathered.changes] + [told.id for told, _ in gathered.over]
    expected: set[str] = set()
    for at, release in enumerate(history.releases[:-1]):
        for placed in public_changes(release.release):
            expected.add(placed.change.id or (placed.id if at == 0 else f"{release.version.text}:{placed.id}"))
    assert sorted(ids) == sorted(expected)
    try:
        result = rolled(history, entry.version.text, before.version.text)
    except DoesNotFit:
        return
    dropped = {item.id for item in result.dropped}
    assert result.used <= room
    for told in gathered.changes:
        is_there = told.placed.change.text["en"] in result.text
        assert is_there != (told.id in dropped)
        if told.placed.change.security:
            assert is_there
    assert {told.id for told, _ in gathered.over} <= dropped


def test_a_withdrawn_version_is_refused_rolled_up_or_not() -> None:
    with pytest.raises(MarketplaceError, match=r"2\.3\.0 is withdrawn; use 2\.3\.1 instead"):
        rolled(made_of(SEEN, WITHDRAWN, NEWEST), "2.3.0")


def test_without_a_roll_up_nothing_is_said_of_one() -> None:
    assert "Covers" not in rolled(made_of(small()), "2.3.0", "none").text
