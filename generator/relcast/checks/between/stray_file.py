"""A record lies where none is looked for, or is never read.

Why: it would be missing from the site, and nobody would notice.

Bad: a record `releases/1.0.0.yaml`, outside of any product

Good: the same record in its product's folder, such as `releases/gw/1.0.0.yaml`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC406", "stray-file"
SEVERITY: Severity = "warning"
