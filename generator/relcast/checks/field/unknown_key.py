"""A key is not known in this place.

Why: most tools drop misspelt keys silently, and with them what they hold.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixs:
      - Sessions end in time

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC203", "unknown-key"
SEVERITY: Severity = "error"
