"""Where the replacements of withdrawn releases lead."""

from __future__ import annotations

from ...library.lookup import Lookup
from ...library.product import VersionedRelease


def find_next(lookup: Lookup, entry: VersionedRelease) -> VersionedRelease | None:
    """What a withdrawn release says to use instead, where that has a record."""
    withdrawn = entry.release.withdrawn
    return lookup.find(withdrawn.use_instead) if withdrawn and withdrawn.use_instead else None


def follow(lookup: Lookup, entry: VersionedRelease) -> VersionedRelease | None:
    """The release at the end of the chain that begins here, withdrawn or not; None where the chain goes round."""
    seen = {entry.file}
    while (following := find_next(lookup, entry)) is not None:
        if following.file in seen:
            return None
        seen.add(following.file)
        entry = following
    return entry
