"""A text holds a character that nobody sees.

Why: it comes along when text is copied from a web page. Whoever searches for the word does not find it, and a command
copied from the text fails.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - "Sessions\u200b end in time"

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
from ..texts import Passage

CODE, NAME = "RC231", "invisible-character"
SEVERITY: Severity = "warning"

_UNSEEN = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffd"
    "\U000e0000-\U000e007f]"
)
_NAMES = {
    "\u00ad": "a soft hyphen", "\u200b": "a zero-width space", "\u2060": "a word joiner", "\ufeff": "a byte order mark",
    "\u3164": "a Hangul filler", "\ufffd": "the sign for a character that was lost",
}  # fmt: skip


def find_suspects(texts: Sequence[str]) -> Iterator[int]:
    """Texts in which one of these characters stands."""
    for position, text in enumerate(texts):
        if not text.isascii() and _UNSEEN.search(text):
            yield position


def check_text(passage: Passage) -> Iterator[Problem]:
    """Every character of a text can be seen, but for the joiners that scripts and emoji need."""
    first: dict[str, int] = {}
    for match in _UNSEEN.finditer(passage.text):
        if "\U000e0020" <= match[0] <= "\U000e007f" and "\U0001f3f4" in passage.text:
            continue  # tags that spell a flag
        first.setdefault(match[0], match.start())
    for sign, at in first.items():
        what = f"U+{ord(sign):04X}, {_NAMES.get(sign, 'a character that nobody sees')}, stands here"
        count = passage.text.count(sign)
        hint = "write the character that was meant" if sign == "\ufffd" else "delete it"
        message = what if count == 1 else f"{what}, the first of {count} in this text"
        yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=at)
