"""A record as it is written: every key and value with the stretch of text it takes up, for edits by position."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ..problems import RecordPath
from .reader import MAX_DEPTH, Event


@dataclass(slots=True)
class Part:
    """A value as written. Offsets are code points from the start of the text, columns count from 0."""

    kind: Literal["scalar", "keys", "list"]
    start: int
    column: int
    style: str = ""
    """Of a scalar: `'`, `"`, `|`, `>`, or nothing where it is plain."""
    is_flow: bool = False
    """Of keys and lists: written with brackets."""
    value: str = ""
    end: int = 0
    """Behind the last sign; of keys and lists in block style, somewhere before the next thing."""
    keys: list[tuple[Part, Part]] = field(default_factory=list)
    items: list[Part] = field(default_factory=list)

    def find(self, key: str) -> Part | None:
        """The value of a key."""
        return next((value for name, value in self.keys if name.value == key), None)

    def last_sign(self) -> int:
        """The offset behind the last sign of the value's own."""
        if self.is_flow or self.kind == "scalar":
            return self.end
        parts = [part for pair in self.keys for part in pair] + self.items
        return max((part.last_sign() for part in parts), default=self.end)

    def walk(self, path: RecordPath = ()) -> Iterator[tuple[RecordPath, Part]]:
        """This value and all below it, each with its path."""
        yield path, self
        for key, value in self.keys:
            yield from value.walk((*path, key.value))
        for position, item in enumerate(self.items):
            yield from item.walk((*path, position))


def find_outline(text: str) -> Part | None:
    """The outline of a record that can be read; None where it can't, or holds what no record may hold."""
    loader = yaml.CBaseLoader(text)
    try:
        return _read(loader)
    except yaml.YAMLError:
        return None
    finally:
        loader.dispose()


def _read(loader: yaml.CBaseLoader) -> Part | None:
    next_event: Callable[[], Event] = loader.get_event
    root: Part | None = None
    stack: list[Part] = []
    waiting: list[Part | None] = []
    """For each open value the key that waits for its own."""
    documents = 0
    while (event := next_event()) is not None:
        kind = type(event)
        if kind in (MappingEndEvent, SequenceEndEvent):
            stack.pop().end = event.end_mark.index
            waiting.pop()
            continue
        if kind is DocumentStartEvent:
            documents += 1
        if kind is AliasEvent or documents > 1 or len(stack) > MAX_DEPTH:
            return None
        if kind not in (ScalarEvent, MappingStartEvent, SequenceStartEvent):
            continue
        if event.anchor is not None or event.tag is not None:
            return None
        part = _part(event)
        if not stack:
            root = part
        elif stack[-1].kind == "list":
            stack[-1].items.append(part)
        elif waiting[-1] is None:
            if part.kind != "scalar":
                return None
            waiting[-1] = part
        else:
            stack[-1].keys.append((waiting[-1], part))
            waiting[-1] = None
        if part.kind != "scalar":
            stack.append(part)
            waiting.append(None)
    return root


def _part(event: Any) -> Part:
    mark, end = event.start_mark, event.end_mark.index
    if type(event) is ScalarEvent:
        return Part("scalar", mark.index, mark.column, event.style or "", False, event.value, end)
    kind: Literal["keys", "list"] = "keys" if type(event) is MappingStartEvent else "list"
    return Part(kind, mark.index, mark.column, is_flow=bool(event.flow_style))
