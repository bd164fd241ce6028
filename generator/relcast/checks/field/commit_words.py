"""A change is told in the words of a commit.

Why: `fix(api): …`, `Merge branch …` and `Signed-off-by:` are for developers; customers read what it means for them.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - "fix(session): end sessions in time"

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
from ..texts import Passage

CODE, NAME = "RC232", "commit-words"
SEVERITY: Severity = "advice"

_TYPES = "feat|fix|chore|refactor|perf|docs|build|ci|style|test|revert"
SIGNS = (
    ":(?<=fix:) ", ":(?<=feat:|docs:|perf:|test:) ", ":(?<=chore:|build:|style:) ", ":(?<=refactor:) ",
    r"\)!?: ", "!: ", ":(?<=-by:)", "Merge (?:branch|pull|remote)", "\"(?<=Revert \")", r"\(cherry picked from commit",
)  # fmt: skip

_COMMIT = re.compile(
    rf"^(?P<prefix>(?:{_TYPES})(?:\([^()\n]*\))?!?:) \S|^Merge (?:branch|pull request|remote)\b|^Revert \""
    r"|\b[Ss]igned-off-by:|\b[Cc]o-authored-by:|\(cherry picked from commit"
)


def check_text(passage: Passage) -> Iterator[Problem]:
    """No change begins or ends as commits do."""
    if passage.kind in ("line", "prose") and (match := _COMMIT.search(passage.text)):
        words = (match["prefix"] or match[0]).strip()
        hint = (
            "take it out: the section and `component:` say it" if match["prefix"]
            else "say what changed for those who use the product"
        )  # fmt: skip
        message = f"'{words[:40]}' belongs in a commit, not in release notes"
        yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=match.start())
