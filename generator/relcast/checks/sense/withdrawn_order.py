"""A release is withdrawn before the day it came out.

Why: feeds tell of a withdrawal at its date; one of the two dates is a slip, and readers would hear in the wrong order.

Bad:

    version: 1.0.0
    date: 2026-11-20
    withdrawn:
      date: 2025-11-21
      reason: Data loss on ARM

Good:

    version: 1.0.0
    date: 2026-11-20
    withdrawn:
      date: 2026-11-21
      reason: Data loss on ARM
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.scalars import day_of
from ...problems import Problem, Severity

CODE, NAME = "RC305", "withdrawn-order"
SEVERITY: Severity = "error"
SUBJECTS = ("withdrawn",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """The withdrawal is not dated before the release."""
    date, withdrawn = entry.release.date, entry.release.withdrawn
    if date is None or withdrawn is None:
        return
    came, went = day_of(date, history.zone), day_of(withdrawn.date, history.zone)
    if went < came:
        yield Problem(
            CODE, NAME, f"the release is withdrawn on {went}, before it came out ({came})",
            "correct one of the two dates", path=entry.file, where=("withdrawn", "date"),
        )  # fmt: skip
