"""From release to release: which one a release follows, and how far its version steps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..model.version import Step, Version
from .product import ProductHistory, VersionedRelease


class Stride(NamedTuple):
    """A release, the one it follows, and the first place where their versions differ."""

    entry: VersionedRelease
    before: VersionedRelease
    step: Step


def strides(history: ProductHistory) -> Iterator[Stride]:
    """Each release with the newest final one below it, oldest first; the first of all follows none and is left out."""
    before: VersionedRelease | None = None
    for entry in reversed(history.releases):
        if before is not None:
            yield Stride(entry, before, entry.version.step_from(before.version))
        if not entry.version.is_prerelease:
            before = entry


def find_stride(entry: VersionedRelease, history: ProductHistory) -> Stride | None:
    """The stride that leads to a release from the newest final one below it that was not withdrawn; None without one.

    3.0.1 after a withdrawn 3.0.0 is for its readers still the step from 2.x.
    """
    place = bisect_left(history.releases, _Downwards(entry.version), key=lambda other: _Downwards(other.version))
    for at in range(place, len(history.releases)):
        before = history.releases[at]
        if before.version < entry.version and not before.version.is_prerelease and before.release.withdrawn is None:
            return Stride(entry, before, entry.version.step_from(before.version))
    return None


@dataclass(frozen=True, slots=True)
class _Downwards:
    """A version in an order that begins with the newest, as a history's releases do."""

    version: Version

    def __lt__(self, other: _Downwards) -> bool:
        return other.version < self.version
