"""A field of a profile must keep a section that it has no place for.

Why: what must be kept, such as security fixes, would be missing from the console without a word.

Bad: a field with `must_keep: [security]` whose `sections:` lack it

Good: the same field with `security` among its sections
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC505", "lost-section"
SEVERITY: Severity = "error"
