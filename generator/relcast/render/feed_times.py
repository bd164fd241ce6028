"""When things happened, for feeds: instants that differ from each other and stay as they are.

Feed readers sort by date, drop what shares an instant with its neighbour, and post again what has a new one. Records
mostly give bare days. So each product has its own minute of the day, and what happens there takes one second after the
other:

- A release on a bare day comes out in the first nine minutes of that day in the vendor's zone, at a second that follows
  from the product's id: products that release on one day differ, and the date is hardly ever later than the clock
  (feed validators allow ten minutes). A material revision on a bare day follows ten minutes later, a withdrawal twenty:
  a fix that comes out on the day of a withdrawal moves nothing.
- What still falls on one second is put a second apart, by version. A version that comes later on the same day is the
  higher one and moves nothing; a lower one (a back-port added afterwards) moves the higher by a second. Times of day in
  the records avoid even that.
- Nothing depends on later days, on the language or on what a feed leaves out: an entry has the same dates in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple
from zlib import crc32

from ..library.product import ProductHistory, VersionedRelease
from ..model.scalars import instant_of
from ..model.version import Version

_SPREAD = 9 * 60
"""Seconds of a day over which products are spread."""
_REVISION = timedelta(minutes=10)
_WITHDRAWAL = timedelta(minutes=20)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class FeedTimes:
    """The instants of one release, in UTC, whole seconds."""

    published: datetime
    updated: datetime
    """Of the last event that readers should hear of: the release, a material revision, the withdrawal."""
    withdrawn: datetime | None
    """Of the entry that tells of the withdrawal."""


class _Event(NamedTuple):
    """Something that happened to a release; sorts by time, then version, then order within the release."""

    at: datetime
    version: Version
    file: str
    place: int
    name: Literal["published", "updated", "withdrawn"]
    """The time that it sets."""


def feed_times(history: ProductHistory) -> Mapping[str, FeedTimes]:
    """The times of all releases that are out and dated, by their record's file; no two of a product are equal."""
    shift = timedelta(seconds=crc32(history.id.encode()) % _SPREAD)
    events = sorted(
        event
        for entry in history.releases
        if entry.release.date and entry.release.status == "released"
        for event in _events(entry, history, shift)
    )
    named: dict[str, dict[str, datetime]] = {}
    last = None
    for event in events:
        last = event.at if last is None else max(event.at, last + _SECOND)
        named.setdefault(event.file, {})[event.name] = last
    return {
        file: FeedTimes(times["published"], times.get("updated", times["published"]), times.get("withdrawn"))
        for file, times in named.items()
    }


def _events(entry: VersionedRelease, history: ProductHistory, shift: timedelta) -> Iterator[_Event]:
    """The release, then its material revisions and its withdrawal by date; none is earlier than the one before."""

    def instant(moment: date, delay: timedelta = timedelta()) -> datetime:
        exact = isinstance(moment, datetime)
        return instant_of(moment, history.zone) + (timedelta() if exact else shift + delay)

    release = entry.release
    assert release.date
    news: list[tuple[datetime, Literal["published", "updated", "withdrawn"]]] = [
        (instant(revision.date, _REVISION), "updated") for revision in release.revisions if revision.material
    ]
    if release.withdrawn:
        withdrawal = instant(release.withdrawn.date, _WITHDRAWAL)
        news += [(withdrawal, "updated"), (withdrawal, "withdrawn")]
    at = instant(release.date)
    yield _Event(at, entry.version, entry.file, 0, "published")
    for place, (moment, name) in enumerate(sorted(news), 1):
        at = max(at, moment)
        yield _Event(at, entry.version, entry.file, place, name)
