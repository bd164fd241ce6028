"""Two records of a product describe the same version.

Why: one of them would win by chance, and its page would take the other's address. `1.2` and `1.2.0` can be the same.

Bad (two files of one product):

    version: 1.2.0
    date: 2026-11-20
    ---
    version: v1.2.0
    date: 2026-11-21

Good:

    version: 1.2.0
    date: 2026-11-20
    ---
    version: 1.2.1
    date: 2026-11-21
"""

from __future__ import annotations

from collections.abc import Iterator

from ..library.product import ProductHistory, VersionedRelease
from ..problems import Problem

CODE, NAME = "RC401", "duplicate-version"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Each version has one record."""
    first: dict[object, VersionedRelease] = {}
    for entry in sorted(history.releases, key=lambda entry: entry.file):
        earlier = first.setdefault(entry.version.precedence, entry)
        if earlier is not entry:
            yield Problem(
                CODE, NAME, f"{entry.version.text} is also described in {earlier.file}",
                "join the two records, or correct one version", path=entry.file, where=("version",),
            )  # fmt: skip
