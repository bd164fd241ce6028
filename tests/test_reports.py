"""Each form in which problems are reported: valid by its own schema, exact in its escapes, marks at the right place."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker
from wcwidth import wcswidth

from relcast.checks.explain import help_text
from relcast.checks.rule import rules
from relcast.cli import main
from relcast.problems import Problem
from relcast.reports.data import write_json
from relcast.reports.github import write_github
from relcast.reports.gitlab import write_gitlab
from relcast.reports.sarif import RuleHelp, write_sarif
from relcast.reports.text import excerpt, write_text

SCHEMAS = Path(__file__).parent / "schemas"
CASES = Path(__file__).parent / "cases"
HELPS = [RuleHelp(rule.code, rule.name, rule.severity, rule.what, help_text(rule)) for rule in rules()]


def problem(**changes: Any) -> Problem:
    given: dict[str, Any] = {
        "code": "RC203", "name": "unknown-key", "message": "unknown key 'fixs'", "hint": "did you mean 'fixes'?",
        "path": "releases/gw/1.0.0.yaml", "line": 3, "column": 1, **changes,
    }  # fmt: skip
    return Problem(**given)


PROBLEMS = st.builds(
    problem,
    code=st.sampled_from([rule.code for rule in rules()] + ["RC999"]),
    message=st.text(min_size=1, max_size=20),
    hint=st.none() | st.text(max_size=20),
    severity=st.sampled_from(["error", "warning", "advice"]),
    path=st.text(min_size=1, max_size=12).filter(lambda text: text[0] not in "./\\" and ":" not in text[:2]),
    line=st.integers(0, 9),
    column=st.integers(0, 9),
)


SARIF = Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text()), format_checker=FormatChecker())


def sarif_faults(text: str) -> list[str]:
    return [error.message for error in SARIF.iter_errors(json.loads(text))]


def gitlab_faults(text: str) -> list[str]:
    schema = json.loads((SCHEMAS / "gitlab-code-quality.json").read_text())
    return [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(text))]


# Text


@pytest.mark.parametrize(
    ("line", "column", "shown", "cells"),
    [
        ("fixs: []", 1, "fixs: []", 0),
        ("  - 策略: 热加载", 7, "  - 策略: 热加载", 8),
        ("  - 🚀 launch `x", 7, "  - 🚀 launch `x", 7),
        ("  - e\u0301t\u00e9: x", 7, "  - e\u0301t\u00e9: x", 5),
        ("  - ﾊﾝｶｸ全角: x", 11, "  - ﾊﾝｶｸ全角: x", 12),
        ("a\tb", 3, "a\\tb", 3),
        ("a\x1b[31mb\u202ec", 9, "a\\x1b[31mb\\u202ec", 16),
    ],
    ids=["plain", "chinese", "emoji", "combining", "half width", "tab", "escapes"],
)
def test_the_mark_stands_below_the_sign_that_is_meant(line: str, column: int, shown: str, cells: int) -> None:
    assert excerpt(line, column) == (shown, cells)


def test_a_long_line_is_cut_to_what_surrounds_the_place() -> None:
    found = excerpt("a" * 500 + "X" + "b" * 500, 501)
    assert found
    text, cells = found
    assert text[cells] == "X"
    assert text[0] == text[-1] == "…"
    assert len(text) <= 110


@given(st.text(st.characters(exclude_characters="\n"), max_size=300), st.integers(1, 320))
@settings(deadline=None)
def test_whatever_the_line_the_mark_stands_below_its_sign_and_nothing_odd_is_printed(line: str, column: int) -> None:
    found = excerpt(line, column)
    if found is None:
        assert not line.strip()
        return
    text, cells = found
    assert text.isprintable()
    assert wcswidth(text) <= 110
    sign = line[column - 1 : column]
    if sign and sign.isalnum() and unicodedata.combining(sign) == 0 and "\u200d" not in line:
        rest = next(text[i:] for i in range(len(text) + 1) if wcswidth(text[:i]) == cells and not _joins(text[i:]))
        assert rest.startswith(sign if sign.isprintable() else "\\")


def _joins(rest: str) -> bool:
    return bool(rest) and unicodedata.category(rest[0]) in ("Mn", "Me", "Mc", "Cf")


def test_text_shows_place_line_mark_and_hint() -> None:
    lines = {("releases/gw/1.0.0.yaml", 3): "fixs: []"}
    assert write_text([problem()], lines) == (
        "releases/gw/1.0.0.yaml:3:1: RC203 unknown key 'fixs' (unknown-key)\n"
        "    3 | fixs: []\n"
        "      | ^\n"
        "    hint: did you mean 'fixes'?\n"
    )


def test_colours_change_nothing_but_colour() -> None:
    lines = {("releases/gw/1.0.0.yaml", 3): "fixs: []"}
    found = [problem(), problem(severity="advice", hint=None), problem(severity="warning")]
    coloured = write_text(found, lines, colour=True)
    assert coloured.count("\x1b[1;31m") == 2
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == write_text(found, lines)


# JSON


def test_json_says_all_of_a_problem() -> None:
    found = json.loads(write_json([problem(where=("features", 0, "text"))], {}))
    assert found["form"] == 1
    assert found["counts"] == {"error": 1, "warning": 0, "advice": 0}
    row = found["problems"][0]
    assert re.fullmatch("[0-9a-f]{32}", row.pop("fingerprint"))
    assert row == {
        "path": "releases/gw/1.0.0.yaml", "line": 3, "column": 1, "code": "RC203", "name": "unknown-key",
        "severity": "error", "message": "unknown key 'fixs'", "hint": "did you mean 'fixes'?",
        "where": ["features", 0, "text"],
    }  # fmt: skip


@given(st.lists(PROBLEMS, max_size=4))
@settings(deadline=None)
def test_every_form_holds_whatever_a_problem_says(problems: list[Problem]) -> None:
    assert len(json.loads(write_json(problems, {}))["problems"]) == len(problems)
    assert not sarif_faults(write_sarif(problems, HELPS, {}, version="1"))
    rows = json.loads(write_gitlab(problems, {}))
    assert len({row["fingerprint"] for row in rows}) == len(problems)
    assert write_github(problems).count("\n") == len(problems)
    assert "\r" not in write_github(problems)


# GitHub


def test_github_escapes_what_its_commands_are_made_of() -> None:
    found = problem(path="C:\\a,b:c\\100%.yaml", message="50 %:\r\n, done", hint="a\nb", severity="advice", column=7)
    assert write_github([found]) == (
        "::notice file=C%3A/a%2Cb%3Ac/100%25.yaml,line=3,col=7,title=RC203 unknown-key::50 %25:%0D%0A, done%0Aa%0Ab\n"
    )


@given(PROBLEMS)
@settings(deadline=None)
def test_github_gives_back_what_was_said(found: Problem) -> None:
    match = re.fullmatch(r"::(error|warning|notice) file=([^:,]*),line=(\d+),col=(\d+),title=[^:,]*::(.*)\n",
                         write_github([found]), re.DOTALL)  # fmt: skip
    assert match
    assert match[5].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") == (
        found.message + (f"\n{found.hint}" if found.hint else "")
    )


# GitLab


def test_gitlab_knows_a_problem_again_when_its_line_has_moved() -> None:
    before = write_gitlab([problem(line=3)], {("releases/gw/1.0.0.yaml", 3): "  fixs: []"})
    after = write_gitlab([problem(line=30, column=3)], {("releases/gw/1.0.0.yaml", 30): "fixs: []"})
    assert json.loads(before)[0]["fingerprint"] == json.loads(after)[0]["fingerprint"]


def test_gitlab_tells_two_problems_of_the_same_words_apart() -> None:
    rows = json.loads(write_gitlab([problem(line=3), problem(line=9)], {}))
    assert rows[0]["fingerprint"] != rows[1]["fingerprint"]


# SARIF


def test_sarif_addresses_are_relative_and_escaped() -> None:
    paths = ["releases/热 a%.yaml", "./x#y.yaml", "/tmp/a b.yaml", "C:\\r\\1.yaml"]
    run = json.loads(write_sarif([problem(path=path) for path in paths], HELPS, {}, version="1"))["runs"][0]
    found = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]]
    assert found == [
        {"uri": "releases/%E7%83%AD%20a%25.yaml", "uriBaseId": "%SRCROOT%"},
        {"uri": "x%23y.yaml", "uriBaseId": "%SRCROOT%"},
        {"uri": "file:///tmp/a%20b.yaml"},
        {"uri": "file:///C:/r/1.yaml"},
    ]


def test_sarif_describes_each_rule_that_found_something_once() -> None:
    found = [problem(), problem(line=4), problem(code="RC105", name="broken-yaml")]
    run = json.loads(write_sarif(found, HELPS, {}, version="1"))["runs"][0]
    listed = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in listed] == ["RC105", "RC203"]
    assert all(listed[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert listed[1]["shortDescription"]["text"] == "A key is not known in this place."
    assert "fixs" in listed[1]["help"]["markdown"]
    assert run["columnKind"] == "unicodeCodePoints"


def test_the_schema_of_sarif_refuses_what_is_none() -> None:
    good = json.loads(write_sarif([problem()], HELPS, {}, version="1"))
    good["runs"][0]["results"][0]["level"] = "advice"
    assert sarif_faults(json.dumps(good))


# The command


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if (path / "releases").is_dir()))
def test_whole_folders_are_valid_in_every_form(
    case: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(CASES / case)
    found = {}
    for form in ("json", "sarif", "gitlab", "github"):
        main(["check", "--format", form])
        found[form] = capsys.readouterr().out
    number = len(json.loads(found["json"])["problems"])
    assert not sarif_faults(found["sarif"])
    assert len(json.loads(found["sarif"])["runs"][0]["results"]) == number
    assert not gitlab_faults(found["gitlab"])
    assert len(json.loads(found["gitlab"])) == number
    assert found["github"].count("\n::") + found["github"].startswith("::") == number


def test_code_hosts_get_paths_from_here_however_the_folder_was_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(CASES / "lost-words")
    main(["check", "--format", "gitlab", str(CASES / "lost-words/releases")])
    assert {row["location"]["path"] for row in json.loads(capsys.readouterr().out)} == {"releases/gw/1.0.0.yaml"}
