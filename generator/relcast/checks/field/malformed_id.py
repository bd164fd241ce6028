"""An id holds more than small letters, digits, dots and hyphens.

Why: an id becomes a part of addresses that people share and type for years.

Bad:

    version: 1.0.0
    date: 2026-11-20
    features:
      - id: Policy_Reload
        text: Policies reload

Good:

    version: 1.0.0
    date: 2026-11-20
    features:
      - id: policy-reload
        text: Policies reload
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC207", "malformed-id"
SEVERITY: Severity = "error"
