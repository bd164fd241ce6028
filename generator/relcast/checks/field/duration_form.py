"""A duration is not written like 1h30m.

Why: operators plan their night by it and machines add it up; `5 min` and `half an hour` only one of them can read.

Bad:

    version: 1.0.0
    date: 2026-11-20
    upgrade:
      downtime: 5 min

Good:

    version: 1.0.0
    date: 2026-11-20
    upgrade:
      downtime: 5m
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC210", "duration-form"
SEVERITY: Severity = "error"
