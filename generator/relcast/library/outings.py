"""The releases that make a cadence: those that came out, in the order of their days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from ..model.scalars import day_of
from ..model.version import Step, Version
from .product import ProductHistory, VersionedRelease
from .steps import strides


class Outing(NamedTuple):
    """A release with its day, and how far it steps from the one it follows; the first of all by its own numbers."""

    day: date
    step: Step
    entry: VersionedRelease


def outings(history: ProductHistory, now: datetime | None = None) -> list[Outing]:
    """Every dated final release that is out (by the day of `now`, where it is given), oldest day first."""
    today = day_of(now, history.zone) if now else None
    found = []
    for entry, step in _with_steps(history):
        release = entry.release
        if release.date is None or release.status != "released" or entry.version.is_prerelease:
            continue
        day = day_of(release.date, history.zone)
        if today is None or day <= today:
            found.append(Outing(day, step, entry))
    return sorted(found, key=lambda outing: (outing.day, outing.entry.version))


def _with_steps(history: ProductHistory) -> Iterator[tuple[VersionedRelease, Step]]:
    followed = {id(stride.entry): stride.step for stride in strides(history)}
    for entry in history.releases:
        yield entry, followed.get(id(entry)) or _step_to(entry.version)


def _step_to(version: Version) -> Step:
    """What a version must have been when nothing before it is known: 2.0.0 a major step, 2.9.0 a minor one."""
    steps: tuple[Step, ...] = ("major", "major", "minor")
    numbers = len(version.precedence[0])
    return steps[numbers] if numbers < len(steps) else "patch"
