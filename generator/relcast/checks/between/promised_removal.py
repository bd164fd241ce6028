"""What is deprecated was not removed when it was promised: the release is out and keeps silent, or it went earlier.

Why: customers set their calendars by it. Gone early, it breaks them; still there, they learn to wait for the next time.

Bad (two files of one product):

    version: 2.4.0
    date: 2026-05-20
    deprecations:
      - id: admin-v1
        text: The v1 admin API
        removed_in: 3.0.0
    ---
    version: 3.0.0
    date: 2026-11-20

Good:

    version: 2.4.0
    date: 2026-05-20
    deprecations:
      - id: admin-v1
        text: The v1 admin API
        removed_in: 3.0.0
    ---
    version: 3.0.0
    date: 2026-11-20
    removals:
      - text: The v1 admin API
        deprecation: admin-v1
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...library.product import ProductHistory, VersionedRelease
from ...model.change import Deprecation
from ...model.release import shared_id
from ...model.version import Version, VersionError, parse_version
from ...problems import Problem

CODE, NAME, SEVERITY = "RC414", "promised-removal", "warning"
SUBJECTS = ("deprecations",)


@dataclass(frozen=True, slots=True)
class _Promise:
    """That something goes in a version, and where it was last said."""

    version: Version
    entry: VersionedRelease
    position: int

    @property
    def change(self) -> Deprecation:
        return self.entry.release.deprecations[self.position]


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """The last word on each deprecation is kept: removed in that version or a later one, once such a version is out.

    A deprecation that is repeated with another version is a promise put off; one without an id can't be followed up.
    """
    promises: dict[str, _Promise] = {}
    removed: dict[str, tuple[VersionedRelease, int]] = {}
    for entry in history.releases:  # newest first: the first word found is the last one said
        for position, change in enumerate(entry.release.deprecations):
            if change.removed_in is None or change.internal:
                continue
            try:
                version = parse_version(change.removed_in, history.product.versioning)
            except VersionError:
                continue  # another rule's
            if version.precedence <= entry.version.precedence:
                continue  # another rule's too
            promises.setdefault(shared_id(change) or f"{entry.file}/{position}", _Promise(version, entry, position))
        for position, removal in enumerate(entry.release.removals):
            if removal.deprecation:
                removed[removal.deprecation] = (entry, position)
    newest = next((entry for entry in history.releases if entry.is_stable), None)
    for promise in promises.values():
        id = promise.change.id
        if id in removed:
            yield from _too_early(id, promise, *removed[id])
        elif newest and newest.version.precedence >= promise.version.precedence:
            yield _overdue(promise, newest)


def _too_early(id: str, promise: _Promise, entry: VersionedRelease, position: int) -> Iterator[Problem]:
    if entry.version.precedence < promise.version.precedence:
        yield Problem(
            CODE, NAME, f"'{id}' goes in {entry.version.text}, but {promise.entry.version.text} promised it until "
            f"{promise.version.text}",
            "keep it until then; if it is gone, tell customers, and say so in a revision", "warning",
            path=entry.file, where=("removals", position, "deprecation"),
        )  # fmt: skip


def _overdue(promise: _Promise, newest: VersionedRelease) -> Problem:
    change = promise.change
    out = (
        f"{promise.version.text}, which is out" if newest.version.precedence == promise.version.precedence
        else f"{promise.version.text}; {newest.version.text} is out"
    )  # fmt: skip
    way = (
        f"list it under `removals:` with `deprecation: {change.id}`" if change.id
        else "give it an `id:`, and list it under `removals:` with that id as `deprecation:`"
    )  # fmt: skip
    return Problem(
        CODE, NAME, f"this was to be removed in {out}, and no release removes it",
        f"if it is gone, {way}; else promise a later version",
        "warning", path=promise.entry.file, where=("deprecations", promise.position, "removed_in"),
    )  # fmt: skip
