"""`relcast explain`, and the page of rules in the docs, which says the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Golden

from relcast.checks.explain import reference
from relcast.checks.rule import rules
from relcast.cli import main

ROOT = Path(__file__).parents[1]


def explain(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["explain", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("word", ["RC203", "rc203", "unknown-key"])
def test_a_rule_is_found_by_code_and_by_name(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = explain(capsys, word)
    assert code == 0
    assert out == (
        "RC203 unknown-key (error)\n\n"
        "A key is not known in this place.\n\n"
        "Why: most tools drop misspelt keys silently, and with them what they hold.\n\n"
        "Bad:\n\n"
        "    version: 1.0.0\n    date: 2026-11-20\n    fixs:\n      - Sessions end in time\n\n"
        "Good:\n\n"
        "    version: 1.0.0\n    date: 2026-11-20\n    fixes:\n      - Sessions end in time\n"
    )


def test_every_rule_can_be_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for rule in rules():
        code, out, _ = explain(capsys, rule.code)
        assert code == 0
        assert out.startswith(f"{rule.code} {rule.name} ({rule.severity})\n")
        assert "Why: " in out and "\nBad:" in out and "\nGood:" in out


def test_without_a_rule_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = explain(capsys)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == [rule.code for rule in rules()]


def test_an_unknown_rule_is_wrong_usage_with_a_guess(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = explain(capsys, "unknown-kye")
    assert (code, out) == (2, "")
    assert "there is no rule 'unknown-kye': did you mean 'unknown-key'?" in err
    assert "there is no rule 'RC999': `relcast explain` lists all of them" in explain(capsys, "RC999")[2]


@pytest.mark.parametrize(("language", "docs"), [("en", "docs"), ("zh-CN", "docs.zh-CN")])
def test_the_page_of_rules_says_what_the_docstrings_say(language: str, docs: str, golden: Golden) -> None:
    """After a change to a docstring: `pytest tests/test_explain.py --update-golden`."""
    golden(ROOT / docs / "guide/rules.md", reference(rules(), language))
