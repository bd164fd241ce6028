"""Feeds of entries: Atom (RFC 4287) and RSS 2.0 (with the RSS Advisory Board's profile).

Both formats carry the same entries in the same order, and the same values always give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .feed_entries import MAX_ENTRIES, FeedEntry, feed_entries
from .feed_meta import FeedKind, FeedMeta, product_meta, vendor_meta

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
    from .feed_writer import write_atom  # noqa: PLC0415 - 0.2 s for lxml, which a build without changes saves

    return write_atom(meta, newest(entries))


def rss(meta: FeedMeta, entries: Sequence[FeedEntry]) -> bytes:
    """The RSS feed of the newest entries, UTF-8. Of the dates it has `published` alone, as `pubDate`."""
    from .feed_writer import write_rss  # noqa: PLC0415

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
    """Bytes that an entry takes in either format, at most."""
    text = "".join(
        (
            entry.id, entry.title, entry.url, entry.html, entry.summary,
            *(text for category in entry.categories for text in category),
            *(text for enclosure in entry.enclosures for text in enclosure),
        )
    )  # fmt: skip
    escaped = sum(4 * text.count(mark) for mark in "&<>\r")
    twice_escaped = sum(4 * entry.summary.count(mark) for mark in "&<>")
    return _ENTRY_FRAME + _ENCLOSURE_FRAME * len(entry.enclosures) + len(text.encode()) + escaped + twice_escaped
