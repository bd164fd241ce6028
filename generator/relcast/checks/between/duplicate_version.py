"""Two records of a product describe the same version.

Why: one of them would win by chance, and its page would take the other's address. `1.2` and `1.2.0` can be the same;
`1.2.0-RC.1` and `1.2.0-rc.1` are one folder wherever file names have no case.

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

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem, Severity

CODE, NAME = "RC401", "duplicate-version"
SEVERITY: Severity = "error"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Each version has one record."""
    first: dict[object, VersionedRelease] = {}
    for entry in sorted(history.releases, key=lambda entry: entry.file):
        same = first.setdefault(entry.version.precedence, entry)
        alike = first.setdefault(entry.version.text.lower(), entry)
        if same is not entry:
            yield Problem(
                CODE, NAME, f"{entry.version.text} is also described in {same.file}",
                "join the two records, or correct one version", path=entry.file, where=("version",),
            )  # fmt: skip
        elif alike is not entry:
            yield Problem(
                CODE, NAME, f"{entry.version.text} differs from {alike.version.text} in {alike.file} by case alone",
                "give one of them another version", path=entry.file, where=("version",),
            )  # fmt: skip
