"""A release is withdrawn without a word on why.

Why: customers who run it have to decide whether to move tonight; without a reason they call you, all of them.

Bad:

    version: 2.3.0
    date: 2026-11-20
    withdrawn:
      date: 2026-11-22

Good:

    version: 2.3.0
    date: 2026-11-20
    withdrawn:
      date: 2026-11-22
      reason: Data loss on ARM
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem

CODE, NAME, SEVERITY = "RC324", "withdrawn-without-reason", "warning"
SUBJECTS = ("withdrawn",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """What is taken back says why."""
    withdrawn = entry.release.withdrawn
    if withdrawn and not withdrawn.reason:
        yield Problem(
            CODE, NAME, f"{entry.version.text} is withdrawn, and the record does not say why", "add `reason:`",
            "warning", path=entry.file, where=("withdrawn",),
        )  # fmt: skip
