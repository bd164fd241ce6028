"""There is no folder of records.

Why: there is nothing to check or to build; most often a command was started in another folder.

Bad: a project without `releases/`

Good: the folder that `relcast init` makes
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC407", "missing-folder"
SEVERITY: Severity = "error"
