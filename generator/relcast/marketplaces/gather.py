"""What a text is about: one release, or all releases that a marketplace's readers have not seen yet, rolled into one.

A marketplace reviews for days, so weekly patches are skipped there, and what they fixed must not vanish with them.
Between the version readers saw last and the one that is submitted stand, in the product's own order of versions, all
releases that came out by then, withdrawn ones too. A patch of an older line that came out later is not in it, nor is a
fix of what the submitted version is still affected by. Each public change is told once: the same id in two releases is
the same change, told in the words of the newest. Known issues that a later release of these closes are over, and are
only listed; so is what stands in a pre-release alone whose final release is among them. What one release brought and a
later one took away is told as both did: a record does not say that they cancel each other out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from ..library.arrange import HEADINGS, Heading, PlacedChange
from ..library.lookup import Lookup
from ..library.product import ProductHistory, VersionedRelease
from ..model.change import SeverityWord
from ..model.range import RangeError, parse_range
from ..model.release import shared_id
from ..model.version import Scheme
from .profile import MarketplaceError

SEVERITIES: tuple[SeverityWord, ...] = ("critical", "high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Told:
    """A change, the release it is told of, and an id that is unique over all of them."""

    id: str
    entry: VersionedRelease
    placed: PlacedChange


@dataclass(frozen=True, slots=True)
class Gathered:
    """One release with those before it that its readers have not seen."""

    entry: VersionedRelease
    earlier: tuple[VersionedRelease, ...] = ()
    """Newest first."""
    since: VersionedRelease | None = None
    """What readers saw last, where it was asked for."""
    changes: tuple[Told, ...] = ()
    """Newest release first, in each as its record has them; every change once."""
    over: tuple[tuple[Told, str], ...] = ()
    """What needs not be told any more, and why."""
    later: tuple[VersionedRelease, ...] = ()
    """Releases between the two by version that came out after the newer one, and so are not in it."""

    @property
    def releases(self) -> tuple[VersionedRelease, ...]:
        return (self.entry, *self.earlier)

    def urgency(self) -> SeverityWord | None:
        """The highest of them all: whoever skipped a critical release is as much in need of it."""
        stated = [entry.release.urgency for entry in self.releases]
        return next((urgency for urgency in SEVERITIES if urgency in stated), None)

    def is_direct(self, scheme: Scheme) -> bool:
        """Whether the release says that it can be upgraded to directly from what readers have."""
        upgrade = self.entry.release.upgrade
        if self.since is None or upgrade is None or upgrade.from_ is None:
            return False
        try:
            return parse_range(upgrade.from_, scheme).contains(self.since.version)
        except RangeError:
            return False

    def by_heading(self) -> dict[Heading, list[Told]]:
        """The changes by heading, in reading order; headings without changes are absent."""
        groups: dict[Heading, list[Told]] = {heading: [] for heading in HEADINGS}
        for told in self.changes:
            groups[told.placed.heading].append(told)
        return {heading: group for heading, group in groups.items() if group}


def gather(history: ProductHistory, entry: VersionedRelease, since: VersionedRelease | None = None) -> Gathered:
    """The release alone; or with every release after `since`. A `MarketplaceError` where `since` is not before it."""
    if since is None:
        alone = (Told(placed.id, entry, placed) for placed in entry.changes)
        return Gathered(entry, changes=tuple(alone))
    if not since.version < entry.version:
        raise MarketplaceError(
            f"{since.version.text} does not come before {entry.version.text}", "name an older version after --since"
        )
    between = [
        other for other in history.releases
        if since.version < other.version < entry.version and other.release.status == "released"
    ]  # fmt: skip
    later = tuple(other for other in between if _came_after(other, entry, history.zone))
    earlier = tuple(other for other in between if other not in later)
    changes, over = _merged((entry, *earlier), history.product.versioning)
    return Gathered(entry, earlier, since, changes, over, later)


def _came_after(other: VersionedRelease, entry: VersionedRelease, zone: tzinfo) -> bool:
    """Whether a release came out after another; of undated ones nobody knows."""
    first, second = entry.instant(zone), other.instant(zone)
    return first is not None and second is not None and second > first


def find_last_live(history: ProductHistory, listing: str, entry: VersionedRelease) -> VersionedRelease | None:
    """The newest version before `entry` that is live on a listing, by listings.yaml.

    What was withdrawn left the marketplace with its text, so whoever looks there now has not seen it. The same goes for
    what is restricted, unless nothing else ever went live.
    """
    standings, lookup = history.standings.get(listing, {}), Lookup(history)
    live = [
        (standing.restricted is None, other)
        for version, standing in standings.items()
        if standing.live is not None and (other := lookup.find(version)) is not None
        if other.version < entry.version and other.release.withdrawn is None
    ]
    _, found = max(live, key=lambda pair: (pair[0], pair[1].version), default=(False, None))
    return found


def _merged(
    releases: tuple[VersionedRelease, ...], scheme: Scheme
) -> tuple[tuple[Told, ...], tuple[tuple[Told, str], ...]]:
    """Every change of the releases (newest first) once, and those that are over."""
    kept: dict[str, Told] = {}
    over: list[tuple[Told, str]] = []
    closed: dict[str, str] = {}
    has_final = False
    for at, entry in enumerate(releases):
        has_final = has_final or (at > 0 and not releases[at - 1].version.is_prerelease)
        is_stood_for = entry.version.is_prerelease and has_final
        placed_changes = entry.changes
        for placed in placed_changes:
            own = shared_id(placed.change)
            told = Told(own or (placed.id if at == 0 else f"{entry.version.text}:{placed.id}"), entry, placed)
            if own is not None and own in kept:
                kept[own] = _weightier(kept[own], told)
            elif own is not None and own in closed and placed.section == "known_issues":
                over.append((told, f"closed in {closed[own]}"))
            elif at > 0 and _is_still_affected(placed, releases[0], scheme):
                over.append((told, f"{releases[0].version.text} is still affected"))
            elif is_stood_for:
                over.append((told, f"told only in the pre-release {entry.version.text}"))
            else:
                kept[told.id] = told
        for placed in placed_changes:
            for id in placed.change.resolves:
                closed.setdefault(id, entry.version.text)
    seen = set(kept)
    return tuple(kept.values()), tuple((told, why) for told, why in _once(over) if told.id not in seen)


def _is_still_affected(placed: PlacedChange, entry: VersionedRelease, scheme: Scheme) -> bool:
    """Whether an older release's fix says itself that it is not in this one."""
    security = placed.change.security
    if security is None or security.affected is None:
        return False
    try:
        return parse_range(security.affected, scheme).contains(entry.version)
    except RangeError:
        return False


def _weightier(newer: Told, older: Told) -> Told:
    """The newer telling of a change, unless only the older one says that it is unsafe or breaks something."""
    new, old = newer.placed.change, older.placed.change
    is_lost = (old.security is not None and new.security is None) or (old.breaking is not None and new.breaking is None)
    return Told(newer.id, older.entry, older.placed) if is_lost else newer


def _once(over: list[tuple[Told, str]]) -> Iterator[tuple[Told, str]]:
    seen: set[str] = set()
    for told, why in over:
        if told.id not in seen:
            seen.add(told.id)
            yield told, why
