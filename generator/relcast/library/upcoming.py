"""Planned upgrades that are still to come, or under way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ..model.notice import Notice
from .course import course_of
from .product import ProductHistory


def upcoming_notices(history: ProductHistory, now: datetime) -> list[tuple[Notice, datetime]]:
    """The notices that are not done and whose planned window has not passed, each with the instant at which it has; the
    nearest first."""
    found = [
        (notice, course.over)
        for notice, course in ((notice, course_of(notice)) for notice in history.notices)
        if notice.status in ("scheduled", "in_progress")
        and course.over is not None
        and course.over > now
        and not course.is_past(now)
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0].id))


def notice_turning_points(history: ProductHistory) -> Iterator[datetime]:
    """When a notice is no longer upcoming."""
    for course in map(course_of, history.notices):
        for moment in (course.over, course.actual_end):
            if moment is not None:
                yield moment
