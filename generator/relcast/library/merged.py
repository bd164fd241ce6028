"""The changes of several releases as one list, in which a change that was back-ported stands once.

The same id, given by the author, is the same change; a derived one never is. A deprecation and its removal, or a known
issue and its fix, are two changes even where their author gave them one id.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from ..model.release import Section
from .arrange import HEADINGS, Heading, PlacedChange, public_changes
from .product import VersionedRelease

Key = tuple[str, str]

_KINDS: dict[Section, str] = {
    "features": "change", "improvements": "change", "fixes": "change",
    "deprecations": "deprecation", "removals": "removal", "known_issues": "known_issue",
}  # fmt: skip


Statement = tuple[PlacedChange, VersionedRelease]
"""A change as one release states it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A change that one or several releases brought."""

    placed: PlacedChange
    """As the release says it that takes it most seriously (breaking, then security); of several, the newest."""
    release: VersionedRelease
    """Where it is said so."""
    statements: tuple[Statement, ...]
    """Each release that brought it, with its words, newest first."""

    @property
    def heading(self) -> Heading:
        """Where it is read."""
        return self.placed.heading


def key_of(placed: PlacedChange) -> Key | None:
    """What is equal for the same change in two releases; None for a change whose author gave it no id."""
    return (_KINDS[placed.section], placed.change.id) if placed.change.id else None


def keys(releases: Iterable[VersionedRelease]) -> set[Key]:
    """The changes of releases that could come again in others."""
    return {
        key for entry in releases for placed in public_changes(entry.release) if (key := key_of(placed)) is not None
    }


def merge(releases: Sequence[VersionedRelease], had: Collection[Key] = ()) -> list[Entry]:
    """The public changes of releases, each once, but for known issues; `had` are changes the reader has already.

    By heading, what must be known first; under it in the order of the newest releases that state them.
    """
    groups: dict[Key | tuple[str, str, str], list[Statement]] = {}
    for release in sorted(releases, key=lambda entry: entry.version, reverse=True):
        for placed in public_changes(release.release):
            key = key_of(placed)
            if placed.section != "known_issues" and (key is None or key not in had):
                groups.setdefault(key or ("", release.file, placed.id), []).append((placed, release))
    entries = [Entry(*min(group, key=_rank), tuple(group)) for group in groups.values()]
    return sorted(entries, key=lambda entry: HEADINGS.index(entry.heading))


def _rank(statement: Statement) -> int:
    return HEADINGS.index(statement[0].heading)
