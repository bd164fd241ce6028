"""A change names a component that product.yaml doesn't have.

Why: readers filter by component; a misspelt one hides the change from exactly those who wait for it.

Bad (product.yaml declares `components: [policy]`):

    version: 1.0.0
    date: 2026-11-20
    features:
      - text: Reload policies without a restart
        component: polcy

Good:

    version: 1.0.0
    date: 2026-11-20
    features:
      - text: Reload policies without a restart
        component: policy
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.release import Notes
from ...problems import Problem, Severity
from ...records.guess import hint_for

CODE, NAME = "RC213", "unknown-component"
SEVERITY: Severity = "error"
SUBJECTS = ("component",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every component of a change is declared."""
    yield from _of_notes(entry.release, history, entry.file)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """So is that of a change on its way."""
    for notes, path in history.unreleased:
        yield from _of_notes(notes, history, path)


def _of_notes(notes: Notes, history: ProductHistory, path: str) -> Iterator[Problem]:
    declared = history.product.components
    for section, position, change in notes.changes():
        component = change.component
        if component is None or component in declared:
            continue
        hint = hint_for(component, declared, otherwise="declare it under `components:` in product.yaml")
        yield Problem(
            CODE, NAME, f"unknown component '{component[:60]}'", hint,
            path=path, where=(section, position, "component"),
        )  # fmt: skip
