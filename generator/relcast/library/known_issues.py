"""What is wrong with a release: known issues still open in it.

An issue is stated once and concerns every release in its `affected` range, or the one that states it where it has no
range. It is closed in a release that contains a change which `resolves` it (`lineage` says what contains what), so
2.2.2 may have closed what is still open in 2.3.1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..model.change import KnownIssue
from ..model.range import Range
from .arrange import PlacedChange
from .lineage import Lineage
from .product import ProductHistory, VersionedRelease
from .ranges import find_range


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """A known issue, or an advisory, as it concerns one release."""

    key: str
    """Equal for the same issue in two releases."""
    placed: PlacedChange
    stated_in: VersionedRelease
    """The newest release whose record tells of it for this version."""
    closed_in: tuple[VersionedRelease, ...] = ()
    """The releases that close it, newest first, withdrawn ones left out."""


class Issues:
    """Finds what is open in each release of one product; only records of what is out count."""

    def __init__(self, history: ProductHistory, lineage: Lineage) -> None:
        self._lineage = lineage
        scheme = history.product.versioning
        self._issues: list[tuple[str, PlacedChange, VersionedRelease, Range | None]] = []
        """Each with what tells it from the others; those told of last first."""
        self._closing: dict[str, list[VersionedRelease]] = {}
        """The releases that close a known issue, by its id, newest first."""
        for entry in history.releases:
            for _, _, change in entry.release.changes():
                for id in change.resolves:
                    self._closing.setdefault(id, []).append(entry)
            for placed in entry.changes:
                if placed.section == "known_issues":
                    affected = placed.change.affected if isinstance(placed.change, KnownIssue) else None
                    range = find_range(affected, scheme) if affected else None
                    self._issues.append((placed.key(entry.file), placed, entry, range))

    def open_in(self, entry: VersionedRelease) -> tuple[OpenIssue, ...]:
        """The known issues that are open in a release, those told of last first; one that is told twice comes once."""
        found: dict[str, OpenIssue] = {}
        for key, placed, stated_in, range in self._issues:
            is_affected = range.contains(entry.version) if range else stated_in is entry
            if not is_affected or not self._counts(stated_in, entry):
                continue
            closing = self._closing.get(placed.change.id, []) if placed.change.id else []
            if not self._contains_any(entry, closing):
                found.setdefault(key, OpenIssue(key, placed, stated_in, _usable(closing)))
        return tuple(found.values())

    def _counts(self, stated_in: VersionedRelease, entry: VersionedRelease) -> bool:
        """What a planned release says of itself concerns nobody else yet."""
        return stated_in is entry or stated_in.release.status == "released"

    def _contains_any(self, entry: VersionedRelease, others: Iterable[VersionedRelease]) -> bool:
        return any(self._counts(other, entry) and self._lineage.contains(entry, other) for other in others)


def _usable(entries: list[VersionedRelease]) -> tuple[VersionedRelease, ...]:
    return tuple(entry for entry in entries if entry.release.status == "released" and not entry.release.withdrawn)
