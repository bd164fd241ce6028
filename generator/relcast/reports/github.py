"""Problems as workflow commands of GitHub Actions, which annotate the lines of a pull request.

Source: docs.github.com, "Workflow commands for GitHub Actions"; actions/toolkit, packages/core/src/command.ts.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..problems import Problem
from .shown import slashed

_LEVELS = {"error": "error", "warning": "warning", "advice": "notice"}


def write_github(problems: Sequence[Problem]) -> str:
    """One command a line."""
    return "".join(f"{_command(problem)}\n" for problem in problems)


def _command(problem: Problem) -> str:
    properties = {
        "file": slashed(problem.path),
        "line": str(problem.line or 1),
        "col": str(problem.column or 1),
        "title": f"{problem.code} {problem.name}",
    }
    text = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_LEVELS[problem.severity]} {listed}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
