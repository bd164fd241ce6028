"""From release to release: which one a release follows, and how far its version steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.version import Step
from .product import ProductHistory, VersionedRelease


class Stride(NamedTuple):
    """A release, the one it follows, and the first place where their versions differ."""

    entry: VersionedRelease
    before: VersionedRelease
    step: Step


def strides(history: ProductHistory) -> Iterator[Stride]:
    """Each release with the newest final one below it, oldest first; the first of all follows none and is left out.

    Pre-releases and withdrawn releases are followed by none: 3.0.1 after a withdrawn 3.0.0 is for its readers still
    the step from 2.x.
    """
    before: VersionedRelease | None = None
    for entry in reversed(history.releases):
        if before is not None:
            yield Stride(entry, before, entry.version.step_from(before.version))
        if not entry.version.is_prerelease and entry.release.withdrawn is None:
            before = entry
