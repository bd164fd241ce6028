"""A fix: edits of the text, and the same done to the data that the text means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ..model.release import Release
from ..problems import RecordPath
from ..records.edit import Edit, edited
from ..records.outline import Part, find_outline
from ..records.reader import Data, Source, read

Kind: TypeAlias = Literal["vendor", "product", "release", "unreleased", "notice", "listings"]


@dataclass(frozen=True, slots=True)
class Record:
    """A file to be mended, as it is written and as it is understood."""

    kind: Kind
    text: str
    outline: Part
    data: Data
    languages: Sequence[str]
    release: Release | None
    """Its meaning, where it is a release and right."""
    is_published: bool
    """True for a release whose time has come: its links are out in the world."""


@dataclass(frozen=True, slots=True)
class Rename:
    """The data gets another key at a path."""

    path: RecordPath
    key: str


@dataclass(frozen=True, slots=True)
class Put:
    """The data gets another value at a path."""

    path: RecordPath
    value: Data


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together, and what they do to the data; nothing where they change the layout alone."""

    edits: tuple[Edit, ...]
    does: Rename | Put | None = None


Finder: TypeAlias = Callable[[Record], Iterable[Fix]]


def applied(record: Record, fixes: Iterable[Fix]) -> str:
    """The record's text with all fixes that do exactly what they say; one that would do more is left out."""
    fixes = list(fixes)
    if not fixes:
        return record.text
    whole = _attempt(record, fixes)
    if whole is not None:
        return whole
    kept: list[Fix] = []
    best = record.text
    for fix in fixes:
        text = _attempt(record, [*kept, fix])
        if text is not None:
            kept.append(fix)
            best = text
    return best


def _attempt(record: Record, fixes: Sequence[Fix]) -> str | None:
    """The text with these fixes, or None where it then means something else than they say."""
    try:
        text = edited(record.text, [edit for fix in fixes for edit in fix.edits])
    except ValueError:
        return None
    expected = deepcopy(record.data)
    # From the back, so that a renamed key does not move what stands below it.
    for fix in sorted(fixes, key=lambda fix: len(fix.does.path) if fix.does else 0, reverse=True):
        if fix.does is not None:
            expected = _done(expected, fix.does)
    document = read(Source("", text, text.encode("utf-8", "surrogatepass")))
    if document.data != expected or find_outline(text) is None:
        return None
    return text


def _done(data: Data, step: Rename | Put) -> Data:
    holder: Any = data
    for key in step.path[:-1]:
        holder = holder[key]
    last: Any = step.path[-1]
    if isinstance(step, Rename):
        holder[step.key] = holder.pop(last)
    else:
        holder[last] = step.value
    return data
