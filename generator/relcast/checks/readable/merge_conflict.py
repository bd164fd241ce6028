"""A file holds lines that git could not merge.

Why: both versions of these lines stand in it, and nobody has chosen yet.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
    <<<<<<< HEAD
      - Sessions end in time
    =======
      - Sessions end early enough
    >>>>>>> session-fix

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time
"""

from __future__ import annotations

CODE, NAME, SEVERITY = "RC116", "merge-conflict", "error"
