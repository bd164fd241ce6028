"""A required stop makes an upgrade impossible: no release beyond takes upgrades from it, or it was withdrawn.

Why: every path must pass through the stop. If nothing leads on from there, or the stop can't be installed any more,
customers below it can never come any further.

Bad (three files of one product):

    version: 2.9.0
    date: 2026-09-20
    ---
    version: 3.0.0
    date: 2026-10-20
    upgrade:
      from: ">=2.9.0"
      required_stop: true
    ---
    version: 3.1.0
    date: 2026-11-20
    upgrade:
      from: ">=2.9.0 <3.0.0"

Good:

    version: 2.9.0
    date: 2026-09-20
    ---
    version: 3.0.0
    date: 2026-10-20
    upgrade:
      from: ">=2.9.0"
      required_stop: true
    ---
    version: 3.1.0
    date: 2026-11-20
    upgrade:
      from: ">=3.0.0"
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.lookup import Lookup
from ...library.product import ProductHistory, VersionedRelease
from ...library.ranges import find_range
from ...problems import Problem
from .replacements import follow

CODE, NAME, SEVERITY = "RC418", "impossible-upgrade", "warning"
SUBJECTS = ("upgrade",)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """After each stop, stated upgrades begin at it or later; a withdrawn stop has a later one to stand in for it.

    Only the nearest stop counts: who passed it has passed those before. A withdrawn release beyond a stop is left
    alone, since nobody is to install it.
    """
    if not any(_is_stop(entry) for entry in history.releases):
        return
    lookup = Lookup(history)
    usable = [
        entry for entry in reversed(history.releases)
        if entry.release.withdrawn is None and not entry.version.is_prerelease
    ]  # fmt: skip
    places = [entry.version.precedence for entry in usable]
    stop: tuple[int, VersionedRelease] | None = None
    for place, entry in enumerate(usable):
        text = entry.release.upgrade.from_ if entry.release.upgrade else None
        found = find_range(text, history.product.versioning) if stop and text else None
        if stop and found:
            since, stopped = stop
            if not any(max(first, since) < min(end, place) for first, end in found.spans(places)):
                yield Problem(
                    CODE, NAME, f"every upgrade must stop at {stopped.version.text}, but neither it nor a later "
                    f"version can be upgraded to {entry.version.text}",
                    f'add the stop, for example ">={stopped.version.text}"', "warning",
                    path=entry.file, where=("upgrade", "from"),
                )  # fmt: skip
        if _is_stop(entry):
            stop = (place, entry)
    yield from _lost_stops(history, lookup)


def _is_stop(entry: VersionedRelease) -> bool:
    return entry.release.upgrade is not None and entry.release.upgrade.required_stop


def _lost_stops(history: ProductHistory, lookup: Lookup) -> Iterator[Problem]:
    """Withdrawn stops that nothing later stands in for, although there are releases to go on to."""
    newest = next((entry for entry in history.releases if entry.is_stable), None)
    for entry in history.releases:
        if not _is_stop(entry) or entry.release.withdrawn is None or newest is None or newest.version <= entry.version:
            continue
        instead = follow(lookup, entry)
        if instead is None:
            continue  # replacements that go round are another rule's
        if instead.release.withdrawn or instead.version < entry.version:
            yield Problem(
                CODE, NAME, f"every upgrade must stop at {entry.version.text}, which was withdrawn",
                "name a later release as `use_instead:`, or take `required_stop:` out", "warning",
                path=entry.file, where=("upgrade", "required_stop"),
            )  # fmt: skip
