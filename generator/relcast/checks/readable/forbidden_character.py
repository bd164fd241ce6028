r"""A text contains a character that nobody sees and that does harm.

Why: control characters make a feed unreadable for every subscriber, and overrides of text direction let a line read as
another one.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - "Sessions end\u0007 in time"

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC104", "forbidden-character"
SEVERITY: Severity = "error"
