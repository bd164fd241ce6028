"""`relcast check --fix`: the files that are mended, or what would be."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

import click

from ..checks.rule import find_rule
from ..checks.selection import Selection
from ..fixes.run import Mended, find_mended, find_places
from ..library.load import load_vendor
from ..problems import visible
from ..records.edit import FileChanged, rewrite
from .paths import Asked
from .terminal import has_colours, say

_COLOURS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}


def mend(wanted: Sequence[Asked], selection: Selection, now: datetime, *, as_diff: bool) -> int:
    """Mend the records asked for, or print how they would be mended; returns the number of files."""
    number = 0
    for one in wanted:
        for mended in _mended(one, selection, now):
            if as_diff:
                say(_diff(mended))
            elif not _written(mended):
                continue
            number += 1
    files = "1 file" if number == 1 else f"{number} files"
    click.echo(f"{files} would be mended" if as_diff else f"mended {files}", err=True)
    return number


def _mended(one: Asked, selection: Selection, now: datetime) -> Iterator[Mended]:
    if not one.is_needed:
        return
    folder = one.open()
    vendor, _ = load_vendor(folder, stand_in=True)
    if vendor is None:
        return  # the check says why
    for place in find_places(folder):
        if one.covers(place.file):
            mended = find_mended(place, folder.show(place.file), vendor, now=now, wants=lambda r: _wants(selection, r))
            if mended is not None:
                yield mended


def _wants(selection: Selection, name: str | None) -> bool:
    """Layout is mended where no rules were named."""
    if name is None:
        return selection.select is None
    rule = find_rule(name)
    return rule is not None and selection.wants(rule.code)


def _written(mended: Mended) -> bool:
    try:
        return rewrite(mended.file, mended.source, mended.text)
    except FileChanged:
        reason = "another program is changing it; run this again"
    except OSError as error:
        reason = error.strerror or str(error)
    click.echo(visible(f"{mended.source.path} was not mended: {reason}"), err=True)
    return False


def _diff(mended: Mended) -> str:
    """Both texts in the form of `diff -u`, from the folder in which the command was run."""
    path = mended.source.path.replace(os.sep, "/")
    before, after = _lines(mended.source.text), _lines(mended.text)
    lines = difflib.unified_diff(before, after, f"a/{path}", f"b/{path}")
    paint = _painted if has_colours() else str
    return "".join(
        paint(line) if line.endswith("\n") else paint(f"{line}\n") + "\\ No newline at end of file\n" for line in lines
    )


def _lines(text: str) -> list[str]:
    """The lines of a text as a diff has them: ended by a line feed and nothing else."""
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _painted(line: str) -> str:
    """A line for a terminal, which must not take it for commands."""
    shown = visible(line.rstrip("\r\n"))
    return f"{_COLOURS[line[0]]}{shown}\x1b[0m\n" if line[0] in _COLOURS else f"{shown}\n"
