"""Which rules one run of the checks speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..problems import Problem
from ..records.guess import hint_for
from .rule import rules


class UnknownRule(Exception):
    """No rule has this code or name, and no code begins with it."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word

    def __str__(self) -> str:
        word = self.word.strip()
        known = [] if _CODE.match(word) else [rule.name for rule in rules()]  # codes alike have nothing in common
        hint = hint_for(word, known, otherwise="`relcast explain` lists all of them", label="for example")
        return f"there is no rule '{self.word}': {hint}"


_CODE = re.compile(r"RC\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes of the rules that are wanted; all of them where `select` is None."""

    select: frozenset[str] | None = None
    ignore: frozenset[str] = frozenset()

    @classmethod
    def of_words(cls, select: Sequence[str], ignore: Sequence[str]) -> Selection:
        """From codes, beginnings of codes (`RC4`) and names, several of them with commas. Raises UnknownRule."""
        return cls(_codes(select) if select else None, _codes(ignore))

    def wants(self, code: str) -> bool:
        """Whether the rule of a code is asked for."""
        return (self.select is None or code in self.select) and code not in self.ignore

    def of(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems asked for."""
        return [problem for problem in problems if self.wants(problem.code)]


def _codes(words: Sequence[str]) -> frozenset[str]:
    found: set[str] = set()
    for word in (part.strip() for several in words for part in several.split(",")):
        if not word:
            continue
        codes = {
            rule.code for rule in rules()
            if rule.name == word.lower() or (word.upper().startswith("RC") and rule.code.startswith(word.upper()))
        }  # fmt: skip
        if not codes:
            raise UnknownRule(word)
        found |= codes
    return frozenset(found)
