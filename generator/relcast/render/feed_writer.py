"""Feeds as XML, written by feedgen 1.0.0, with what it gets wrong put right.

It drops the attributes of an entry's links (python-feedgen issue 135) and puts each new entry first; it takes the last
link for RSS's `<link>` and writes only the self link of RSS's `atom:link`; it knows no archives (RFC 5005) and no style
sheet; where a date or the generator isn't given, it writes the present moment or its own version.

A build asks for feeds of two entries only, whose texts are names of places: `feed_frames` cuts them into frames.
Importing this module imports feedgen and lxml, which takes longer than writing a product's feeds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from .feed_entries import FeedEntry
from .feed_meta import FeedMeta
from .feed_text import looks_like_html, summary_html
from .subscribe import FEEDS, FeedKind

_ATOM, _FH = "http://www.w3.org/2005/Atom", "http://purl.org/syndication/history/1.0"
_DC = "http://purl.org/dc/elements/1.1/"


class _FeedRepairs(BaseExtension):  # type: ignore[misc]
    """What is added to a feed besides feedgen's own elements."""

    meta: FeedMeta
    kind: FeedKind

    def extend_ns(self) -> dict[str, str]:
        """Namespaces of the elements added to the feed and to its entries."""
        return {"fh": _FH} if self.kind == "atom" else {"fh": _FH, "dc": _DC}

    def extend_atom(self, feed: etree._Element) -> None:
        """Links between a feed and its archives, and what kind of document it is."""
        self._extend(feed, "link")

    def extend_rss(self, rss: etree._Element) -> None:
        """The same in RSS (RFC 5005 appendix B)."""
        self._extend(rss[0], f"{{{_ATOM}}}link")

    def _extend(self, parent: etree._Element, link: str) -> None:
        meta, media_type = self.meta, FEEDS[self.kind].media_type
        for rel, href in (("current", meta.current), ("prev-archive", meta.previous), ("next-archive", meta.next)):
            if href:
                etree.SubElement(parent, link, rel=rel, type=media_type, href=href)
        if meta.is_archive:
            etree.SubElement(parent, f"{{{_FH}}}archive")
        if meta.is_complete:
            etree.SubElement(parent, f"{{{_FH}}}complete")


class _EntryRepairs(BaseEntryExtension):  # type: ignore[misc]
    """What is added to an entry besides feedgen's own elements."""

    entry: FeedEntry

    def extend_atom(self, element: etree._Element) -> etree._Element:
        """Links with all their attributes; feedgen itself is given none, since it would write them bare."""
        etree.SubElement(element, "link", rel="alternate", type="text/html", href=self.entry.url)
        for url, length, media_type in self.entry.enclosures:
            etree.SubElement(element, "link", rel="enclosure", type=media_type, length=length, href=url)
        return element

    def extend_rss(self, element: etree._Element) -> etree._Element:
        """The date, for which feedgen would set the locale of the whole process; the author, who has no address."""
        published = datetime.fromisoformat(self.entry.published)
        etree.SubElement(element, "pubDate").text = format_datetime(published)
        etree.SubElement(element, f"{{{_DC}}}creator").text = self.entry.author
        return element


def write_atom(meta: FeedMeta, entries: Sequence[FeedEntry]) -> bytes:
    """An Atom feed of all these entries, in their order."""
    feed = _feed(meta, entries, "atom")
    for entry in entries:
        item = _item(feed, entry)
        as_html = looks_like_html(entry.summary)
        item.summary(summary_html(entry.summary) if as_html else entry.summary, type="html" if as_html else "text")
        item.updated(datetime.fromisoformat(entry.updated))
        item.published(datetime.fromisoformat(entry.published))
    return _styled(feed._create_atom()[0], meta)


def write_rss(meta: FeedMeta, entries: Sequence[FeedEntry]) -> bytes:
    """An RSS feed of all these entries, in their order, each with its first enclosure."""
    feed = _feed(meta, entries, "rss")
    for entry in entries:
        item = _item(feed, entry)
        item.summary(summary_html(entry.summary))  # becomes the description, which is HTML
        item.link(href=entry.url)
        for url, length, media_type in entry.enclosures[:1]:
            item.enclosure(url, length, media_type)
    return _styled(feed._create_rss()[0], meta)


def _styled(root: etree._Element, meta: FeedMeta) -> bytes:
    """The document with the style sheet that a browser shows it in."""
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{meta.style}"'))
    xml: bytes = etree.tostring(root.getroottree(), pretty_print=True, encoding="UTF-8", xml_declaration=True)
    return xml


def _feed(meta: FeedMeta, entries: Sequence[FeedEntry], kind: FeedKind) -> Any:
    feed = FeedGenerator()
    feed.register_extension("repairs", _FeedRepairs, _EntryRepairs)
    feed.repairs.meta, feed.repairs.kind = meta, kind
    feed.id(meta.id)
    feed.title(meta.title)
    feed.subtitle(meta.subtitle)
    feed.language(meta.language)
    feed.author(name=meta.author, **({"uri": meta.author_url} if meta.author_url else {}))
    feed.generator("Relcast")
    feed.updated(datetime.fromisoformat(max((entry.updated for entry in entries), default=meta.since)))
    feed.link(href=meta.self_url, rel="self", type=FEEDS[kind].media_type)
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
