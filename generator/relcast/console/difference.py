"""Two texts compared word by word, as a reader would mark them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_WORD = re.compile(
    r"\n|[^\S\n]+|[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]|[^\W_]+|.", re.DOTALL
)
"""A line end, blanks, one Chinese, Japanese or Korean character, a run of letters and digits, or any one sign."""
_MOST = 4_000_000
"""Pairs of words beyond which a passage is shown as replaced whole: comparing takes their number in the worst case."""

Kind = Literal["same", "gone", "new"]


class Passage(NamedTuple):
    """A run of text that both have, only the old one, or only the new one."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> tuple[Passage, ...]:
    """The passages of two texts in reading order; the same and gone ones give the old text, same and new ones the new.

    Lines are matched first, then the words of lines that changed.
    """
    lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Passage] = []
    for kind, before, after in _compare(*lines):
        if kind == "same":
            found.append(Passage("same", "".join(before)))
            continue
        words = _WORD.findall("".join(before)), _WORD.findall("".join(after))
        for inner, gone, fresh in _compare(*words):
            if inner == "same":
                found.append(Passage("same", "".join(gone)))
            else:
                found += [Passage("gone", "".join(gone)), Passage("new", "".join(fresh))]
    return tuple(_joined(passage for passage in found if passage.text))


def _compare(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Kind, Sequence[str], Sequence[str]]]:
    """Runs that are the same, and runs that were replaced (told as `new`, either side may be empty)."""
    if len(old) * len(new) > _MOST:
        yield "new", old, new
        return
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield ("same" if tag == "equal" else "new"), old[first:last], new[start:end]


def _joined(passages: Iterator[Passage]) -> Iterator[Passage]:
    """Neighbours of one kind become one; between two same passages, what is gone stands before what is new."""
    pending: dict[Kind, str] = {}
    for passage in passages:
        if (passage.kind == "same") != ("same" in pending) and pending:
            yield from _in_order(pending)
            pending = {}
        pending[passage.kind] = pending.get(passage.kind, "") + passage.text
    yield from _in_order(pending)


def _in_order(pending: dict[Kind, str]) -> Iterator[Passage]:
    kinds: tuple[Kind, ...] = ("same", "gone", "new")
    for kind in kinds:
        if kind in pending:
            yield Passage(kind, pending[kind])
