"""Withdrawn releases name each other as what to use instead.

Why: a reader who follows them comes back to where they started, and never to a release that is safe.

Bad (two files of one product):

    version: 2.3.0
    date: 2026-10-20
    withdrawn:
      date: 2026-10-22
      reason: Data loss on ARM
      use_instead: 2.3.1
    ---
    version: 2.3.1
    date: 2026-10-22
    withdrawn:
      date: 2026-10-25
      reason: Keys are lost on ARM
      use_instead: 2.3.0

Good:

    version: 2.3.0
    date: 2026-10-20
    ---
    version: 2.3.1
    date: 2026-10-22
    withdrawn:
      date: 2026-10-25
      reason: Keys are lost on ARM
      use_instead: 2.3.0
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.lookup import Lookup
from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem
from .replacements import find_next

CODE, NAME, SEVERITY = "RC416", "circular-replacement", "error"
SUBJECTS = ("withdrawn",)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Each circle is told once, at its newest release; one that names itself is another rule's."""
    withdrawn = [entry for entry in history.releases if entry.release.withdrawn]
    lookup = Lookup(history) if len(withdrawn) > 1 else None
    done: set[str] = set()
    for start in withdrawn if lookup else ():
        path: dict[str, VersionedRelease] = {}
        entry: VersionedRelease | None = start
        while lookup and entry and entry.file not in done:
            done.add(entry.file)
            path[entry.file] = entry
            entry = find_next(lookup, entry)
        if entry and entry.file in path:
            circle = list(path.values())[list(path).index(entry.file) :]
            if len(circle) > 1:
                newest = max(circle, key=lambda found: found.version)
                at = circle.index(newest)
                round_ = [*circle[at:], *circle[:at], newest]
                yield Problem(
                    CODE, NAME, f"the versions to use instead lead round in a circle: {_shown(round_)}",
                    "name a release that was not withdrawn, or leave the key out while there is none",
                    path=newest.file, where=("withdrawn", "use_instead"),
                )  # fmt: skip


def _shown(circle: list[VersionedRelease]) -> str:
    versions = [entry.version.text for entry in circle]
    return ", ".join(versions if len(versions) <= 8 else [*versions[:6], "…", versions[-1]])
