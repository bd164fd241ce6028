"""Problems as JSON, for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import get_args

from ..problems import Problem, Severity
from .shown import Lines, fingerprints

FORM = 1
"""Grows when a key changes its meaning or goes; more keys may come any time."""


def write_json(problems: Sequence[Problem], lines: Lines) -> str:
    """An object with `form`, `counts` by severity, and `problems`, each with its place, message and hint."""
    counts = {level: sum(problem.severity == level for problem in problems) for level in get_args(Severity)}
    rows = [
        {
            "path": problem.path,
            "line": problem.line or 1,
            "column": problem.column or 1,
            "code": problem.code,
            "name": problem.name,
            "severity": problem.severity,
            "message": problem.message,
            "hint": problem.hint,
            "where": list(problem.where),
            "fingerprint": fingerprint,
        }
        for problem, fingerprint in zip(problems, fingerprints(problems, lines), strict=True)
    ]
    return _dump({"form": FORM, "counts": counts, "problems": rows})


def _dump(value: object) -> str:
    """JSON with readable letters. File names that are no Unicode come out as escapes, so that it is always UTF-8."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"
