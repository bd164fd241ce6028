"""Problems for a terminal: the place, what is wrong, the source line with a mark below the place, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wcwidth import wcswidth

from ..problems import Problem, visible
from .shown import Lines, line_of

_WINDOW = 100
"""Terminal cells of a source line that are shown; a record may hold a paragraph on one line."""
_BEFORE = 60
"""Of these, the most that stand before the place."""

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m", "advice": "\x1b[1;36m"}
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def write_text(problems: Sequence[Problem], lines: Lines, *, colour: bool = False) -> str:
    """One block of lines for each problem, the first one `path:line:col: CODE message (rule-name)`."""
    return "".join(f"{line}\n" for problem in problems for line in _block(problem, lines, colour))


def _block(problem: Problem, lines: Lines, colour: bool) -> Iterator[str]:
    head, *hint = str(problem).split("\n", 1)
    paint = _COLOURS[problem.severity]
    if colour:
        place, code, rest = head.partition(f": {problem.code} ")
        head = f"{_BOLD}{place}{_PLAIN}: {paint}{code[2:-1]}{_PLAIN} {rest}"
    yield head
    if shown := excerpt(line_of(problem, lines), problem.column or 1):
        text, indent = shown
        number = str(problem.line or 1)
        gutter, blank = f"{number:>5} | ", f"{'':>5} | "
        mark = f"{' ' * indent}^"
        if colour:
            gutter, blank, mark = f"{_DIM}{gutter}{_PLAIN}", f"{_DIM}{blank}{_PLAIN}", f"{paint}{mark}{_PLAIN}"
        yield gutter + text
        yield blank + mark
    yield from hint


def excerpt(line: str, column: int) -> tuple[str, int] | None:
    """The part of a source line around a column (code points from 1), and the cells before the column's sign.

    Signs that nobody sees are spelled out. None where the line holds nothing to show.
    """
    if not line.strip():
        return None
    before, after = line[: column - 1], line[column - 1 :]
    # Long before the cells are counted: a line may have a million code points.
    head, head_is_cut = _fitted(before[-_BEFORE:], _BEFORE, from_end=True)
    tail, tail_is_cut = _fitted(after[:_WINDOW], _WINDOW - _cells(head), from_end=False)
    start = "…" if head_is_cut or len(before) > _BEFORE else ""
    end = "…" if tail_is_cut or len(after) > _WINDOW else ""
    return f"{start}{head}{tail}{end}".rstrip(), _cells(start + head)


def _fitted(text: str, cells: int, *, from_end: bool) -> tuple[str, bool]:
    """As much of the text as fits the cells, as it is shown; and whether some is missing."""
    cut = False
    while _cells(visible(text)) > cells:
        text, cut = (text[1:] if from_end else text[:-1]), True
    return visible(text), cut


def _cells(text: str) -> int:
    """Cells that a terminal gives to printable text: two for wide letters and emoji, none for marks on letters."""
    return max(wcswidth(text), 0)
