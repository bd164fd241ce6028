"""A text ends where a ` #` stands in it.

Why: YAML takes a `#` after a space for the start of a comment, so the rest of the sentence would be missing from every
page.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Work around #812 in the parser

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - "Work around #812 in the parser"
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC111", "cut-text"
SEVERITY: Severity = "error"
