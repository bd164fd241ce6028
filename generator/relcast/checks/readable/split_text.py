"""A text was split, and a part of it became a key without a value.

Why: a key that holds nothing is dropped, and the words would be gone. It happens to text between `{` and `}` at its
commas, and to text that ends in a colon.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - {text: Sessions end in time, even behind a proxy}

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions end in time, even behind a proxy
"""

from __future__ import annotations

CODE, NAME, SEVERITY = "RC115", "split-text", "error"
