"""The way back from a release: what its record states, and where it states nothing, what follows from the records.

Computed, it is the last earlier version, stable and not withdrawn, from which nothing separates the release: no
migration that can't be undone, no release in between that says there is no way back. A migration that both have, by
its id, separates nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model.release import Migration
from ..model.text import Words
from ..model.version import Version, VersionError, parse_version
from .known_issues import OpenIssue
from .lineage import Lineage
from .product import ProductHistory, VersionedRelease


@dataclass(frozen=True, slots=True)
class WayBack:
    """Whether and where one can go back to from a release."""

    possible: bool | None
    """None where nothing is stated, and there is no earlier release to go back to."""
    to: str | None = None
    """The version to go back to."""
    target: VersionedRelease | None = None
    """Its release; None where no record tells of it. A stated one may have been withdrawn since."""
    is_stated: bool = False
    """Whether the record itself says if it is possible; else that is computed. The version may be computed even so."""
    until: Words | None = None
    """The moment up to which it is possible, in the author's words."""
    steps: tuple[Words, ...] = ()
    separated_by: VersionedRelease | None = None
    """The release whose migration, or whose word, leaves no way back."""
    lacking: tuple[OpenIssue, ...] = ()
    """The security fixes that `target` lacks, where one plans an upgrade (see `Upgrades`)."""


class WaysBack:
    """Finds the way back from each release of one product."""

    def __init__(self, history: ProductHistory, lineage: Lineage) -> None:
        self._history = history
        self._lineage = lineage
        self._places = {entry.file: place for place, entry in enumerate(history.releases)}
        self._oldest = next((entry for entry in reversed(history.releases) if entry.is_stable), None)
        self._having: dict[str, list[VersionedRelease]] = {}
        """The releases that have a migration, by its id, oldest first."""
        for entry in reversed(history.releases):
            for migration in _migrations(entry):
                if migration.id and entry.release.status == "released":
                    self._having.setdefault(migration.id, []).append(entry)

    def of(self, entry: VersionedRelease) -> WayBack:
        """The way back from one release; what it states itself wins."""
        stated = entry.release.rollback
        steps = tuple(stated.steps) if stated else ()
        if stated and stated.possible is False:
            return WayBack(False, is_stated=True, steps=steps, separated_by=entry)
        if stated and stated.to:
            target = self._history.find(stated.to)
            to = target.version.text if target else stated.to
            return WayBack(True, to, target, is_stated=True, until=stated.until, steps=steps)
        is_promised = stated is not None and (stated.possible is True or stated.until is not None)
        target, separated_by = self._compute(entry, is_promised)
        if self._oldest is None or self._oldest.version >= entry.version:
            separated_by = None
        possible = True if is_promised or target else False if separated_by else None
        return WayBack(
            possible, target.version.text if target else None, target, is_stated=is_promised,
            until=stated.until if stated else None, steps=steps, separated_by=None if possible else separated_by,
        )  # fmt: skip

    def _compute(
        self, entry: VersionedRelease, is_promised: bool
    ) -> tuple[VersionedRelease | None, VersionedRelease | None]:
        """Where to go back to; without that, the release that separates."""
        barriers = [] if is_promised else list(irreversible(entry))
        separated_by = entry if barriers else None
        floor: Version | None = None
        for other in self._history.releases[self._places[entry.file] + 1 :]:
            if other.release.status != "released":
                continue
            if (floor and other.version < floor) or not all(self._may_go(barrier, other) for barrier in barriers):
                return None, separated_by
            if other.is_stable and all(self._has(other, barrier) for barrier in barriers):
                return other, None
            if not self._lineage.contains(entry, other):
                continue
            stated = other.release.rollback
            if stated and stated.possible is False:
                return None, other
            if stated and stated.to and (to := self._read(stated.to)):
                floor = max(floor, to) if floor else to
                separated_by = separated_by or other
            if not (stated and stated.possible and not stated.until):
                found = list(irreversible(other))
                barriers += found
                separated_by = separated_by or (other if found else None)
        return None, separated_by

    def _has(self, entry: VersionedRelease, migration: Migration) -> bool:
        having = self._having.get(migration.id, []) if migration.id else []
        return any(self._lineage.contains(entry, other) for other in having)

    def _may_go(self, migration: Migration, entry: VersionedRelease) -> bool:
        """Whether a release, or one before it, could have the migration too."""
        having = self._having.get(migration.id, []) if migration.id else []
        return bool(having) and having[0].version <= entry.version

    def _read(self, text: str) -> Version | None:
        try:
            return parse_version(text, self._history.product.versioning)
        except VersionError:
            return None


def irreversible(entry: VersionedRelease) -> Iterator[Migration]:
    """The migrations of a release that can't be undone."""
    return (migration for migration in _migrations(entry) if migration.reversible is False)


def _migrations(entry: VersionedRelease) -> list[Migration]:
    return entry.release.upgrade.migrations if entry.release.upgrade else []
