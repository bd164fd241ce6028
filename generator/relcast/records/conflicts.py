"""What git leaves in a file that it couldn't merge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..problems import Problem

if TYPE_CHECKING:
    from .reader import Source

_MOST = 20


def find_conflicts(source: Source) -> list[Problem]:
    """Every conflict; the file means nothing until somebody has chosen."""
    if "<<<<<<< " not in source.text or ">>>>>>> " not in source.text:
        return []
    lines = source.text.split("\n")
    found: list[Problem] = []
    began: int | None = None
    divided = False
    for number, line in enumerate(lines, 1):
        if line.startswith("<<<<<<< "):
            began, divided = number, False
        elif line.rstrip("\r") == "=======":
            divided = True
        elif line.startswith(">>>>>>> ") and began is not None and divided and len(found) < _MOST:
            message = "git could not merge these lines: both versions stand here, one above `=======`, one below"
            hint = "keep what is right of the two, and delete the lines `<<<<<<<`, `=======` and `>>>>>>>`"
            found.append(Problem("RC116", "merge-conflict", message, hint, path=source.path, line=began, column=1))
            began = None
    return found
