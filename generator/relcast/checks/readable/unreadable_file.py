"""A file among the records can't be read.

Why: what it says would be missing from the site, and nobody would notice. A broken link, a pipe and a file without the
right to read it are all the same to a reader.

Bad: a link `releases/gw/1.0.0.yaml` that leads nowhere

Good: the record itself in its place
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC101", "unreadable-file"
SEVERITY: Severity = "error"
