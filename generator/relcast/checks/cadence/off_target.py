"""The newest release came earlier than the product's own cadence, or the next one is late.

Why: the cadence is shown to buyers, who plan their windows by it. Only what can still be changed is told: the newest
release, and the one that is due.

Bad (three files):

    # product.yaml
    name: Edge Gateway
    cadence:
      minor: 1-12 months
    ---
    version: 2.3.0
    date: 2026-10-10
    ---
    version: 2.4.0
    date: 2026-10-20

Good:

    # product.yaml
    name: Edge Gateway
    cadence:
      minor: 1-12 months
    ---
    version: 2.3.0
    date: 2026-06-10
    ---
    version: 2.4.0
    date: 2026-10-20
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from ...library.cadence_target import Target, find_target
from ...library.outings import Outing, outings
from ...library.product import ProductHistory
from ...library.steps import strides
from ...model.scalars import day_of, instant_of
from ...model.version import Step
from ...problems import Problem

CODE, NAME, SEVERITY = "RC604", "off-target", "advice"

_COUNTED: dict[str, tuple[Step, ...]] = {"minor": ("minor", "major"), "major": ("major",)}
"""A major release brings what a minor one would."""


def check_at(history: ProductHistory, now: datetime) -> Iterator[Problem]:
    """For each stated cadence: the newest release was not too early, and the next is not late on the day of `now`."""
    today = day_of(now, history.zone)
    for key, target, found in _targets(history, now):
        *_, newest = found
        before = next((outing for outing in reversed(found) if outing.day < newest.day), None)
        if before and newest.step == key and newest.day < target.earliest(before.day):
            days = (newest.day - before.day).days
            yield Problem(
                CODE, NAME, f"{newest.entry.version.text} came {_days(days)} after {before.entry.version.text}; "
                f"the cadence for {key} releases is {target.text}",
                "leave more time before the next one, or correct `cadence:` in product.yaml", "advice",
                path=newest.entry.file, where=("date",),
            )  # fmt: skip
        if today > target.latest(newest.day) and not _is_announced(history, key):
            days = (today - newest.day).days
            yield Problem(
                CODE, NAME, f"the last {key} release, {newest.entry.version.text}, is {_days(days)} old; "
                f"the cadence is {target.text}",
                "announce the next one with `status: planned`, or correct `cadence:`", "advice",
                path=f"{history.id}/product.yaml", where=("cadence", key),
            )  # fmt: skip


def turning_points(history: ProductHistory) -> Iterator[datetime]:
    """The day of each release, and each midnight after the next one was due."""
    for _, target, found in _targets(history, None):
        for outing in found:
            yield instant_of(outing.day, history.zone)
            yield instant_of(target.latest(outing.day) + timedelta(days=1), history.zone)


def _targets(history: ProductHistory, now: datetime | None) -> Iterator[tuple[str, Target, list[Outing]]]:
    """Each cadence that can be read, with the releases it is about, the newest last; none where there are none."""
    cadence = history.product.cadence
    if cadence is None:
        return
    found = outings(history, now)
    for key, steps in _COUNTED.items():
        text = getattr(cadence, key)
        target = find_target(text) if text else None
        counted = [outing for outing in found if outing.step in steps]
        if target and counted:
            yield key, target, counted


def _is_announced(history: ProductHistory, key: str) -> bool:
    """Whether a release is planned that would end the wait, on whatever day."""
    return any(stride.entry.release.status == "planned" and stride.step in _COUNTED[key] for stride in strides(history))


def _days(count: int) -> str:
    return "a day" if count == 1 else f"{count} days"
