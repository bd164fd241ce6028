"""A security fix does not say how severe the flaw is.

Why: it decides whether customers wake somebody or wait for Tuesday; the security page and feed are sorted by it.

Bad:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          affected: "<2.3.0"

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
from ...model.cvss_score import find_score
from ...problems import Problem

CODE, NAME, SEVERITY = "RC313", "security-severity", "warning"
SUBJECTS = ("security",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every security fix has a severity; undated history knows what its source knew."""
    if entry.release.undated:
        return
    for section, position, change in entry.release.changes():
        security = change.security
        if security is None or security.severity or change.internal:
            continue
        score = find_score(security.cvss) if security.cvss else None
        hint = (
            f"add `severity: {score.severity}`, which is what the CVSS vector comes to" if score and score.severity
            else "add `severity:` with low, medium, high or critical"
        )  # fmt: skip
        yield Problem(
            CODE, NAME, "this security fix does not say how severe the flaw is", hint, "warning",
            path=entry.file, where=(section, position, "security"),
        )  # fmt: skip
