"""A field of a profile has both a template and sections, or neither.

Why: its text is made from one of the two; with both, one would be ignored.

Bad: a field with `template:` and `sections:` under `compose:`

Good: the same field with one of them
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC504", "unclear-composition"
SEVERITY: Severity = "error"
