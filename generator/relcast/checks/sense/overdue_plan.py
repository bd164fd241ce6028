"""The day of a planned release has passed, and it is still planned.

Why: `planned` never turns into `released` by itself; the page goes on announcing what is late or already out.

Bad:

    version: 2.3.0
    date: 2026-03-20
    status: planned

Good:

    version: 2.3.0
    date: 2026-03-20
    status: released
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ...library.product import ProductHistory
from ...model.scalars import day_of, instant_of
from ...problems import Problem

CODE, NAME, SEVERITY = "RC328", "overdue-plan", "warning"


def check_at(history: ProductHistory, now: datetime) -> Iterator[Problem]:
    """A planned release lies ahead of the day of `now`, or on it."""
    today = day_of(now, history.zone)
    for entry in history.releases:
        release = entry.release
        if release.status == "planned" and release.date and (day := day_of(release.date, history.zone)) < today:
            yield Problem(
                CODE, NAME, f"{entry.version.text} was planned for {day}, which has passed",
                "write `status: released` if it is out, else a new date", "warning",
                path=entry.file, where=("date",),
            )  # fmt: skip


def turning_points(history: ProductHistory) -> Iterator[datetime]:
    """The end of each planned day."""
    for entry in history.releases:
        if entry.release.status == "planned" and entry.release.date:
            yield instant_of(day_of(entry.release.date, history.zone) + timedelta(days=1), history.zone)
