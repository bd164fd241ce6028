"""A text is empty.

Why: it would make an empty line on a page, or an entry in a feed that says nothing.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - ""

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC209", "empty-text"
SEVERITY: Severity = "error"
