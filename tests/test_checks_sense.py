"""Rules of the sense of one record, beyond their own examples."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from record_folders import folder_of, found, problems, releases

from relcast.checks.sense.advisory_id import _CVE, _GHSA, _hint
from relcast.model.cvss_score import find_fault, find_score
from relcast.model.range import parse_range
from relcast.model.version import parse_version

HEAD = "version: 2.3.0\ndate: 2026-10-20\n"


def one(tmp_path: Path, text: str, code: str, product: str = "") -> list[str]:
    return found(folder_of(tmp_path, {"2.3.0.yaml": HEAD + text}, product=product), code)


def fix(text: str) -> str:
    return f"fixes: [{{text: a, security: {{{text}}}}}]\n"


# Breaking changes and features


@pytest.mark.parametrize("key", ["undated: true", "status: planned"])
def test_undated_history_owes_no_impact_but_a_plan_does(tmp_path: Path, key: str) -> None:
    text = f"version: 2.3.0\n{key}\nimprovements: [{{text: a, breaking: {{}}}}]\n"
    made = folder_of(tmp_path, {"2.3.0.yaml": text})
    assert len(found(made, "RC310")) == (key == "status: planned")


def test_what_is_internal_owes_readers_nothing(tmp_path: Path) -> None:
    text = "improvements: [{text: a, internal: true, breaking: {}}]\n" + fix("ids: [A-1]").replace(
        "text: a", "text: a, internal: true"
    )
    assert [one(tmp_path, text, code) for code in ("RC310", "RC313", "RC314")] == [[], [], []]


@pytest.mark.parametrize(
    ("before", "after", "scheme", "step"),
    [
        ("1.2.0", "1.2.1", "semver", "patch"),
        ("1.2.0", "1.3.0", "semver", "minor"),
        ("1.2.0", "1.3.0-rc.1", "semver", "minor"),
        ("1.2.0", "2.0.0", "semver", None),
        ("1.2.0", "2.0.0-rc.1", "semver", None),
        ("1.9.0", "2.0.1", "semver", None),
        ("0.2.0", "0.3.0", "semver", None),
        ("2026.1", "2026.2", "calver", None),
        ("1.2", "1.3", "numeric", None),
    ],
)
def test_what_breaks_is_a_matter_of_semver_from_1_0_0_on(
    tmp_path: Path, before: str, after: str, scheme: str, step: str | None
) -> None:
    files = releases({before: "2026-05-20", after: "2026-10-20"})
    files[f"{after}.yaml"] += "improvements: [{text: a, breaking: {impact: b, action: c}}]\n"
    made = found(folder_of(tmp_path, files, product=f"versioning: {scheme}\n"), "RC311")
    assert [problem.split(" is a ")[1] for problem in made] == ([f"{step} version"] if step else [])


def test_a_withdrawn_release_is_nothing_to_step_from(tmp_path: Path) -> None:
    """3.0.1 breaks what worked in 2.9.0, if 3.0.0 was taken back."""
    files = releases(
        {"2.9.0": "2026-05-20", "3.0.0": "2026-06-20", "3.0.1": "2026-06-21"},
        v3_0_0="withdrawn: {date: 2026-06-21, reason: a}\n",
        v3_0_1="improvements: [{text: a, breaking: {impact: b, action: c}}]\n",
    )
    assert found(folder_of(tmp_path, files), "RC311") == []


def test_features_of_a_patch_are_one_advice(tmp_path: Path) -> None:
    files = releases({"2.3.0": "2026-05-20", "2.3.1": "2026-06-20"}, v2_3_1="features: [a, b]\n")
    assert found(folder_of(tmp_path, files), "RC312") == ["2.3.1:3:12 2.3.1 is a patch of 2.3.0, but brings 2 features"]
    assert found(folder_of(tmp_path, {}, product="versioning: numeric\n"), "RC312") == []


# Security


@settings(deadline=None, max_examples=60)
@given(low=st.integers(0, 5), high=st.integers(0, 5), own=st.integers(1, 4))
def test_a_range_is_wrong_where_it_holds_the_fix_or_nothing(
    tmp_path_factory: pytest.TempPathFactory, low: int, high: int, own: int
) -> None:
    text = f">={low}.0.0 <{high}.0.0"
    record = f"version: {own}.0.0\ndate: 2026-01-01\n" + fix(f"ids: [A-1], severity: low, affected: '{text}'")
    made = folder_of(tmp_path_factory.mktemp("a"), {f"{own}.0.0.yaml": record})
    parsed = parse_range(text, "semver")
    wrong = parsed.is_empty() or parse_version(f"{own}.0.0", "semver") in parsed
    assert len(found(made, "RC315")) == wrong


@pytest.mark.parametrize("text", ["", "known_issues: [{text: a, affected: '>=3.0.0 <2.0.0'}]\n"])
def test_a_known_issue_may_be_open_in_its_own_release_but_not_nowhere(tmp_path: Path, text: str) -> None:
    own = "known_issues: [{text: a, affected: '>=2.3.0'}]\n"
    assert one(tmp_path, text or own, "RC315") == (
        ["2.3.0:3:36 no version can be in '>=3.0.0 <2.0.0': the range ends before it begins"] if text else []
    )


@pytest.mark.parametrize(
    "id",
    ["CVE-2026-1234", "CVE-1999-0001", "CVE-2026-1234567", "GHSA-jfh8-c2jp-5v3q", "ACME-1", "cvent-1", "RHSA-2026:1"],
)
def test_ids_that_may_stand(tmp_path: Path, id: str) -> None:
    assert one(tmp_path, fix(f"ids: ['{id}']"), "RC316") == []


@pytest.mark.parametrize(
    ("id", "hint"),
    [
        ("CVE-2026-123", "write it like CVE-2026-1234"),
        ("cve-2026-1234", "write CVE-2026-1234"),
        ("CVE 2026 1234", "write CVE-2026-1234"),
        ("CVE:2026-12345", "write CVE-2026-12345"),
        ("CVE-2026-XXXX", "write it like CVE-2026-1234"),
        ("CVE-2026-012345", "write it like CVE-2026-1234"),
        ("CVE-2026-1234, CVE-2026-1235", "write it like CVE-2026-1234"),
        ("ghsa-JFH8-c2jp-5v3q", "write GHSA-jfh8-c2jp-5v3q"),
        ("GHSA-aaaa-bbbb-cccc", "write it like GHSA-jfh8-c2jp-5v3q"),
        ("CVE", "write it like CVE-2026-1234"),
    ],
)
def test_ids_that_are_not_well_formed(tmp_path: Path, id: str, hint: str) -> None:
    [problem] = problems(folder_of(tmp_path, {"2.3.0.yaml": HEAD + fix(f"ids: ['{id}']")}), "RC316")
    assert (problem.hint, problem.line) == (hint, 3)


@given(st.from_regex(_CVE, fullmatch=True) | st.from_regex(_GHSA, fullmatch=True), st.sampled_from("- _:/"))
def test_a_hint_gives_back_what_only_was_written_otherwise(id: str, sign: str) -> None:
    assert _hint(id.replace("-", sign), id.split("-")[0]) == f"write {id}"


V3 = ("AV:N AV:A AV:L AV:P", "AC:L AC:H", "PR:N PR:L PR:H", "UI:N UI:R", "S:U S:C", "C:H C:L C:N", "I:H I:N", "A:L A:N")
V4 = (
    "AV:N AV:P", "AC:L AC:H", "AT:N AT:P", "PR:N PR:H", "UI:N UI:P UI:A", "VC:H VC:N", "VI:H VI:L", "VA:L VA:N",
    "SC:H SC:N", "SI:L SI:N", "SA:H SA:N",
)  # fmt: skip
VECTORS = st.one_of(
    *(
        st.tuples(*(st.sampled_from(part.split()) for part in parts)).map(lambda chosen, v=version: [v, *chosen])  # type: ignore[misc]
        for version, parts in (("CVSS:3.0", V3), ("CVSS:3.1", V3), ("CVSS:4.0", V4))
    )
)


@given(VECTORS, st.data())
def test_a_vector_has_a_score_and_none_once_a_metric_is_gone_or_twice(parts: list[str], data: st.DataObject) -> None:
    score = find_score("/".join(parts))
    assert score is not None
    assert 0 <= score.base <= 10
    assert score.severity == (
        "critical" if score.base >= 9 else "high" if score.base >= 7 else "medium" if score.base >= 4
        else "low" if score.base > 0 else None
    )  # fmt: skip
    at = data.draw(st.integers(1, len(parts) - 1))
    metric = parts[at].partition(":")[0]
    assert find_fault("/".join(parts[:at] + parts[at + 1 :])) == f"lacks the metric {metric}"
    assert find_fault("/".join([*parts, parts[at]])) == f"has the metric {metric} twice"


@pytest.mark.parametrize(
    ("vector", "fault"),
    [
        ("AV:N/AC:L/Au:N/C:P/I:P/A:P", "does not start with CVSS:3.1/ or CVSS:4.0/"),
        ("CVSS:2.0/AV:N", "does not start with CVSS:3.1/ or CVSS:4.0/"),
        ("cvss:3.1/av:n", "is not written in capital letters"),
        ("CVSS:3.1/", "has nothing after a '/'"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/", "has nothing after a '/'"),
        ("CVSS:3.1/AV:N/AC:L", "lacks the metrics PR, UI, S, C, I, A"),
        ("CVSS:3.1/AV:Z/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "has the part 'AV:Z', which CVSS 3.1 does not know"),
        ("CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "has the part 'S:U', which CVSS 4.0 does not know"),
        ("CVSS:3.1/" + "AV:N/" * 100, "has 509 characters"),
    ],
)
def test_what_is_wrong_with_a_vector_is_said(vector: str, fault: str) -> None:
    assert find_fault(vector) == fault
    assert find_score(vector) is None


@given(st.text() | st.text("CVSS:3.140/AVNHLPR\n\"'").map(lambda text: f"CVSS:3.1/{text}"))
@example("CVSS:4.0/\x00")
def test_any_text_is_a_vector_or_has_a_fault(text: str) -> None:
    assert (find_fault(text) is None) != (find_score(text) is None)


@pytest.mark.parametrize(
    ("urgency", "severity", "count"),
    [
        ("low", "medium", 0),
        ("low", "high", 1),
        ("medium", "high", 0),
        ("medium", "critical", 1),
        ("critical", "low", 0),
    ],
)
def test_an_urgency_may_be_one_step_below_the_severity(tmp_path: Path, urgency: str, severity: str, count: int) -> None:
    text = f"urgency: {urgency}\n" + fix(f"ids: [A-1], severity: {severity}, affected: '<2.3.0'")
    assert len(one(tmp_path, text, "RC327")) == count


# Deprecations, upgrades, tests


@pytest.mark.parametrize("more", ["removed_in: 3.0.0", "replacement: b", "details: b", "internal: true"])
def test_a_deprecation_says_one_thing_at_least(tmp_path: Path, more: str) -> None:
    assert one(tmp_path, f"deprecations: [{{text: a, {more}}}]\n", "RC319") == []


@pytest.mark.parametrize(("version", "count"), [("2.3.0", 1), ("2.3.0-rc.1", 1), ("2.3.1", 0), ("soon", 0)])
def test_what_is_deprecated_goes_later(tmp_path: Path, version: str, count: int) -> None:
    assert len(one(tmp_path, f"deprecations: [{{text: a, removed_in: {version}}}]\n", "RC320")) == count


MIGRATION = "migrations: [{text: a, reversible: false}]"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"upgrade: {{{MIGRATION}}}\n", 1),
        (f"upgrade: {{backup: none, {MIGRATION}}}\n", 1),
        (f"upgrade: {{backup: recommended, {MIGRATION}}}\n", 0),
        (f"upgrade: {{{MIGRATION}}}\nrollback: {{possible: false}}\n", 0),
        ("upgrade: {migrations: [{text: a}, {text: b, reversible: true}]}\n", 0),
    ],
)
def test_what_cannot_be_undone_has_a_backup_or_a_word_on_going_back(tmp_path: Path, text: str, count: int) -> None:
    assert len(one(tmp_path, text, "RC321")) == count


@pytest.mark.parametrize(
    ("rollback", "count"),
    [("possible: true", 1), ("possible: true, steps: [a]", 0), ("possible: true, until: a", 0), ("to: 2.2.0", 0)],
)
def test_a_plain_yes_contradicts_what_cannot_be_undone(tmp_path: Path, rollback: str, count: int) -> None:
    assert len(one(tmp_path, f"upgrade: {{{MIGRATION}}}\nrollback: {{{rollback}}}\n", "RC322")) == count


@pytest.mark.parametrize(("version", "count"), [("2.2.9", 0), ("v2.3.0", 1), ("2.4.0", 1), ("none", 0)])
def test_one_goes_back_to_something_older(tmp_path: Path, version: str, count: int) -> None:
    assert len(one(tmp_path, f"rollback: {{possible: true, to: {version}}}\n", "RC331")) == count


@pytest.mark.parametrize(("more", "count"), [("", 1), ("note: b", 0), ("result: pass", 0), ("result: skipped", 0)])
def test_a_test_that_failed_has_a_note(tmp_path: Path, more: str, count: int) -> None:
    test = more if more.startswith("result") else f"result: fail, {more}".rstrip(", ")
    assert len(one(tmp_path, f"tests: {{security: {{{test}}}}}\n", "RC326")) == count


def test_tests_are_asked_for_only_where_that_is_the_policy(tmp_path: Path) -> None:
    assert one(tmp_path, "", "RC325") == []
    own = "checks: {missing-tests: error}\n"
    assert one(tmp_path, "", "RC325", own) == ["2.3.0:1:1 the record does not say how any test went"]
    assert one(tmp_path, "status: planned\n", "RC325", own) == []
    other = folder_of(
        tmp_path / "b", {"2.3.0.yaml": HEAD}, vendor=own, product="checks: {RC325: {level: off, reason: a}}\n"
    )
    assert found(other, "RC325") == []


def test_downtime_is_announced_where_anything_is(tmp_path: Path) -> None:
    plan = "version: 2.4.0\ndate: 2026-12-20\nstatus: planned\nupgrade: {downtime: 5m}\n"
    assert found(folder_of(tmp_path, {"2.4.0.yaml": plan}), "RC323") == []
    notice = "id: move\nreleases: [2.4.0]\n"
    made = folder_of(tmp_path, {"notices/move.yaml": notice})
    assert found(made, "RC323") == []
    made = folder_of(tmp_path, {"notices/move.yaml": notice + "status: cancelled\n"})
    assert found(made, "RC323") == ["2.4.0:4:21 2.4.0 needs downtime, and no notice says when"]
    made = folder_of(tmp_path, {"2.4.0.yaml": plan.replace("5m", "0m")})
    assert found(made, "RC323") == []
