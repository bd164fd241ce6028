"""Where upgrades begin: which versions of a product have a page of their own with the way to newer ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .latest import find_line, latest_of_lines
from .lineage import Line, line_of
from .product import ProductHistory, VersionedRelease
from .ranges import find_range

PAGES = 8
"""Versions of a product that have a page each; more would cost more than the releases' own pages."""


@dataclass(frozen=True, slots=True)
class Starts:
    """Every version that is out, and how who runs it gets on."""

    latest: VersionedRelease | None
    """Where the ways lead."""
    pages: tuple[VersionedRelease, ...]
    """The versions with a page, newest first."""
    via: Mapping[str, VersionedRelease]
    """For another version, by its file: one with a page to which a tested upgrade leads straight from it."""


def find_starts(history: ProductHistory) -> Starts:
    """All versions below the latest have a page where they are few; of many the newest of each line, then the newest.

    Withdrawn releases and pre-releases count too: who runs one wants to leave it.
    """
    latest = history.find_latest()
    if latest is None:
        return Starts(None, (), {})
    older = [
        entry for entry in history.releases if entry.version < latest.version and entry.release.status == "released"
    ]
    chosen = {entry.file for entry in (older if len(older) <= PAGES else _most_wanted(older))}
    pages = tuple(entry for entry in older if entry.file in chosen)
    return Starts(latest, pages, _stepping_stones(history, older, chosen) if len(pages) < len(older) else {})


class LatestOfLine:
    """Knows the newest stable release of the line that a release is in.

    That is its support line of product.yaml, or where none is stated, the versions with the same first two numbers.
    """

    def __init__(self, history: ProductHistory) -> None:
        self._history = history
        self._stated = {id(one.line): one.latest for one in latest_of_lines(history)}
        self._numbered: dict[Line, VersionedRelease] = {}
        for entry in history.releases:
            if entry.is_stable:
                self._numbered.setdefault(line_of(entry.version), entry)

    def find(self, entry: VersionedRelease) -> VersionedRelease | None:
        """The newest of the line, perhaps the release itself; None where there is no stable one."""
        line = find_line(self._history, entry)
        return self._stated[id(line)] if line else self._numbered.get(line_of(entry.version))


def _most_wanted(older: Sequence[VersionedRelease]) -> list[VersionedRelease]:
    """As many as have pages, of releases newest first."""
    newest: dict[Line, VersionedRelease] = {}
    for entry in older:
        if entry.is_stable:
            newest.setdefault(line_of(entry.version), entry)
    first = list(newest.values())
    files = {entry.file for entry in first}
    rest = [entry for entry in older if entry.file not in files]
    rest.sort(key=lambda entry: entry.version.is_prerelease)  # these last
    return [*first, *rest][:PAGES]


def _stepping_stones(
    history: ProductHistory, older: Sequence[VersionedRelease], chosen: set[str]
) -> dict[str, VersionedRelease]:
    """For each release without a page the nearest newer one that has a page and takes it."""
    found: dict[str, VersionedRelease] = {}
    nearest: list[VersionedRelease] = []
    """Those with a page up to the next required stop, the nearest last."""
    for entry in older:
        if entry.file not in chosen:
            for stone in reversed(nearest):
                text = stone.release.upgrade.from_ if stone.release.upgrade else None
                range = find_range(text, history.product.versioning) if text else None
                if range is None or entry.version in range:
                    found[entry.file] = stone
                    break
        if entry.release.upgrade and entry.release.upgrade.required_stop:
            nearest.clear()
        if entry.file in chosen and entry.is_stable:
            nearest.append(entry)
    return found
