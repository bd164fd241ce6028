"""The name of a file or folder is not written in UTF-8.

Why: no page could have an address made from it, and no other system could read it back.

Bad: a record whose name was typed in GBK

Good: the same record under its version, such as `1.0.0.yaml`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC114", "unreadable-name"
SEVERITY: Severity = "error"
