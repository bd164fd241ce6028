"""Lines of a checklist: what was looked at and what was found, to be said in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from ..library.product import ProductHistory
from ..model.text import Words
from ..render.phrases import day_words
from ..words import language_name, words

State = Literal["done", "advised", "missing", "wrong"]
"""In the way are `missing` and `wrong`; `advised` is for a person to judge."""


@dataclass(frozen=True, slots=True)
class Word:
    """A slot that is filled with one of our words, in the language of the sentence around it."""

    key: str


Slot = str | int | date | Word | Words


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist, to be said in any language."""

    id: str
    """Permanent, and unique in its list."""
    state: State
    title: str
    """Key of our words."""
    remark: str
    """Key of our words; says what is there, or what to do."""
    slots: Mapping[str, Slot] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of a submission."""
        return self.state in ("missing", "wrong")

    def say_title(self, language: str, history: ProductHistory) -> str:
        """What is looked at."""
        return self._say(self.title, language, history)

    def say_remark(self, language: str, history: ProductHistory) -> str:
        """What was found, and what to do where something is missing."""
        return self._say(self.remark, language, history)

    def _say(self, key: str, language: str, history: ProductHistory) -> str:
        table = words(language)
        said: dict[str, str] = {}
        for name, value in self.slots.items():
            if isinstance(value, Word):
                said[name] = table[value.key]
            elif isinstance(value, Words):
                said[name] = value.pick(language).text
            elif isinstance(value, date):
                said[name] = day_words(value, language, history.zone)
            elif name == "language":
                said[name] = language_name(str(value))
            else:
                said[name] = str(value)
        return fill_slots(table[key], said)


def fill_slots(sentence: str, said: Mapping[str, str]) -> str:
    """The sentence with its `{slots}` filled once: a brace in what fills them stays a brace."""
    pieces = []
    for number, piece in enumerate(sentence.split("{")):
        name, brace, rest = piece.partition("}")
        pieces.append(piece if not number else said[name] + rest if brace and name in said else "{" + piece)
    return "".join(pieces)
