"""The security fixes of a product: one for each advisory, with every release that brings it, and whom it concerns.

An advisory is named by the ids of the change that closes it. The first one names it; where that is a CVE, every CVE
among them is a vulnerability of its own. Changes that name the same one, whatever release they are in, close the same
one. A change without ids closes what the changes of its own id close: a back-port need not repeat what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..model.change import Security
from ..model.release import shared_id
from .affected import Affected, Released, affected_ranges
from .arrange import PlacedChange
from .product import ProductHistory, VersionedRelease

CVE = re.compile(r"CVE-\d{4}-\d{4,19}", re.ASCII | re.IGNORECASE)

Fix = tuple[VersionedRelease, PlacedChange]
"""A release, and the change in it that closes the advisory."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """What was unsafe, in one product."""

    name: str
    """As its author wrote it; empty where it has none."""
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
    def usable(self) -> list[VersionedRelease]:
        """The releases with the fix that were not withdrawn, newest first."""
        return [entry for entry, _ in self.fixes if entry.release.withdrawn is None]


class Advisories:
    """The advisories of one product; only records of what is out count."""

    def __init__(self, history: ProductHistory) -> None:
        self.releases = tuple(entry for entry in history.releases if entry.release.status == "released")
        """What is out, newest version first."""
        self._scheme = history.product.versioning
        self.released = Released(self.releases)
        """The same releases, as ranges are looked up among them."""

    @cached_property
    def all(self) -> tuple[Advisory, ...]:
        """Every advisory; the one that the newest version closes comes first."""
        return tuple(self._advisory(name, fixes) for name, fixes in self._found())

    def _found(self) -> Iterator[tuple[str, list[Fix]]]:
        fixes: list[Fix] = [
            (entry, placed) for entry in self.releases for placed in entry.changes if placed.change.security is not None
        ]
        names: dict[str, list[str]] = {}
        """By a change's own id: what the changes of that id name."""
        for _, placed in fixes:
            if (id := shared_id(placed.change)) and placed.change.security and placed.change.security.ids:
                names.setdefault(id, placed.change.security.ids)
        found: dict[tuple[str, str], tuple[str, list[Fix]]] = {}
        for entry, placed in fixes:
            security = placed.change.security
            ids = security.ids if security and security.ids else names.get(shared_id(placed.change) or "", [])
            if not ids:  # what names none stays apart from every name
                same = shared_id(placed.change) or f"{entry.file}#{placed.id}"
                found.setdefault(("", same), ("", []))[1].append((entry, placed))
            for name in named(ids):
                found.setdefault((name.lower(), ""), (name, []))[1].append((entry, placed))
        yield from found.values()

    def _advisory(self, name: str, fixes: Sequence[Fix]) -> Advisory:
        stated = [placed.change.security.affected for _, placed in fixes if placed.change.security]
        entries = [entry for entry, _ in fixes]
        affected = affected_ranges(list(filter(None, dict.fromkeys(stated))), entries, self._scheme, self.released)
        return Advisory(name, tuple(fixes), affected, tuple(self._spans(affected)))

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


def named(ids: Sequence[str]) -> list[str]:
    """The ids among a change's that name an advisory each."""
    if not ids or not CVE.fullmatch(ids[0]):
        return list(ids[:1])
    return list({id.lower(): id for id in reversed(ids) if CVE.fullmatch(id)}.values())[::-1]
