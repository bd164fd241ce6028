"""A link is no whole address on the web.

Why: readers click on it in pages, feeds and consoles; what doesn't start with https:// leads nowhere from there.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions end in time
        links:
          - label: Details
            url: acme.example/i/812

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions end in time
        links:
          - label: Details
            url: https://acme.example/i/812
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC206", "not-a-link"
SEVERITY: Severity = "error"
