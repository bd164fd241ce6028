"""A file can't be read as YAML; the message says what its author did.

Why: nothing of the record can be shown until it is mended. Most often text starts with a sign that YAML keeps for
itself, or holds a second `: `; quotes around the whole text help.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - `gw restart` keeps sessions

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - "`gw restart` keeps sessions"
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC105", "broken-yaml"
SEVERITY: Severity = "error"
