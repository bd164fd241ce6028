"""Which releases are contained in which: the order of versions alone does not say.

2.2.2 mends the line 2.2 after 2.3.0 came out: its version is lower than 2.3.1, but what it mends is not mended in 2.3.1
unless 2.3.1 says so. A line is all versions that share their first two numbers. A release contains the earlier
versions of its own line, and of other lines those that were out when its line began: on the day of the line's first
release that was no pre-release, or on its own day where that is earlier.

Where a date is missing, the order of versions must do.
"""

from __future__ import annotations

from datetime import datetime

from ..model.version import Version
from .product import ProductHistory, VersionedRelease

Line = tuple[int, ...]


class Lineage:
    """Knows of each release of one product which earlier ones it contains."""

    def __init__(self, history: ProductHistory) -> None:
        self._instants = {entry.file: entry.instant(history.zone) for entry in history.releases}
        self._lines = {entry.file: line_of(entry.version) for entry in history.releases}
        begun: dict[Line, datetime | None] = {}
        for entry in history.releases:
            if not entry.version.is_prerelease:
                line = self._lines[entry.file]
                begun[line] = _earlier(begun.get(line), self._instants[entry.file])
        self._beginnings = {
            file: _earlier(begun.get(self._lines[file]), instant) for file, instant in self._instants.items()
        }
        """When what a release is made of was parted from the other lines."""

    def contains(self, release: VersionedRelease, other: VersionedRelease) -> bool:
        """Whether `other`, itself or an earlier version, is part of `release`."""
        if release.version < other.version:
            return False
        if self._lines[other.file] == self._lines[release.file]:
            return True
        out, begun = self._instants[other.file], self._beginnings[release.file]
        return out is None or begun is None or out <= begun


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """The earlier of two instants, or the one that is known."""
    return min(one, other) if one and other else one or other


def line_of(version: Version) -> Line:
    """The first two numbers of a version."""
    return (*version.precedence[0], 0, 0)[:2]
