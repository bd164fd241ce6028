"""A release lists a known issue that an earlier one, which it contains, has fixed.

Why: readers put off the upgrade for a fault that is gone; or it came back, which is news, and not an old id.

Bad (three files of one product):

    version: 2.2.0
    date: 2026-09-20
    known_issues:
      - id: arm-metrics
        text: Metrics stop on ARM after 40 days
    ---
    version: 2.3.0
    date: 2026-10-20
    fixes:
      - text: Metrics keep updating on ARM
        resolves: [arm-metrics]
    ---
    version: 2.4.0
    date: 2026-11-20
    known_issues:
      - id: arm-metrics
        text: Metrics stop on ARM after 40 days

Good:

    version: 2.2.0
    date: 2026-09-20
    known_issues:
      - id: arm-metrics
        text: Metrics stop on ARM after 40 days
    ---
    version: 2.3.0
    date: 2026-10-20
    known_issues:
      - id: arm-metrics
        text: Metrics stop on ARM after 40 days
    ---
    version: 2.4.0
    date: 2026-11-20
    fixes:
      - text: Metrics keep updating on ARM
        resolves: [arm-metrics]
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.lineage import Lineage
from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem

CODE, NAME, SEVERITY = "RC421", "open-issue", "warning"
SUBJECTS = ("resolves",)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """No release lists what it or a release that it contains resolves; withdrawn fixes don't count."""
    fixed: dict[str, list[VersionedRelease]] = {}
    listed: list[tuple[str, int, VersionedRelease]] = []
    for entry in reversed(history.releases):
        for position, issue in enumerate(entry.release.known_issues):
            if issue.id:
                listed.append((issue.id, position, entry))
        if entry.release.withdrawn is None:
            for _, _, change in entry.release.changes():
                for id in change.resolves:
                    fixed.setdefault(id, []).append(entry)
    lineage = Lineage(history) if fixed and listed else None
    for id, position, entry in listed if lineage else ():
        fix = next((other for other in fixed.get(id, ()) if lineage and lineage.contains(entry, other)), None)
        if fix is not None:
            message = (
                f"this release fixes '{id}' and lists it" if fix is entry
                else f"{fix.version.text} has fixed '{id}'"
            )  # fmt: skip
            yield Problem(
                CODE, NAME, message, "take it out; if the fault is back, list it under a new id", "warning",
                path=entry.file, where=("known_issues", position),
            )  # fmt: skip
