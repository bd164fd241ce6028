"""What will go from a product, and what is gone: each announcement with the removal that answers it.

The same id, given by the author, is the same deprecation in whatever release; a removal answers the one that it names.
A release that was withdrawn removes nothing, and its announcement counts only where no other release makes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..model.change import Deprecation, Removal
from ..model.version import Version, VersionError, parse_version
from .arrange import PlacedChange
from .product import ProductHistory, VersionedRelease

State = Literal["overdue", "due", "announced", "removed"]

Told = tuple[VersionedRelease, PlacedChange]
"""A change, and the release whose record tells of it."""


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Something that a product has or had, and is to be without."""

    state: State
    """`overdue`: a stable release is out that was to be without it; `due`: a release is in sight that is to be;
    `announced`: none is yet; `removed`: a stable release removed it."""
    announced: Told | None
    """The first release that announces it; None for a removal that nobody announced."""
    stated: Told
    """What is said of it last: by the newest release that announces it, or by the removal that nobody announced."""
    removed: Told | None
    """The first stable release that is without it."""
    due: VersionedRelease | None
    """The planned release or the pre-release that is to be the first without it, where one is known."""

    @property
    def planned(self) -> str | None:
        """The version that it is to go with."""
        change = self.stated[1].change
        return change.removed_in if isinstance(change, Deprecation) else None


def find_deprecated(history: ProductHistory) -> list[Deprecated]:
    """Everything deprecated or removed in a product, announcements of the oldest version first, and after them removals
    that nobody announced."""
    announced: dict[str, list[Told]] = {}
    removed: dict[str, list[Told]] = {}
    """By the deprecation that they answer, else by what makes them the same removal; oldest version first."""
    known: dict[str | None, str] = {}
    """By the id that a removal answers: what makes an announcement the same, of several the newest so far."""
    for entry in reversed(history.releases):
        if not entry.release.deprecations and not entry.release.removals:
            continue
        for placed in entry.changes:
            own = placed.key(entry.file)
            if isinstance(placed.change, Deprecation) and entry.release.status == "released":
                announced.setdefault(own, []).append((entry, placed))
                known[placed.change.id] = own
            elif isinstance(placed.change, Removal) and entry.release.withdrawn is None:
                answered = placed.change.deprecation
                removed.setdefault(known.get(answered, answered) if answered else f"#{own}", []).append((entry, placed))
    latest = history.find_latest()
    found = []
    for id, told in announced.items():
        standing = [one for one in told if one[0].release.withdrawn is None] or told
        found.append(_announced(history, latest, standing, removed.pop(id, [])))
    found += _unannounced(removed)
    return found


def _announced(
    history: ProductHistory, latest: VersionedRelease | None, told: list[Told], removals: list[Told]
) -> Deprecated:
    first, last = told[0], told[-1]
    gone = next((one for one in removals if one[0].is_stable), None)
    if gone is not None:
        return Deprecated("removed", first, last, gone, None)
    change = last[1].change
    planned = _version(change.removed_in, history) if isinstance(change, Deprecation) else None
    due = _due(history, planned, removals)
    if planned is not None and latest is not None and planned <= latest.version:
        return Deprecated("overdue", first, last, None, due)
    return Deprecated("due" if due else "announced", first, last, None, due)


def _due(history: ProductHistory, planned: Version | None, removals: list[Told]) -> VersionedRelease | None:
    """The release to come that removes it by its own record, else the lowest that is to be without it."""
    if removals:
        return removals[0][0]
    if planned is None:
        return None
    coming = (
        entry for entry in reversed(history.releases) if entry.release.status == "planned" and planned <= entry.version
    )
    return next(coming, None)


def _version(text: str | None, history: ProductHistory) -> Version | None:
    """The version, or None where there is none that can be read: a preview goes on without it."""
    try:
        return parse_version(text, history.product.versioning) if text else None
    except VersionError:
        return None


def _unannounced(removed: dict[str, list[Told]]) -> Iterator[Deprecated]:
    for told in removed.values():
        gone = next((one for one in told if one[0].is_stable), None)
        if gone is not None:
            yield Deprecated("removed", None, gone, gone, None)
        else:
            yield Deprecated("due", None, told[0], None, told[0][0])
