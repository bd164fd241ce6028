"""Where a product's versions stand on its listings, and which of them wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ..library.lookup import Lookup
from ..library.product import ProductHistory, VersionedRelease
from ..model.notice import Standing
from ..model.scalars import instant_of

STAGES = ("submitted", "in_review", "rejected", "live", "restricted")


def standings_of(history: ProductHistory, listing: str) -> Mapping[str, Standing]:
    """What listings.yaml says of each version on a listing, by its record's file; it may write the version with or
    without `v`."""
    lookup, found = Lookup(history), dict[str, Standing]()
    for version, standing in history.standings.get(listing, {}).items():
        entry = lookup.find(version)
        if entry is not None:
            found.setdefault(entry.file, standing)
    return found


def standing_of(history: ProductHistory, listing: str, entry: VersionedRelease) -> Standing | None:
    """What listings.yaml says of a version on a listing."""
    return standings_of(history, listing).get(entry.file)


def find_greatest_live(history: ProductHistory, listing: str) -> VersionedRelease | None:
    """The greatest version that has ever gone live on a listing; what comes next must be greater."""
    standings = standings_of(history, listing)
    for entry in history.releases:
        standing = standings.get(entry.file)
        if standing is not None and standing.live is not None:
            return entry
    return None


def find_live_now(history: ProductHistory, listing: str) -> VersionedRelease | None:
    """The greatest version that can be had on a listing."""
    standings = standings_of(history, listing)
    for entry in history.releases:
        standing = standings.get(entry.file)
        if standing is not None and standing.live is not None and standing.restricted is None:
            return entry
    return None


def find_last_submitted(history: ProductHistory, listing: str, before: VersionedRelease) -> VersionedRelease | None:
    """The version below `before` that a listing was given last, by date; never one that was withdrawn since."""
    handed, standings = [], standings_of(history, listing)
    for entry in history.releases:
        standing = standings.get(entry.file)
        if standing is None or entry.version >= before.version or entry.release.withdrawn is not None:
            continue
        day: date | None = standing.submitted or standing.in_review or standing.live
        if day is not None:
            handed.append((instant_of(day, history.zone), entry.version, entry))
    return max(handed, key=lambda item: item[:2])[2] if handed else None


def waiting(history: ProductHistory) -> list[VersionedRelease]:
    """The releases that wait on at least one of the product's listings, newest first."""
    files = {entry.file for listing in history.product.listings for entry in _waiting_on(history, listing)}
    return [entry for entry in history.releases if entry.file in files]


def _waiting_on(history: ProductHistory, listing: str) -> Iterator[VersionedRelease]:
    """The versions about which somebody still has to do something on a listing.

    A version waits while it is not live there and greater than all that is; where nothing is live yet, only the latest
    stable release waits, and what is greater. A withdrawn version waits until it is restricted where it went live. A
    pre-release waits only once listings.yaml names it.
    """
    standings, latest = standings_of(history, listing), history.find_latest()
    floor = find_greatest_live(history, listing)
    for entry in history.releases:
        standing = standings.get(entry.file)
        is_live = standing is not None and standing.live is not None
        if entry.release.withdrawn is not None:
            if standing is not None and is_live and standing.restricted is None:
                yield entry
        elif is_live or (entry.version.is_prerelease and standing is None):
            continue
        elif floor is not None:
            if entry.version > floor.version:
                yield entry
        elif latest is None or entry.version >= latest.version:
            yield entry
