"""What YAML would lose or join without a word: text cut by ` #`, lists that become part of a paragraph."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, TypeAlias

Mark: TypeAlias = Any
"""A mark of libyaml: `index` in the text, `line` and `column` from 0; its stubs call every mark optional."""

_CUT = re.compile(r"[ \t]+#(?=\S)")
_CUT_BELOW = re.compile(r"[ \t]*\r?\n( +)#(?=[^\s#!-])")
_LEAD = re.compile(r"[ ]*(?:- +)*")
"""The indentation of a line, with the hyphens of its items."""
_BRACKETS = re.compile(r"""\[([^\]\[{}"'#]{9,2000})\]""")
_COMMA = re.compile(r",\s+(?=[a-z]+\s+[^\s,\]])")
"""A comma within a sentence: what follows is more than one word, and starts small."""
_SWALLOWED_ITEM = re.compile(r"\n[ \t]*[-*](?=[ \t])")
_FOLDED_ITEM = re.compile(r"\n( *)(?:(?:[-*+]|\d{1,3}[.)]) +\S|(\|[^\n]*\|)|(#{1,6} [^\n]*\n *\S)|(```))")
_JOINED = {1: "list", 2: "table", 3: "heading and the text below it", 4: "block of code"}


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


def find_cut(text: str, start: Mark, end: Mark) -> Loss | None:
    """Text that goes on behind its end, as what YAML takes for a comment."""
    match = _CUT.match(text, end.index)
    if match is None:
        match = _CUT_BELOW.match(text, end.index)
        if match is None or len(match[1]) <= len(_LEAD.match(text, text.rfind("\n", 0, start.index) + 1)[0]):  # type: ignore[index]
            return None  # aligned with the keys or the items: a key or an item that somebody took out
    begins = text[start.index : end.index].strip() == ""
    return Loss(
        "RC111",
        "cut-text",
        "text can't start with #: YAML takes it for a comment" if begins
        else "the text ends here: YAML takes what follows ` #` for a comment",
        "put the whole text in quotes",
        *line_column(text, match.end() - 1),
    )  # fmt: skip


def find_split(text: str, key: str, end: Mark) -> Loss | None:
    """Words that became a key without a value, in the mapping that ends at a mark."""
    index = text.rfind(key, 0, end.index)
    if index < 0:  # written with escapes, or over several lines
        index = max(end.index - 1, 0)
    before = text[:index].rstrip()
    if before.endswith(","):
        message = "YAML splits this text at the comma: what stands in {} goes on with another key"
        hint = "put the whole text in quotes, or write the keys on lines of their own"
    else:
        message = "YAML takes these words for a key that has no value"
        hint = "put the whole text in quotes"
    return Loss("RC115", "split-text", message, hint, *line_column(text, index))


def find_folded_list(text: str, start: Mark, end: Mark) -> Loss | None:
    """A list, or another thing made of lines, in a text that begins with `>`."""
    raw = text[start.index : end.index]
    first = re.search(r"\n( *)\S", raw)
    if first is None:
        return None
    indent = first[1]
    for match in _FOLDED_ITEM.finditer(raw, first.start()):
        kind = match.lastindex or 1
        if match.start() == first.start() and kind != 3:
            continue  # it would stand alone
        above = match.start()
        while raw[above - 1] in " \r":
            above -= 1
        if match[1] == indent and (raw[above - 1] != "\n" or kind > 2):
            return Loss(
                "RC112",
                "folded-list",
                f"`>` joins the lines of this {_JOINED[kind]} into one paragraph",
                "write `|` instead of `>`: it keeps the lines",
                *line_column(text, start.index + match.start() + 1 + len(indent)),
            )
    return None


def find_split_lists(text: str) -> dict[int, Loss]:
    """Sentences that stand between brackets without quotes, by the index of the bracket, if that opens a list."""
    found = {}
    for match in _BRACKETS.finditer(text):
        for comma in _COMMA.finditer(text, match.start(1), match.end(1)):
            before = text[match.start(1) : comma.start()].rpartition(",")[2].strip()
            if before[:1].isupper() and " " in before and before[-1:] not in ".!?":
                found[match.start()] = Loss(
                    "RC119",
                    "split-list",
                    "the comma before this word ends an item of the list",
                    "write each item on a line of its own after `- `, or put it in quotes",
                    *line_column(text, comma.end()),
                )
                break
    return found


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
