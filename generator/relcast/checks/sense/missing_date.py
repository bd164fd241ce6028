"""A released record has no date.

Why: feeds, order and support all hang on it. History without dates says so with `undated: true`: it then has pages and
no place in feeds.

Bad:

    version: 1.0.0

Good:

    version: 1.0.0
    date: 2026-11-20
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem, Severity

CODE, NAME = "RC302", "missing-date"
SEVERITY: Severity = "error"


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """A date, `undated: true` or `status: planned` stands in every record; a date and `undated` exclude each other."""
    release = entry.release
    if release.date is None and not release.undated and release.status == "released":
        yield Problem(
            CODE, NAME, "the release has no date", "add `date: 2026-11-20`, or `undated: true` for old history",
            path=entry.file,
        )  # fmt: skip
    elif release.date is not None and release.undated:
        yield Problem(
            CODE, NAME, "the release has a date and says `undated: true`", "keep one of the two",
            path=entry.file, where=("undated",),
        )  # fmt: skip
