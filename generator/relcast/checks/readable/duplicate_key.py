"""A key stands twice in the same place.

Why: YAML keeps the last one and drops the other without a word; real vendors lost changes this way.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time
    fixes:
      - Policies reload

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time
      - Policies reload
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC110", "duplicate-key"
SEVERITY: Severity = "error"
