"""The comments of a YAML file, for importers: a comment has no place in plain data and must not vanish unnoticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml
from yaml.events import ScalarEvent

from .reader import Source

_COMMENT = re.compile(r"(?:^|(?<=[ \t\n\r]))#[^\n\r]*")
_HEADER_COMMENT = re.compile(r"[|>][-+1-9]*[ \t]+(#[^\n\r]*)")


class Comment(NamedTuple):
    """A comment with its `#`, and where it starts (line and column from 1, in code points)."""

    text: str
    line: int
    column: int


def find_comments(source: Source) -> list[Comment]:
    """Every comment of a file that can be read, in order; of one that breaks, those before the break."""
    return [
        Comment(match[0].rstrip(), _line(source.text, match.start()), _column(source.text, match.start()))
        for start, end in _between_scalars(source.text)
        for match in _COMMENT.finditer(source.text, start, end)
    ]


def _between_scalars(text: str) -> Iterator[tuple[int, int]]:
    """The stretches where a `#` can only begin a comment: all but the scalars, and the first line of a block scalar."""
    loader = yaml.CBaseLoader(text)
    after = 0
    try:
        while (event := loader.get_event()) is not None:
            if not isinstance(event, ScalarEvent):
                continue
            assert event.start_mark is not None
            assert event.end_mark is not None
            start, end = event.start_mark.index, event.end_mark.index
            yield after, start
            if event.style in ("|", ">") and (header := _HEADER_COMMENT.match(text, start)):
                yield header.span(1)
            after = end
    except yaml.YAMLError:
        return
    finally:
        loader.dispose()
    yield after, len(text)


def _line(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def _column(text: str, index: int) -> int:
    return index - text.rfind("\n", 0, index)
