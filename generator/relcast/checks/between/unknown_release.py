"""A record points to a version of its product that has no record.

Why: a withdrawn release says what to use instead, and a notice shows on the pages of its releases; a slip in the
version would leave readers without either, and nobody would notice.

Bad:

    version: 1.0.0
    date: 2026-11-20
    withdrawn:
      date: 2026-11-21
      reason: Data loss on ARM
      use_instead: 1.0.11

Good (two files of one product):

    version: 1.0.0
    date: 2026-11-20
    withdrawn:
      date: 2026-11-21
      reason: Data loss on ARM
      use_instead: 1.0.1
    ---
    version: 1.0.1
    date: 2026-11-21
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.version import VersionError, parse_version
from ...problems import Problem, Severity
from ...records.guess import hint_for

CODE, NAME = "RC408", "unknown-release"
SEVERITY: Severity = "error"


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """What one goes back to has a record; what a withdrawn release says to use instead is another release."""
    rollback, withdrawn = entry.release.rollback, entry.release.withdrawn
    if rollback and rollback.to and _is_recorded_time(rollback.to, history) and history.find(rollback.to) is None:
        versions = [other.version.text for other in history.releases if other is not entry]
        yield Problem(
            CODE, NAME, f"there is no record of version {rollback.to[:60]}",
            hint_for(rollback.to, versions, otherwise="correct the version, or add its record"), "warning",
            path=entry.file, where=("rollback", "to"),
        )  # fmt: skip
    if withdrawn is None or withdrawn.use_instead is None:
        return
    found = history.find(withdrawn.use_instead)
    if found is None or found is entry:
        message = (
            "the release says to use itself instead" if found
            else f"there is no record of version {withdrawn.use_instead[:60]}"
        )  # fmt: skip
        hint = "correct the version, or leave the key out while there is no safe one"
        yield Problem(CODE, NAME, message, hint, path=entry.file, where=("withdrawn", "use_instead"))


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """The releases that a notice announces have records, if only planned ones."""
    known = {entry.version.text for entry in history.releases}
    for notice, file in zip(history.notices, history.notice_files, strict=False):
        for position, version in enumerate(notice.releases):
            if version not in known:
                yield Problem(
                    CODE, NAME, f"there is no record of version {version[:60]}",
                    "correct the version, or add the record with `status: planned`", "warning",
                    path=file, where=("releases", position),
                )  # fmt: skip


def _is_recorded_time(text: str, history: ProductHistory) -> bool:
    """Whether there should be a record: versions before the oldest record are history that nobody wrote down.

    What can't be read as a version is another rule's.
    """
    try:
        return parse_version(text, history.product.versioning) > history.releases[-1].version
    except VersionError:
        return False
