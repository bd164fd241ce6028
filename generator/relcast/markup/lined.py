"""Text of a record -> one line of Markdown that stays one line wherever it is pasted.

Code, links and emphasis are kept as the author meant them; every other sign means itself, tags included. A text of
several blocks becomes its plain words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from relcast.markup.plain import leads_out, plain_text
from relcast.markup.simple import simple_markdown

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SIGN = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|&(?=#?\w+;)")
_FIRST = re.compile(r"^(?:(\d{1,9})([.)])(?=\s|$)|(?=[#>+=-]))")


def markdown_line(text: str) -> str:
    """The text as one line of CommonMark (with GitHub's strikethrough), safe as the text of a paragraph or an item."""
    simple = simple_markdown(text)
    if simple is not None:
        return _guarded(simple)
    tokens = _parser().parse(text)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return markdown_verbatim(plain_text(text, links="spelled"))
    line = " ".join("".join(_written(tokens[1].children or [])).split())
    return _guarded(line) or markdown_verbatim(text)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # sixty modules, and nearly every line of a record is simple

    return MarkdownIt("commonmark").enable(["strikethrough", "table"])


def markdown_verbatim(text: str) -> str:
    """The text as one line of Markdown in which every character means itself."""
    return _guarded(_SIGN.sub(r"\\\g<0>", " ".join(text.split())))


def _guarded(line: str) -> str:
    """The line, not to be taken for a heading, a quote or an item."""
    return _FIRST.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else "\\", line)


def _written(tokens: Sequence[Token]) -> Iterator[str]:
    ends: list[str] = []
    for token in tokens:
        match token.type:
            case "code_inline":
                yield markdown_code(token.content)
            case "softbreak" | "hardbreak":
                yield " "
            case "strong_open" | "strong_close" | "em_open" | "em_close" | "s_open" | "s_close":
                yield token.markup
            case "link_open":
                address = str(token.attrs.get("href", ""))
                is_link = leads_out(address)
                ends.append(f"](<{address}>)" if is_link else "")
                yield "[" if is_link else ""
            case "link_close":
                yield ends.pop()
            case "image":
                yield _SIGN.sub(r"\\\g<0>", token.content)
            case _:
                yield _SIGN.sub(r"\\\g<0>", token.content)


def markdown_code(text: str) -> str:
    """A code span around text on one line, which may hold backticks itself (CommonMark 0.31, section 6.1)."""
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"
