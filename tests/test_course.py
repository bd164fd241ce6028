"""Where an announced upgrade stands, at every moment; held against a table of what its record and the clock say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcast.library.course import OPEN_END, Course, course_of
from relcast.model.notice import Notice

START = datetime(2026, 12, 15, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
moments = st.integers(-100, 100).map(lambda hours: START + hours * HOUR)


@st.composite
def windows(draw: st.DrawFn) -> tuple[datetime | None, datetime | None]:
    start = draw(st.none() | moments)
    length = draw(st.none() | st.integers(0, 50))
    return start, None if start is None or length is None else start + length * HOUR


@st.composite
def courses(draw: st.DrawFn) -> Course:
    status = draw(st.sampled_from(["scheduled", "in_progress", "completed", "cancelled"]))
    return Course(status, *draw(windows()), *draw(windows()))


@pytest.mark.parametrize(
    ("status", "actual", "hours", "standing", "past"),
    [
        ("scheduled", (None, None), -1, "ahead", False),
        ("scheduled", (None, None), 0, "due", False),
        ("scheduled", (None, None), 2, "passed", True),
        ("scheduled", (0, None), 1, "running", False),
        ("scheduled", (0, 1), 1, "completed", True),
        ("in_progress", (0, None), 1, "running", False),
        ("in_progress", (0, None), 2, "late", False),
        ("in_progress", (0, 3), 2, "late", False),
        ("in_progress", (0, 3), 3, "completed", True),
        ("completed", (None, None), -5, "completed", True),
        ("cancelled", (None, None), 1, "cancelled", False),
        ("cancelled", (None, None), 2, "cancelled", True),
    ],
)
def test_what_a_notice_of_two_hours_counts_as(
    status: str, actual: tuple[int | None, int | None], hours: int, standing: str, past: bool
) -> None:
    happened = [None if hour is None else START + hour * HOUR for hour in actual]
    course = Course(status, START, START + 2 * HOUR, *happened)
    now = START + hours * HOUR
    assert (course.standing(now), course.is_past(now)) == (standing, past)


@settings(deadline=None)
@given(courses(), moments, moments)
def test_what_is_past_stays_past(course: Course, one: datetime, other: datetime) -> None:
    before, after = sorted((one, other))
    assert course.is_past(after) or not course.is_past(before)


@settings(deadline=None)
@given(courses(), moments)
def test_nothing_counts_as_done_that_no_record_calls_done(course: Course, now: datetime) -> None:
    if course.standing(now) == "completed":
        assert course.status == "completed" or (course.actual_end is not None and course.actual_end <= now)


@settings(deadline=None)
@given(courses(), moments)
def test_it_stands_elsewhere_only_when_one_of_its_moments_has_come(course: Course, now: datetime) -> None:
    """So a page that looks again at each of them tells the truth."""
    turns = {course.planned_start, course.over, course.actual_end}
    came = [turn for turn in turns if turn is not None and turn <= now]
    last = max(came, default=START - 1000 * HOUR)
    assert (course.standing(last), course.is_past(last)) == (course.standing(now), course.is_past(now))


@settings(deadline=None)
@given(courses())
def test_the_overrun_is_what_the_end_and_the_start_are_late(course: Course) -> None:
    if course.overrun is None:
        return
    assert course.planned_start and course.planned_end and course.actual_start and course.actual_end
    late_start, late_end = course.actual_start - course.planned_start, course.actual_end - course.planned_end
    assert course.overrun == late_end - late_start


def test_an_end_that_nobody_stated_is_a_day_later() -> None:
    notice = Notice.model_validate({"id": "a", "planned": {"start": "2026-12-15T22:00:00+08:00"}})
    assert course_of(notice).over == START + OPEN_END
    assert course_of(Notice.model_validate({"id": "a"})).over is None
