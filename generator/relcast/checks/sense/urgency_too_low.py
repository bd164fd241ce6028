"""A release is less urgent than the flaw it closes is severe.

Why: many read the urgency only. A critical fix in a release of low urgency waits for the next maintenance window.

Bad:

    version: 2.3.0
    date: 2026-11-20
    urgency: low
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          severity: high
          affected: "<2.3.0"

Good:

    version: 2.3.0
    date: 2026-11-20
    urgency: high
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          severity: high
          affected: "<2.3.0"
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from ...library.product import ProductHistory, VersionedRelease
from ...model.change import SeverityWord
from ...problems import Problem

CODE, NAME, SEVERITY = "RC327", "urgency-too-low", "warning"
SUBJECTS = ("security",)

_WORDS: tuple[str, ...] = get_args(SeverityWord)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """A stated urgency is at most one step below the worst flaw; one step is a judgement that its author may make."""
    urgency = entry.release.urgency
    if urgency is None:
        return
    severities = [
        change.security.severity for _, _, change in entry.release.changes()
        if change.security and change.security.severity and not change.internal
    ]  # fmt: skip
    worst = max(severities, key=_WORDS.index, default=None)
    if worst and _WORDS.index(worst) - _WORDS.index(urgency) > 1:
        yield Problem(
            CODE, NAME, f"the urgency is {urgency}, but the release closes a flaw of severity {worst}",
            f"write `urgency: {worst}`, or correct the severity", "warning", path=entry.file, where=("urgency",),
        )  # fmt: skip
