"""Where an announced upgrade stands at a moment, and how it went against its plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ..model.notice import Notice

Standing = Literal["ahead", "due", "running", "late", "passed", "completed", "cancelled"]
"""Its window is ahead; has begun, and nobody says more; it is under way; it takes longer than planned; its window has
passed, and nobody says how it went; it is done; it was called off."""

OPEN_END = timedelta(days=1)
"""How long a planned window counts as one when its end is not stated."""


@dataclass(frozen=True, slots=True)
class Course:
    """What a notice says of its time."""

    status: str
    planned_start: datetime | None = None
    planned_end: datetime | None = None
    actual_start: datetime | None = None
    actual_end: datetime | None = None

    @property
    def over(self) -> datetime | None:
        """From when on its planned window has passed."""
        if self.planned_start is None:
            return None
        return self.planned_end or self.planned_start + OPEN_END

    def standing(self, now: datetime) -> Standing:
        """Where it stands at `now`. Nothing counts as done because its time has passed: only a record says so."""
        if self.status == "cancelled":
            return "cancelled"
        if self.status == "completed" or (self.actual_end is not None and self.actual_end <= now):
            return "completed"
        passed = self.over is not None and self.over <= now
        if self.status == "in_progress" or self.actual_start is not None:
            return "late" if passed else "running"
        if passed:
            return "passed"
        return "due" if self.planned_start is not None and self.planned_start <= now else "ahead"

    def is_past(self, now: datetime) -> bool:
        """Whether there is nothing more to wait for; what was called off is told until its window has passed."""
        standing = self.standing(now)
        if standing == "cancelled":
            return self.over is None or self.over <= now
        return standing in ("completed", "passed")

    @property
    def planned_length(self) -> timedelta | None:
        """How long it was to take."""
        return _length(self.planned_start, self.planned_end)

    @property
    def actual_length(self) -> timedelta | None:
        """How long it took."""
        return _length(self.actual_start, self.actual_end)

    @property
    def overrun(self) -> timedelta | None:
        """How much longer it took than planned; negative where it took less."""
        planned, actual = self.planned_length, self.actual_length
        return None if planned is None or actual is None else actual - planned


def course_of(notice: Notice) -> Course:
    """The course of a notice."""
    planned, actual = notice.planned, notice.actual
    return Course(
        notice.status,
        planned.start if planned else None,
        planned.end if planned else None,
        actual.start if actual else None,
        actual.end if actual else None,
    )


def _length(start: datetime | None, end: datetime | None) -> timedelta | None:
    return None if start is None or end is None or end < start else end - start
