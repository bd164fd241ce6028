"""Rules between the records of a product, beyond their own examples."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_folders import folder_of, found, history_of, problems, releases

from relcast.checks.run import check_folder
from relcast.library.lookup import Lookup
from relcast.library.steps import find_stride, strides
from relcast.records.folder import VendorFolder

VERSIONS = st.sets(st.tuples(st.integers(1, 3), st.integers(0, 3), st.integers(0, 6)), min_size=1, max_size=14)


def texts_of(versions: set[tuple[int, int, int]]) -> list[str]:
    return [".".join(map(str, version)) for version in sorted(versions)]


@settings(deadline=None, max_examples=60)
@given(VERSIONS)
def test_a_gap_is_one_missing_number_between_two_that_are_there(
    tmp_path_factory: pytest.TempPathFactory, versions: set[tuple[int, int, int]]
) -> None:
    texts = texts_of(versions)
    made = folder_of(tmp_path_factory.mktemp("a"), releases(dict.fromkeys(texts, "2026-01-01")))
    for line in found(made, "RC412"):
        missing = line.split("record of ")[1].split(",")[0]
        before, after = line.split("between ")[1].split(" and ")
        assert missing not in texts
        assert {before, after} <= set(texts)
        assert line.startswith(f"{after}:1:10 ")
        numbers = [tuple(map(int, text.split("."))) for text in (before, missing, after)]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("versions", "missing"),
    [
        ("1.0.0 1.0.2", ["1.0.1"]),
        ("1.0.0 1.2.0", ["1.1.0"]),
        ("1.0.0 1.0.3", []),
        ("1.0.0 1.3.0", []),
        ("0.1.0 0.1.2", []),
        ("1.0.0 1.0.1-rc.1 1.0.2", ["1.0.1"]),
        ("1.0.0 1.0.2 1.0.4", []),  # who skips numbers twice in two steps does so on purpose
        ("1.0.0 1.0.1 1.0.2 1.0.3 1.0.4 1.0.5 1.0.6 1.0.7 1.0.8 1.0.10 1.0.12", ["1.0.9", "1.0.11"]),
        ("1.0.0 3.0.0", []),
    ],
)
def test_gaps(tmp_path: Path, versions: str, missing: list[str]) -> None:
    made = folder_of(tmp_path, releases(dict.fromkeys(versions.split(), "2026-01-01")))
    assert sorted(line.split("record of ")[1].split(",")[0] for line in found(made, "RC412")) == sorted(missing)
    assert found(folder_of(tmp_path, {}, product="versioning: numeric\n"), "RC412") == []


@settings(deadline=None, max_examples=60)
@given(VERSIONS, st.data())
def test_a_stride_begins_at_the_newest_final_release_below(
    tmp_path_factory: pytest.TempPathFactory, versions: set[tuple[int, int, int]], data: st.DataObject
) -> None:
    texts = texts_of(versions)
    withdrawn = data.draw(st.sets(st.sampled_from(texts)))
    files = releases(dict.fromkeys(texts, "2026-01-01"))
    for text in withdrawn:
        files[f"{text}.yaml"] += "withdrawn: {date: 2026-01-02, reason: a}\n"
    history = history_of(folder_of(tmp_path_factory.mktemp("a"), files))
    assert [(s.before.version.text, s.entry.version.text) for s in strides(history)] == list(pairwise(texts))
    for entry in history.releases:
        older = [text for text in texts[: texts.index(entry.version.text)] if text not in withdrawn]
        stride = find_stride(entry, history)
        assert (stride.before.version.text if stride else None) == (older[-1] if older else None)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 7), min_size=8, max_size=8))
def test_each_circle_of_replacements_is_told_once(
    tmp_path_factory: pytest.TempPathFactory, instead: Sequence[int]
) -> None:
    files = {
        f"1.{n}.0.yaml": f"version: 1.{n}.0\ndate: 2026-01-01\n"
        f"withdrawn: {{date: 2026-01-02, reason: a, use_instead: 1.{to}.0}}\n"
        for n, to in enumerate(instead)
    }
    made = folder_of(tmp_path_factory.mktemp("a"), files)
    on_circles = set()
    for start in range(8):
        at, seen = start, []
        while at not in seen:
            seen.append(at)
            at = instead[at]
        on_circles.add(frozenset(seen[seen.index(at) :]))
    expected = sorted(f"1.{max(circle)}.0" for circle in on_circles if len(circle) > 1)
    assert sorted(line.split(":")[0] for line in found(made, "RC416")) == expected
    for problem in problems(made, "RC415"):  # what goes round is told once, as that
        assert frozenset([int(problem.path.split(".")[-3])]) not in on_circles


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["1.0.0", "v1.0.0", "V2.0.0", "2.0.0-RC.1", "3.0.0"]), unique=True))
def test_a_lookup_finds_what_a_history_finds(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    files = {f"{n}.yaml": f"version: {text}\nundated: true\n" for n, text in enumerate(texts)}
    history = history_of(folder_of(tmp_path_factory.mktemp("a"), files))
    lookup = Lookup(history)
    for text in ("1.0.0", "v1.0.0", "2.0.0", "v2.0.0", "2.0.0-rc.1", "3.0.0", "V3.0.0", "x"):
        assert lookup.find(text) is history.find(text)


# Removals


def removal(text: str) -> str:
    return f"removals: [{{text: a, {text}}}]\n"


@pytest.mark.parametrize(
    ("announced", "removed", "says"),
    [
        ("2.0.0", "3.0.0", []),
        ("3.0.0", "3.0.0", ["3.0.0:3:35 'old' is removed before any release announced it"]),
        ("3.1.0", "3.0.0", ["3.0.0:3:35 'old' is removed before any release announced it"]),
    ],
)
def test_a_removal_was_announced_before(tmp_path: Path, announced: str, removed: str, says: list[str]) -> None:
    files = releases({"1.0.0": "2026-01-01", "2.0.0": "2026-02-01", "3.0.0": "2026-03-01", "3.1.0": "2026-04-01"})
    files[f"{removed}.yaml"] += removal("deprecation: old")
    files[f"{announced}.yaml"] += "deprecations: [{id: old, text: a, replacement: b}]\n"
    assert found(folder_of(tmp_path, files), "RC413") == says


def test_the_oldest_record_and_undated_history_announce_nothing(tmp_path: Path) -> None:
    files = {
        "1.0.0.yaml": "version: 1.0.0\ndate: 2026-01-01\nremovals: [a]\n",
        "1.1.0.yaml": "version: 1.1.0\nundated: true\nremovals: [a]\n",
        "1.2.0.yaml": "version: 1.2.0\ndate: 2026-01-01\nremovals: [{text: a, internal: true}]\n",
    }
    assert found(folder_of(tmp_path, files), "RC413") == []


OLD = "deprecations: [{id: old, text: a, removed_in: 3.0.0}]\n"


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({"v2_9_0": OLD}, 1),
        ({"v2_9_0": OLD, "v3_0_0": removal("deprecation: old")}, 0),
        ({"v2_9_0": OLD, "v3_1_0": removal("deprecation: old")}, 0),
        ({"v2_9_0": OLD, "v2_9_1": removal("deprecation: old")}, 1),
        ({"v2_9_0": OLD, "v3_0_0": OLD.replace("3.0.0", "4.0.0")}, 0),  # put off
        ({"v2_9_0": OLD.replace("3.0.0", "4.0.0")}, 0),
    ],
)
def test_promises_are_kept_or_put_off(tmp_path: Path, more: Mapping[str, str], count: int) -> None:
    days = {"2.9.0": "2026-01-01", "2.9.1": "2026-02-01", "3.0.0": "2026-03-01", "3.1.0": "2026-04-01"}
    assert len(found(folder_of(tmp_path, releases(days, **more)), "RC414")) == count


@pytest.mark.parametrize("key", ["status: planned", "withdrawn: {date: 2026-03-02, reason: a}"])
def test_a_promise_is_broken_only_by_what_is_out(tmp_path: Path, key: str) -> None:
    files = releases({"2.9.0": "2026-01-01", "3.0.0": "2026-03-01"}, v2_9_0=OLD, v3_0_0=f"{key}\n")
    assert found(folder_of(tmp_path, files), "RC414") == []


def test_what_was_removed_and_promised_for_a_version_without_record(tmp_path: Path) -> None:
    days = {"2.9.0": "2026-01-01", "3.0.1": "2026-03-01"}
    files = releases(days, v2_9_0=OLD, v3_0_1=removal("deprecation: old"))
    [problem] = problems(folder_of(tmp_path, files), "RC408")
    assert (problem.message, problem.line, problem.hint) == (
        "there is no record of version 3.0.0",
        3,
        "did you mean '3.0.1'?",
    )


# Upgrades


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (">=2.0.0", []),
        ("<2.0.0", []),  # before the oldest record: who knows
        ("<2.1.0", []),
        ("2.0.5", ["2.2.0:3:17 no release older than 2.2.0 lies in '2.0.5'"]),
        (">=2.2.0", ["2.2.0:3:17 no release older than 2.2.0 lies in '>=2.2.0'"]),
        ("2.1.x", ["2.2.0:3:17 every release in '2.1.x' was withdrawn"]),
        ("never", []),
    ],
)
def test_an_upgrade_begins_at_some_release(tmp_path: Path, text: str, says: list[str]) -> None:
    files = releases(
        {"2.0.0": "2026-01-01", "2.1.0": "2026-02-01", "2.2.0": "2026-03-01", "2.3.0": "2026-04-01"},
        v2_1_0="withdrawn: {date: 2026-02-02, reason: a}\n",
        v2_2_0=f"upgrade: {{from: '{text}'}}\n",
    )
    assert found(folder_of(tmp_path, files), "RC417") == says


STOP = "upgrade: {from: '>=1.0.0', required_stop: true}\n"


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ({"v2_0_0": STOP, "v3_0_0": "upgrade: {from: '>=2.0.0'}\n"}, []),
        ({"v2_0_0": STOP, "v3_0_0": "upgrade: {from: '<2.0.0'}\n"}, ["3.0.0:3:17"]),
        ({"v2_0_0": STOP, "v3_0_0": "upgrade: {from: '2.1.x'}\n"}, []),  # by way of 2.1.0
        ({"v2_0_0": STOP, "v3_0_0": "upgrade: {effort: 5m}\n"}, []),
        ({"v2_0_0": STOP, "v2_1_0": STOP, "v3_0_0": "upgrade: {from: '2.0.x'}\n"}, ["3.0.0:3:17"]),
        ({"v2_0_0": STOP + "withdrawn: {date: 2026-02-02, reason: a}\n"}, ["2.0.0:3:43"]),
        ({"v2_0_0": STOP + "withdrawn: {date: 2026-02-02, reason: a, use_instead: 2.1.0}\n"}, []),
        ({"v2_0_0": STOP + "withdrawn: {date: 2026-02-02, reason: a, use_instead: 1.0.0}\n"}, ["2.0.0:3:43"]),
        ({"v3_0_0": STOP + "withdrawn: {date: 2026-04-02, reason: a}\n"}, []),  # nothing lies beyond
    ],
)
def test_required_stops_can_be_passed(tmp_path: Path, more: Mapping[str, str], places: list[str]) -> None:
    days = {"1.0.0": "2026-01-01", "2.0.0": "2026-02-01", "2.1.0": "2026-03-01", "3.0.0": "2026-04-01"}
    made = folder_of(tmp_path, releases(days, **more))
    assert [line.split(" ")[0] for line in found(made, "RC418")] == places


# Words, ids, issues

WORDS = "Sessions no longer expire early behind a proxy"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"fixes: ['{WORDS}', '{WORDS}']\n", 1),
        (f"fixes: [{{id: a, text: '{WORDS}'}}, {{id: b, text: '{WORDS}'}}]\n", 1),
        (f"fixes: ['{WORDS}']\nimprovements: ['{WORDS}']\n", 0),
        (f"fixes: [{{text: '{WORDS}', only: [a]}}, {{text: '{WORDS}', except: [a]}}]\n", 0),
        (f"fixes: [{{text: '{WORDS}', details: a}}, {{text: '{WORDS}', details: b}}]\n", 0),
        ("fixes: [TLS, TLS]\n", 0),
    ],
)
def test_the_same_words_twice(tmp_path: Path, text: str, count: int) -> None:
    made = folder_of(tmp_path, {"1.0.0.yaml": f"version: 1.0.0\ndate: 2026-01-01\n{text}"})
    assert len(found(made, "RC419")) == count


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("id: a", "id: b", 1),
        ("id: a", "id: a", 0),
        ("id: a", "highlight: true", 0),
        ("id: a, links: [{label: '1', url: 'https://a.example/1'}]", "id: b, links: []", 0),
    ],
)
def test_a_change_keeps_its_id(tmp_path: Path, first: str, second: str, count: int) -> None:
    days = {"1.0.0": "2026-01-01", "1.1.0": "2026-02-01"}
    lines = {f"v{v}": f"fixes: [{{text: '{WORDS}', {ids}}}]\n" for v, ids in (("1_0_0", first), ("1_1_0", second))}
    assert len(found(folder_of(tmp_path, releases(days, **lines)), "RC420")) == count


def test_words_that_come_again_and_again_are_a_formula(tmp_path: Path) -> None:
    days = {f"1.{n}.0": f"2026-01-0{n}" for n in range(1, 5)}
    lines = {f"v1_{n}_0": f"fixes: [{{id: a{n}, text: '{WORDS}'}}]\n" for n in range(1, 5)}
    assert found(folder_of(tmp_path, releases(days, **lines)), "RC420") == []


ADVISORY = "security: {ids: [CVE-2026-1]}"
LINK = "links: [{label: a, url: 'https://a.example/1'}]"


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("text: Sessions stay open behind a proxy", "text: The audit log keeps time zones", 1),
        ("text: Sessions stay open behind a proxy", "text: Behind two proxies a session stays open", 0),
        ("text: 修复代理场景下会话提前失效的问题", "text: 修复审计日志时区偏移", 1),
        ("text: 修复代理场景下会话提前失效的问题", "text: 修复会话在代理后提前失效", 0),
        ("text: 代理场景下会话不再提前失效", "text: 审计日志保留时区", 1),
        ("text: {en: Sessions stay open, zh-CN: 会话保持}", "text: {en: Nothing ends early, zh-CN: 会话保持更久}", 0),
        ("text: a b", "text: c d", 0),
        (f"text: Close the hole, {ADVISORY}", f"text: Tokens verified, {ADVISORY}", 0),
        (f"text: Sessions stay, {LINK}", f"text: Timeouts gone, {LINK}", 0),
    ],
)  # fmt: skip
def test_an_id_is_not_used_for_something_else(tmp_path: Path, first: str, second: str, count: int) -> None:
    days = {"1.0.0": "2026-01-01", "1.1.0": "2026-02-01"}
    for id, expected in (("sessions", count), ("fixes-1", 0)):  # what --fix writes only counts
        lines = {f"v{v}": f"fixes: [{{id: {id}, {said}}}]\n" for v, said in (("1_0_0", first), ("1_1_0", second))}
        made = folder_of(tmp_path, releases(days, **lines))
        assert [line.split(" ")[0] for line in found(made, "RC423")] == ["1.1.0:3:14"] * expected


def test_one_id_may_stand_in_two_sections(tmp_path: Path) -> None:
    days = {"1.0.0": "2026-01-01", "1.1.0": "2026-02-01"}
    lines = {"v1_0_0": "known_issues: [{id: a, text: Metrics stop}]\n", "v1_1_0": "fixes: [{id: a, text: Cured now}]\n"}
    assert found(folder_of(tmp_path, releases(days, **lines)), "RC423") == []


ISSUE = "known_issues: [{id: stall, text: Metrics stop}]\n"
CURE = "fixes: [{text: Metrics go on, resolves: [stall]}]\n"


@pytest.mark.parametrize(
    ("more", "listed"),
    [
        ({"v2_2_0": ISSUE, "v2_2_9": CURE, "v2_3_0": ISSUE}, []),  # 2.3.0 is older than the fix
        ({"v2_2_0": ISSUE, "v2_2_9": CURE, "v2_4_0": ISSUE}, ["2.4.0:3:16 2.2.9 has fixed 'stall'"]),
        ({"v2_2_0": ISSUE, "v2_3_0": CURE, "v2_2_9": ISSUE}, []),  # the older line goes on without the fix
        ({"v2_2_0": ISSUE, "v2_3_0": CURE + ISSUE}, ["2.3.0:4:16 this release fixes 'stall' and lists it"]),
    ],
)
def test_a_known_issue_is_open_where_no_fix_is_contained(
    tmp_path: Path, more: Mapping[str, str], listed: list[str]
) -> None:
    days = {"2.2.0": "2026-01-01", "2.3.0": "2026-02-01", "2.2.9": "2026-03-01", "2.4.0": "2026-04-01"}
    assert found(folder_of(tmp_path, releases(days, **more)), "RC421") == listed


@pytest.mark.parametrize("code", ["RC213", "RC409"])
def test_changes_on_their_way_are_checked_too(tmp_path: Path, code: str) -> None:
    made = folder_of(tmp_path, {"unreleased/a.yaml": "fixes:\n  - {text: a, component: b, only: [c]}\n"})
    [problem] = problems(made, code)
    assert problem.path == os.path.join("releases", "gw", "unreleased", "a.yaml").replace(os.sep, "/")
    assert (problem.line, problem.column) == (2, 26 if code == "RC213" else 36)


def _aliases(home: Path, **products: str) -> VendorFolder:
    for id, text in products.items():
        (home / "releases" / id).mkdir(parents=True)
        (home / "releases" / id / "product.yaml").write_text(f"name: Another\n{text}", encoding="utf-8")
    return folder_of(home, {}, product="aliases: [old, gw, older, portal]\n")


def test_an_earlier_id_leads_to_one_product_alone(tmp_path: Path) -> None:
    folder = _aliases(tmp_path, console2="aliases: [old]\n", portal="aliases: [older, oldest]\n")
    assert [
        f"{p.path.removeprefix('releases/')}:{p.line}:{p.column} {p.message}" for p in problems(folder, "RC422")
    ] == [
        "gw/product.yaml:2:11 'old' is an earlier id of console2 too, which keeps it",
        "gw/product.yaml:2:16 'gw' is what this product is called now",
        "gw/product.yaml:2:27 'portal' is another product's id now, so that nothing there leads here",
        "portal/product.yaml:2:11 'older' is an earlier id of gw too, which keeps it",
    ]


@pytest.mark.parametrize(("house", "own", "level"), [("error", "", "error"), ("error", "advice", "advice")])
def test_the_levels_of_what_is_wrong_between_products(tmp_path: Path, house: str, own: str, level: str) -> None:
    """A setting that softens it is not idle, although no product alone can tell."""
    setting = f"checks: {{taken-alias: {{level: {own}, reason: It was sold}}}}\n" if own else ""
    product = f"aliases: [gw]\n{setting}"
    folder = folder_of(tmp_path, {}, vendor=f"checks: {{taken-alias: {house}}}\n", product=product)
    assert [(problem.code, problem.severity) for problem in check_folder(folder)] == [("RC422", level)]
