"""A profile speaks of a field that its form does not have.

Why: what is said of a misspelt field is said of none: a text that can't be changed later would not be marked.

Bad: `freeze: [release-notes]` in a profile whose field is called `release_notes`

Good: `freeze: [release_notes]` in the same profile
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC507", "unknown-field"
SEVERITY: Severity = "error"
