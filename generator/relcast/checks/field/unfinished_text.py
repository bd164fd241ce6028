"""A text is not finished: it holds TODO, TBD, lorem ipsum, or no word at all.

Why: notes to oneself are read by customers, and a dash in place of a text makes an entry that says nothing.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - "TODO: describe the session fix"

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...problems import Problem, Severity
from ..texts import Passage, without_code

CODE, NAME = "RC225", "unfinished-text"
SEVERITY: Severity = "warning"

_NOTHING = r"n/?a|none|nothing|no changes?|text|description|placeholder|wip|test|无|暂无|略|同上"
SIGNS = (
    "TODO", "TBD", "TBC", "FIXME", "XXX", "TK TK", "Lorem ipsum", "Describe the ", "待补充", "待完善",
    "待定", "待更新", "此处填写", "请填写",
)  # fmt: skip

_NOTE = re.compile(
    r"(?<![\w/-])(?:TODO|TBD|TBC|FIXME|XXX|TK TK)(?![\w-])(?!['’]?s\b|[ -](?:comment|marker|item|list|tag|app)s?\b)"
    r"|\bLorem ipsum\b|待补充|待完善|^待定|待定$|待更新|此处填写|请填写"
    r"|^Describe the (?:change|fix|feature)"
)
_EMPTY = re.compile(rf"[\W_]*(?:(?:{_NOTHING})[\W_]*)?", re.IGNORECASE)
_SHORT = 16
_SIGNS = frozenset("，。、；：？！…—－～·（）《》【】「」“”‘’")


def find_suspects(texts: Sequence[str]) -> Iterator[int]:
    """Short texts that are no more than a sign, or a word for nothing."""
    for position, text in enumerate(texts):
        if len(text) < _SHORT and _EMPTY.fullmatch(text):
            yield position


def check_text(passage: Passage) -> Iterator[Problem]:
    """No text is a note to oneself; every text says something."""
    if passage.kind == "address":
        return
    if _EMPTY.fullmatch(passage.text) and not _has_picture(passage.text):
        message = f"'{passage.text.strip()[:20]}' tells a reader nothing"
        yield passage.problem(CODE, NAME, message, "write what changed, or delete the entry", SEVERITY, at=0)
        return
    for match in _NOTE.finditer(without_code(passage.text)):
        message = f"'{match[0]}' is a note to oneself"
        yield passage.problem(CODE, NAME, message, "finish the text", SEVERITY, at=match.start())


def _has_picture(text: str) -> bool:
    """An emoji or an arrow may be all that is meant."""
    return any(sign > "\u2190" and not sign.isspace() and not sign.isalnum() and sign not in _SIGNS for sign in text)
