"""Feeds as XML, written by feedgen 1.0.0, with what it gets wrong put right.

It drops the attributes of an entry's links (python-feedgen issue 135) and puts each new entry first; it takes the last
link for RSS's `<link>`; where a date or the generator isn't given, it writes the present moment or its own version.

Importing this module imports feedgen and lxml, which takes longer than writing a product's feeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from .feed_entries import FeedEntry
from .feed_meta import FeedMeta
from .subscribe import FeedKind


class _Repairs(BaseEntryExtension):  # type: ignore[misc]
    """What is added to an entry besides feedgen's own elements."""

    entry: FeedEntry

    def extend_atom(self, element: etree._Element) -> etree._Element:
        """Links with all their attributes; feedgen itself is given none, since it would write them bare."""
        etree.SubElement(element, "link", rel="alternate", type="text/html", href=self.entry.url)
        for url, length, media_type in self.entry.enclosures:
            etree.SubElement(element, "link", rel="enclosure", type=media_type, length=length, href=url)
        return element

    def extend_rss(self, element: etree._Element) -> etree._Element:
        """The date; feedgen would set the locale of the whole process for each."""
        published = datetime.fromisoformat(self.entry.published)
        etree.SubElement(element, "pubDate").text = format_datetime(published)
        return element


def write_atom(meta: FeedMeta, entries: Sequence[FeedEntry]) -> bytes:
    """An Atom feed of all these entries, in their order."""
    feed = _feed(meta, entries, "atom")
    for entry in entries:
        item = _item(feed, entry)
        item.summary(entry.summary)
        item.updated(datetime.fromisoformat(entry.updated))
        item.published(datetime.fromisoformat(entry.published))
    xml: bytes = feed.atom_str(pretty=True)
    return xml


def write_rss(meta: FeedMeta, entries: Sequence[FeedEntry]) -> bytes:
    """An RSS feed of all these entries, in their order, each with its first enclosure."""
    feed = _feed(meta, entries, "rss")
    for entry in entries:
        item = _item(feed, entry)
        item.summary(escape(entry.summary, quote=False))  # becomes the description, which is HTML
        item.link(href=entry.url)
        for url, length, media_type in entry.enclosures[:1]:
            item.enclosure(url, length, media_type)
    xml: bytes = feed.rss_str(pretty=True)
    return xml


def _feed(meta: FeedMeta, entries: Sequence[FeedEntry], kind: FeedKind) -> Any:
    feed = FeedGenerator()
    feed.register_extension("repairs", BaseExtension, _Repairs)
    feed.id(meta.id)
    feed.title(meta.title)
    feed.subtitle(meta.subtitle)
    feed.language(meta.language)
    feed.author(name=meta.author)
    feed.generator("Relcast")
    feed.updated(datetime.fromisoformat(max((entry.updated for entry in entries), default=meta.since)))
    feed.link(href=meta.self_url, rel="self", type=f"application/{kind}+xml")
    feed.link(href=meta.home, rel="alternate", type="text/html")  # the last one, since RSS's own link is the last
    return feed


def _item(feed: Any, entry: FeedEntry) -> Any:
    """A new entry at the end of the feed, with what both formats have in common."""
    item = feed.add_entry(order="append")
    item.id(entry.id)  # and the guid, with isPermaLink="false"
    item.title(entry.title)
    item.repairs.entry = entry
    item.content(entry.html, type="html")
    for term, label in entry.categories:
        item.category(term=term, label=label)
    return item
