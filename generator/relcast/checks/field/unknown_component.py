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
from ...problems import Problem, Severity
from ...records.guess import hint_for

CODE, NAME = "RC213", "unknown-component"
SEVERITY: Severity = "error"


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every component of a change is declared."""
    declared = history.product.components
    for section, position, change in entry.release.changes():
        component = change.component
        if component is None or component in declared:
            continue
        hint = hint_for(component, declared, otherwise="declare it under `components:` in product.yaml")
        yield Problem(
            CODE, NAME, f"unknown component '{component[:60]}'", hint,
            path=entry.file, where=(section, position, "component"),
        )  # fmt: skip
