"""From a path in a record to its line and column, read again only for files that have problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

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

from ..problems import Problem, RecordPath
from .align import source_index
from .lost_words import line_column
from .reader import MAX_DEPTH, Event, Source


class Place(NamedTuple):
    """Line and column from 1, in code points."""

    line: int
    column: int


class Places:
    """Where every key and every value of one file stands; of a key that stands twice, the second, as in the data."""

    def __init__(self, source: Source) -> None:
        self.values: dict[RecordPath, Place] = {}
        self.keys: dict[RecordPath, Place] = {}
        self._text = source.text
        self._scalars: dict[RecordPath, Event] = {}
        loader = yaml.CBaseLoader(source.text)
        try:
            self._read(loader)
        except yaml.YAMLError:
            pass  # what stands before the break has its place, and the break is a problem of its own
        finally:
            loader.dispose()

    def find(self, where: RecordPath, *, at_key: bool = False, offset: int | None = None) -> Place:
        """The place of a value (or of its key); of the nearest thing around it where it is missing.

        With `offset`, the place of that character of the value's text: a text may be written without its language, and
        a change as its text alone.
        """
        if at_key and where in self.keys:
            return self.keys[where]
        if offset is not None:
            return self._find_in_text(where, offset)
        while where:
            if where in self.values:
                return self.values[where]
            where = where[:-1]
        return self._inside(self.values.get((), Place(1, 1)))

    def _inside(self, place: Place) -> Place:
        """The place, or the end of the text where there is nothing below its last line."""
        lines = self._text.count("\n") + 1
        return place if place.line <= lines else Place(lines, len(self._text.rpartition("\n")[2]) + 1)

    def _find_in_text(self, where: RecordPath, offset: int) -> Place:
        spelled = where
        while spelled and spelled not in self.values:
            spelled = spelled[:-1]
        event = self._scalars.get(spelled)
        if event is None:
            return self.find(where)
        start, value = event.start_mark.index, event.value
        raw = self._text[start : event.end_mark.index]
        blanks = len(value) - len(value.lstrip())
        return Place(*line_column(self._text, start + source_index(raw, value, event.style or "", blanks + offset)))

    def _read(self, loader: yaml.CBaseLoader) -> None:
        path: list[str | int] = []
        in_list: list[bool] = []
        wants_key = False
        next_event: Callable[[], Event] = loader.get_event
        while (event := next_event()) is not None:
            kind = type(event)
            if kind in (MappingEndEvent, SequenceEndEvent):
                if in_list.pop():
                    path.pop()
                if in_list:
                    wants_key = _leave(path, in_list)
                continue
            if kind not in (ScalarEvent, MappingStartEvent, SequenceStartEvent):
                if kind is AliasEvent or (kind is DocumentStartEvent and self.values):
                    return  # the reader stopped here too
                continue
            mark = event.start_mark
            place = Place(mark.line + 1, mark.column + 1)
            if wants_key and kind is ScalarEvent:
                path.append(event.value)
                self.keys[tuple(path)] = place
                wants_key = False
                continue
            if wants_key or len(in_list) > MAX_DEPTH:
                return
            self.values[tuple(path)] = place
            if kind is ScalarEvent:
                self._scalars[tuple(path)] = event
                if in_list:
                    wants_key = _leave(path, in_list)
            else:
                in_list.append(kind is SequenceStartEvent)
                if kind is SequenceStartEvent:
                    path.append(0)
                    wants_key = False
                else:
                    wants_key = True


def _leave(path: list[str | int], in_list: list[bool]) -> bool:
    """Step to the next sibling after a value; True when a key comes next."""
    if in_list[-1]:
        last = path[-1]
        assert isinstance(last, int)
        path[-1] = last + 1
        return False
    path.pop()
    return True


def placed(problems: Iterable[Problem], source: Source) -> list[Problem]:
    """The same problems with path, line and column filled in; the file is read once more for its places."""
    problems = list(problems)
    if not problems:
        return []
    places = Places(source)
    return [
        problem if problem.line else problem.placed(path=source.path, line=place.line, column=place.column)
        for problem in problems
        for place in [places.find(problem.where, at_key=problem.at_key, offset=problem.offset)]
    ]
