"""A link among the records leads out of their folder.

Why: a record could publish any file of the machine that builds the site.

Bad: a link `releases/gw/1.0.0.yaml` to a file in another folder

Good: the record itself in its place
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC113", "link-outside"
SEVERITY: Severity = "error"
