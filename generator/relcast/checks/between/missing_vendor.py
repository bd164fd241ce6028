"""The records' folder has no vendor.yaml.

Why: the vendor's name, languages and time zone stand there, and nothing can be built without them.

Bad: a folder `releases/` with products alone

Good: `vendor.yaml` beside them, with at least `name:`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC403", "missing-vendor"
SEVERITY: Severity = "error"
