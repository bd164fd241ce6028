"""What feeds say of themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ..library.product import ProductHistory
from ..model.product import Vendor
from ..model.range import RangeError, parse_range
from ..model.scalars import instant_of
from ..words import words
from .addresses import Addresses, relative
from .feed_entries import stamp, tag, without_brackets
from .phrases import plain
from .subscribe import FeedKind, FeedView, archive_file, feed_file, feed_title
from .views import Views


@dataclass(frozen=True, slots=True)
class FeedMeta:
    """A feed without its entries."""

    id: str
    """A tag: URI, the same in every format and language, and in the feed's archives."""
    title: str
    subtitle: str
    language: str
    home: str
    """The page it belongs to, absolute."""
    self_url: str
    """Its own address, absolute."""
    author: str
    """The vendor's name."""
    author_url: str
    """The vendor's address, or empty."""
    since: str
    """Its `updated` while it has no entries; ISO 8601, UTC."""
    style: str
    """The link from the feed to its style sheet."""
    view: FeedView = "stable"
    product: str = ""
    """The product's id; empty in a feed of all products."""
    is_complete: bool = False
    """True when its entries are all that there are (RFC 5005 section 2)."""
    is_archive: bool = False
    """True for a document that holds one year of a feed (RFC 5005 section 4)."""
    current: str = ""
    """For an archive, the feed itself."""
    previous: str = ""
    """The archive of the years before, absolute; empty where there is none."""
    next: str = ""
    """The archive of the years after; only the first archive has it."""
    is_expired: bool = False
    """True when nothing will follow: the product is no longer supported."""


class FeedMetas:
    """What the feeds of a product say of themselves, or those of all products."""

    def __init__(
        self, vendor: Vendor, language: str, addresses: Addresses, name: str, product: str = "", summary: str = "",
        *, is_expired: bool = False,
    ) -> None:  # fmt: skip
        assert vendor.feeds is not None
        self._vendor, self._language, self._addresses, self._product = vendor, language, addresses, product
        self._name, self._summary = name, without_brackets(summary)
        self._author = without_brackets(plain(vendor.name, language))
        self._home = addresses.absolute(addresses.product(product) if product else addresses.prefix)
        self._since = stamp(instant_of(vendor.feeds.since))
        folder = addresses.file("", product or None)
        self._folder = addresses.absolute(folder)
        self._style = relative(f"assets/relcast/{words(language)['feed.style']}", folder)
        self._is_expired = is_expired

    @classmethod
    def of_product(cls, views: Views, *, now: datetime | None = None) -> FeedMetas:
        """Those of a product; a feed's id is `tag:…:edge-gateway`, or `tag:…:edge-gateway!security`."""
        history, language = views.history, views.language
        return cls(
            history.vendor, language, views.addresses, views.name, history.id,
            plain(history.product.summary, language) if history.product.summary else "",
            is_expired=now is not None and is_expired(history, now),
        )  # fmt: skip

    @classmethod
    def of_vendor(cls, vendor: Vendor, language: str, addresses: Addresses) -> FeedMetas:
        """Those of all products; a feed's id is `tag:…:!all`, or `tag:…:!security`, which no product's can be."""
        return cls(vendor, language, addresses, plain(vendor.name, language))

    def __call__(self, view: FeedView, kind: FeedKind) -> FeedMeta:
        """One feed."""
        title = without_brackets(feed_title(view, self._name, self._language))
        specific = self._product if view == "stable" else f"{self._product}!{view}"
        return FeedMeta(
            id=tag(self._vendor, specific or "!all"),
            title=title,
            subtitle=self._summary if self._summary and view == "stable" else title,
            language=self._language,
            home=self._home,
            self_url=self._folder + feed_file(view, kind),
            author=self._author,
            author_url=self._vendor.url or "",
            since=self._since,
            style=self._style,
            view=view,
            product=self._product,
            is_expired=self._is_expired,
        )


def archive_meta(
    feed: FeedMeta, addresses: Addresses, kind: FeedKind, year: int, *, previous: int | None, following: int | None
) -> FeedMeta:
    """One year of a product's feed, between the archives of other years."""
    path = addresses.file(archive_file(feed.view, year, kind), feed.product)
    return replace(
        feed,
        title=words(feed.language)["feed.archive"].format(title=feed.title, year=year),
        self_url=addresses.absolute(path),
        style=f"../{feed.style}",
        is_archive=True,
        current=feed.self_url,
        previous=archive_address(feed, addresses, kind, previous) if previous is not None else "",
        next=archive_address(feed, addresses, kind, following) if following is not None else "",
    )


def archive_address(feed: FeedMeta, addresses: Addresses, kind: FeedKind, year: int) -> str:
    """The absolute address of a year's archive."""
    return addresses.absolute(addresses.file(archive_file(feed.view, year, kind), feed.product))


def is_expired(history: ProductHistory, now: datetime) -> bool:
    """True when every line of support has ended at `now`, and the newest stable release belongs to one of them."""
    lines, latest = history.product.lines, history.find_latest()
    if not lines or any(line.eol is None or instant_of(line.eol, history.zone) > now for line in lines):
        return False
    if latest is None:
        return True
    try:
        return any(latest.version in parse_range(line.range, history.product.versioning) for line in lines)
    except RangeError:
        return False
