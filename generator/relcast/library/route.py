"""The way from one version to a later one: through every required stop, by tested direct upgrades, in fewest hops.

Stepped on are releases that are out and not withdrawn; pre-releases only where they are wanted. Where `upgrade.from` is
stated, a release is reached from these versions alone; where it is not, from every earlier one. A withdrawn stop
hands its duty to the release that its `use_instead` names. Of several ways with equally few hops, each hop
goes to a release that the next stop contains, if there is one, and then to the newest version.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..model.version import Version
from .lineage import Lineage
from .product import ProductHistory, VersionedRelease
from .ranges import find_range

Span = tuple[int, int]
"""Places in a list: the first, and one past the last."""


class Route(NamedTuple):
    """The releases to install, one after the other."""

    steps: tuple[VersionedRelease, ...]
    """The last one is where the way leads; without the one it begins at."""
    stops: tuple[VersionedRelease, ...]
    """Those of the steps that every way must pass, the end left out."""


class DeadEnd(NamedTuple):
    """Why no way leads there."""

    start: VersionedRelease
    end: VersionedRelease
    """The next required stop, or where the way was to lead."""
    furthest: VersionedRelease
    """The newest release that can be reached."""
    beyond: tuple[VersionedRelease, ...]
    """Those after it up to the end, none of which takes what can be reached."""


class LostStop(NamedTuple):
    """A required stop was withdrawn, and nothing stands in for it on the way."""

    stop: VersionedRelease
    instead: VersionedRelease | None
    """What its record says to use, where that lies beyond the end or was withdrawn too."""


def find_route(
    history: ProductHistory,
    lineage: Lineage,
    start: VersionedRelease,
    end: VersionedRelease,
    between: Sequence[VersionedRelease],
) -> Route | DeadEnd | LostStop:
    """The way from `start` to a later release that can be stepped on, or why there is none.

    `between` are the releases in between that are out, in ascending order: pre-releases only where they are wanted.
    """
    stops: dict[str, VersionedRelease] = {}
    for entry in between:
        if entry.release.upgrade and entry.release.upgrade.required_stop:
            stop = _stand_in(history, entry)
            if stop is None or stop.release.withdrawn or not entry.version <= stop.version <= end.version:
                return LostStop(entry, stop)
            if stop is not end:
                stops[stop.file] = stop
    in_order = sorted(stops.values(), key=_version)
    usable = [entry for entry in between if entry.release.withdrawn is None]
    steps: list[VersionedRelease] = []
    for here, there in pairwise([start, *in_order, end]):
        if _takes(there, here, history):  # one hop: no way has fewer
            steps.append(there)
            continue
        first, last = bisect_right(usable, here.version, key=_version), bisect_left(usable, there.version, key=_version)
        inner = usable[first:last]
        way = _Stretch(history, lineage, [here, *inner, there]).way()
        if isinstance(way, DeadEnd):
            return way
        steps += way
    return Route(tuple(steps), tuple(in_order))


def _version(entry: VersionedRelease) -> Version:
    return entry.version


def _takes(entry: VersionedRelease, start: VersionedRelease, history: ProductHistory) -> bool:
    """Whether a release is reached straight from an earlier one."""
    text = entry.release.upgrade.from_ if entry.release.upgrade else None
    range = find_range(text, history.product.versioning) if text else None
    return range is None or start.version in range


def _stand_in(history: ProductHistory, stop: VersionedRelease) -> VersionedRelease | None:
    """A stop itself, or where it was withdrawn, what is to be used instead; withdrawn only where nothing else is."""
    seen: set[str] = set()
    while stop.release.withdrawn and stop.file not in seen:
        seen.add(stop.file)
        instead = history.find(stop.release.withdrawn.use_instead) if stop.release.withdrawn.use_instead else None
        if instead is None:
            return None if len(seen) == 1 else stop
        stop = instead
    return stop if stop.release.status == "released" else None


class _Stretch:
    """The releases from one stop to the next, in ascending order, and which is reached from which."""

    def __init__(self, history: ProductHistory, lineage: Lineage, nodes: Sequence[VersionedRelease]) -> None:
        self._nodes = nodes
        places = [entry.version.precedence for entry in nodes]
        self._sources: list[list[Span]] = []
        """For each node, the spans of nodes from which it is reached."""
        for place, entry in enumerate(nodes):
            text = entry.release.upgrade.from_ if entry.release.upgrade else None
            range = find_range(text, history.product.versioning) if text else None
            spans = range.spans(places) if range else [(0, place)]
            self._sources.append([(first, min(end, place)) for first, end in spans if first < place])
        self._rank = [(lineage.contains(nodes[-1], entry), place) for place, entry in enumerate(nodes)]

    def way(self) -> list[VersionedRelease] | DeadEnd:
        """The steps after the first node, up to the last."""
        following = self._following()
        if 0 not in following:
            return self._dead_end()
        way, at = [], 0
        while at in following:
            at = following[at]
            way.append(self._nodes[at])
        return way

    def _following(self) -> dict[int, int]:
        """For each node from which the last is reached, the next one on the best way; looks at each node once."""
        last = len(self._nodes) - 1
        following: dict[int, int] = {}
        waiting = _Waiting(last)
        level = [last]
        while level and 0 not in following:
            reached = []
            for place in level:
                for first, end in self._sources[place]:
                    for source in waiting.take(first, end):
                        following[source] = place
                        reached.append(source)
            level = sorted(reached, key=self._rank.__getitem__, reverse=True)
        return following

    def _dead_end(self) -> DeadEnd:
        reached = [0, 1]
        """How many of the nodes before a place can be reached."""
        for sources in self._sources[1:]:
            is_reached = any(reached[end] > reached[first] for first, end in sources)
            reached.append(reached[-1] + is_reached)
        furthest = max(place for place, (before, after) in enumerate(pairwise(reached)) if after > before)
        return DeadEnd(self._nodes[0], self._nodes[-1], self._nodes[furthest], tuple(self._nodes[furthest + 1 :]))


class _Waiting:
    """The places 0 to `count` - 1, each of which is taken once, however many spans it is in."""

    def __init__(self, count: int) -> None:
        self._next = list(range(count + 1))
        """For each place, itself while it waits, else a later place from which to look on."""

    def take(self, first: int, end: int) -> Iterator[int]:
        place = self._first_from(first)
        while place < min(end, len(self._next) - 1):
            self._next[place] = place + 1
            yield place
            place = self._first_from(place)

    def _first_from(self, place: int) -> int:
        root = place
        while self._next[root] != root:
            root = self._next[root]
        while self._next[place] != root:
            self._next[place], place = root, self._next[place]
        return root
