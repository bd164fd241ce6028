"""Three or more releases with something new came out within a week.

Why: customers test each before they take it; with several in a week they take none, or all of them blindly. Patches
are not counted: a fix comes when it is ready.

Bad (four files of one product):

    version: 2.2.0
    date: 2026-05-01
    ---
    version: 2.3.0
    date: 2026-10-20
    ---
    version: 2.4.0
    date: 2026-10-22
    ---
    version: 2.5.0
    date: 2026-10-25

Good:

    version: 2.2.0
    date: 2026-05-01
    ---
    version: 2.3.0
    date: 2026-10-20
    ---
    version: 2.3.1
    date: 2026-10-22
    ---
    version: 2.3.2
    date: 2026-10-25
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.outings import Outing, outings
from ...library.product import ProductHistory
from ...problems import Problem

CODE, NAME, SEVERITY = "RC602", "too-frequent", "advice"

SEVERAL = 3
DAYS = 7


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """One problem for each crowd of releases, at its last one.

    Releases belong to one crowd as long as each stands in some week with `SEVERAL` of them. The first day of a product
    may bring its whole past at once, and is no crowd.
    """
    found = outings(history)
    feature = [outing for outing in found if outing.step in ("minor", "major") and outing.day > found[0].day]
    crowd: list[Outing] = []
    for position, outing in enumerate(feature):
        week = [other for other in feature[max(0, position - SEVERAL + 1) : position + 1] if _within(other, outing)]
        if len(week) == SEVERAL:
            if crowd and crowd[-1] not in week:
                yield _problem(crowd)
                crowd = []
            crowd += [other for other in week if other not in crowd]
    if crowd:
        yield _problem(crowd)


def _within(first: Outing, last: Outing) -> bool:
    return (last.day - first.day).days < DAYS


def _problem(crowd: list[Outing]) -> Problem:
    first, last = crowd[0], crowd[-1]
    days = (last.day - first.day).days + 1
    span = "on one day" if days == 1 else f"within {days} days"
    return Problem(
        CODE, NAME, f"{len(crowd)} releases with something new came out {span}, from {first.entry.version.text} on",
        "gather what is ready into one release; a fix that can't wait is a patch", "advice",
        path=last.entry.file, where=("date",),
    )  # fmt: skip
