"""A profile has no field for the release notes themselves.

Why: `relcast blob` fills this field unless another one is asked for.

Bad: a profile whose only box is called `notes`

Good: the same box called `release_notes`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC503", "missing-main-field"
SEVERITY: Severity = "error"
