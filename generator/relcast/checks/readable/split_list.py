"""A sentence between `[` and `]` was split at its comma, and became two items of a list.

Why: readers would see two changes, each half a sentence. In brackets every comma ends an item.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes: [Sessions end in time, even behind a second proxy]

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time, even behind a second proxy
"""

from __future__ import annotations

CODE, NAME, SEVERITY = "RC119", "split-list", "warning"
