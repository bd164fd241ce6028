"""A deprecation is to be removed in this release, or in one before it.

Why: the announcement comes first and the removal later; readers would be warned of what is gone already.

Bad:

    version: 2.4.0
    date: 2026-11-20
    deprecations:
      - text: The v1 admin API
        removed_in: 2.0.0
        replacement: The v2 admin API

Good:

    version: 2.4.0
    date: 2026-11-20
    deprecations:
      - text: The v1 admin API
        removed_in: 3.0.0
        replacement: The v2 admin API
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.version import VersionError, parse_version
from ...problems import Problem

CODE, NAME, SEVERITY = "RC320", "removal-order", "warning"
SUBJECTS = ("deprecations",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """What is deprecated here is removed in a later version; what can't be read as a version is another rule's."""
    for position, change in enumerate(entry.release.deprecations):
        if change.removed_in is None:
            continue
        try:
            promised = parse_version(change.removed_in, history.product.versioning)
        except VersionError:
            continue
        if promised.precedence <= entry.version.precedence:
            yield Problem(
                CODE, NAME, f"{promised.text} can't remove what {entry.version.text} only deprecates",
                "name a later version, or list it under `removals:` if it is gone", "warning",
                path=entry.file, where=("deprecations", position, "removed_in"),
            )  # fmt: skip
