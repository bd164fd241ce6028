"""Feeds put together: which entries each carries, and its parts in their order, in Atom, RSS and JSON Feed.

An entry is written once for each format. A feed is a head, the bytes of its entries and a tail; the same entry has the
same bytes in every view, archive and feed of all products. All formats of a feed carry the same entries in the same
order, and the same values always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from .addresses import Addresses
from .feed_entries import FeedEntry, feed_entries
from .feed_frames import FeedFrames, draw_frames, xml_entries, xml_head, xml_tail
from .feed_meta import FeedMeta, FeedMetas, archive_address, archive_meta
from .json_feed import JOINT, json_entry, json_head, json_tail
from .subscribe import FEEDS, VIEWS, FeedKind, FeedView, archive_file, feed_file

__all__ = [
    "MAX_BYTES", "MAX_ENTRIES", "Document", "FeedEntry", "FeedFrames", "FeedKind", "FeedMeta", "FeedMetas", "FeedView",
    "Written",
    "archived", "document", "draw_frames", "feed_entries", "newest", "product_documents",
    "vendor_documents", "write_entry",
]  # fmt: skip

MAX_ENTRIES = 50
"""Entries in a feed; readers keep what they have seen."""
MAX_BYTES = 250_000
"""What a feed may weigh, since readers poll it many times a day; the newest entry is there however long it is."""

_HEAD = 4_000
"""Bytes of a feed without its entries, at most."""

T = TypeVar("T")


class Dated(Protocol):
    """What feeds need to know of a written entry."""

    @property
    def id(self) -> str: ...
    @property
    def published(self) -> str: ...
    @property
    def updated(self) -> str: ...
    @property
    def views(self) -> Sequence[str]: ...
    @property
    def weight(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Written:
    """An entry in every format."""

    id: str
    published: str
    updated: str
    views: tuple[FeedView, ...]
    formats: Mapping[FeedKind, bytes]

    @property
    def weight(self) -> int:
        """Bytes in the longest of its formats."""
        return max(map(len, self.formats.values()))


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Document(Generic[D]):
    """A feed or an archive: its file below the product's folder, or beside the products page."""

    file: str
    kind: FeedKind
    head: bytes
    entries: Sequence[D]
    tail: bytes

    def parts(self, add: Callable[[bytes], T], find: Callable[[D, FeedKind], T], cut: Callable[[T, int], T]) -> list[T]:
        """Its parts in order, as `add` keeps the head and the tail and `find` finds an entry.

        `cut` takes off the last entry as many bytes as stand between two entries in JSON.
        """
        found = [find(entry, self.kind) for entry in self.entries]
        if self.kind == "json" and found:
            found[-1] = cut(found[-1], len(JOINT))
        return [add(self.head), *found, add(self.tail)]

    def content(self, find: Callable[[D, FeedKind], bytes]) -> bytes:
        """The whole document."""
        found = [find(entry, self.kind) for entry in self.entries]
        if self.kind == "json" and found:
            found[-1] = found[-1][: -len(JOINT)]
        return b"".join([self.head, *found, self.tail])


def write_entry(frames: FeedFrames, entry: FeedEntry) -> Written:
    """The entry in every format, each ending as the next entry may follow."""
    atom, rss = xml_entries(frames, entry)
    formats: dict[FeedKind, bytes] = {"atom": atom, "rss": rss, "json": json_entry(entry)}
    return Written(entry.id, entry.published, entry.updated, entry.views, formats)


def newest(entries: Iterable[D]) -> list[D]:
    """What a feed of these entries carries, newest first by `published`, whatever order they come in.

    At most `MAX_ENTRIES`, and only as many as stay within `MAX_BYTES` in every format.
    """
    ordered = sorted(entries, key=lambda entry: (entry.published, entry.id), reverse=True)[:MAX_ENTRIES]
    total = _HEAD
    for count, entry in enumerate(ordered):
        total += entry.weight
        if total > MAX_BYTES and count:
            return ordered[:count]
    return ordered


def archived(entries: Sequence[D], carried: Sequence[D]) -> dict[int, list[D]]:
    """The archives that a feed needs: by year of publication, newest first, all entries of each year of which the feed
    does not carry every entry.

    Before the first of them stands a year without entries, so that the first needs no link to what comes after it,
    which may not be there yet: an archive stays as it is when later ones are added.
    """
    there = {entry.id for entry in carried}
    years = sorted({_year(entry) for entry in entries if entry.id not in there}, reverse=True)
    if not years:
        return {}
    ordered = sorted(entries, key=lambda entry: (entry.published, entry.id), reverse=True)
    found = {year: [entry for entry in ordered if _year(entry) == year] for year in years}
    return {**found, years[-1] - 1: []}


def _year(entry: Dated) -> int:
    return int(entry.published[:4])


Meta = Callable[[FeedView, FeedKind], FeedMeta]
"""Makes what a feed says of itself."""


def product_documents(
    frames: FeedFrames, meta: Meta, addresses: Addresses, entries: Sequence[D]
) -> Iterator[Document[D]]:
    """Every feed of a product, with its archives."""
    for view in VIEWS:
        own = [entry for entry in entries if view in entry.views]
        carried = newest(own)
        archives = archived(own, carried)
        years = list(archives)
        for kind in FEEDS:
            feed = meta(view, kind)
            previous = archive_address(feed, addresses, kind, years[0]) if years else ""
            whole = replace(feed, is_complete=not archives, previous=previous)
            yield document(frames, feed_file(view, kind), kind, whole, carried)
            for place, year in enumerate(years):
                older = years[place + 1] if place + 1 < len(years) else None
                newer = years[place - 1] if older is None else None  # the empty year leads to the first one
                one = archive_meta(feed, addresses, kind, year, previous=older, following=newer)
                yield document(frames, archive_file(view, year, kind), kind, one, archives[year])


def vendor_documents(frames: FeedFrames, meta: Meta, entries: Sequence[D]) -> Iterator[Document[D]]:
    """Every feed of all products. They have no archives: those of the products hold everything."""
    for view in VIEWS:
        own = [entry for entry in entries if view in entry.views]
        carried = newest(own)
        for kind in FEEDS:
            feed = replace(meta(view, kind), is_complete=len(carried) == len(own))
            yield document(frames, feed_file(view, kind), kind, feed, carried)


def document(frames: FeedFrames, file: str, kind: FeedKind, meta: FeedMeta, carried: Sequence[D]) -> Document[D]:
    """A feed of some entries, in their order; its `updated` is the latest of theirs."""
    updated = max((entry.updated for entry in carried), default=meta.since)
    if kind == "json":
        return Document(file, kind, json_head(meta, updated), carried, json_tail())
    return Document(file, kind, xml_head(frames, kind, meta, updated), carried, xml_tail(frames, kind))
