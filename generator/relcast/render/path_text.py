"""An upgrade laid out: as text for a terminal, and as Markdown for a change ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..library.product import ProductHistory, VersionedRelease
from ..library.upgrade import NoPath, UpgradePath
from ..markup import plain_text
from ..markup.lined import markdown_code, markdown_line, markdown_verbatim
from ..words import words
from .path_sheet import Line, Part, Sheet, Sheets

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
"""What no terminal should obey and no reader can see; marks of direction and joiners of emoji are ordinary text."""


def path_text(history: ProductHistory, path: UpgradePath | NoPath, language: str) -> str:
    """The upgrade as text, one thing a line, boxes to tick before what is to be done; ends with a line end."""
    return "\n".join(_text(Sheets(history, language, _Plain()).of(path), language)) + "\n"


def path_ticket(history: ProductHistory, path: UpgradePath | NoPath, language: str) -> str:
    """The upgrade as a change ticket; see `Tickets`."""
    return Tickets(history, language).of(path)


class Tickets:
    """Writes change tickets for upgrades of one product: Markdown with task lists (GitHub's), a line end last.

    A ticket names the changes that who plans the upgrade must know of, and counts the others.
    """

    def __init__(self, history: ProductHistory, language: str) -> None:
        self._language = language
        self._sheets = Sheets(history, language, _Markdown())

    def of(self, path: UpgradePath | NoPath) -> str:
        """The ticket of one upgrade, or why there is none."""
        return "\n".join(_markdown(self._sheets.of(path, "weighty"), self._language)) + "\n"


class _Lines:
    """What both forms have in common."""

    def verbatim(self, text: str) -> str:
        raise NotImplementedError

    def release(self, entry: VersionedRelease) -> str:
        return self.verbatim(entry.version.text)

    def foreign(self, said: str, language: str, note: str) -> str:
        return f"{said}{note}"


class _Plain(_Lines):
    def text(self, text: str) -> str:
        return _seen(plain_text(text, links="spelled")) or self.verbatim(text)

    def verbatim(self, text: str) -> str:
        return _seen(text)

    def code(self, text: str) -> str:
        return _seen(text)

    def strong(self, text: str) -> str:
        return text


class _Markdown(_Lines):
    def text(self, text: str) -> str:
        return _markdown_of(text)

    def verbatim(self, text: str) -> str:
        return _markdown_verbatim_of(text)

    def code(self, text: str) -> str:
        return markdown_code(_seen(text))

    def strong(self, text: str) -> str:
        return f"**{text}**"


@lru_cache(maxsize=4096)  # the steps and changes of a product stand in the tickets of many upgrades
def _markdown_of(text: str) -> str:
    return markdown_line(_seen(text, keep="\n"))


@lru_cache(maxsize=4096)
def _markdown_verbatim_of(text: str) -> str:
    return markdown_verbatim(_seen(text))


def _seen(text: str, keep: str = "") -> str:
    """The text without characters that nobody sees, or that can't be written."""
    clean = "\n".join(_UNSEEN.sub("", line) for line in text.expandtabs(4).split("\n"))
    clean = clean.encode("utf-8", "replace").decode()
    return clean if keep else " ".join(clean.split())


def _text(sheet: Sheet, language: str) -> Iterator[str]:
    colon = words(language)["colon"]
    yield sheet.title
    if sheet.facts:
        yield ""
    for _, label, value in sheet.facts:
        yield f"{label}{colon}{value}"
    for part in sheet.parts:
        yield ""
        if part.title:
            yield part.title
        yield from _text_lines(part, "  " if part.title else "")


def _text_lines(part: Part, indent: str) -> Iterator[str]:
    for line in part.lines:
        yield f"{indent}{'[ ]' if line.task else '-'} {line.text}"
        for note in line.notes:
            yield f"{indent}    {note}"
    for inner in part.parts:
        yield f"{indent}{inner.title}"
        yield from _text_lines(inner, indent + "  ")


def _markdown(sheet: Sheet, language: str) -> Iterator[str]:
    colon = words(language)["colon"]
    yield f"# {sheet.title}"
    if sheet.facts:
        yield ""
    for _, label, value in sheet.facts:
        yield f"- **{label}**{colon}{value}"
    for part in sheet.parts:
        yield from _markdown_part(part, 2)


def _markdown_part(part: Part, level: int) -> Iterator[str]:
    yield ""
    if part.title:
        yield f"{'#' * level} {part.title}"
        if part.lines:
            yield ""
    for line in part.lines:
        yield from _markdown_line(line)
    for inner in part.parts:
        yield from _markdown_part(inner, level + 1)


def _markdown_line(line: Line) -> Iterator[str]:
    yield f"- [ ] {line.text}" if line.task else f"- {line.text}"
    for note in line.notes:
        yield f"  - {note}"
