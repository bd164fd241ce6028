"""Edits by position: what is not touched keeps its every byte, comments, layout and line ends with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from .reader import Source, open_source
from .write import write_file

_MARK = b"\xef\xbb\xbf"


class Edit(NamedTuple):
    """New text for a stretch of the old one, by offsets in code points."""

    start: int
    end: int
    text: str


class FileChanged(Exception):
    """A file was changed by somebody else between reading and writing it."""


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. ValueError where two of them overlap."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        if edit.start < at:
            raise ValueError(f"edits overlap at {edit.start}")
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join([*pieces, text[at:]])


def rewrite(file: Path, source: Source, text: str) -> bool:
    """Put a new text into the file that `source` was read from, whole or not at all; False where it has it already.

    A byte order mark stays. Raises FileChanged where the file no longer holds what was read, OSError where it can't be
    written.
    """
    if text == source.text:
        return False
    current = open_source(file, source.path)
    if not isinstance(current, Source) or current.raw != source.raw:
        raise FileChanged(source.path)
    write_file(file, ("\ufeff" if source.raw.startswith(_MARK) else "") + text)
    return True


def line_end(text: str) -> str:
    """How the lines of a text end: as its first one does."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"
