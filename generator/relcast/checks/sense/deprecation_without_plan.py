"""A deprecation names neither a replacement nor the version that removes the old thing.

Why: a warning that says neither where to go nor until when is put off until something breaks.

Bad:

    version: 2.4.0
    date: 2026-11-20
    deprecations:
      - text: The v1 admin API

Good:

    version: 2.4.0
    date: 2026-11-20
    deprecations:
      - text: The v1 admin API
        removed_in: 3.0.0
        replacement: The v2 admin API
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem

CODE, NAME, SEVERITY = "RC319", "deprecation-without-plan", "warning"
SUBJECTS = ("deprecations",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every deprecation has at least one of the two, or details in which to look for them.

    Undated history knows what its source knew.
    """
    for position, change in enumerate(entry.release.deprecations if not entry.release.undated else ()):
        if not (change.replacement or change.removed_in or change.details or change.internal):
            yield Problem(
                CODE, NAME, "this deprecation says neither what to use instead nor when the old thing goes",
                "add `replacement:`, `removed_in:` or both", "warning",
                path=entry.file, where=("deprecations", position),
            )  # fmt: skip
