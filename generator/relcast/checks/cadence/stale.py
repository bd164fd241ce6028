"""A product had no release for a year.

Why: buyers take a changelog that ends as the end of the product, and marketplaces ask for a sign of life. A product
whose support lines have all ended is at rest, and one with a release ahead has said so.

Bad:

    version: 2.3.0
    date: 2021-11-20

Good (two files):

    # product.yaml
    name: Edge Gateway
    lines:
      - range: "2.x"
        eol: 2022-11-20
    ---
    version: 2.3.0
    date: 2021-11-20
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from ...library.outings import Outing
from ...library.product import ProductHistory
from ...model.scalars import day_of, instant_of
from ...problems import Problem

CODE, NAME, SEVERITY = "RC603", "stale", "advice"

DAYS = 366


def check_at(history: ProductHistory, now: datetime) -> Iterator[Problem]:
    """A year passes without a release only where one is planned or support has ended."""
    today = day_of(now, history.zone)
    newest = _find_newest(history)
    if newest is None or (today - newest.day).days < DAYS or _is_at_rest(history, today):
        return
    yield Problem(
        CODE, NAME, f"nothing has come out since {newest.entry.version.text} on {newest.day}",
        "announce the next release with `status: planned`, or give the support lines their `eol:`", "advice",
        path=newest.entry.file, where=("date",),
    )  # fmt: skip


def turning_points(history: ProductHistory) -> Iterator[datetime]:
    """A year after the newest release, and each end of support."""
    if newest := _find_newest(history):
        yield instant_of(newest.day + timedelta(days=DAYS), history.zone)
        for line in history.product.lines:
            if line.eol:
                yield instant_of(day_of(line.eol, history.zone), history.zone)


def _find_newest(history: ProductHistory) -> Outing | None:
    """The release with the latest day, pre-releases too; None where one is planned, or none is dated."""
    newest: Outing | None = None
    for entry in history.releases:
        if entry.release.status == "planned":
            return None
        if entry.release.date:
            day = day_of(entry.release.date, history.zone)
            if newest is None or day > newest.day:
                newest = Outing(day, "major", entry)
    return newest


def _is_at_rest(history: ProductHistory, today: date) -> bool:
    lines = history.product.lines
    return bool(lines) and all(line.eol and day_of(line.eol, history.zone) <= today for line in lines)
