"""What feeds say of themselves."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.product import Vendor
from ..model.scalars import instant_of
from ..words import words
from .addresses import Addresses
from .feed_entries import stamp, tag
from .phrases import plain
from .subscribe import FeedKind
from .views import Views


@dataclass(frozen=True, slots=True)
class FeedMeta:
    """A feed without its entries."""

    id: str
    """A tag: URI (RFC 4151), the same in every format and language."""
    title: str
    subtitle: str
    language: str
    home: str
    """The page it belongs to, absolute."""
    self_url: str
    """Its own address, absolute."""
    author: str
    """The vendor's name."""
    since: str
    """Its `updated` while it has no entries; ISO 8601, UTC."""


def product_meta(views: Views, kind: FeedKind) -> FeedMeta:
    """The feed of one product's stable releases; its id ends in the product's: `tag:…:edge-gateway`."""
    product, vendor, addresses = views.history.product, views.history.vendor, views.addresses
    assert vendor.feeds is not None
    title = views.words["feed.title"].format(product=plain(product.name, views.language))
    return FeedMeta(
        id=tag(vendor, views.history.id),
        title=title,
        subtitle=plain(product.summary, views.language) if product.summary else title,
        language=views.language,
        home=addresses.absolute(addresses.product(views.history.id)),
        self_url=addresses.absolute(addresses.file(f"{kind}.xml", views.history.id)),
        author=plain(vendor.name, views.language),
        since=stamp(instant_of(vendor.feeds.since)),
    )


def vendor_meta(vendor: Vendor, language: str, addresses: Addresses, kind: FeedKind) -> FeedMeta:
    """The feed of all products' stable releases; its id ends in `!all`, which can be no product's."""
    assert vendor.feeds is not None
    table, name = words(language), plain(vendor.name, language)
    return FeedMeta(
        id=tag(vendor, "!all"),
        title=f"{name}{table['colon']}{table['feed.all']}",
        subtitle=table["products.summary"],
        language=language,
        home=addresses.absolute(addresses.prefix),
        self_url=addresses.absolute(addresses.file(f"{kind}.xml")),
        author=name,
        since=stamp(instant_of(vendor.feeds.since)),
    )
