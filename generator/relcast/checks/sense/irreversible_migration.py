"""A migration can't be undone, and the record speaks neither of a backup nor of a way back.

Why: whoever upgrades at night has to know before the migration runs that only a backup leads back.

Bad:

    version: 2.3.0
    date: 2026-11-20
    upgrade:
      migrations:
        - text: The session table moves to schema 12
          reversible: false

Good:

    version: 2.3.0
    date: 2026-11-20
    upgrade:
      backup: required
      migrations:
        - text: The session table moves to schema 12
          reversible: false
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem

CODE, NAME, SEVERITY = "RC321", "irreversible-migration", "warning"
SUBJECTS = ("upgrade",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Beside what can't be undone stands a backup, or a word on going back, if only that one can't."""
    upgrade = entry.release.upgrade
    if upgrade is None or entry.release.rollback is not None or upgrade.backup in ("required", "recommended"):
        return
    for position, migration in enumerate(upgrade.migrations):
        if migration.reversible is False:
            yield Problem(
                CODE, NAME, "this migration can't be undone, and the record says nothing of a backup or a way back",
                "add `backup: required` under `upgrade:`, or say under `rollback:` how to return", "warning",
                path=entry.file, where=("upgrade", "migrations", position),
            )  # fmt: skip
