"""One of the vendor's own pieces of a page can't be drawn.

Why: a page would lack what the piece is to say, so nothing is published until it is mended.

Bad: a piece `theme/relcast/pieces/byline.html` that says `{{ relaese.title }}`

Good: the same piece with `{{ release.title }}`, a name that the guide lists
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC801", "broken-piece"
SEVERITY: Severity = "error"
