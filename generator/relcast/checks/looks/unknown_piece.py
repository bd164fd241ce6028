"""A file among the vendor's own pieces has a name that no piece has.

Why: it would never be drawn, and nobody would notice.

Bad: a file `theme/relcast/pieces/artefacts.html`

Good: the same file as `theme/relcast/pieces/artifacts.html`, or as `_artefacts.html` for other pieces to include
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC802", "unknown-piece"
SEVERITY: Severity = "error"
