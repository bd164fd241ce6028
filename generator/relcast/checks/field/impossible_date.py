"""A date is not in the calendar.

Why: a vendor once shipped a release of 31 June; feeds, support times and the order of releases hang on dates.

Bad:

    version: 1.0.0
    date: 2026-06-31

Good:

    version: 1.0.0
    date: 2026-06-30
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC204", "impossible-date"
SEVERITY: Severity = "error"
