"""A text for a console names an address that its box does not take.

Why: consoles strip such links or refuse the text; some marketplaces take only links to your own site.

Bad: a text that names `https://other.example/` in a box that takes only your own site's addresses

Good: a text that names a page of your own site there
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC524", "unwanted-link"
SEVERITY: Severity = "warning"
