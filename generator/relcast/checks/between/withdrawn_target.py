"""A record sends its readers to a release that was withdrawn.

Why: they follow it without looking twice, into the very fault for which that release was taken back.

Bad (three files of one product):

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
      use_instead: 2.3.2
    ---
    version: 2.3.2
    date: 2026-10-25

Good:

    version: 2.3.0
    date: 2026-10-20
    withdrawn:
      date: 2026-10-22
      reason: Data loss on ARM
      use_instead: 2.3.2
    ---
    version: 2.3.1
    date: 2026-10-22
    withdrawn:
      date: 2026-10-25
      reason: Keys are lost on ARM
      use_instead: 2.3.2
    ---
    version: 2.3.2
    date: 2026-10-25
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.lookup import Lookup
from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem, RecordPath
from .replacements import follow

CODE, NAME, SEVERITY = "RC415", "withdrawn-target", "warning"
SUBJECTS = ("withdrawn",)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """What to use instead and what to go back to were not withdrawn; replacements that go round are another rule's."""
    if not any(entry.release.withdrawn for entry in history.releases):
        return
    lookup = Lookup(history)
    for entry in history.releases:
        rollback, withdrawn = entry.release.rollback, entry.release.withdrawn
        for version, where in (
            (rollback.to if rollback else None, ("rollback", "to")),
            (withdrawn.use_instead if withdrawn else None, ("withdrawn", "use_instead")),
        ):
            target = lookup.find(version) if version else None
            if target is None or target is entry or target.release.withdrawn is None:
                continue
            last = follow(lookup, target)
            if last is not None:
                yield _problem(entry, target, last, where)


def _problem(entry: VersionedRelease, target: VersionedRelease, last: VersionedRelease, where: RecordPath) -> Problem:
    if where[0] == "rollback":
        hint = "name an older release that is not withdrawn"
    elif last.release.withdrawn is None and last is not entry:
        hint = f"name {last.version.text}, which stands in for it"
    else:
        hint = "name another release, or leave the key out while there is no safe one"
    return Problem(
        CODE, NAME, f"{target.version.text} is itself withdrawn", hint, "warning", path=entry.file, where=where
    )
