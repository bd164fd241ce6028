"""A text has a link without a whole address.

Why: the same text stands on the product's page, on the release's own page, in feeds and in consoles; a relative link
leads somewhere else from each of them, or nowhere.

Bad:

    version: 1.0.0
    date: 2026-11-20
    features:
      - text: Policies reload, see [the guide](guide/policies.html)

Good:

    version: 1.0.0
    date: 2026-11-20
    features:
      - text: Policies reload, see [the guide](https://docs.acme.example/policies)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ...markup import block_html
from ...problems import Problem, Severity
from ..texts import Passage

CODE, NAME = "RC216", "relative-link"
SEVERITY: Severity = "warning"

SIGNS = (r"\](?=[(:])(?!.\s*<?(?:https?://|mailto:))",)

_ELSEWHERE = re.compile(r'<(?:a href|img src)="(?!https?:|mailto:)([^"]+)"', re.IGNORECASE)


def check_text(passage: Passage) -> Iterator[Problem]:
    """Every link in a text that is shown in several places has a whole address."""
    for address in _ELSEWHERE.findall(block_html(passage.text)) if passage.kind != "address" else ():
        address = unescape(address)
        message = (
            f"the link to '{address[:60]}' works on the release's own page only" if address.startswith("#")
            else f"the link to '{address[:60]}' leads somewhere else from every page"
        )  # fmt: skip
        yield passage.problem(
            CODE, NAME, message, "write the whole address, starting with https://", SEVERITY,
            at=max(passage.text.find(address), 0),
        )  # fmt: skip
