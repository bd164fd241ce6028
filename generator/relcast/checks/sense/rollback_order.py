"""The version to go back to is not older than the release.

Why: it is read in a hurry, by somebody whose upgrade has just failed.

Bad (two files of one product):

    version: 2.3.0
    date: 2026-10-20
    rollback:
      possible: true
      to: 2.4.0
    ---
    version: 2.4.0
    date: 2026-11-20

Good:

    version: 2.3.0
    date: 2026-10-20
    ---
    version: 2.4.0
    date: 2026-11-20
    rollback:
      possible: true
      to: 2.3.0
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.version import VersionError, parse_version
from ...problems import Problem

CODE, NAME, SEVERITY = "RC331", "rollback-order", "warning"
SUBJECTS = ("rollback",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """One goes back to an older version; what can't be read as a version is another rule's."""
    rollback = entry.release.rollback
    if rollback is None or rollback.to is None:
        return
    try:
        target = parse_version(rollback.to, history.product.versioning)
    except VersionError:
        return
    if target.precedence >= entry.version.precedence:
        what = "this release itself" if target.precedence == entry.version.precedence else "a newer version"
        yield Problem(
            CODE, NAME, f"{target.text} is {what}; one goes back to an older one",
            "name the version to return to", "warning", path=entry.file, where=("rollback", "to"),
        )  # fmt: skip
