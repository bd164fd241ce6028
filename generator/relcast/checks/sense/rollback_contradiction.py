"""What a record says about going back contradicts itself.

Why: the page shows it as an answer to "can I go back?". A plain yes beside a migration that can't be undone costs
somebody their data; so does a no that names a version to go back to.

Bad:

    version: 2.3.0
    date: 2026-11-20
    upgrade:
      backup: required
      migrations:
        - text: The session table moves to schema 12
          reversible: false
    rollback:
      possible: true

Good:

    version: 2.3.0
    date: 2026-11-20
    upgrade:
      backup: required
      migrations:
        - text: The session table moves to schema 12
          reversible: false
    rollback:
      possible: true
      until: schema 12 is written
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem

CODE, NAME, SEVERITY = "RC322", "rollback-contradiction", "warning"
SUBJECTS = ("rollback",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """A yes beside what can't be undone says until when or how; a no names no version."""
    rollback, upgrade = entry.release.rollback, entry.release.upgrade
    if rollback is None:
        return
    if rollback.possible is False and rollback.to:
        yield Problem(
            CODE, NAME, f"the record says that one can't go back, but names {rollback.to[:60]} to go back to",
            "write `possible: true`, or take `to:` out", "warning", path=entry.file, where=("rollback", "to"),
        )  # fmt: skip
    if not rollback.possible or rollback.until or rollback.steps or upgrade is None:
        return
    if any(migration.reversible is False for migration in upgrade.migrations):
        yield Problem(
            CODE, NAME, "the record says that one can go back, but a migration of this release can't be undone",
            "add `until:` with what must not have happened yet, or `steps:` that say how", "warning",
            path=entry.file, where=("rollback", "possible"),
        )  # fmt: skip
