"""A profile calls a limit hard that nobody has documented.

Why: text is shortened for hard limits alone; a guessed number would cost a vendor sentences for nothing.

Bad: a limit with `hard: true` and no `source`

Good: the same limit with `hard: false`, or with the page that documents it
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC501", "unfounded-limit"
SEVERITY: Severity = "error"
