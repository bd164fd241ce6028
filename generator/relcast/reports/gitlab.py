"""Problems as a Code Quality report of GitLab, which shows them in a merge request.

Source: docs.gitlab.com, "Code Quality report format". GitLab tells problems apart by their fingerprints: one that stays
the same is an old problem, wherever its line has moved.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..problems import Problem
from .shown import Lines, fingerprints, slashed

_LEVELS = {"error": "major", "warning": "minor", "advice": "info"}


def write_gitlab(problems: Sequence[Problem], lines: Lines) -> str:
    """A JSON list with one object for each problem."""
    rows = [
        {
            "description": f"{problem.code} {problem.message}" + (f" ({problem.hint})" if problem.hint else ""),
            "check_name": problem.name,
            "fingerprint": fingerprint,
            "severity": _LEVELS[problem.severity],
            "location": {"path": slashed(problem.path).removeprefix("./"), "lines": {"begin": problem.line or 1}},
        }
        for problem, fingerprint in zip(problems, fingerprints(problems, lines), strict=True)
    ]
    return json.dumps(rows, ensure_ascii=True, indent=2) + "\n"
