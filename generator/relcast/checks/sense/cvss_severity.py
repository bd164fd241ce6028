"""The stated severity is not what the CVSS vector comes to.

Why: readers see the word, scanners the score; when the two differ, one of them plans the wrong evening.

Bad:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          severity: medium
          cvss: CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N
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
from ...model.cvss_score import find_score
from ...problems import Problem

CODE, NAME, SEVERITY = "RC318", "cvss-severity", "warning"
SUBJECTS = ("security",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Where both are stated, the word is that of the base score."""
    for section, position, change in entry.release.changes():
        security = change.security
        if security is None or security.severity is None or security.cvss is None:
            continue
        score = find_score(security.cvss)
        if score is None or score.severity == security.severity:
            continue
        word = score.severity or "no flaw at all"
        yield Problem(
            CODE, NAME, f"the severity is {security.severity}, but the CVSS vector comes to {score.base} ({word})",
            f"write `severity: {word}`, or correct the vector" if score.severity else "correct the vector",
            "warning", path=entry.file, where=(section, position, "security", "severity"),
        )  # fmt: skip
