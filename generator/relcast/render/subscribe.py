"""Which feeds there are, why there may be none, and how a page leads to them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Literal

from ..model.product import Vendor
from ..words import words
from .addresses import Addresses, relative

FeedKind = Literal["atom", "rss"]
FEEDS: Mapping[FeedKind, str] = {"atom": "Atom", "rss": "RSS"}
"""Each kind of feed with its name; it lies in `<kind>.xml`."""


def find_lack_of_feeds(vendor: Vendor, base: str | None) -> str | None:
    """Why a site at the address `base` has no feeds, in the vendor's words; None where it has."""
    if base is None:
        return "no feeds: their links need the site's address; set `site_url` in mkdocs.yml"
    if vendor.feeds is None:
        return "no feeds: their ids need `feeds: {authority: ..., since: ...}` in vendor.yaml"
    return None


def feed_links(addresses: Addresses, page: str, product: str | None) -> list[tuple[str, str]]:
    """The feeds to subscribe to from the page at the path `page`: name and link."""
    return [(name, relative(addresses.file(f"{kind}.xml", product), page)) for kind, name in FEEDS.items()]


def discovery_links(language: str, addresses: Addresses, page: str, name: str, product: str | None = None) -> str:
    """Links in the head of the page at the path `page`, to the feeds of a product, or of all, for feed readers (RSS
    Advisory Board, RSS autodiscovery). `name` is whose feeds they are, as plain text.

    `rel` holds a second word because Material's script asks for a sitemap below every exact `alternate`.
    """
    title = escape(words(language)["feed.title"].format(product=name))
    kinds = zip(FEEDS, feed_links(addresses, page, product), strict=True)
    return "".join(
        f'<link rel="alternate feed" type="application/{kind}+xml" title="{title} ({label})" href="{escape(link)}">'
        for kind, (label, link) in kinds
    )
