"""The text of a change is longer than 300 characters.

Why: it is the line in lists, feeds and consoles, where a reader decides whether to read on; consoles may have to cut
it.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - >
        Sessions no longer end early when a proxy stands between the client and the gateway.
        Sessions no longer end early when a proxy stands between the client and the gateway.
        Sessions no longer end early when a proxy stands between the client and the gateway.
        Sessions no longer end early when a proxy stands between the client and the gateway.

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions no longer end early
        details: |
          What was wrong, since when and for whom is told here, as long as it takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...problems import Problem, Severity
from ..texts import LONGEST_LINE, Passage

CODE, NAME = "RC224", "long-text"
SEVERITY: Severity = "advice"


def find_suspects(texts: Sequence[str]) -> Iterator[int]:
    """Texts that are too long for a line."""
    return (position for position, text in enumerate(texts) if len(text) > LONGEST_LINE)


def check_text(passage: Passage) -> Iterator[Problem]:
    """A change's text, and what names something, fit a line or two."""
    if passage.kind in ("line", "name") and len(passage.text) > LONGEST_LINE:
        message = f"this text has {len(passage.text):,} characters; {LONGEST_LINE} are plenty for one"
        hint = "keep what happened, and tell the rest under `details:`" if passage.kind == "line" else "shorten it"
        yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=LONGEST_LINE)
