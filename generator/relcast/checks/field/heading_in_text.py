"""The text of a change holds a heading, or is in itself several entries.

Why: a change is one line of a list; a heading in it breaks the page's own order of headings, and a list in it hides
changes from search, feeds and consoles.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - |
        ## Sessions
        Sessions end in time

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Problem, Severity
from ..texts import Passage, without_code

CODE, NAME = "RC230", "heading-in-text"
SEVERITY: Severity = "warning"

SIGNS = (r"#[#\s]", r"\n *(?:[-*+•·]|\d{1,2}[.)、]) *\S", r"\n *(?:={3,}|-{3,}) *[\0\n]")

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]|^[^\s>|-][^\n]*\n {0,3}(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_TOP_HEADING = re.compile(r"^ {0,3}# ", re.MULTILINE)
_ITEM = re.compile(r"^ *(?:[-*+•·]|\d{1,2}[.)、]) *\S", re.MULTILINE)
_MANY = 3


def check_text(passage: Passage) -> Iterator[Problem]:
    """No heading in a change's text; in longer texts none that equals the page's own; no list of changes in one."""
    if passage.kind == "address":
        return
    text = without_code(passage.text)
    if passage.kind == "prose":
        if match := _TOP_HEADING.search(text):
            message = "this heading is as large as the page's own"
            yield passage.problem(
                CODE, NAME, message, "start with ##, or write **strong words**", SEVERITY, at=_at(match)
            )
    elif match := _HEADING.search(text):
        message, hint = (
            "a heading stands in a text that is one line of a list",
            "take it out, or write it under `details:`",
        )
        yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=_at(match))
    elif len(items := list(_ITEM.finditer(text))) >= _MANY:
        message = f"a list of {len(items)} stands in the text of one change"
        hint = "make each line a change of its own, or move the list to `details:`"
        yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=_at(items[0]))


def _at(match: re.Match[str]) -> int:
    """Where the line begins behind its indentation."""
    return match.end() - len(match[0].lstrip())
