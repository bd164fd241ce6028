"""Lists and keys stand in each other more than 64 levels deep.

Why: no record needs that many; files like this are made to exhaust whoever reads them.

Bad: a record with a hundred `[` in a row

Good: the same text in quotes
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC108", "too-deep"
SEVERITY: Severity = "error"
