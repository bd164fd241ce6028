"""The security fixes of a product: one for each advisory, with every release that brings it, and whom it concerns.

An advisory is named by the ids of the changes that close it; changes that name the same vulnerability, whatever release
they are in and whichever of its ids comes first, close the same one (see `advisory_ids`). A change without ids closes
what the changes of its own id close: a back-port need not repeat what it is about.

Where releases name it differently, it keeps the name under which it was first published: pages, OSV records and
readers' links go by it, and a later release must not move them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from ..model.change import Security
from ..model.release import shared_id
from ..model.version import Version
from .advisory_ids import distinct, named, same_vulnerability
from .affected import Affected, Released, affected_ranges
from .arrange import PlacedChange
from .lineage import Lineage
from .product import ProductHistory, VersionedRelease

Fix = tuple[VersionedRelease, PlacedChange]
"""A release, and the change in it that closes the advisory."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When history without dates was published."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """What was unsafe, in one product."""

    name: str
    """As its author wrote it; empty where it has none."""
    aliases: tuple[str, ...]
    """The other ids of the same vulnerability."""
    related: tuple[str, ...]
    """What else the changes that close it name."""
    fixes: tuple[Fix, ...]
    """Newest version first, withdrawn ones too; never empty."""
    affected: Affected
    spans: tuple[tuple[int, int], ...]
    """First and last place of each unbroken run of affected releases in `Advisories.releases`, in its order."""

    @property
    def securities(self) -> list[Security]:
        """What each fix says of it."""
        return [placed.change.security for _, placed in self.fixes if placed.change.security is not None]

    @property
    def told(self) -> Fix:
        """The newest fix, a withdrawn one only where all are: what tells of the advisory."""
        return next((fix for fix in self.fixes if fix[0].release.withdrawn is None), self.fixes[0])

    @property
    def key(self) -> str:
        """What tells it from the product's other ones; no name is like that of an unnamed one."""
        entry, placed = self.fixes[0]
        return self.name or f"{entry.file}#{placed.id}"

    @property
    def usable(self) -> list[VersionedRelease]:
        """The releases with the fix that were not withdrawn, newest first."""
        return [entry for entry, _ in self.fixes if entry.release.withdrawn is None]


class Advisories:
    """The advisories of one product; only records of what is out count."""

    def __init__(self, history: ProductHistory, lineage: Lineage) -> None:
        self.releases = tuple(entry for entry in history.releases if entry.release.status == "released")
        """What is out, newest version first."""
        self._history = history
        self._lineage = lineage
        self.released = Released(self.releases)
        """The same releases, as ranges are looked up among them."""
        self._places = {entry.file: place for place, entry in enumerate(self.releases)}

    @cached_property
    def all(self) -> tuple[Advisory, ...]:
        """Every advisory; the one that the newest version closes comes first."""
        return tuple(self._advisory(names, fixes) for names, fixes in self._found())

    def lacking(self, entry: VersionedRelease) -> tuple[Advisory, ...]:
        """The advisories that concern a release: it is affected, and holds no fix; none while it is only planned."""
        place = self._places.get(entry.file)
        return () if place is None else tuple(self._concerning[place])

    @cached_property
    def _concerning(self) -> list[list[Advisory]]:
        """For each of `releases`, the advisories that concern it."""
        found: list[list[Advisory]] = [[] for _ in self.releases]
        for advisory in self.all:
            for first, last in advisory.spans:
                for concerned in found[first : last + 1]:
                    concerned.append(advisory)
        return found

    def _found(self) -> Iterator[tuple[frozenset[str], list[Fix]]]:
        """The names of each vulnerability in small letters, and what closes it."""
        fixes: list[Fix] = [
            (entry, placed) for entry in self.releases for placed in entry.changes
            if placed.change.security is not None and placed.section != "known_issues"
        ]  # fmt: skip
        stated: dict[str, list[str]] = {}
        """By a change's own id: what the changes of that id name."""
        for _, placed in fixes:
            if (id := shared_id(placed.change)) and (ids := _ids(placed)):
                stated.setdefault(id, ids)
        same = same_vulnerability(_ids(placed) for _, placed in fixes)
        found: dict[frozenset[str] | str, tuple[frozenset[str], list[Fix]]] = {}
        for entry, placed in fixes:
            names = named(_ids(placed) or stated.get(shared_id(placed.change) or "", []))
            if not names:  # what names none stays apart from every name
                found.setdefault(placed.key(entry.file), (frozenset(), []))[1].append((entry, placed))
            for one in names:
                every = same.get(one.name.lower()) or frozenset([one.name.lower()])
                found.setdefault(every, (every, []))[1].append((entry, placed))
        yield from found.values()

    def _advisory(self, names: frozenset[str], fixes: Sequence[Fix]) -> Advisory:
        stated = [placed.change.security.affected for _, placed in fixes if placed.change.security]
        entries = [entry for entry, _ in fixes]
        affected = affected_ranges(
            list(filter(None, dict.fromkeys(stated))), entries,
            self._history.product.versioning, self.released, self._lineage,
        )  # fmt: skip
        ids = distinct(id for _, placed in fixes for id in _ids(placed))
        name = self._name(names, fixes)
        others = [id for id in ids if id.lower() != name.lower()]
        return Advisory(
            name,
            tuple(id for id in others if id.lower() in names),
            tuple(id for id in others if id.lower() not in names) if name else (),
            tuple(fixes), affected, tuple(self._spans(affected)),
        )  # fmt: skip

    def _name(self, names: frozenset[str], fixes: Sequence[Fix]) -> str:
        """The name that the change published first gives it."""
        for _, placed in sorted(fixes, key=self._published):
            for one in named(_ids(placed)):
                if one.name.lower() in names:
                    return one.name
        return ""

    def _published(self, fix: Fix) -> tuple[datetime, Version]:
        entry, _ = fix
        return entry.instant(self._history.zone) or _LONG_AGO, entry.version

    def _spans(self, affected: Affected) -> Iterator[tuple[int, int]]:
        last = len(self.releases) - 1
        begun: tuple[int, int] | None = None
        for low, high in reversed(affected.intervals):
            first, end = self.released.span(low, high)
            if first == end:
                continue
            span = last - end + 1, last - first
            if begun is not None and begun[1] + 1 == span[0]:  # nothing that is out lies between them
                begun = begun[0], span[1]
                continue
            if begun is not None:
                yield begun
            begun = span
        if begun is not None:
            yield begun

    @cached_property
    def refuges(self) -> tuple[int | None, ...]:
        """For each of `releases`, the place of the next later one that is stable and that no advisory concerns; its own
        place where it is such a one itself, None where there is none."""
        concerned = [0] * (len(self.releases) + 1)
        for advisory in self.all:
            for first, last in advisory.spans:
                concerned[first] += 1
                concerned[last + 1] -= 1
        found: list[int | None] = []
        count, refuge = 0, None
        for place, entry in enumerate(self.releases):
            count += concerned[place]
            if not count and entry.is_stable:
                refuge = place
            found.append(refuge)
        return tuple(found)


def _ids(placed: PlacedChange) -> list[str]:
    return placed.change.security.ids if placed.change.security else []
