"""Something that has happened is dated in the future.

Why: a withdrawal, a revision, a test or a maintenance that took place has a day behind it; a date ahead is a slip of
the month or the year, and feeds and pages would tell it as news for all that time.

Bad:

    version: 2.3.0
    date: 2026-03-20
    withdrawn:
      date: 2225-11-22
      reason: Data loss on ARM

Good:

    version: 2.3.0
    date: 2026-03-20
    withdrawn:
      date: 2026-03-22
      reason: Data loss on ARM
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from ...library.product import ProductHistory
from ...model.release import TEST_KINDS
from ...model.scalars import day_of, instant_of
from ...problems import Problem, RecordPath

CODE, NAME, SEVERITY = "RC330", "future-date", "warning"


def check_at(history: ProductHistory, now: datetime) -> Iterator[Problem]:
    """Nothing that is told as past lies behind the day of `now`."""
    today = day_of(now, history.zone)
    for what, moment, path, where in _past(history):
        if (day := day_of(moment, history.zone)) > today:
            yield Problem(
                CODE, NAME, f"{what} is dated {day}, which lies in the future", "correct the date", "warning",
                path=path, where=where,
            )  # fmt: skip


def turning_points(history: ProductHistory) -> Iterator[datetime]:
    """The beginning of each such day."""
    for _, moment, _, _ in _past(history):
        yield instant_of(day_of(moment, history.zone), history.zone)


def _past(history: ProductHistory) -> Iterator[tuple[str, date, str, RecordPath]]:
    """What has happened, in words, when, and where it is told; the tests of planned releases are plans too."""
    for entry in history.releases:
        release = entry.release
        if release.withdrawn:
            yield "the withdrawal", release.withdrawn.date, entry.file, ("withdrawn", "date")
        for position, revision in enumerate(release.revisions):
            yield "this revision", revision.date, entry.file, ("revisions", position, "date")
        if release.status == "planned":
            continue
        for kind in TEST_KINDS if release.tests else ():
            test = getattr(release.tests, kind)
            if test and test.date:
                yield f"the {kind} test", test.date, entry.file, ("tests", kind, "date")
        for position, scan in enumerate(release.scans):
            if scan.date:
                yield "this scan", scan.date, entry.file, ("scans", position, "date")
    for notice, file in zip(history.notices, history.notice_files, strict=False):
        if notice.actual:
            yield "the actual start", notice.actual.start, file, ("actual", "start")
            if notice.actual.end:
                yield "the actual end", notice.actual.end, file, ("actual", "end")
        for position, revision in enumerate(notice.revisions):
            yield "this revision", revision.date, file, ("revisions", position, "date")
