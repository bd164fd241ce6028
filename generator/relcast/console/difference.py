"""Two texts compared word by word, as a reader would mark them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_WORD = re.compile(
    r"\n|[^\S\n]+|[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]|[^\W_]+|.", re.DOTALL
)
"""A line end, blanks, one Chinese, Japanese or Korean character, a run of letters and digits, or any one sign."""
_MOST = 4_000_000
"""Pairs of words beyond which a passage is shown as replaced whole: comparing takes their number in the worst case."""

_MOST_LINES = 400
"""The same for pairs of lines that were replaced by each other."""
_ALIKE = 0.5
"""The share of their words that two lines must have in common to be compared."""

Kind = Literal["same", "gone", "new"]


class Passage(NamedTuple):
    """A run of text that both have, only the old one, or only the new one."""

    kind: Kind
    text: str


def difference(old: str, new: str) -> tuple[Passage, ...]:
    """The passages of two texts in reading order; the same and gone ones give the old text, same and new ones the new.

    Lines are matched first; the words of a line that changed are compared with the line it came from, and only where
    the two have at least half in common: crumbs that two unrelated sentences share say nothing to a reader.
    """
    found: list[Passage] = []
    for kind, before, after in _compare(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if kind == "same":
            found.append(Passage("same", "".join(before)))
        else:
            found += _changed(before, after)
    return tuple(_joined(passage for passage in found if passage.text))


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Passage]:
    """Lines that were replaced by others: the two that are most alike part them, and so on to both sides."""
    if len(old) * len(new) > _MOST_LINES:
        yield Passage("gone", "".join(old))
        yield Passage("new", "".join(new))
        return
    before, after = [_WORD.findall(line) for line in old], [_WORD.findall(line) for line in new]
    pairs = _alike([_bag(words) for words in before], [_bag(words) for words in after])
    first = second = 0
    for at, place in [*pairs, (len(old), len(new))]:
        yield Passage("gone", "".join(old[first:at]))
        yield Passage("new", "".join(new[second:place]))
        if at < len(old):
            for kind, gone, fresh in _compare(before[at], after[place]):
                yield Passage("same" if kind == "same" else "gone", "".join(gone))
                yield Passage("new", "" if kind == "same" else "".join(fresh))
        first, second = at + 1, place + 1


def _bag(words: Sequence[str]) -> Counter[str]:
    """How often each word stands in a line; every line has blanks."""
    return Counter(word for word in words if not word.isspace())


def _alike(old: Sequence[Counter[str]], new: Sequence[Counter[str]]) -> list[tuple[int, int]]:
    """Pairs of lines that are alike, in the order of both texts; of pairs that cross, the one that is more so."""
    found = []
    for at, bag in enumerate(old):
        for place, other in enumerate(new):
            share = 2 * (bag & other).total() / ((bag.total() + other.total()) or 1)
            if share >= _ALIKE:
                found.append((-share, at, place))
    pairs: list[tuple[int, int]] = []
    for _, at, place in sorted(found):
        if all((at < one and place < two) or (at > one and place > two) for one, two in pairs):
            pairs.append((at, place))
    return sorted(pairs)


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
