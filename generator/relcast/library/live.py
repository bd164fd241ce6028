"""Where a product can be had: the newest version that is live on each of its listings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ..model.product import Listing
from ..model.scalars import instant_of
from .lookup import Lookup
from .product import ProductHistory, VersionedRelease


class Live(NamedTuple):
    """A listing, and what is to be had there."""

    id: str
    listing: Listing
    entry: VersionedRelease


def live_listings(history: ProductHistory, now: datetime) -> Iterator[Live]:
    """The product's listings in its own order, each with the newest stable version that went live there by `now`.

    Only `live` is looked at: every other date in listings.yaml is private. A listing without such a version is left
    out.
    """
    lookup = Lookup(history)
    for id, listing in history.product.listings.items():
        found = [
            entry
            for version, standing in history.standings.get(id, {}).items()
            if standing.live is not None
            and instant_of(standing.live, history.zone) <= now
            and (entry := lookup.find(version)) is not None
            and entry.is_stable
        ]
        if found:
            yield Live(id, listing, max(found, key=lambda entry: entry.version))


def live_turning_points(history: ProductHistory) -> Iterator[datetime]:
    """When a version goes live by itself, on a day that was written down beforehand."""
    for standings in history.standings.values():
        for standing in standings.values():
            if standing.live is not None:
                yield instant_of(standing.live, history.zone)
