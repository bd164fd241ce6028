"""Levels set in vendor.yaml and product.yaml: what they do, what they can't do, and what is said of idle ones."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from relcast.checks.run import check_folder, check_vendor
from relcast.library.load import load_vendor
from relcast.problems import Problem
from relcast.records.folder import VendorFolder, discover

BACKWARDS = {
    "gw/1.0.0.yaml": "version: 1.0.0\ndate: 2026-11-20\n",
    "gw/1.0.1.yaml": "version: 1.0.1\ndate: 2026-11-19\n",
    "gw/1.0.2.yaml": "version: 1.0.2\ndate: 2026-11-18\n",
}
"""Two dates that run backwards: RC405, a warning each."""
UNSETTABLE = "can't be set: what it finds makes a file unreadable"


def made(folder: Path, *, vendor: str = "", product: str = "", files: Mapping[str, str] = BACKWARDS) -> VendorFolder:
    texts = {"vendor.yaml": f"name: Acme\n{vendor}", "gw/product.yaml": f"name: Gateway\n{product}", **files}
    for name, text in texts.items():
        file = folder / "releases" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return discover(folder / "releases", "releases")


def levels(problems: list[Problem]) -> list[str]:
    return [f"{p.path.removeprefix('releases/')}:{p.line}:{p.column} {p.code} {p.severity}" for p in problems]


def checks(text: str) -> str:
    """`checks:` with one setting in flow style."""
    return f"checks: {{{text}}}\n"


@pytest.mark.parametrize("word", ["RC405", "rc405", "date-order"])
@pytest.mark.parametrize("level", ["error", "warning", "advice"])
def test_a_level_is_set_by_code_or_by_name(tmp_path: Path, word: str, level: str) -> None:
    problems = check_folder(made(tmp_path, vendor=checks(f"{word}: {level}")))
    assert levels(problems) == [f"gw/1.0.{n}.yaml:2:7 RC405 {level}" for n in (1, 2)]


def test_a_rule_that_is_off_finds_nothing_and_the_product_wins_over_the_vendor(tmp_path: Path) -> None:
    off = "date-order: {level: off, reason: imported}"
    assert check_folder(made(tmp_path, vendor=checks(off))) == []
    assert check_folder(made(tmp_path, vendor=checks("date-order: error"), product=checks(off))) == []
    back = check_folder(made(tmp_path, vendor=checks(off), product=checks("date-order: error")))
    assert [problem.severity for problem in back if problem.code == "RC405"] == ["error", "error"]


def test_a_setting_for_some_releases_leaves_the_others_to_the_vendor(tmp_path: Path) -> None:
    product = checks("date-order: {level: off, reason: imported, releases: [1.0.2]}")
    assert levels(check_folder(made(tmp_path, product=product))) == ["gw/1.0.1.yaml:2:7 RC405 warning"]
    folder = made(tmp_path, product=product, vendor=checks("date-order: error"))
    assert levels(check_folder(folder)) == ["gw/1.0.1.yaml:2:7 RC405 error"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("date-order: off", "2:22 RC201 a rule that is off needs a reason"),
        ("date-order: {level: off, reason: ''}", "2:43 RC202 expected text on one line, found ''"),
        (
            "date-order: {level: no, reason: a}",
            "2:30 RC202 expected 'error', 'warning', 'advice' or 'off', found 'no'",
        ),
        ("date-order: {levl: off}", "2:23 RC203 unknown key 'levl'"),
        ("date-order: {reason: a}", "2:22 RC201 the key 'level' is missing"),
        ("date-ordr: error", "2:10 RC217 there is no rule 'date-ordr'"),
        ("broken-yaml: warning", f"2:10 RC217 the level of 'broken-yaml' {UNSETTABLE}"),
        ("RC203: {level: off, reason: a}", f"2:10 RC217 the level of 'unknown-key' {UNSETTABLE}"),
        ("RC405: error, date-order: error", "2:24 RC217 this is the same rule as 'RC405' above"),
    ],
)
@pytest.mark.parametrize("file", ["vendor.yaml", "gw/product.yaml"])
def test_a_setting_that_can_do_nothing_is_an_error(tmp_path: Path, file: str, text: str, says: str) -> None:
    key = "vendor" if file == "vendor.yaml" else "product"
    folder = made(tmp_path, files={}, **{key: checks(text)})  # type: ignore[arg-type]
    found = [
        f"{p.path.removeprefix('releases/')}:{p.line}:{p.column} {p.code} {p.message}" for p in check_folder(folder)
    ]
    assert f"{file}:{says}" in found


def test_a_misspelt_rule_has_a_suggestion(tmp_path: Path) -> None:
    [problem] = check_folder(made(tmp_path, vendor=checks("date-ordr: error"), files={}))
    assert problem.hint == "did you mean 'date-order'?"


def test_the_vendor_names_no_releases(tmp_path: Path) -> None:
    folder = made(tmp_path, vendor=checks("date-order: {level: error, releases: [1.0.1]}"), files={})
    [problem] = check_folder(folder)
    assert (problem.code, problem.path, problem.line, problem.column) == ("RC217", "releases/vendor.yaml", 2, 37)


@pytest.mark.parametrize("setting", ["{level: off, reason: a}", "advice"])
def test_a_softened_rule_that_finds_nothing_is_told(tmp_path: Path, setting: str) -> None:
    settings = checks(f"date-order: {setting}")
    assert levels(check_folder(made(tmp_path, vendor=settings, files={}))) == ["vendor.yaml:2:10 RC218 advice"]
    folder = made(tmp_path / "b", product=settings, files={})
    assert levels(check_folder(folder)) == ["gw/product.yaml:2:10 RC218 advice"]
    assert levels(check_folder(folder, ["gw"])) == ["gw/product.yaml:2:10 RC218 advice"]


def test_a_vendors_setting_is_idle_only_where_no_product_needs_it(tmp_path: Path) -> None:
    folder = made(tmp_path, vendor=checks("date-order: advice"), files={"a/product.yaml": "name: a\n", **BACKWARDS})
    assert {problem.code for problem in check_folder(folder)} == {"RC405"}
    assert check_folder(folder, ["a"]) == []


def test_a_release_on_the_list_that_needs_no_setting_is_told(tmp_path: Path) -> None:
    product = checks("date-order: {level: off, reason: a, releases: [1.0.1, 1.0.0, 1.0.2, 9.9.9]}")
    assert levels(check_folder(made(tmp_path, product=product))) == [
        "gw/product.yaml:2:64 RC218 advice",
        "gw/product.yaml:2:78 RC218 advice",
    ]


@pytest.mark.parametrize("setting", ["error", "{level: error, reason: policy}", "warning"])
def test_a_stricter_level_is_a_policy_and_never_idle(tmp_path: Path, setting: str) -> None:
    assert check_folder(made(tmp_path, vendor=checks(f"date-order: {setting}"), files={})) == []


def test_the_rule_about_idle_settings_can_be_set_too(tmp_path: Path) -> None:
    text = "date-order: advice, unused-setting: {level: off, reason: a}"
    assert check_folder(made(tmp_path, vendor=checks(text), files={})) == []
    assert check_folder(made(tmp_path, product=checks(text), files={})) == []


def test_warnings_of_reading_can_be_set_too(tmp_path: Path) -> None:
    stray = {"1.0.0.yaml": "version: 1.0.0\n"}
    assert levels(check_folder(made(tmp_path, vendor=checks("stray-file: error"), files=stray))) == [
        "1.0.0.yaml:1:1 RC406 error"
    ]
    folder = made(tmp_path, vendor=checks("stray-file: {level: off, reason: a}"), files=stray)
    assert check_folder(folder) == []
    vendor, problems = load_vendor(folder)
    assert vendor
    assert [problem.code for problem in problems] == ["RC406"]
    assert check_vendor(folder, vendor, problems) == []
