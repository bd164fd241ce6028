"""What YAML would lose or join without a word: text cut by ` #`, lists that become part of a paragraph."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeAlias

Mark: TypeAlias = Any
"""A mark of libyaml: `index` in the text, `line` and `column` from 0; its stubs call every mark optional."""

_CUT = re.compile(r"[ \t]+#(?=\S)")
_SWALLOWED_ITEM = re.compile(r"\n[ \t]*[-*](?=[ \t])")
_FOLDED_ITEM = re.compile(r"\n( *)(?:[-*+]|\d{1,3}[.)]) +\S")


class Loss(NamedTuple):
    """What is lost, what to write instead, and where, by line and column from 1."""

    code: str
    name: str
    message: str
    hint: str
    line: int
    column: int


def line_column(text: str, index: int) -> tuple[int, int]:
    """Line and column, from 1, of an index from 0."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def find_cut(text: str, end: Mark) -> Loss | None:
    """Text that goes on behind its end, as what YAML takes for a comment."""
    match = _CUT.match(text, end.index)
    if match is None:
        return None
    return Loss(
        "RC111",
        "cut-text",
        "the text ends here: YAML takes what follows ` #` for a comment",
        "put the whole text in quotes",
        end.line + 1,
        end.column + len(match[0]),
    )


def find_folded_list(text: str, start: Mark, end: Mark) -> Loss | None:
    """A list in a text that begins with `>`."""
    raw = text[start.index : end.index]
    first = re.search(r"\n( *)\S", raw)
    if first is None:
        return None
    indent = first[1]
    for match in _FOLDED_ITEM.finditer(raw, first.end() - 1):
        above = match.start()
        while raw[above - 1] in " \r":
            above -= 1
        if match[1] == indent and raw[above - 1] != "\n":
            return Loss(
                "RC112",
                "folded-list",
                "`>` joins the lines of this list into one paragraph",
                "write `|` instead of `>`: it keeps the lines",
                *line_column(text, start.index + match.start() + 1 + len(indent)),
            )
    return None


def find_swallowed_list(text: str, start: Mark, end: Mark) -> Loss | None:
    """A list that is indented further than the text above it, and so becomes part of that text."""
    match = _SWALLOWED_ITEM.search(text, start.index, end.index) if start.line != end.line else None
    if match is None:
        return None
    return Loss(
        "RC112",
        "folded-list",
        "YAML reads this line as part of the text above, not as a list",
        "align it with the list it belongs to; text with a list in it goes on the lines below `|`",
        *line_column(text, match.end() - 1),
    )
