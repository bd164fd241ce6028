"""What follows from all of a product's records together, computed once and shared by every language and page."""

from __future__ import annotations

from functools import cached_property

from ..model.release import Section
from .advisories import Advisories
from .deprecated import Deprecated, Told, find_deprecated
from .known_issues import Issues, OpenIssue
from .lineage import Lineage
from .product import ProductHistory, VersionedRelease
from .rollback import WayBack, WaysBack


class Computed:
    """The computed facts of one product, each found when it is first asked for."""

    def __init__(self, history: ProductHistory) -> None:
        self._history = history
        self._ways: dict[str, WayBack] = {}
        self._open: dict[str, tuple[OpenIssue, ...]] = {}

    @cached_property
    def lineage(self) -> Lineage:
        """Which releases are contained in which."""
        return Lineage(self._history)

    @cached_property
    def issues(self) -> Issues:
        """What is open in each release."""
        return Issues(self._history, self.lineage)

    @cached_property
    def _ways_back(self) -> WaysBack:
        return WaysBack(self._history, self.lineage)

    def way_back(self, entry: VersionedRelease) -> WayBack:
        """The way back from a release."""
        found = self._ways.get(entry.file)
        if found is None:
            found = self._ways[entry.file] = self._ways_back.of(entry)
        return found

    def open_issues(self, entry: VersionedRelease) -> tuple[OpenIssue, ...]:
        """The known issues that are open in a release."""
        found = self._open.get(entry.file)
        if found is None:
            found = self._open[entry.file] = self.issues.open_in(entry)
        return found

    @cached_property
    def advisories(self) -> Advisories:
        """The security fixes, and whom each concerns."""
        return Advisories(self._history, self.lineage)

    @cached_property
    def known_issues(self) -> dict[str, Told]:
        """Every known issue by its author's id, where it is told of last."""
        return self._told("known_issues")

    @cached_property
    def deprecations(self) -> dict[str, Told]:
        """Every deprecation by its author's id, where it was announced first."""
        return self._told("deprecations", first=True)

    @cached_property
    def deprecated(self) -> list[Deprecated]:
        """Everything deprecated or removed, and what has become of it."""
        return find_deprecated(self._history)

    def _told(self, section: Section, *, first: bool = False) -> dict[str, Told]:
        found: dict[str, Told] = {}
        releases = reversed(self._history.releases) if first else self._history.releases
        for entry in releases:
            if not getattr(entry.release, section):
                continue
            for placed in entry.changes:
                if placed.section == section and placed.change.id:
                    found.setdefault(placed.change.id, (entry, placed))
        return found
