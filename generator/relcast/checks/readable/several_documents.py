"""A line `---` ends the record in the middle of its file.

Why: a file is one record: what follows the line would be lost. Often it was meant as a ruler in a text.

Bad: a record with a line `---` between two of its keys

Good: the same record without this line, or with the line inside a text below `|`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC109", "several-documents"
SEVERITY: Severity = "error"
