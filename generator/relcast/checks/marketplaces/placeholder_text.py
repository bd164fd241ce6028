"""A text for a console holds words that were to be replaced.

Why: reviewers send such a text back, and it takes days to come so far again.

Bad: a text with `TODO`, `TBD`, `XXX` or `lorem ipsum`

Good: the same text, finished
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC522", "placeholder-text"
SEVERITY: Severity = "warning"
