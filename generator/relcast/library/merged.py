"""The changes of several releases as one list, in which a change that was back-ported stands once.

The same id, given by the author, is the same change; a derived one never is. A deprecation and its removal, or a known
issue and its fix, are two changes even where their author gave them one id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ..model.release import Section, shared_id
from .arrange import HEADINGS, Heading, PlacedChange
from .product import VersionedRelease

Key = tuple[str, str]

_KINDS: dict[Section, str] = {
    "features": "change", "improvements": "change", "fixes": "change",
    "deprecations": "deprecation", "removals": "removal", "known_issues": "known_issue",
}  # fmt: skip


Statement = tuple[PlacedChange, VersionedRelease]
"""A change as one release states it."""


class Entry(NamedTuple):
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
    id = shared_id(placed.change)
    return (_KINDS[placed.section], id) if id else None


class Changes:
    """The public changes of one product's releases, read once for many upgrades; without known issues."""

    def __init__(self, releases: Iterable[VersionedRelease]) -> None:
        """Those of `releases`, newest first."""
        stated: dict[Key, list[Statement]] = {}
        listed: dict[str, list[tuple[Key | None, Statement]]] = {}
        for release in releases:
            found = listed[release.file] = []
            for placed in release.changes:
                if placed.section != "known_issues":
                    found.append((key := key_of(placed), (placed, release)))
                    if key is not None:
                        stated.setdefault(key, []).append((placed, release))
        self._stated = {key: statements for key, statements in stated.items() if len(statements) > 1}
        """The changes that could come twice, with all who state them, newest first."""
        self._brought: dict[str, list[Entry | Key]] = {}
        """By release, in its order: an entry that nothing else states, or the key of one that could come twice."""
        self._alone: dict[str, dict[Heading, list[Entry]]] = {}
        """The releases all of whose changes come but once, with these by heading."""
        for file, found in listed.items():
            if self._stated and any(key in self._stated for key, _ in found):
                self._brought[file] = [self._prepared(key, one) for key, one in found]
            else:
                alone: dict[Heading, list[Entry]] = {}
                for _, one in found:
                    alone.setdefault(one[0].heading, []).append(Entry(*one, (one,)))
                self._alone[file] = alone

    def _prepared(self, key: Key | None, statement: Statement) -> Entry | Key:
        return key if key in self._stated and key is not None else Entry(*statement, (statement,))

    def new(
        self, crossed: Iterable[VersionedRelease], has: Callable[[VersionedRelease], bool]
    ) -> dict[Heading, list[Entry]]:
        """What is new with releases, given newest first, each change once and without what the reader has already.

        `has` says whether the reader has a release. By heading, what must be known first; under it in the order of the
        newest releases that state it.
        """
        found: dict[Heading, list[Entry]] = {heading: [] for heading in HEADINGS}
        seen: set[Key] = set()
        wanted = list(crossed)
        files = {release.file for release in wanted}
        for release in wanted:
            alone = self._alone.get(release.file)
            if alone is not None:
                for heading, entries in alone.items():
                    found[heading] += entries
                continue
            for one in self._brought[release.file]:
                if isinstance(one, Entry):
                    found[one.heading].append(one)
                elif one not in seen:
                    seen.add(one)
                    if not any(has(statement[1]) for statement in self._stated[one]):
                        statements = tuple(said for said in self._stated[one] if said[1].file in files)
                        entry = Entry(*min(statements, key=_rank), statements)
                        found[entry.heading].append(entry)
        return {heading: entries for heading, entries in found.items() if entries}


def _rank(statement: Statement) -> int:
    return HEADINGS.index(statement[0].heading)
