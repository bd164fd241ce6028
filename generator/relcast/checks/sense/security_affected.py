"""A security fix does not say which versions have the flaw.

Why: "am I affected?" is the customer's first question; scanners answer it for them, but only from a range.

Bad:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          severity: high

Good:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          severity: high
          affected: "<2.3.0"
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem

CODE, NAME, SEVERITY = "RC314", "security-affected", "warning"
SUBJECTS = ("security",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every security fix has a range of affected versions; undated history knows what its source knew."""
    if entry.release.undated:
        return
    for section, position, change in entry.release.changes():
        if change.security and not change.security.affected and not change.internal:
            yield Problem(
                CODE, NAME, "this security fix does not say which versions have the flaw",
                f'add the range, for example `affected: "<{entry.version.text}"`', "warning",
                path=entry.file, where=(section, position, "security"),
            )  # fmt: skip
