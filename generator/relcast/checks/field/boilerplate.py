"""A change says only that something was changed.

Why: "bug fixes and performance improvements" tells nobody whether to upgrade. A reader wants to know which fault is
gone and what is faster.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Various bug fixes and performance improvements

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions no longer end early behind a proxy
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...problems import Problem, Severity
from ..texts import Passage

CODE, NAME = "RC223", "boilerplate"
SEVERITY: Severity = "warning"

_VAGUE = frozenset(
    (
        "various", "several", "some", "many", "minor", "small", "misc", "miscellaneous", "other", "general", "internal",
        "multiple", "numerous", "a", "few", "lot", "number", "of", "and", "as", "well", "more", "further", "additional",
        "critical", "important", "the", "all", "to", "in", "for", "overall", "known", "reported", "with", "new",
        "under", "user",
    )
)  # fmt: skip
_THINGS = frozenset(
    (
        "bug", "bugs", "bugfix", "bugfixes", "bug-fix", "bug-fixes", "issue", "issues", "problem", "problems", "error",
        "errors", "fix", "fixes", "fixed", "improvement", "improvements", "improve", "improved", "enhancement",
        "enhancements", "enhanced", "optimization", "optimizations", "optimisation", "optimisations", "optimized",
        "performance", "perf", "stability", "reliability", "security", "usability", "update", "updates", "tweak",
        "tweaks", "change", "changes", "cleanup", "cleanups", "refactor", "refactoring", "ui", "ux", "code", "hood",
        "experience", "quality", "polish", "housekeeping", "maintenance", "dependency", "dependencies", "stuff",
        "things",
    )
)  # fmt: skip
_BETWEEN = re.compile(r"[\s,.;!&+/]+")
_CHINESE = re.compile(
    r"(?:若干|一些|部分|多个|多处|多项|各种|各类|其他|其它|诸多|大量|已知的?|少量|个别|几个|一系列|和|与|及|以及|并|了|的|\d+个"
    r"|修复|修正|解决|修改|优化|改进|完善|提升|改善|调整|更新|[Bb]ug|BUG|缺陷|问题|错误|漏洞|异常|功能|性能|用户体验|使用体验|体验"
    r"|稳定性|界面|代码|样式|细节|系统|产品|整体|交互|[\s、，,。；;.!！])+"
)
_LONGEST = 90


def find_suspects(texts: Sequence[str]) -> Iterator[int]:
    """Texts that say nothing but what every release could say; hardly any gets beyond its first word."""
    for position, text in enumerate(texts):
        if len(text) <= _LONGEST and _is_vague(text):
            yield position


def _is_vague(text: str) -> bool:
    if text[:1] > "\x7f":
        return _CHINESE.fullmatch(text) is not None and len(text) > 2
    first = text.partition(" ")[0].lower()
    if first not in _VAGUE and first.rstrip(",.") not in _THINGS:
        return False
    words = [word for word in _BETWEEN.split(text.lower()) if word]
    return len(words) > 1 and all(word in _VAGUE or word in _THINGS for word in words) and not _THINGS.isdisjoint(words)


def check_text(passage: Passage) -> Iterator[Problem]:
    """No change consists of words alone that fit every change; one word may be a label."""
    if passage.kind in ("line", "prose"):
        message = "these words fit every release, and do not say what changed"
        yield passage.problem(CODE, NAME, message, "say which fault is gone, or what is better now", SEVERITY, at=0)
