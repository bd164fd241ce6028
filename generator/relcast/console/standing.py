"""Where a product's versions stand on its listings, and which of them wait for somebody."""

from __future__ import annotations

from datetime import date

from ..library.product import ProductHistory, VersionedRelease
from ..model.notice import Standing
from ..model.scalars import instant_of

STAGES = ("submitted", "in_review", "rejected", "live", "restricted")


def standing_of(history: ProductHistory, listing: str, entry: VersionedRelease) -> Standing | None:
    """What listings.yaml says of a version on a listing; it may write the version with or without `v`."""
    for version, standing in history.standings.get(listing, {}).items():
        if history.find(version) is entry:
            return standing
    return None


def find_greatest_live(history: ProductHistory, listing: str) -> VersionedRelease | None:
    """The greatest version that has ever gone live on a listing; what comes next must be greater."""
    for entry in history.releases:
        standing = standing_of(history, listing, entry)
        if standing is not None and standing.live is not None:
            return entry
    return None


def find_live_now(history: ProductHistory, listing: str) -> VersionedRelease | None:
    """The greatest version that can be had on a listing."""
    for entry in history.releases:
        standing = standing_of(history, listing, entry)
        if standing is not None and standing.live is not None and standing.restricted is None:
            return entry
    return None


def find_last_submitted(history: ProductHistory, listing: str, before: VersionedRelease) -> VersionedRelease | None:
    """The version below `before` that a listing was given last, by date; never one that was withdrawn since."""
    handed = []
    for entry in history.releases:
        standing = standing_of(history, listing, entry)
        if standing is None or entry.version >= before.version or entry.release.withdrawn is not None:
            continue
        day: date | None = standing.submitted or standing.in_review or standing.live
        if day is not None:
            handed.append((instant_of(day, history.zone), entry.version, entry))
    return max(handed, key=lambda item: item[:2])[2] if handed else None


def waits(history: ProductHistory, listing: str, entry: VersionedRelease) -> bool:
    """Whether somebody still has to do something about a version on a listing.

    A version waits while it is not live there and greater than all that is; where nothing is live yet, only the latest
    stable release waits, and what is greater. A withdrawn version waits until it is restricted where it went live. A
    pre-release waits only once listings.yaml names it.
    """
    standing = standing_of(history, listing, entry)
    if entry.release.withdrawn is not None:
        return standing is not None and standing.live is not None and standing.restricted is None
    if standing is not None and standing.live is not None:
        return False
    if entry.version.is_prerelease and standing is None:
        return False
    floor = find_greatest_live(history, listing)
    if floor is not None:
        return entry.version > floor.version
    latest = history.find_latest()
    return latest is None or entry.version >= latest.version


def waiting(history: ProductHistory) -> list[VersionedRelease]:
    """The releases that wait on at least one of the product's listings, newest first."""
    listings = history.product.listings
    return [entry for entry in history.releases if any(waits(history, listing, entry) for listing in listings)]
