"""Two changes of one release share an id, or an id is a name the page needs for itself.

Why: an id is a change's permanent address on the release's page; two changes can't live at one address.

Bad:

    version: 1.0.0
    date: 2026-11-20
    features:
      - id: fast-start
        text: Starts in a second
      - id: fast-start
        text: Stops in a second

Good:

    version: 1.0.0
    date: 2026-11-20
    features:
      - id: fast-start
        text: Starts in a second
      - id: fast-stop
        text: Stops in a second
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.arrange import HEADINGS
from ...library.product import ProductHistory, VersionedRelease
from ...model.release import change_id
from ...problems import Problem, Severity

CODE, NAME = "RC303", "duplicate-id"
SEVERITY: Severity = "error"
SUBJECTS = ("id",)

PAGE_IDS = frozenset(heading.replace("_", "-") for heading in HEADINGS) | frozenset(
    ("upgrade", "migrations", "rollback", "tests", "artifacts", "revisions", "notices", "releases", "top")
)
"""Ids that a release's page gives to its own sections."""


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every id of a release, given or derived, stands once and is no section's."""
    seen: set[str] = set()
    for section, position, change in entry.release.changes():
        found = change_id(section, position, change)
        where = (section, position, "id") if change.id else (section, position)
        if found in PAGE_IDS:
            yield Problem(
                CODE, NAME, f"the id '{found}' is the name of a section of the page", "choose another id",
                path=entry.file, where=where,
            )  # fmt: skip
        elif found in seen:
            yield Problem(
                CODE, NAME, f"the id '{found}' is used twice in this release", "give each change an id of its own",
                path=entry.file, where=where,
            )  # fmt: skip
        seen.add(found)
