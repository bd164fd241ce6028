"""A template of yours for announcements can't be used.

Why: on the day of the upgrade the announcement must be there; a template that breaks would leave its place empty.

Bad: `announcements/email-before.en.txt` with a `{% if %}` that nothing ends

Good: the same file with its `{% endif %}`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC554", "unusable-template"
SEVERITY: Severity = "error"
