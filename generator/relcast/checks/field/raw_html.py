"""A text is written in HTML.

Why: records are Markdown: pages and feeds show `<b>` as it is written, so that no record can run a script.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end <b>in time</b>

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end **in time**
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Problem, Severity
from ..texts import Passage, without_code

CODE, NAME = "RC226", "raw-html"
SEVERITY: Severity = "warning"

_TAGS = (
    "a|abbr|b|big|blockquote|br|center|code|dd|del|details|div|dl|dt|em|font|h[1-6]|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre"
    "|s|script|small|span|strike|strong|style|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul"
)
SIGNS = (rf"<(?i:/?(?:{_TAGS})(?:\s|/?>)|!--)",)

_TAG = re.compile(rf"<(?:/?(?P<tag>{_TAGS})(?:\s[^<>]*)?/?>|!--.*?(?:-->|$))", re.IGNORECASE | re.DOTALL)
_MARKDOWN = {
    "b": "**bold**", "strong": "**bold**", "i": "*italic*", "em": "*italic*", "code": "`code`", "tt": "`code`",
    "kbd": "`code`", "a": "[words](https://…)", "img": "![words](https://…)", "br": "an empty line, or two entries",
    "p": "an empty line between paragraphs", "ul": "lines that start with `- `", "ol": "lines that start with `1. `",
    "li": "lines that start with `- `", "pre": "```", "hr": "---", "blockquote": "lines that start with `> `",
    "del": "~~struck~~", "s": "~~struck~~", "strike": "~~struck~~",
}  # fmt: skip


def check_text(passage: Passage) -> Iterator[Problem]:
    """No text has a tag of HTML outside of code; the first one speaks for all of a passage."""
    if passage.kind == "address":
        return
    if match := _TAG.search(without_code(passage.text)):
        if match["tag"] is None:
            message, hint = "readers see this comment of HTML as it is written", "delete it"
        else:
            message = f"readers see '{match[0][:40]}' as it is written"
            instead = _MARKDOWN.get(match["tag"].lower())
            hint = f"in Markdown: {instead}" if instead else "write Markdown"
        yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=match.start())
