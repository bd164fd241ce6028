"""A revision is dated before the release, or before the revision above it.

Why: revisions say what changed after publication, one below the other; feeds take their dates for "updated".

Bad:

    version: 2.3.0
    date: 2026-11-20
    revisions:
      - date: 2025-11-22
        note: Clarified the list of clients

Good:

    version: 2.3.0
    date: 2026-11-20
    revisions:
      - date: 2026-11-22
        note: Clarified the list of clients
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.scalars import day_of
from ...problems import Problem

CODE, NAME, SEVERITY = "RC329", "revision-order", "warning"
SUBJECTS = ("revisions",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """The days of a release and its revisions don't run backwards; a planned release may be revised beforehand."""
    release, zone = entry.release, history.zone
    came = day_of(release.date, zone) if release.date and release.status == "released" else None
    above = None
    for position, revision in enumerate(release.revisions):
        day = day_of(revision.date, zone)
        message = (
            f"this revision is dated {day}, before the release ({came})" if came and day < came
            else f"this revision is dated {day}, before the one above it ({above})" if above and day < above
            else None
        )  # fmt: skip
        above = day
        if message:
            yield Problem(
                CODE, NAME, message, "correct the date; new revisions go to the end of the list", "warning",
                path=entry.file, where=("revisions", position, "date"),
            )  # fmt: skip
