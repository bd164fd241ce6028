"""Two ids of a product look alike.

Why: the same id in two releases means the same change, another id means another one. Ids that differ by a hyphen or
a dot alone are nearly always meant to be one.

Bad:

    version: 1.0.0
    date: 2026-11-20
    improvements:
      - id: hot-reload
        text: Policies reload without a restart
    ---
    version: 1.0.1
    date: 2026-11-21
    improvements:
      - id: hotreload
        text: Policies reload without a restart

Good:

    version: 1.0.0
    date: 2026-11-20
    improvements:
      - id: hot-reload
        text: Policies reload without a restart
    ---
    version: 1.0.1
    date: 2026-11-21
    improvements:
      - id: hot-reload
        text: Policies reload without a restart
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...problems import Problem, RecordPath, Severity

CODE, NAME = "RC236", "confusable-id"
SEVERITY: Severity = "warning"

_ALIKE = str.maketrans("", "", "-.")


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Ids that are different look different; the older release is right."""
    known: set[str] = set()
    first: dict[str, str] = {}
    for entry in reversed(history.releases):
        for section, position, change in entry.release.changes():
            id = change.id
            if id is None or id in known:
                continue
            known.add(id)
            other = first.setdefault(id.translate(_ALIKE), id)
            if other != id and not _holds_numbers(id):
                where: RecordPath = (section, position, "id")
                yield Problem(
                    CODE, NAME, f"the id '{id}' looks like '{other}', which this product has too",
                    f"write '{other}' if it is the same change, else an id of other words", SEVERITY,
                    path=entry.file, where=where,
                )  # fmt: skip


def _holds_numbers(id: str) -> bool:
    """Whether a dot may matter, as in `tls-1.2` and `tls-12`."""
    return any(sign.isdigit() for sign in id)
