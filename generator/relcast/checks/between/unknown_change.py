"""A change closes a known issue, or carries out a deprecation, that no record tells of.

Why: readers who wait for the fix, or were warned of the removal, look for the same id; a slip cuts the thread.

Bad (two files of one product):

    version: 1.0.0
    date: 2026-11-20
    known_issues:
      - id: metrics-stall
        text: Metrics stop on ARM
    ---
    version: 1.0.1
    date: 2026-11-21
    fixes:
      - text: Metrics go on
        resolves: [metric-stalls]

Good:

    version: 1.0.0
    date: 2026-11-20
    known_issues:
      - id: metrics-stall
        text: Metrics stop on ARM
    ---
    version: 1.0.1
    date: 2026-11-21
    fixes:
      - text: Metrics go on
        resolves: [metrics-stall]
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...model.change import Removal
from ...problems import Problem, Severity
from ...records.guess import hint_for

CODE, NAME = "RC411", "unknown-change"
SEVERITY: Severity = "warning"
SUBJECTS = ("resolves", "removals")


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """What is resolved is a known issue of another release; what is carried out was announced in some release.

    Another release, not an older version: 2.2.9 may close what was found in 2.3.0.
    """
    issues: dict[str, set[str]] = {}
    announced: dict[str, None] = {}
    for entry in history.releases:
        for issue in entry.release.known_issues:
            if issue.id:
                issues.setdefault(issue.id, set()).add(entry.file)
        announced.update((change.id, None) for change in entry.release.deprecations if change.id)
    for entry in history.releases:
        for section, position, change in entry.release.changes():
            for number, id in enumerate(change.resolves):
                if not issues.get(id, set()) - {entry.file}:
                    others = [known for known, files in issues.items() if files - {entry.file}]
                    yield Problem(
                        CODE, NAME, f"no other release has a known issue '{id[:60]}'",
                        hint_for(id, others, otherwise="give the known issue this `id:`"), SEVERITY,
                        path=entry.file, where=(section, position, "resolves", number),
                    )  # fmt: skip
            if isinstance(change, Removal) and change.deprecation and change.deprecation not in announced:
                yield Problem(
                    CODE, NAME, f"no release announces a deprecation '{change.deprecation[:60]}'",
                    hint_for(change.deprecation, announced, otherwise="give the deprecation this `id:`"), SEVERITY,
                    path=entry.file, where=(section, position, "deprecation"),
                )  # fmt: skip
