"""A version is dated before an older version of its line.

Why: it is nearly always a slip of the year or a copied date, and it puts releases in feeds at the wrong place.
Maintenance lines may well interleave: 2.2.9 may come out after 2.3.0.

Bad (two files of one product):

    version: 1.2.0
    date: 2026-11-20
    ---
    version: 1.2.1
    date: 2025-11-21

Good:

    version: 1.2.0
    date: 2026-11-20
    ---
    version: 1.2.1
    date: 2026-11-21
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.scalars import day_of
from ...problems import Problem, Severity

CODE, NAME = "RC405", "date-order"
SEVERITY: Severity = "warning"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Within a line (`2.3.x`), and from each line's first version to the next line's, dates don't run backwards."""
    zone = history.zone
    lines: dict[tuple[str, ...], VersionedRelease] = {}
    previous_line: VersionedRelease | None = None
    for entry in reversed(history.releases):
        if entry.release.date is None:
            continue
        line = tuple(re.findall(r"\d+", entry.version.text)[:2])
        before = lines.get(line, previous_line)
        if line not in lines:
            previous_line = entry
        lines[line] = entry
        if before is None or before.release.date is None:
            continue
        earlier, later = day_of(before.release.date, zone), day_of(entry.release.date, zone)
        if later < earlier:
            yield Problem(
                CODE, NAME, f"{entry.version.text} is dated {later}, before {before.version.text} ({earlier})",
                "correct one of the two dates", SEVERITY, path=entry.file, where=("date",),
            )  # fmt: skip
