"""Planned upgrades that are still to come, or under way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from ..model.notice import Notice, Window
from .course import Course, Standing, course_of
from .product import ProductHistory

_FAR = datetime.max.replace(tzinfo=UTC)


class Upcoming(NamedTuple):
    """A notice that a reader has to reckon with."""

    notice: Notice
    standing: Standing
    window: Window
    """The planned one, or where nothing was planned, since when it is under way."""
    until: datetime | None
    """From when on it is past by itself; None for what is under way until its record says more."""


def upcoming_notices(history: ProductHistory, now: datetime) -> list[Upcoming]:
    """The notices with a time that are neither past nor cancelled, the nearest first."""
    found = []
    for notice, course in ((notice, course_of(notice)) for notice in history.notices):
        window = notice.planned or notice.actual
        if window is None or notice.status == "cancelled" or course.is_past(now):
            continue
        standing = course.standing(now)
        until = course.actual_end if standing in ("running", "late") else course.over
        found.append(Upcoming(notice, standing, window, until))
    return sorted(found, key=lambda one: (soonest_first(course_of(one.notice)), one.notice.id))


def soonest_first(course: Course) -> tuple[datetime, datetime]:
    """Sorts by when it begins, then by when its planned window has passed; what has no time comes last."""
    return course.actual_start or course.planned_start or _FAR, course.over or _FAR


def notice_turning_points(history: ProductHistory) -> Iterator[datetime]:
    """When a notice stands elsewhere, or is no longer upcoming."""
    for course in map(course_of, history.notices):
        for moment in (course.planned_start, course.over, course.actual_end):
            if moment is not None:
                yield moment
