"""A list, a table or another thing made of lines would be joined into one paragraph.

Why: below `>`, and in plain text over several lines, YAML replaces line ends by spaces; `|` keeps them.

Bad:

    version: 1.0.0
    date: 2026-11-20
    summary: >
      What is new:
      - policies reload
      - sessions end in time

Good:

    version: 1.0.0
    date: 2026-11-20
    summary: |
      What is new:
      - policies reload
      - sessions end in time
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC112", "folded-list"
SEVERITY: Severity = "error"
