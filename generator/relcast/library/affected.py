"""Which versions an advisory affects, from what its fixes say.

A fix holds for the rest of its minor line (2.2.4 for 2.2.5 too, not for 2.3.0), and the newest fix for everything after
it. So an older record's `<2.3.0` needs no edit when 2.2.4 brings the fix back to 2.2. But a later line that had begun
before the newest fix came out does not contain it (see `lineage`): what a stated range reaches of it is affected. Where
no fix says what it affects, every version before it is taken to be: a reader's tool must err on the side of warning.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..model.range import END, START, Cut, RangeError, parse_range
from ..model.version import FINAL, Scheme, Version
from .lineage import Lineage
from .product import VersionedRelease

Event = Mapping[str, str]


class Released:
    """The versions of a product that are out, oldest first, looked up by their place in the order."""

    def __init__(self, releases: Sequence[VersionedRelease]) -> None:
        """`releases` are those that are out, newest first."""
        self._releases = releases[::-1]
        self._places: list[Cut] = [entry.version.precedence for entry in self._releases]

    def between(self, low: Cut, high: Cut) -> Sequence[VersionedRelease]:
        """The releases from one cut on, up to another."""
        return self._releases[bisect_left(self._places, low) : bisect_left(self._places, high)]

    def span(self, low: Cut, high: Cut) -> tuple[int, int]:
        """The same as places, oldest first: the first, and one past the last."""
        first = bisect_left(self._places, low)
        return first, max(first, bisect_left(self._places, high))

    def find_first(self, cut: Cut) -> Version | None:
        """The first version from a cut on."""
        place = bisect_left(self._places, cut)
        return self._releases[place].version if place < len(self._releases) else None


@dataclass(frozen=True, slots=True)
class Affected:
    """The affected stretches between versions, sorted, apart from each other."""

    intervals: tuple[tuple[Cut, Cut], ...]
    fixes: frozenset[Version]
    is_stated: bool
    """False where no record says it, so that it follows from the fixes alone."""

    def versions(self, released: Released) -> list[str]:
        """The affected versions among those that are out, oldest first."""
        return [entry.version.text for low, high in self.intervals for entry in released.between(low, high)]

    def semver(self, released: Released) -> list[tuple[Event, ...]]:
        """The stretches as OSV events (OSV schema, affected[].ranges[].events); none where builds differ, which SemVer
        doesn't order."""
        if any(_names_a_build(cut) for pair in self.intervals for cut in pair):
            return []
        return [(_begin(low, released), *self._end(high, released)) for low, high in self.intervals]

    def _end(self, cut: Cut, released: Released) -> tuple[Event, ...]:
        """The lowest version that isn't affected, or the highest that is; nothing where it goes on for ever."""
        if cut == END:
            return ()
        if len(cut) == 3:  # after every build of a version
            following = released.find_first(cut)
            if following is not None and following in self.fixes:
                return ({"fixed": _version(following.precedence)},)
            return ({"last_affected": _version(cut)},)
        return ({"fixed": _lowest(cut, released)},)


def affected_ranges(
    stated: Sequence[str], fixes: Sequence[VersionedRelease], scheme: Scheme, released: Released, lineage: Lineage
) -> Affected:
    """What the ranges and the fixes of one advisory in one product come to; a preview may have ranges that can't be
    read."""
    intervals: list[tuple[Cut, Cut]] = []
    for text in stated:
        try:
            intervals += parse_range(text, scheme).intervals
        except RangeError:
            continue
    last = max(entry.version for entry in fixes)
    newest = _first(last, released)
    is_stated = bool(intervals)
    unreached = [
        stretch
        for low, high in intervals
        for stretch in _unreached(max(low, _end_of_line(last)), high, fixes, released, lineage)
    ]
    intervals = [*_without(intervals or [(START, newest)], newest, END), *unreached]
    for entry in fixes:
        intervals = list(_without(intervals, _first(entry.version, released), _end_of_line(entry.version)))
    return Affected(tuple(_joined(intervals)), frozenset(entry.version for entry in fixes), is_stated)


def _unreached(
    low: Cut, high: Cut, fixes: Sequence[VersionedRelease], released: Released, lineage: Lineage
) -> Iterator[tuple[Cut, Cut]]:
    """The stretches after every fix whose releases contain none of them, each within one minor line."""
    begin: Cut | None = None
    end: Cut = low
    for entry in released.between(low, high):
        cut = entry.version.precedence
        if begin is not None and cut >= end:  # another line
            yield begin, min(high, end)
            begin = None
        if any(lineage.contains(entry, fix) for fix in fixes):
            if begin is not None:
                yield begin, _first(entry.version, released)
                begin = None
        elif begin is None:
            begin, end = max(low, _first(entry.version, released)), _end_of_line(entry.version)
    if begin is not None:
        yield begin, min(high, end)


def _first(version: Version, released: Released) -> Cut:
    """Where a fix begins to hold: before every build of its version, or at its own build where an earlier one is out,
    as 5.07 is before 5.07+hotfix1."""
    start = version.precedence[:2]
    earliest = released.find_first(start)
    return version.precedence if earliest is not None and earliest < version else start


def _end_of_line(version: Version) -> Cut:
    """Where a version's minor line ends: before every pre-release of the next one."""
    major, minor, *_ = (*version.precedence[0], 0, 0)
    return ((major, minor + 1),)


def _without(intervals: Sequence[tuple[Cut, Cut]], begin: Cut, end: Cut) -> Iterator[tuple[Cut, Cut]]:
    for low, high in intervals:  # empty ones would double with each fix
        if low < min(high, begin):
            yield low, min(high, begin)
        if max(low, end) < high:
            yield max(low, end), high


def _joined(intervals: Sequence[tuple[Cut, Cut]]) -> Iterator[tuple[Cut, Cut]]:
    """The same stretches in order, joined where they touch; empty ones are gone."""
    last: tuple[Cut, Cut] | None = None
    for low, high in sorted(pair for pair in intervals if pair[0] < pair[1]):
        if last is not None and low <= last[1]:
            last = last[0], max(last[1], high)
            continue
        if last is not None:
            yield last
        last = low, high
    if last is not None:
        yield last


def _names_a_build(cut: Cut) -> bool:
    """True for a cut at one build of a version; (numbers, stage, builds, text) has four parts."""
    return len(cut) > 3 and bool(cut[2])


def _begin(cut: Cut, released: Released) -> Event:
    """The lowest version that is affected."""
    if cut == START:
        return {"introduced": "0"}
    if len(cut) == 3:  # after every build of a version: the next one in SemVer's order
        stage = _stage(cut)
        return {"introduced": f"{_version(cut)}.0" if stage else f"{_following(cut)}-0"}
    return {"introduced": _lowest(cut, released)}


def _lowest(cut: Cut, released: Released) -> str:
    """The lowest version from a cut on: before pre-releases the lowest one that is out, rather than `2.3.0-0`."""
    if len(cut) == 1:
        first = released.find_first(cut)
        return _version(first.precedence) if first and first.precedence[0] == cut[0] else _numbers(cut)
    return _version(cut)


def _numbers(cut: Cut) -> str:
    numbers: Any = cut[0]
    return ".".join(str(number) for number in (*numbers, 0, 0, 0)[:3])


def _following(cut: Cut) -> str:
    numbers: Any = cut[0]
    major, minor, patch = (*numbers, 0, 0, 0)[:3]
    return f"{major}.{minor}.{patch + 1}"


def _stage(cut: Cut) -> str:
    """The pre-release of a SemVer cut; empty for a version that is none."""
    stage: Any = cut[1]
    return "" if stage == FINAL else ".".join(word or str(*number) for _, word, number in stage)


def _version(cut: Cut) -> str:
    stage = _stage(cut)
    return f"{_numbers(cut)}-{stage}" if stage else _numbers(cut)
