"""Something is removed that no earlier release announced.

Why: a removal without a warning breaks whoever still uses the thing, on the day they upgrade.

Bad (two files of one product):

    version: 2.4.0
    date: 2026-05-20
    ---
    version: 3.0.0
    date: 2026-11-20
    removals:
      - text: The v1 admin API

Good:

    version: 2.4.0
    date: 2026-05-20
    deprecations:
      - id: admin-v1
        text: The v1 admin API
        removed_in: 3.0.0
        replacement: The v2 admin API
    ---
    version: 3.0.0
    date: 2026-11-20
    removals:
      - text: The v1 admin API
        deprecation: admin-v1
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...model.version import Version
from ...problems import Problem

CODE, NAME, SEVERITY = "RC413", "unannounced-removal", "advice"
SUBJECTS = ("removals",)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Every removal carries out a deprecation of an older version; an id that nobody announced is another rule's.

    The oldest record is left alone, and so is undated history: what came before them was told elsewhere.
    """
    announced: dict[str, Version] = {}
    for position, entry in enumerate(reversed(history.releases)):
        release = entry.release
        for number, change in enumerate(release.removals):
            if change.internal or position == 0 or release.undated:
                continue
            if change.deprecation is None:
                yield Problem(
                    CODE, NAME, "no release announced this removal",
                    "announce what goes under `deprecations:` one release before, with an `id:`, and name that id "
                    "here as `deprecation:`",
                    "advice", path=entry.file, where=("removals", number),
                )  # fmt: skip
            elif change.deprecation not in announced and any(
                change.deprecation == deprecation.id
                for later in history.releases
                for deprecation in later.release.deprecations
            ):
                yield Problem(
                    CODE, NAME, f"'{change.deprecation[:60]}' is removed before any release announced it",
                    "announce it in an older version, or correct the id", "advice",
                    path=entry.file, where=("removals", number, "deprecation"),
                )  # fmt: skip
        for deprecation in release.deprecations:
            if deprecation.id:
                announced.setdefault(deprecation.id, entry.version)
