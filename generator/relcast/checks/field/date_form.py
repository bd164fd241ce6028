"""A date is not written as year-month-day.

Why: `7/3/2026` is in July for some readers and in March for others.

Bad:

    version: 1.0.0
    date: 7/3/2026

Good:

    version: 1.0.0
    date: 2026-07-03
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC205", "date-form"
SEVERITY: Severity = "error"
