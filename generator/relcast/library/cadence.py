"""How often a product's versions come, held against what its own `cadence:` promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ..model.scalars import day_of, instant_of
from .cadence_target import Target, find_target
from .outings import Outing, outings
from .product import ProductHistory

Verdict = Literal["healthy", "often", "stale"]

GAPS = 6
"""Gaps between versions that the gauge looks back over: long enough for a habit, short enough for the present one."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A minor version came every so many days; the verdict is absent where the product states no target."""

    days: int
    verdict: Verdict | None
    target: Target | None


def find_gauge(history: ProductHistory, now: datetime) -> Gauge | None:
    """The cadence of minor versions on the day of `now`; None until there are two, on different days.

    A major version counts as well: it brings what a minor one would. A product is stale too while the next version is
    overdue, however often they came before.
    """
    found = _counted(history, now)[-GAPS - 1 :]
    if len(found) < 2 or found[0].day == found[-1].day:
        return None
    oldest, newest = found[0].day, found[-1].day
    days = max(1, round((newest - oldest).days / (len(found) - 1)))
    target = _target(history)
    if target is None:
        return Gauge(days, None, None)
    usual = oldest + timedelta(days=days)
    verdict: Verdict = "healthy"
    if usual > target.latest(oldest) or day_of(now, history.zone) > target.latest(newest):
        verdict = "stale"
    elif usual < target.earliest(oldest):
        verdict = "often"
    return Gauge(days, verdict, target)


def gauge_turning_points(history: ProductHistory) -> Iterator[datetime]:
    """When the gauge changes by itself: as each version comes out, and at midnight after the next one was due."""
    target = _target(history)
    for outing in _counted(history, None):
        yield instant_of(outing.day, history.zone)
        if target is not None:
            yield instant_of(target.latest(outing.day) + timedelta(days=1), history.zone)


def _counted(history: ProductHistory, now: datetime | None) -> list[Outing]:
    return [outing for outing in outings(history, now) if outing.step in ("minor", "major")]


def _target(history: ProductHistory) -> Target | None:
    cadence = history.product.cadence
    return find_target(cadence.minor) if cadence and cadence.minor else None
