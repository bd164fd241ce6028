"""A CVSS vector is not well formed.

Why: tools compute the score from it, and show none where they can't read it. CVSS 3.0, 3.1 and 4.0 are read here.

Bad:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          severity: high
          cvss: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N
          affected: "<2.3.0"

Good:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          severity: high
          cvss: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N
          affected: "<2.3.0"
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.cvss_score import find_fault
from ...problems import Problem

CODE, NAME, SEVERITY = "RC317", "malformed-cvss", "warning"
SUBJECTS = ("security",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every vector can be read."""
    for section, position, change in entry.release.changes():
        if change.security and change.security.cvss and (fault := find_fault(change.security.cvss)):
            yield Problem(
                CODE, NAME, f"this CVSS vector {fault}",
                "copy it from the calculator, such as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "warning",
                path=entry.file, where=(section, position, "security", "cvss"),
            )  # fmt: skip
