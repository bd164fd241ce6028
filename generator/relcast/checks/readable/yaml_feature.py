"""A record uses an anchor, an alias or a tag of YAML.

Why: they are nearly always text that happens to start with `&`, `*` or `!`, and would vanish. The few that are meant
let a small file grow beyond every limit.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - !important sessions end in time

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - "!important sessions end in time"
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC106", "yaml-feature"
SEVERITY: Severity = "error"
