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

from ...library.lookup import Lookup
from ...library.product import ProductHistory, VersionedRelease
from ...model.version import VersionError, parse_version
from ...problems import Problem, RecordPath, Severity
from ...records.guess import hint_for

CODE, NAME = "RC408", "unknown-release"
SEVERITY: Severity = "error"

_COMPARED = 200
"""Releases, the newest, among which a hint looks for what was meant."""


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """What one goes back to, what to use instead, what removes something and what a notice announces has a record."""
    lookup = Lookup(history)
    removed = {removal.deprecation for entry in history.releases for removal in entry.release.removals}
    for entry in history.releases:
        release = entry.release
        if release.rollback and release.rollback.to:
            yield from _missing(release.rollback.to, ("rollback", "to"), entry, history, lookup)
        if release.withdrawn:
            yield from _replacement(entry, lookup)
        for position, change in enumerate(release.deprecations):
            if change.removed_in and change.id in removed:  # what nothing removes is another rule's
                where = ("deprecations", position, "removed_in")
                yield from _missing(change.removed_in, where, entry, history, lookup)
    for notice, file in zip(history.notices, history.notice_files, strict=False):
        for position, version in enumerate(notice.releases):
            if lookup.find_as_written(version) is None:
                yield Problem(
                    CODE, NAME, f"there is no record of version {version[:60]}",
                    "correct the version, or add the record with `status: planned`", "warning",
                    path=file, where=("releases", position),
                )  # fmt: skip


def _replacement(entry: VersionedRelease, lookup: Lookup) -> Iterator[Problem]:
    """What to use instead of a withdrawn release has a record, and is another one."""
    version = entry.release.withdrawn.use_instead if entry.release.withdrawn else None
    found = lookup.find(version) if version else None
    if version and (found is None or found is entry):
        message = "the release says to use itself instead" if found else f"there is no record of version {version[:60]}"
        hint = "correct the version, or leave the key out while there is no safe one"
        yield Problem(CODE, NAME, message, hint, path=entry.file, where=("withdrawn", "use_instead"))


def _missing(
    version: str, where: RecordPath, entry: VersionedRelease, history: ProductHistory, lookup: Lookup
) -> Iterator[Problem]:
    """A version without a record, of a time of which there are records."""
    if lookup.find(version) is None and _is_recorded_time(version, history):
        versions = [other.version.text for other in history.releases[:_COMPARED] if other is not entry]
        yield Problem(
            CODE, NAME, f"there is no record of version {version[:60]}",
            hint_for(version, versions, otherwise="correct the version, or add its record"), "warning",
            path=entry.file, where=where,
        )  # fmt: skip


def _is_recorded_time(text: str, history: ProductHistory) -> bool:
    """Whether there should be a record: not of history before the oldest one, nor of what is to come.

    What can't be read as a version is another rule's.
    """
    try:
        version = parse_version(text, history.product.versioning)
    except VersionError:
        return False
    return history.releases[-1].version < version <= history.releases[0].version
