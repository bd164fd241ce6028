"""Words stand between `<` and `>` outside of code.

Why: here they are shown; but wherever else the text is pasted as Markdown or HTML, they are taken for a tag and vanish.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Run the doctor with --from <version>

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Run the doctor with `--from <version>`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Problem, Severity
from ..texts import Passage, without_code
from .raw_html import SIGNS as HTML

CODE, NAME = "RC227", "angle-brackets"
SEVERITY: Severity = "advice"

SIGNS = (r"<[A-Za-z][^<>\n]{0,60}>",)

_BRACKETS = re.compile(r"<(?![A-Za-z][\w+.-]*:|[^<>\s]+@)[A-Za-z][^<>\n]{0,60}>")
_HTML = re.compile(HTML[0])


def check_text(passage: Passage) -> Iterator[Problem]:
    """What looks like a tag stands in code; addresses between `<` and `>` are links."""
    if passage.kind == "address":
        return
    for match in _BRACKETS.finditer(without_code(passage.text)):
        if not _HTML.match(match[0]):
            yield passage.problem(
                CODE, NAME, f"'{match[0]}' is taken for a tag where this text is pasted elsewhere",
                "put it in backticks", SEVERITY, at=match.start(),
            )  # fmt: skip
