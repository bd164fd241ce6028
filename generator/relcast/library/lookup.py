"""Releases by the versions that records write."""

from __future__ import annotations

from .product import ProductHistory, VersionedRelease


class Lookup:
    """Finds the release of a version as `ProductHistory.find` does, in one look."""

    def __init__(self, history: ProductHistory) -> None:
        self._as_written: dict[str, VersionedRelease] = {}
        self._bare: dict[str, VersionedRelease] = {}
        for entry in history.releases:
            self._as_written.setdefault(entry.version.text, entry)
            self._bare.setdefault(_bare(entry.version.text), entry)

    def find(self, version: str) -> VersionedRelease | None:
        """The release of a version, with or without `v`, in any case."""
        return self._as_written.get(version) or self._bare.get(_bare(version))

    def find_as_written(self, version: str) -> VersionedRelease | None:
        """The release of a version that is written exactly so."""
        return self._as_written.get(version)


def _bare(version: str) -> str:
    return version.lower().removeprefix("v")
