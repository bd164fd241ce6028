"""Every rule: its module says what it is, its bad example gives exactly its code, its good one nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Golden
from rule_examples import write

import relcast
from relcast.checks.rule import FUNCTIONS, Rule, find_rule, rules
from relcast.checks.run import check_folder
from relcast.records.folder import discover

PACKAGE = Path(relcast.__file__).parent
MESSAGES = Path(__file__).parent / "messages"
FAMILIES = {
    "readable": 1, "field": 2, "sense": 3, "between": 4, "marketplaces": 5, "cadence": 6, "language": 7, "looks": 8,
}  # fmt: skip
NOW = datetime(2026, 11, 26, tzinfo=UTC)
"""When the examples are looked at."""
LEVELS = ("advice", "warning", "error")

ELSEWHERE = {rule.code for rule in rules() if re.fullmatch(r"RC50\d|RC52\d|RC554|RC8\d\d", rule.code)}
"""Rules of profiles, finished console text, announcements and pieces of pages: their tests stand beside those of
what they judge."""
OF_RECORDS = [rule for rule in rules() if rule.code not in ELSEWHERE]


@pytest.mark.parametrize("rule", OF_RECORDS, ids=lambda rule: rule.name)
class TestExamples:
    def test_the_bad_one_gives_exactly_its_code(self, rule: Rule, tmp_path: Path) -> None:
        write(tmp_path / "releases", rule, "Bad")
        problems = check_folder(discover(tmp_path / "releases", "releases"), now=NOW)
        assert [(problem.code, problem.name) for problem in problems] == [(rule.code, rule.name)]
        assert LEVELS.index(problems[0].severity) <= LEVELS.index(rule.severity)

    def test_the_good_one_gives_nothing(self, rule: Rule, tmp_path: Path) -> None:
        write(tmp_path / "releases", rule, "Good")
        assert [str(p) for p in check_folder(discover(tmp_path / "releases", "releases"), now=NOW)] == []


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
class TestModules:
    def test_it_says_what_and_why_and_shows_both(self, rule: Rule) -> None:
        assert rule.what.endswith(".")
        assert rule.why.endswith(".")
        assert "`Bad" not in rule.why
        assert rule.bad.text or rule.bad.remark
        assert rule.good.text or rule.good.remark

    def test_its_code_its_name_and_its_level_have_their_form(self, rule: Rule) -> None:
        assert re.fullmatch(r"RC[1-8]\d\d", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
        assert rule.severity in LEVELS

    def test_its_folder_is_that_of_its_family(self, rule: Rule) -> None:
        folder = rule.module.__name__.split(".")[-2]
        assert folder == "checks" or FAMILIES[folder] == int(rule.code[2])

    def test_it_is_found_by_code_and_by_name(self, rule: Rule) -> None:
        assert find_rule(rule.code.lower()) is find_rule(rule.name) is rule


@pytest.mark.parametrize("family", sorted({*FAMILIES} - {"looks"}))
def test_what_the_bad_examples_are_told_reads_well(family: str, tmp_path: Path, golden: Golden) -> None:
    """Messages and hints as people see them; the file is read as prose."""
    told = []
    for rule in OF_RECORDS:
        if FAMILIES[family] == int(rule.code[2]):
            write(tmp_path / rule.code, rule, "Bad")
            told += map(str, check_folder(discover(tmp_path / rule.code, "releases"), now=NOW))
    golden(MESSAGES / f"{family}.txt", "".join(f"{problem}\n" for problem in told))


def test_no_two_rules_share_a_code_or_a_name() -> None:
    assert len({rule.code for rule in rules()}) == len({rule.name for rule in rules()}) == len(rules())


def _raised() -> Iterator[tuple[str, str, str]]:
    """Every code that stands in the package as a text, with the text after it, and where."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            parts = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
            words = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            for code, name in pairwise(words):
                if isinstance(code, str) and re.fullmatch(r"RC\d\d\d", code) and isinstance(name, str):
                    yield code, name, f"{file.relative_to(PACKAGE)}:{node.lineno}"


def test_no_code_is_raised_that_no_rule_explains() -> None:
    known = {(rule.code, rule.name) for rule in rules()}
    of_others = {("RC111", "RC112")}  # a list of codes, not a code and its name
    wrong = [f"{where} {code} {name}" for code, name, where in _raised() if (code, name) not in known | of_others]
    assert not wrong


def test_what_explains_only_is_raised_somewhere() -> None:
    raised = {code for code, _, _ in _raised()}
    functions = (*FUNCTIONS, "check_settings")
    silent = [rule.code for rule in rules() if not any(hasattr(rule.module, name) for name in functions)]
    assert [code for code in silent if code not in raised] == []
