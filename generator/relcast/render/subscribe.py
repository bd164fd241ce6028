"""Which feeds there are, why there may be none, and how a page leads to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Literal, NamedTuple

from ..model.product import Vendor
from ..words import words
from .addresses import Addresses, relative

FeedKind = Literal["atom", "rss", "json"]
FeedView = Literal["stable", "prerelease", "security", "breaking", "notices"]


class FeedFormat(NamedTuple):
    """What a format is called, what its files' names end in, and its media type."""

    label: str
    ending: str
    media_type: str


FEEDS: Mapping[FeedKind, FeedFormat] = {
    "atom": FeedFormat("Atom", "atom.xml", "application/atom+xml"),
    "rss": FeedFormat("RSS", "rss.xml", "application/rss+xml"),
    "json": FeedFormat("JSON Feed", "feed.json", "application/feed+json"),
}
"""The format that readers should take comes first."""

VIEWS: tuple[FeedView, ...] = ("stable", "prerelease", "security", "breaking", "notices")
"""What there is a feed of: for each product, and for all of them."""

OPML = "feeds.opml"
"""The list of all feeds."""


def feed_file(view: FeedView, kind: FeedKind) -> str:
    """The name of a feed's file: `atom.xml`, `security.atom.xml`."""
    ending = FEEDS[kind].ending
    return ending if view == "stable" else f"{view}.{ending}"


def archive_file(view: FeedView, year: int, kind: FeedKind) -> str:
    """The name of a year's archive below the product's folder: `archive/2026.atom.xml`."""
    return f"archive/{year}.{feed_file(view, kind)}"


def feed_files() -> Iterator[tuple[FeedView, FeedKind, str]]:
    """Every feed that a product has, and the vendor: view, format and file."""
    for view in VIEWS:
        for kind in FEEDS:
            yield view, kind, feed_file(view, kind)


def feed_title(view: FeedView, name: str, language: str) -> str:
    """What a feed is called; `name` is the product's or the vendor's."""
    key = "feed.title" if view == "stable" else f"feed.title.{view}"
    return words(language)[key].format(product=name)


def find_lack_of_feeds(vendor: Vendor, base: str | None) -> str | None:
    """Why a site at the address `base` has no feeds, in the vendor's words; None where it has."""
    if base is None:
        return "no feeds: their links need the site's address; set `site_url` in mkdocs.yml"
    if vendor.feeds is None:
        return "no feeds: their ids need `feeds: {authority: ..., since: ...}` in vendor.yaml"
    return None


def feed_links(addresses: Addresses, page: str, product: str | None) -> list[tuple[str, str]]:
    """The feeds of stable releases to subscribe to from the page at the path `page`: format and link."""
    return [
        (form.label, relative(addresses.file(feed_file("stable", kind), product), page)) for kind, form in FEEDS.items()
    ]


def kind_links(addresses: Addresses, page: str, product: str, language: str) -> list[tuple[str, str]]:
    """The product's feeds of one kind of change, which browsers show as pages: label and link."""
    kinds: tuple[FeedView, ...] = ("security", "breaking")
    return [(words(language)[kind], relative(addresses.file(feed_file(kind, "atom"), product), page)) for kind in kinds]


_DISCOVERED: tuple[tuple[FeedView, FeedKind], ...] = (
    ("stable", "atom"),
    ("stable", "rss"),
    ("stable", "json"),
    ("security", "atom"),
)
"""What a page's head names, the feed that most people want first."""


def discovery_links(
    language: str, addresses: Addresses, page: str | None, name: str, product: str | None = None
) -> str:
    """Links in the head of the page at the path `page`, to the feeds of a product, or of all, for feed readers (RSS
    Advisory Board, RSS autodiscovery). `name` is whose feeds they are, as plain text.

    A page without a path of its own, such as the one for addresses that lead nowhere, gets whole addresses. `rel` holds
    a second word because Material's script asks for a sitemap below every exact `alternate`.
    """
    folder = addresses.file("", product)
    start = addresses.absolute(folder) if page is None else relative(folder, page).removeprefix("./")
    return _discovery(escape(start), name, language)


@lru_cache(maxsize=64)  # all pages of a product have the same
def _discovery(start: str, name: str, language: str) -> str:
    links = []
    for view, kind in _DISCOVERED:
        form = FEEDS[kind]
        title = escape(f"{feed_title(view, name, language)} ({form.label})")
        href = start + feed_file(view, kind)
        links.append(f'<link rel="alternate feed" type="{form.media_type}" title="{title}" href="{href}">')
    return "".join(links)
