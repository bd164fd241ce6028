"""A key that must be there is missing.

Why: without a version, a name or a text there is nothing to show.

Bad (product.yaml declares `components: [policy]`):

    version: 1.0.0
    date: 2026-11-20
    features:
      - component: policy

Good:

    version: 1.0.0
    date: 2026-11-20
    features:
      - text: Policies reload
        component: policy
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC201", "missing-key"
SEVERITY: Severity = "error"
