"""YAML text -> plain data, by events.

Scalars stay text, so `1.10`, `no` and `12:30` mean what was written; plain empty, `~` and `null` mean absent. Events
are read with a stack of our own because composing a hostile document can crash the interpreter. Anchors, aliases and
tags are refused, which makes entity bombs impossible. What YAML would lose without a word (duplicate keys, text cut by
` #`, lists folded into a paragraph) is a problem with a place.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

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
from .align import source_index
from .conflicts import find_conflicts
from .lost_words import Loss, find_cut, find_folded_list, find_split, find_split_lists, find_swallowed_list, line_column
from .mistakes import explain

Data: TypeAlias = "dict[str, Data] | list[Data] | str | None"

Event: TypeAlias = Any
"""An event of libyaml; its stubs call every mark optional, though the C parser always sets them."""

_ABSENT = frozenset({"", "~", "null", "Null", "NULL"})
"""Plain scalars that mean nothing is there (YAML 1.1, the null type)."""

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 64
_MAX_COMPLAINTS = 50
"""Problems reported for one file; a file with more is broken in one way many times."""

# libyaml breaks lines at NEL, U+2028 and U+2029; noncharacters and C0/C1 controls have no place in text or in XML.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_PRINTABLE = b"\t\n" + bytes(range(0x20, 0x7F))
_LONE_RETURN = re.compile(r"\r(?!\n)")
_PATH = re.compile(r"(?<=[^\\])\\[NLPabefv0](?=[A-Za-z])")
"""Codes that a Windows path writes unawares."""
# Marks of direction (U+200E, U+200F, U+061C) are ordinary text; overrides can make a line read as another one.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


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
        with file.open("rb", buffering=0) as stream:
            size = os.fstat(stream.fileno()).st_size
            raw = stream.readall() if size <= MAX_BYTES else b""
    except OSError as error:
        return Problem.of_file(
            path,
            "RC101",
            "unreadable-file",
            f"can't read the file: {error.strerror}",
            "see that it is there, and that you may read it",
        )
    if max(size, len(raw)) > MAX_BYTES:
        return Problem.of_file(
            path,
            "RC102",
            "file-too-large",
            f"the file is larger than {MAX_BYTES // 1024} KiB",
            "a record describes one release; move attachments out of it",
        )
    try:
        return Source(path, raw.decode("utf-8-sig"), raw)
    except UnicodeDecodeError as error:
        content = error.object  # without the byte order mark
        before = content[: error.start].decode()
        line, column = line_column(before, len(before))
        return Problem(
            "RC103",
            "wrong-encoding",
            f"the file is not saved as UTF-8: byte 0x{content[error.start]:02x} can't be read",
            "save it again with the encoding UTF-8",
            path=path,
            line=line,
            column=column,
        )


def read(source: Source) -> Document:
    """The data of one YAML document, and every problem in how it is written, with line and column."""
    problems = _forbidden_characters(source) or find_conflicts(source)
    if problems:
        return Document(source, None, tuple(problems))
    reader = _Reader(source)
    try:
        data = reader.run()
    except yaml.MarkedYAMLError as error:
        message, hint, line, column = explain(error, source.text)
        reader.forget_after(line, column)
        last = reader.problems[-1] if reader.problems else None
        if last is None or last.name != "cut-text" or line - last.line > 1:  # else it is the rest of that text
            with suppress(_Stop):
                reader.complain("RC105", "broken-yaml", message, hint, line, column)
        data = None
    except _Stop:
        data = None
    return Document(source, data, tuple(reader.problems))


def _forbidden_characters(source: Source) -> list[Problem]:
    if not source.raw.translate(None, _PRINTABLE):
        return []  # nothing but plain ASCII, which is quicker to tell
    if match := _LONE_RETURN.search(source.text):
        line, column = line_column(source.text, match.start())
        return [
            Problem(
                "RC104",
                "forbidden-character",
                "a carriage return without a line feed ends this line",
                "save the file with the line ends LF or CRLF",
                path=source.path,
                line=line,
                column=column,
            )
        ]
    if "\0" in source.text and source.raw.count(b"\0") * 4 > len(source.raw):
        return [
            Problem.of_file(
                source.path,
                "RC103",
                "wrong-encoding",
                "the file is not saved as UTF-8 but, it seems, as UTF-16",
                "save it again with the encoding UTF-8",
            )
        ]
    problems = []
    for match in _FORBIDDEN.finditer(source.text):
        line, column = line_column(source.text, match.start())
        problems.append(
            Problem(
                "RC104",
                "forbidden-character",
                f"the control character U+{ord(match[0]):04X} stands here",
                "delete it: nobody sees it, and it breaks feeds",
                path=source.path,
                line=line,
                column=column,
            )
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
        self._split_lists = find_split_lists(source.text) if "[" in source.text else {}
        self._may_be_cut = " #" in source.text or "\t#" in source.text
        self._may_hold_odd = "\\" in source.text or not (
            source.text.isascii() or _OVERRIDES.search(source.text) is None
        )

    def complain(
        self,
        code: str,
        name: str,
        message: str,
        hint: str | None,
        line: int,
        column: int,
        severity: Severity = "error",
    ) -> None:
        """Note a problem at a line and column from 1."""
        self.problems.append(Problem(code, name, message, hint, severity, path=self.path, line=line, column=column))
        if len(self.problems) >= _MAX_COMPLAINTS:
            raise _Stop

    def forget_after(self, line: int, column: int) -> None:
        """Drop what was found behind the place where YAML went astray: it is only what became of that mistake."""
        self.problems = [problem for problem in self.problems if (problem.line, problem.column) < (line, column)]

    def run(self) -> Data:
        loader = yaml.CBaseLoader(self.text)
        try:
            return self._read(loader)
        finally:
            loader.dispose()

    def _read(self, loader: yaml.CBaseLoader) -> Data:
        next_event: Callable[[], Event] = loader.get_event
        root: Data = None
        stack: list[Any] = []
        current: Any = None
        """The dict or list that is open; None outside of all."""
        in_mapping = False
        key: str | None = None
        with_absent: list[dict[str, Data]] = []
        documents = 0
        may_be_marked = "&" in self.text or "!" in self.text
        may_be_cut, may_hold_odd = self._may_be_cut, self._may_hold_odd
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if may_be_marked and (event.anchor is not None or event.tag is not None):
                    self._refuse(event)
                    value = value or "?"  # what is missing then is no problem of its own
                if in_mapping and key is None:
                    if value in current:
                        self._duplicate(event, in_list=type(stack[-1]) is list)
                    if may_hold_odd:
                        self._look_for_odd_characters(event)
                    key = value
                    continue
                style = event.style
                if not style:
                    if may_be_cut and self._lost(find_cut(self.text, event.start_mark, event.end_mark)):
                        value = value or "?"
                    if value in _ABSENT:
                        value = None
                    elif " - " in value or " * " in value:
                        self._lost(find_swallowed_list(self.text, event.start_mark, event.end_mark))
                elif style == ">":
                    self._lost(find_folded_list(self.text, event.start_mark, event.end_mark))
                elif style != "|" and (" - " in value or " * " in value):
                    self._lost(find_swallowed_list(self.text, event.start_mark, event.end_mark))
                if may_hold_odd and value is not None:
                    self._look_for_odd_characters(event)
                if in_mapping:
                    if value is None:
                        with_absent.append(current)
                        if key is not None and " " in key:  # a sentence is no key
                            self._lost(find_split(self.text, key, event.start_mark))
                    current[key] = value
                    key = None
                elif current is None:
                    root = value
                else:
                    current.append(value)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                if may_be_marked and (event.anchor is not None or event.tag is not None):
                    self._refuse(event)
                if (
                    self._split_lists
                    and kind is SequenceStartEvent
                    and (at := event.start_mark.index) in self._split_lists
                ):
                    self.complain(*self._split_lists[at], "warning")
                fresh: dict[str, Data] | list[Data] = {} if kind is MappingStartEvent else []
                if in_mapping:
                    if key is None:
                        message = "a bracket opens where a key must come"
                        hint = "put text that starts with { or [ in quotes"
                        self._stop_at(event, "RC107", "odd-key", message, hint)
                    current[key] = fresh
                    key = None
                elif current is None:
                    root = fresh
                else:
                    current.append(fresh)
                if len(stack) > MAX_DEPTH:
                    message = f"more than {MAX_DEPTH} levels of lists and keys within each other"
                    hint = "no record needs that many: write it flatter, or put the text in quotes"
                    self._stop_at(event, "RC108", "too-deep", message, hint)
                stack.append(current)
                current, in_mapping = fresh, kind is MappingStartEvent
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                current = stack.pop()
                in_mapping = type(current) is dict
            elif kind is AliasEvent:
                self._refuse(event)
                raise _Stop
            elif kind is DocumentStartEvent:
                documents += 1
                if documents > 1:
                    message = "the line `---` ends the record, and another one starts"
                    hint = "delete the line `---`; a second record goes into a file of its own"
                    self._stop_at(event, "RC109", "several-documents", message, hint)
        for mapping in with_absent:
            _drop_absent(mapping)
        return root

    def _complain_at(self, event: Event, code: str, name: str, message: str, hint: str) -> None:
        mark = event.start_mark
        self.complain(code, name, message, hint, mark.line + 1, mark.column + 1)

    def _stop_at(self, event: Event, code: str, name: str, message: str, hint: str) -> NoReturn:
        self._complain_at(event, code, name, message, hint)
        raise _Stop

    def _refuse(self, event: Event) -> None:
        what = (
            f"the alias '*{event.anchor}'"
            if isinstance(event, AliasEvent)
            else f"the anchor '&{event.anchor}'"
            if event.anchor is not None
            else f"the tag '{str(event.tag).replace('tag:yaml.org,2002:', '!!')}'"
        )
        hint = "put text that starts with & or * or ! in quotes; write repeated text again"
        self._complain_at(event, "RC106", "yaml-feature", f"{what[:80]} has no meaning in a record", hint)

    def _duplicate(self, event: Event, *, in_list: bool) -> None:
        message = f"the key '{event.value[:60]}' stands here a second time"
        hint = "put what both say under one key"
        if in_list:
            hint += "; where a new item of the list begins, write `- ` before its first key"
        self._complain_at(event, "RC110", "duplicate-key", message, hint)

    def _lost(self, loss: Loss | None) -> bool:
        if loss:
            self.complain(*loss)
        return loss is not None

    def _look_for_odd_characters(self, event: Event) -> None:
        for pattern, what, why in (
            (_FORBIDDEN, "control", ""),
            (_OVERRIDES, "text-direction override", "; readers' screens find the direction by themselves"),
        ):
            if match := pattern.search(event.value):
                message = f"this text contains the {what} character U+{ord(match[0]):04X}"
                hint = f"delete it{why}"
                raw = self.text[event.start_mark.index : event.end_mark.index]
                if event.style == '"' and (code := _PATH.search(raw)) and match[0] not in raw:
                    message = f"'{code[0]}' in double quotes is a code for the character U+{ord(match[0]):04X}"
                    hint = "write \\\\ for a backslash, or use single quotes"
                within = source_index(raw, event.value, event.style or "", match.start())
                line, column = line_column(self.text, event.start_mark.index + within)
                self.complain("RC104", "forbidden-character", message, hint, line, column)


def _drop_absent(mapping: dict[str, Data]) -> None:
    """Keys without a value mean what a missing key means."""
    for key in [key for key, value in mapping.items() if value is None]:
        del mapping[key]
