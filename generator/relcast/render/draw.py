"""Draws the pieces that our pages are made of, each a template beside this module or the vendor's own in its place.

A default piece names others by `{% include %}`. Those that nobody has replaced are written out where they are named
before anything is compiled, so a page of many pieces costs no more than one long template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache, partial
from importlib.resources import files

import jinja2

from ..compiled import compiled_templates
from ..problems import Problem
from ..words import words
from .changes import product_list, release_list
from .pieces import badges, byline, heading, revised

DEFAULT = "!default/"
"""Before a piece's name: ours, where the vendor has one of the same name."""

_INCLUDE = re.compile(r'\{% include "([a-z-]+\.html)" %\}\n?')


@dataclass(frozen=True, slots=True)
class Piece:
    """A vendor's own piece."""

    name: str
    """Its file's name: that of the piece it replaces, or one that begins with `_`, for its own pieces to include."""
    path: str
    """Where it lies, for messages."""
    source: str
    fault: str = ""
    """Why its file could not be read; else empty."""


Pieces = tuple[Piece, ...]
"""All own pieces of an edition; empty where the vendor has none. Part of what packs are keyed by."""


class PieceBroken(Exception):
    """An own piece could not be drawn."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@cache
def default_pieces() -> Mapping[str, str]:
    """The pieces there are: name and source."""
    folder = files("relcast.render") / "templates"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".html"))
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def render(template: str, language: str, pieces: Pieces = (), **values: object) -> str:
    """A piece in a language's words. Raises PieceBroken where an own one can't be drawn."""
    try:
        return _template(language, pieces, template).render(values)
    except Exception as error:
        problem = _find_fault(error, pieces)
        if problem is None:
            raise
        raise PieceBroken(problem) from error


def sound_pieces(pieces: Pieces) -> tuple[Pieces, list[Problem]]:
    """Those of the pieces that are known and can be compiled, and what is wrong with the others."""
    sound, problems = [], []
    for piece in pieces:
        problem = _broken(piece.path, 1, piece.fault) if piece.fault else _find_unknown(piece)
        if problem is None:
            try:
                _environment("en", pieces).compile(piece.source, piece.name, piece.path)
            except jinja2.TemplateSyntaxError as error:
                problem = _broken(piece.path, error.lineno, error.message or "it can't be read")
        if problem is None:
            sound.append(piece)
        else:
            problems.append(problem)
    return tuple(sound), problems


def _find_unknown(piece: Piece) -> Problem | None:
    if piece.name.startswith("_") or piece.name in default_pieces():
        return None
    near = get_close_matches(piece.name, default_pieces(), n=1)
    hint = f"did you mean `{near[0]}`?" if near else "the guide lists all pieces (Looks and pieces)"
    hint += " A file for other pieces to include begins with `_`"
    return Problem.of_file(piece.path, "RC802", "unknown-piece", f"there is no piece `{piece.name}`", hint)


def _find_fault(error: Exception, pieces: Pieces) -> Problem | None:
    """What an own piece did wrong; None where none took part, so that the fault is ours."""
    own = {piece.path for piece in pieces}
    if isinstance(error, jinja2.TemplateSyntaxError) and error.filename in own:
        return _broken(error.filename, error.lineno, error.message or "it can't be read")
    path, line = "", 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in own:
            path, line = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    if not path:
        return None
    if isinstance(error, RecursionError):
        return _broken(path, line, f"it includes itself; `{DEFAULT}NAME` includes the default")
    if isinstance(error, jinja2.TemplateNotFound):
        return _broken(path, line, f"there is no piece `{error.name}` to include")
    return _broken(path, line, str(error) or type(error).__name__)


def _broken(path: str, line: int, message: str) -> Problem:
    return Problem(
        "RC801", "broken-piece", f"this piece can't be drawn: {message}",
        "the guide lists what each piece is given (Looks and pieces)", path=path, line=line, column=1,
    )  # fmt: skip


class _Loader(jinja2.BaseLoader):
    """Own pieces, else ours, with what they include written out."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.own = {piece.name: piece for piece in pieces}

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str | None, None]:
        if template in self.own:
            return self.own[template].source, self.own[template].path, None
        name = template.removeprefix(DEFAULT)
        if name not in default_pieces():
            raise jinja2.TemplateNotFound(template)
        return "".join(self._written_out(default_pieces()[name])), None, None

    def _written_out(self, source: str) -> Iterator[str]:
        """Ends in the same way as a template that Jinja includes: without the last line's end."""
        at = 0
        for include in _INCLUDE.finditer(source):
            if include[1] not in self.own:
                yield source[at : include.start()]
                yield from self._written_out(default_pieces()[include[1]].removesuffix("\n"))
                at = include.end()
        yield source[at:]


@lru_cache(maxsize=32)
def _environment(language: str, pieces: Pieces) -> jinja2.Environment:
    """One environment a language, so that the parts which speak are compiled once."""
    environment = jinja2.Environment(
        loader=_Loader(pieces),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )
    table = environment.globals["w"] = words(language)
    for speaking in (release_list, product_list, heading, revised):
        environment.filters[speaking.__name__] = partial(speaking, words=table)
    environment.filters.update(badges=badges, byline=byline)
    environment.bytecode_cache = compiled_templates(language)
    return environment


@lru_cache(maxsize=256)
def _template(language: str, pieces: Pieces, name: str) -> jinja2.Template:
    template = _environment(language, pieces).get_template(name)
    template.globals = dict(template.globals)  # a chain of maps, which each rendering would walk key by key
    return template
