"""When things happened, for feeds: instants that differ from each other and stay as they are.

Feed readers sort by date, drop what shares an instant with its neighbour, and post again what has a new one. Records
mostly give bare days. So each product has its own second of three minutes, its slot, and what happens to it on bare
days happens at that second only, three minutes apart; two products never share an instant (up to 180 of them), nor do
two events of one:

- The first minutes of a day in the vendor's zone belong to the day's first release, the next three to its first
  material revision, the next three to its first withdrawal, then to the second of each. So a fix that comes out on the
  day of a withdrawal moves nothing.
- Several of a kind on one day follow each other by version. A version that comes later on the same day is the higher
  one and moves nothing; a lower one (a back-port added afterwards) moves the higher. Times of day in the records avoid
  even that.
- What still falls on one second (times of day in the records) is put a second apart, by version.
- Nothing depends on later days, on the language or on what a feed leaves out: an entry has the same dates in all.
- What has not come yet at `now` is not told: a release has no times, a revision or a withdrawal moves nothing. A bare
  day has come when it begins; so what is told in its first minutes is dated up to nine minutes later, less than the ten
  that feed validators allow.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple
from zlib import crc32

from ..library.product import ProductHistory
from ..model.notice import Notice
from ..model.release import Revision
from ..model.scalars import day_of, instant_of

SLOTS = 180
"""Seconds over which products are spread, and the step from one event on a bare day to the next."""
NOTICE_PERIOD = timedelta(days=14)
"""How long before its window an upgrade counts as announced, where its record doesn't say when it was."""

Kind = Literal["published", "updated", "withdrawn"]
_KINDS: tuple[Kind, ...] = ("published", "updated", "withdrawn")


@dataclass(frozen=True, slots=True)
class FeedTimes:
    """The instants of one release or notice, in UTC, whole seconds."""

    published: datetime
    updated: datetime
    """Of the last event that readers should hear of: the release, a material revision, the withdrawal."""
    withdrawn: datetime | None
    """Of the entry that tells of the withdrawal."""


class _Event(NamedTuple):
    """Something that happened to a release or notice; sorts by time, then version, then order within the release."""

    at: datetime
    rank: int
    """Of its release, by version; of its notice, by file."""
    place: int
    name: Kind
    """The time that it sets."""
    due: datetime
    """From when on it may be told."""


def feed_slots(products: Iterable[str]) -> dict[str, int]:
    """The second of each product, by its id: one of its own, as long as there are enough.

    It follows from the id alone unless two ids want the same one; the second of the two, by id, then takes the next.
    """
    slots: dict[str, int] = {}
    taken: set[int] = set()
    for product in sorted(products):
        if len(taken) == SLOTS:
            taken.clear()
        slot = _wanted_slot(product)
        while slot in taken:
            slot = (slot + 1) % SLOTS
        taken.add(slot)
        slots[product] = slot
    return slots


def _wanted_slot(product: str) -> int:
    return crc32(product.encode()) % SLOTS


def feed_times(
    history: ProductHistory, *, now: datetime | None = None, slot: int | None = None
) -> Mapping[str, FeedTimes]:
    """The times of all releases that are out and dated, by their record's file; no two of a product are equal.

    `now` None tells of the future too.
    """
    files, events = _release_events(history, slot)
    return {files[rank]: times for rank, times in _told(events, now).items()}


def notice_times(
    history: ProductHistory, *, now: datetime | None = None, slot: int | None = None
) -> Mapping[str, FeedTimes]:
    """The times of all notices, by their file; no two of a product are equal.

    A notice is published when it was announced. Where the record doesn't say, that is two weeks before its window, or
    at its first revision if that is earlier.
    """
    files, events = _notice_events(history, slot)
    return {files[rank]: times for rank, times in _told(events, now).items()}


def feed_turning_points(history: ProductHistory, slot: int | None = None) -> set[datetime]:
    """Every instant at which feeds change by themselves."""
    points = {event.due for make in (_release_events, _notice_events) for event in make(history, slot)[1]}
    return points | {instant_of(line.eol, history.zone) for line in history.product.lines if line.eol}


_Times = tuple[datetime, datetime]
"""When something counts as happened, and from when on it may be told."""


class _Clock:
    """Turns a record's dates into instants; those of each bare day are asked for in the order of versions."""

    def __init__(self, history: ProductHistory, slot: int | None) -> None:
        self.zone = history.zone
        self.slot = _wanted_slot(history.id) if slot is None else slot
        self.counts: Counter[tuple[date, Kind]] = Counter()

    def at(self, moment: date, kind: Kind) -> _Times:
        """A time of day as it is; the next free step of a bare day, due when the day begins."""
        instant = instant_of(moment, self.zone)
        if isinstance(moment, datetime):
            return instant, instant
        count = self.counts[moment, kind]
        self.counts[moment, kind] += 1
        step = len(_KINDS) * count + _KINDS.index(kind)
        return instant + timedelta(seconds=self.slot + SLOTS * step), instant


def _release_events(history: ProductHistory, slot: int | None) -> tuple[list[str], list[_Event]]:
    """The releases that are out and dated, by version: their files, and what happened to them.

    The release comes first, then its material revisions and its withdrawal by date, none earlier than the one before.
    """
    clock = _Clock(history, slot)
    files: list[str] = []
    events: list[_Event] = []
    for entry in reversed(history.releases):
        release = entry.release
        if release.date is None or release.status != "released":
            continue
        news = _revisions(release.revisions, clock)
        if release.withdrawn:
            withdrawal = clock.at(release.withdrawn.date, "withdrawn")
            news += [(withdrawal, "updated"), (withdrawal, "withdrawn")]
        events += _in_order(clock.at(release.date, "published"), news, len(files))
        files.append(entry.file)
    return files, events


def _notice_events(history: ProductHistory, slot: int | None) -> tuple[list[str], list[_Event]]:
    """The notices that can be dated, by file: their files, and what happened to them."""
    clock = _Clock(history, slot)
    files: list[str] = []
    events: list[_Event] = []
    for file, notice in sorted(zip(history.notice_files, history.notices, strict=True), key=lambda pair: pair[0]):
        announced = announcement(notice)
        if announced is not None:
            news = _revisions(notice.revisions, clock)
            events += _in_order(clock.at(announced, "published"), news, len(files))
            files.append(file)
    return files, events


def _revisions(revisions: Sequence[Revision], clock: _Clock) -> list[tuple[_Times, Kind]]:
    return [(clock.at(revision.date, "updated"), "updated") for revision in revisions if revision.material]


def announcement(notice: Notice) -> date | None:
    """When a notice was announced; None where nothing in its record is dated."""
    if notice.announced:
        return notice.announced
    starts = [window.start for window in (notice.planned, notice.actual) if window]
    days = [(min(starts) - NOTICE_PERIOD).astimezone(UTC)] if starts else []
    revised = min((revision.date for revision in notice.revisions), key=day_of, default=None)
    if not days:
        return revised
    return revised if revised and day_of(revised) < days[0].date() else days[0]


def _in_order(first: _Times, news: list[tuple[_Times, Kind]], rank: int) -> Iterator[_Event]:
    at, due = first
    yield _Event(at, rank, 0, "published", due)
    for place, ((later, known), name) in enumerate(sorted(news), 1):
        at, due = max(at, later), max(due, known)
        yield _Event(at, rank, place, name, due)


def _apart(events: Iterable[_Event]) -> Iterator[tuple[_Event, datetime]]:
    """Every event with its instant, in order, those that fall on one second a second apart."""
    last = None
    for event in sorted(events):
        last = event.at if last is None else max(event.at, last + timedelta(seconds=1))
        yield event, last


def _told(events: Iterable[_Event], now: datetime | None) -> dict[int, FeedTimes]:
    """The times by rank, as far as they have come at `now`."""
    named: dict[int, dict[Kind, datetime]] = {}
    for event, instant in _apart(events):
        if now is None or event.due <= now:
            named.setdefault(event.rank, {})[event.name] = instant
    return {
        rank: FeedTimes(times["published"], times.get("updated", times["published"]), times.get("withdrawn"))
        for rank, times in named.items()
    }
