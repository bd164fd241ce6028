"""A record is larger than 1 MiB.

Why: a record describes one release in words; a file of this size is something else, and would hold up everybody's
build.

Bad: a record with a picture in it, as text of two megabytes

Good: a record with a link to the picture
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC102", "file-too-large"
SEVERITY: Severity = "error"
