"""Which entries go into a box when room is short: whole ones only, by rank, and all of what must be kept.

What is best, exactly: of all texts that fit, the one that keeps the entry of the first rank, then the one of the next,
and so on (an entry never pushes out one that ranks before it, and none that would still fit is left out); of those, the
one whose last line tells how many changes of each kind are left out, if there is room for that; of those, the one that
has the entry of the first rank in its longest form, then the next. So authors' short forms are used before anything is
dropped, last rank first. The text always reads in the order of its blocks.

More room never costs an entry that ranks higher than what it brings in: of two limits, the larger one's text wins at
the first rank where the two differ. As a plain count that can't be had together with the rest. With room for the second
and the third entry but not for the longer first, both stay; with a little more room the first stays, and they may go.

The search is greedy, and that is exact: lengths add up (see `count`), an entry costs at least what the tail grows by
when it is left out, and the one exception, the tail that vanishes once no change is left out, is tried beside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from ..model.form import Unit
from .counting import UNIT_WORDS, count


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a text, with all that belongs to it."""

    id: str
    forms: tuple[str, ...]
    """As written to the box, the fullest first; at least one."""
    rank: tuple[int, ...] = ()
    """Lower stays longer; equal ranks stay in reading order."""
    must_keep: bool = False
    is_change: bool = True
    """Whether the tail counts it when it is left out."""
    kind: str = ""
    """What the tail calls it when it tells the kinds of what is left out."""


@dataclass(frozen=True, slots=True)
class Block:
    """Entries under a heading, which goes when they all go; "" for none."""

    heading: str
    entries: tuple[Entry, ...]
    ending: str = ""
    """The line after the last entry, such as the end of a list's tag; it goes with the heading."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a text and is always there."""

    before: str = ""
    after: str = ""
    gap: str = "\n\n"
    """What parts blocks from each other: a line end and as much more as the dialect wants."""


Tail = Callable[[int], str]
Told = Callable[[Mapping[str, int]], str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text that fits, and what became of each entry (ids in reading order)."""

    text: str
    used: int
    kept: tuple[str, ...]
    shortened: tuple[str, ...]
    """Those of `kept` that are not in their fullest form."""
    dropped: tuple[str, ...]


class DoesNotFit(Exception):
    """What must be kept takes more than the box has."""

    def __init__(self, needed: int, allowed: int, unit: Unit, longest: str = "") -> None:
        self.needed = needed
        self.allowed = allowed
        self.unit = unit
        self.longest = longest
        """The id of the longest entry that must be kept."""
        super().__init__(needed, allowed, unit, longest)

    def __str__(self) -> str:
        told = f"what must be kept takes {self.needed} {UNIT_WORDS[self.unit]}, {self.allowed} are allowed"
        return f"{told}; the longest is '{self.longest}'" if self.longest else told


def fit(
    blocks: Sequence[Block],
    limit: int | None,
    unit: Unit,
    tail: Tail,
    *,
    told: Told | None = None,
    elsewhere: Mapping[str, int] | None = None,
    frame: Frame = Frame(),
) -> Fitted:
    """The best text of at most `limit` (in `unit`; None: no limit), as this module defines best.

    `tail(n)` is the last line when `n` > 0 changes are left out, and must not grow by more than one unit for one more;
    `told(kinds)` says the same at length, with how many there are of each kind. `elsewhere` counts, by kind, changes
    that have no place in these blocks at all. Raises `DoesNotFit`.
    """
    work = _Work(blocks, unit, tail, told, Counter(elsewhere or {}), frame)
    chosen = work.full() if limit is None else work.best(limit)
    text = work.text(chosen)
    used = count(text, unit)
    if limit is not None and used > limit:
        raise AssertionError(f"packed {used} {unit} into {limit}")
    entries = work.entries
    return Fitted(
        text, used,
        kept=tuple(line.entry.id for at, line in enumerate(entries) if at in chosen),
        shortened=tuple(line.entry.id for at, line in enumerate(entries) if chosen.get(at)),
        dropped=tuple(line.entry.id for at, line in enumerate(entries) if at not in chosen),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry in its block, its forms falling in size."""

    block: int
    entry: Entry
    forms: tuple[str, ...]
    sizes: tuple[int, ...]
    """Each with the line end before it."""


_Chosen = dict[int, int]
"""Which entries stay (position in reading order), each in which form."""


class _Work:
    """What one fitting knows: every size once, so that a trial is an addition and not a rendering."""

    def __init__(
        self,
        blocks: Sequence[Block],
        unit: Unit,
        tail: Tail,
        told: Told | None,
        elsewhere: Counter[str],
        frame: Frame,
    ) -> None:
        self.blocks = blocks
        self.unit = unit
        self.tail = tail
        self.told = told
        self.tells = told is not None
        """Whether the last line tells the kinds of what is left out; it does unless there is no room for it."""
        self.elsewhere = elsewhere
        self.frame = frame
        self.line_end = count("\n", unit)
        self.gap = count(frame.gap, unit)
        around = [part for part in (frame.before, frame.after) if part]
        self.around = sum(count(part, unit) + self.line_end for part in around)
        self.headings = [
            self.gap - self.line_end
            + sum(count(part, unit) + self.line_end for part in (block.heading, block.ending) if part)
            for block in blocks
        ]  # fmt: skip
        """What each block costs beside its entries: what parts it from the one before, its heading and its ending."""
        self.entries = [self._line(at, entry) for at, block in enumerate(blocks) for entry in block.entries]
        self.ranked = sorted(
            range(len(self.entries)),
            key=lambda at: (not self.entries[at].entry.must_keep, self.entries[at].entry.rank, at),
        )
        self.changes = sum(line.entry.is_change for line in self.entries)

    def _line(self, block: int, entry: Entry) -> _Line:
        forms, sizes = [entry.forms[0]], [count(entry.forms[0], self.unit) + self.line_end]
        for form in entry.forms[1:]:
            size = count(form, self.unit) + self.line_end
            if size < sizes[-1]:
                forms.append(form)
                sizes.append(size)
        return _Line(block, entry, tuple(forms), tuple(sizes))

    def full(self) -> _Chosen:
        return dict.fromkeys(range(len(self.entries)), 0)

    def best(self, limit: int) -> _Chosen:
        must = [at for at in self.ranked if self.entries[at].entry.must_keep]
        changes = [at for at in self.ranked if self.entries[at].entry.is_change]
        pile, whole = _Pile(self, must), _Pile(self, {*must, *changes})
        # `pile` leaves out all that has not been chosen; `whole` leaves out no change, and so may have no tail.
        if min(pile.size(), whole.size()) > limit:
            longest = max(must, key=lambda at: self.entries[at].sizes[-1], default=None)
            raise DoesNotFit(
                min(pile.size(), whole.size()), limit, self.unit,
                self.entries[longest].entry.id if longest is not None else "",
            )  # fmt: skip
        for at in self.ranked:
            if at not in pile.lines and min(pile.size(at), whole.size(at)) <= limit:
                pile.add(at)
                whole.add(at)
        room = limit - pile.size()
        if self.told is not None and (left_out := self.left_out(pile.lines)):
            longer = count(self.told(left_out), self.unit) - count(self.tail(left_out.total()), self.unit)
            self.tells = longer <= room
            room -= longer if self.tells else 0
        chosen: _Chosen = {}
        for at in self.ranked:
            if at in pile.lines:
                sizes = self.entries[at].sizes
                chosen[at] = next(form for form, size in enumerate(sizes) if size - sizes[-1] <= room)
                room -= sizes[chosen[at]] - sizes[-1]
        return chosen

    def left_out(self, kept: Container[int]) -> Counter[str]:
        """How many changes of each kind are not in a text that has these lines, in reading order."""
        missing = Counter(
            line.entry.kind for at, line in enumerate(self.entries) if line.entry.is_change and at not in kept
        )
        return missing + self.elsewhere

    def tail_after(self, changes: int) -> str:
        """The last line when that many changes are in the text; "" when none is left out."""
        left_out = self.changes - changes + self.elsewhere.total()
        return self.tail(left_out) if left_out else ""

    def text(self, chosen: _Chosen) -> str:
        parts = []
        for at, block in enumerate(self.blocks):
            lines = [
                line.forms[chosen[index]]
                for index, line in enumerate(self.entries)
                if line.block == at and index in chosen
            ]
            if lines:
                parts.append("\n".join(part for part in (block.heading, *lines, block.ending) if part))
        if left_out := self.left_out(chosen):
            tells = self.told if self.tells else None
            parts.append(tells(left_out) if tells else self.tail(left_out.total()))
        body = self.frame.gap.join(parts)
        return "\n".join(part for part in (self.frame.before, body, self.frame.after) if part)


class _Pile:
    """Entries in their shortest forms, and what their text measures."""

    def __init__(self, work: _Work, lines: Sequence[int] | set[int]) -> None:
        self.work = work
        self.lines: set[int] = set()
        self.blocks: set[int] = set()
        self.body = 0
        self.changes = 0
        for at in lines:
            self.add(at)

    def _cost(self, at: int) -> int:
        line = self.work.entries[at]
        return line.sizes[-1] + (0 if line.block in self.blocks else self.work.headings[line.block])

    def add(self, at: int) -> None:
        """Takes an entry in; one that is in already changes nothing."""
        if at not in self.lines:
            self.body += self._cost(at)
            self.lines.add(at)
            self.blocks.add(self.work.entries[at].block)
            self.changes += self.work.entries[at].entry.is_change

    def size(self, extra: int | None = None) -> int:
        """The whole text's length, tail included; with one more entry if `extra` is given."""
        body, changes = self.body, self.changes
        if extra is not None and extra not in self.lines:
            body += self._cost(extra)
            changes += self.work.entries[extra].entry.is_change
        work = self.work
        tail = work.tail_after(changes)
        total = body + (count(tail, work.unit) + work.gap if tail else 0)
        # Every line brought its line end and every part what parts it; the first part and the last line need none.
        return max(0, total - work.gap + work.around) if total else max(0, work.around - work.line_end)
