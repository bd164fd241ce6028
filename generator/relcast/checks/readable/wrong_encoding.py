"""A record is not saved as UTF-8.

Why: one encoding is what makes Chinese and English read the same on every machine; a guess would garble one of the two.

Bad: a record with Chinese text, saved as GBK

Good: the same record, saved as UTF-8
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC103", "wrong-encoding"
SEVERITY: Severity = "error"
