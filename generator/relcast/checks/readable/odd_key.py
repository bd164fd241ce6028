"""A bracket opens where a key must come.

Why: keys are words; text that starts with a bracket was meant, and YAML would take it apart.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - {[gateway] sessions end: in time}

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - "[gateway] sessions end: in time"
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC107", "odd-key"
SEVERITY: Severity = "error"
