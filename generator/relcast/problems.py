"""What can be wrong, and where: the ground floor that every other room stands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning", "advice"]

RecordPath = tuple[str | int, ...]
"""Where a value stands in a record: keys and list positions (from 0), outermost first."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a record, in words its author understands.

    A rule gives `where`, the path of the value it complains about; `line` and `column` (from 1, in code points) are
    looked up from the source afterwards, and stay 0 until then.
    """

    code: str
    name: str
    message: str
    hint: str | None
    severity: Severity = "error"
    path: str = ""
    line: int = 0
    column: int = 0
    where: RecordPath = ()
    at_key: bool = False
    """True when the key itself is wrong rather than its value."""
    offset: int | None = None
    """Where in the text the word stands that is wrong, in code points from 0, blanks around the text not counted."""

    @classmethod
    def of_file(
        cls, path: str, code: str, name: str, message: str, hint: str | None, severity: Severity = "error"
    ) -> Problem:
        """A problem of a whole file or folder, which stands at its beginning."""
        return cls(code, name, message, hint, severity, path=path, line=1, column=1)

    def __str__(self) -> str:
        """`path:line:col: CODE message (rule-name)`, and the hint on a line of its own.

        What a file's name or a record's words bring along (line ends, escapes that a terminal obeys) is spelled out.
        """
        level = "" if self.severity == "error" else f"{self.severity}: "
        text = f"{self.path}:{self.line or 1}:{self.column or 1}: {self.code} {level}{self.message} ({self.name})"
        return f"{visible(text)}\n    hint: {visible(self.hint)}" if self.hint else visible(text)

    def placed(self, *, path: str, line: int, column: int) -> Problem:
        """The same problem with its place in the source filled in."""
        return replace(self, path=path, line=line, column=column)


def visible(text: str) -> str:
    """The text on one line, with characters that nobody sees spelled out as `\\u202e`; it can always be printed."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


class RecordsInvalid(Exception):
    """The records can't be used; carries every problem found, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sort_problems(problems)
        super().__init__("\n".join(map(str, self.problems)))


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by place, then code, each once."""
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.path, p.line, p.column, p.code, p.message))


def count_words(problems: Sequence[Problem]) -> str:
    """A closing line such as `2 errors, 1 warning`."""
    counts = {level: sum(p.severity == level for p in problems) for level in ("error", "warning", "advice")}
    parts = [f"{n} {level if n == 1 or level == 'advice' else level + 's'}" for level, n in counts.items() if n]
    return ", ".join(parts) or "no problems"
