"""A text as the value of a YAML key: a block scalar, in which every line and every blank stays."""

from __future__ import annotations

import re
from dataclasses import replace

from .composition import Composition
from .fit import Block, Frame


def put_under_key(result: Composition, key: str | None, *, is_list: bool) -> None:
    """Indents everything there is; prose states how far, because it may begin with blanks of its own."""
    tail = result.tail
    mark = "|" if is_list else "|2-"
    result.frame = Frame(f"{key}: {mark}" if key else mark, "", result.frame.gap)
    result.blocks = [_indented(block) for block in result.blocks]
    result.tail = lambda text, url: _pushed(tail(text, url))


def _indented(block: Block) -> Block:
    entries = tuple(replace(entry, forms=tuple(map(_pushed, entry.forms))) for entry in block.entries)
    return Block(_pushed(block.heading), entries, _pushed(block.ending))


def _pushed(text: str) -> str:
    """Every line that has something on it, further to the right by two."""
    return re.sub(r"^(?=[^\n])", "  ", text, flags=re.MULTILINE)
