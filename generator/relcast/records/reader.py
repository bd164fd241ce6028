"""YAML text -> plain data, by events.

Scalars stay text, so `1.10`, `no` and `12:30` mean what was written; plain empty, `~` and `null` mean absent. Events
are read with a stack of our own because composing a hostile document can crash the interpreter. Anchors, aliases and
tags are refused, which makes entity bombs impossible. What YAML would lose without a word (duplicate keys, text cut by
` #`, lists folded into a paragraph) is a problem with a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

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

from ..problems import Problem, Severity
from .mistakes import explain

Data: TypeAlias = "dict[str, Data] | list[Data] | str | None"

Event: TypeAlias = Any
"""An event of libyaml; its stubs call every mark optional, though the C parser always sets them."""

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
_MAX_COMPLAINTS = 50
"""Problems reported for one file; a file with more is broken in one way many times."""

# libyaml breaks lines at NEL, U+2028 and U+2029; noncharacters and C0/C1 controls have no place in text or in XML.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
# Marks of direction (U+200E, U+200F, U+061C) are ordinary text; overrides can make a line read as another one.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CUT = re.compile(r"[ \t]+#(?=\S)")
_FOLDED_ITEM = re.compile(r"\n( *)(?:[-*+]|\d{1,3}[.)]) +\S")


@dataclass(frozen=True, slots=True)
class Source:
    """A file's text as read, its path as people know it, and its bytes for digests."""

    path: str
    text: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says, and what is wrong with how it says it; `data` is None where nothing could be read."""

    source: Source
    data: Data
    problems: tuple[Problem, ...]


def open_source(file: Path, path: str) -> Source | Problem:
    """The text of a file in UTF-8 (a byte order mark is accepted), or why it can't be had."""
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        return Problem("RC101", "unreadable-file", f"can't read the file: {error.strerror}", None, path=path, line=1, column=1)
    if len(raw) > MAX_BYTES:
        return Problem(
            "RC102", "file-too-large", f"the file is larger than {MAX_BYTES // 1024} KiB",
            "a record describes one release; move attachments out of it", path=path, line=1, column=1,
        )  # fmt: skip
    try:
        return Source(path, raw.decode("utf-8-sig"), raw)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        line, column = _line_column(before, len(before))
        return Problem(
            "RC103", "wrong-encoding", f"byte 0x{raw[error.start]:02x} is not UTF-8",
            "save the file as UTF-8", path=path, line=line, column=column,
        )  # fmt: skip


def read(source: Source) -> Document:
    """The data of one YAML document, and every problem in how it is written, with line and column."""
    problems = _forbidden_characters(source)
    if problems:
        return Document(source, None, tuple(problems))
    reader = _Reader(source)
    try:
        data = reader.run()
    except yaml.MarkedYAMLError as error:
        message, hint, line, column = explain(error, source.text)
        reader.complain("RC105", "broken-yaml", message, hint, line, column)
        data = None
    except _Stop:
        data = None
    return Document(source, data, tuple(reader.problems))


def _line_column(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _forbidden_characters(source: Source) -> list[Problem]:
    problems = []
    for match in _FORBIDDEN.finditer(source.text):
        line, column = _line_column(source.text, match.start())
        problems.append(
            Problem(
                "RC104", "forbidden-character", f"the control character U+{ord(match[0]):04X} stands here",
                "delete it; it shows nowhere and breaks feeds", path=source.path, line=line, column=column,
            )  # fmt: skip
        )
        if len(problems) == _MAX_COMPLAINTS:
            break
    return problems


class _Stop(Exception):
    """Reading on makes no sense; the problem is noted."""


class _Reader:
    """One pass over one document's events."""

    def __init__(self, source: Source) -> None:
        self.path = source.path
        self.text = source.text
        self.problems: list[Problem] = []
        self._may_be_cut = " #" in source.text or "\t#" in source.text
        self._may_hold_odd = "\\" in source.text or _OVERRIDES.search(source.text) is not None

    def complain(
        self, code: str, name: str, message: str, hint: str | None, line: int, column: int,
        severity: Severity = "error",
    ) -> None:  # fmt: skip
        """Note a problem at a line and column from 1."""
        self.problems.append(
            Problem(code, name, message, hint, severity, path=self.path, line=line, column=column)
        )
        if len(self.problems) >= _MAX_COMPLAINTS:
            raise _Stop

    def run(self) -> Data:
        loader = yaml.CBaseLoader(self.text)
        try:
            return self._read(loader)
        finally:
            loader.dispose()

    def _read(self, loader: yaml.CBaseLoader) -> Data:
        next_event: Callable[[], Event] = loader.get_event
        root: Data = None
        stack: list[dict[str, Data] | list[Data]] = []
        current: dict[str, Data] | list[Data] | None = None
        key: str | None = None
        documents = 0
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if event.anchor is not None or event.tag is not None:
                    self._refuse(event)
                if type(current) is dict and key is None:
                    if value in current:
                        self._duplicate(event)
                    key = value
                    current[key] = None
                    continue
                style = event.style
                if style is None or style == "":
                    if self._may_be_cut:
                        self._look_for_cut(event)
                    if value in ("", "~", "null", "Null", "NULL"):
                        value = None
                elif style == ">":
                    self._look_for_folded_list(event)
                if self._may_hold_odd and value is not None:
                    self._look_for_odd_characters(event)
                if current is None:
                    root = value
                elif type(current) is list:
                    current.append(value)
                else:
                    current[key] = value  # type: ignore[index, call-overload]
                    key = None
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if event.anchor is not None or event.tag is not None:
                    self._refuse(event)
                fresh: dict[str, Data] | list[Data] = {} if kind is MappingStartEvent else []
                if current is None:
                    root = fresh
                elif type(current) is list:
                    current.append(fresh)
                elif key is None:
                    mark = event.start_mark
                    self.complain(
                        "RC107", "odd-key", "a key must be plain text, not a list or a mapping",
                        None, mark.line + 1, mark.column + 1,
                    )  # fmt: skip
                    raise _Stop
                else:
                    current[key] = fresh  # type: ignore[call-overload]
                if len(stack) >= MAX_DEPTH:
                    mark = event.start_mark
                    self.complain(
                        "RC108", "too-deep", f"more than {MAX_DEPTH} levels of nesting",
                        None, mark.line + 1, mark.column + 1,
                    )  # fmt: skip
                    raise _Stop
                if current is not None:
                    stack.append(current)
                key, current = None, fresh
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                if kind is MappingEndEvent:
                    _drop_absent(current)
                if stack:
                    current, key = stack.pop(), None
                else:
                    current = None
            elif kind is AliasEvent:
                self._refuse(event)
                raise _Stop
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    mark = event.start_mark
                    self.complain(
                        "RC109", "several-documents", "a second document starts here",
                        "a line of `---` starts a new document; delete it, or quote the text it belongs to",
                        mark.line + 1, mark.column + 1,
                    )  # fmt: skip
                    raise _Stop
        return root

    def _refuse(self, event: Event) -> None:
        mark = event.start_mark
        what = (
            f"the alias '*{event.anchor}'"
            if isinstance(event, AliasEvent)
            else f"the anchor '&{event.anchor}'"
            if event.anchor is not None
            else f"the tag '{getattr(event, 'tag', '')}'"
        )
        self.complain(
            "RC106", "yaml-feature", f"{what[:80]} has no meaning in a record",
            "quote text that starts with & or * or !", mark.line + 1, mark.column + 1,
        )  # fmt: skip

    def _duplicate(self, event: Event) -> None:
        mark = event.start_mark
        self.complain(
            "RC110", "duplicate-key", f"the key '{event.value[:60]}' stands here a second time",
            "YAML would keep only one of the two; join them", mark.line + 1, mark.column + 1,
        )  # fmt: skip

    def _look_for_cut(self, event: Event) -> None:
        end = event.end_mark
        if match := _CUT.match(self.text, end.index):
            self.complain(
                "RC111", "cut-text", "YAML takes the rest of this line for a comment: the text ends before ` #`",
                "put the whole text in quotes", end.line + 1, end.column + 1 + len(match[0]) - 1,
            )  # fmt: skip

    def _look_for_folded_list(self, event: Event) -> None:
        start = event.start_mark
        raw = self.text[start.index : event.end_mark.index]
        body = raw.find("\n")
        first = re.search(r"\n( *)\S", raw)
        if body < 0 or first is None:
            return
        indent = first[1]
        for match in _FOLDED_ITEM.finditer(raw, first.end() - 1):
            before = raw[: match.start()].rstrip(" ")
            if match[1] == indent and not before.endswith("\n"):
                line, column = _line_column(self.text, start.index + match.start() + 1 + len(indent))
                self.complain(
                    "RC112", "folded-list", "`>` folds this list into one paragraph",
                    "use `|` instead of `>`, which keeps the lines", line, column,
                )  # fmt: skip
                return

    def _look_for_odd_characters(self, event: Event) -> None:
        mark = event.start_mark
        for pattern, what in ((_FORBIDDEN, "control"), (_OVERRIDES, "text-direction override")):
            if match := pattern.search(event.value):
                self.complain(
                    "RC104", "forbidden-character",
                    f"this text holds the {what} character U+{ord(match[0]):04X}",
                    "delete it" if what == "control" else "delete it; words find their direction by themselves",
                    mark.line + 1, mark.column + 1,
                )  # fmt: skip


def _drop_absent(mapping: Data) -> None:
    """Keys without a value mean what a missing key means."""
    if isinstance(mapping, dict) and None in mapping.values():
        for key in [key for key, value in mapping.items() if value is None]:
            del mapping[key]
