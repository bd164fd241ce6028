"""Feeds of entries: Atom (RFC 4287) and RSS 2.0 (with the RSS Advisory Board's profile).

Both formats carry the same entries in the same order, and the same values always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from .feed_entries import MAX_ENTRIES, FeedEntry, feed_entries
from .feed_meta import FeedMeta, product_meta, vendor_meta
from .subscribe import FeedKind

__all__ = [
    "MAX_BYTES", "MAX_ENTRIES", "FeedEntry", "FeedKind", "FeedMeta",
    "atom", "feed_entries", "newest", "product_meta", "rss", "vendor_meta",
]  # fmt: skip

MAX_BYTES = 250_000
"""What a feed may weigh, since readers poll it many times a day; the newest entry is there however long it is."""

_FRAME = 4_000
_ENTRY_FRAME = 1_000
_ENCLOSURE_FRAME = 80
"""Bytes of elements and attributes without their texts, at most: of a feed, an entry, an enclosure."""


def atom(meta: FeedMeta, entries: Sequence[FeedEntry]) -> bytes:
    """The Atom feed of the newest entries, UTF-8."""
    from .feed_writer import write_atom  # takes 0.2 s for lxml, which a build without changes saves

    return write_atom(meta, newest(entries))


def rss(meta: FeedMeta, entries: Sequence[FeedEntry]) -> bytes:
    """The RSS feed of the newest entries, UTF-8. Of the dates it has `published` alone, as `pubDate`."""
    from .feed_writer import write_rss

    return write_rss(meta, newest(entries))


def newest(entries: Iterable[FeedEntry]) -> list[FeedEntry]:
    """What a feed of these entries carries, newest first by `published`, whatever order they come in.

    At most `MAX_ENTRIES`, and only as many as surely stay within `MAX_BYTES` in either format.
    """
    ordered = sorted(entries, key=lambda entry: (entry.published, entry.id), reverse=True)[:MAX_ENTRIES]
    total = _FRAME
    for count, entry in enumerate(ordered):
        total += _weight(entry)
        if total > MAX_BYTES and count:
            return ordered[:count]
    return ordered


def _weight(entry: FeedEntry) -> int:
    """Bytes that an entry takes in either format, at most: RSS escapes the summary twice."""
    lists = "".join(chain.from_iterable((*entry.categories, *entry.enclosures)))
    text = f"{entry.id}{entry.title}{entry.url}{entry.html}{entry.summary}{entry.summary}{lists}".encode()
    escaped = 4 * sum(map(text.count, (b"&", b"<", b">", b"\r")))  # to `&amp;` at most
    return _ENTRY_FRAME + _ENCLOSURE_FRAME * len(entry.enclosures) + len(text) + escaped
