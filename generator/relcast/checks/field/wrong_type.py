"""A value is of another kind than its key needs.

Why: a text where a list must stand, or a word that is not among those allowed, can't be understood; a guess could be
wrong.

Bad:

    version: 1.0.0
    date: 2026-11-20
    urgency: soon

Good:

    version: 1.0.0
    date: 2026-11-20
    urgency: high
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC202", "wrong-type"
SEVERITY: Severity = "error"
