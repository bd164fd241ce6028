"""Frames: a page that a site engine drew once, with tokens where values go; compiled once, filled for every record.

Knows HTML; knows no engine, no files, no clock. An engine draws a page whose title is `token("TITLE")`, whose
description is `token("DESC")` and so on; `compile_frame` finds the context of HTML that each token stands in and
chooses the escape for it; `Frame.fill` puts a record's values in, in one pass, so that a token's spelling inside a
value stays text.

Kinds of slots, and what becomes of a value in each context (`_ESCAPES` holds this table; any other place is refused):

| kind    | value                                | text, <title>, attribute | attribute with a URL     | script, JSON |
|---------|--------------------------------------|--------------------------|--------------------------|--------------|
| text    | any text                             | escaped                  | percent-encoded, refused | in a string  |
|         |                                      |                          | where a scheme could be  |              |
| segment | piece of a path; not ``, `.` or `..` | percent-encoded          | percent-encoded          | same         |
| path    | relative path; its `/` stay          | percent-encoded          | percent-encoded          | same         |
| html    | trusted HTML, str or UTF-8 bytes     | as it is, in text only   | refused                  | refused      |

Segments and paths are addresses wherever they stand (`og:url`, JSON-LD); to be read by people, a value has a text slot.

The table of contents is learnt from three items, A, B and C: what the theme draws from A to B must equal what it draws
from B to C, and becomes one block, repeated for each item. There may be several such runs (sidebar, drawer). An A that
stands alone (a skip link) means the first item. A page that shows a table of contents has at least one item.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Literal, NamedTuple
from urllib.parse import quote

Kind = Literal["text", "segment", "path", "html"]

SLOTS: Mapping[str, Kind] = {
    "TITLE": "text",  # the page's heading
    "HEADTITLE": "text",  # its title in the browser's tab and in search engines
    "DESC": "text",  # its meta description
    "PRODUCT": "text",  # the product's name
    "P": "segment",  # the product's id
    "V": "segment",  # the version, in addresses
    "SRC": "path",  # the record's file, relative to the records' folder, for edit links
    "HEAD": "html",  # links and structured data for <head>
    "CONTENT": "html",  # the body, exactly once
    "TOCA": "text",  # titles and ids of the three items that teach the table of contents
    "TOCB": "text",
    "TOCC": "text",
    "TOCIDA": "text",
    "TOCIDB": "text",
    "TOCIDC": "text",
}
"""Every slot and its kind. A name is capital letters only."""

# ASCII letters and digits only, so that Markdown, Jinja, urlquote, urljoin, JSON and minifiers leave a token as it is,
# and long enough not to turn up in an inlined font.
_OPEN, _CLOSE = "RCSLOT7", "7TOLSCR"
_PADDING = "7" + "X" * 160
_TOKEN = re.compile(f"{_OPEN}([A-Z]+)(?:{_PADDING})?{_CLOSE}")
_STEM = re.compile(f"{_OPEN}|{_CLOSE}", re.IGNORECASE)


def token(slot: str, *, long: bool = False) -> str:
    """The text that stands for `slot` while an engine draws the page. Raises KeyError for a slot that `SLOTS` lacks.

    `long` is a second spelling that means the same. A page drawn once with each compiles to two frames with one digest,
    unless a template looks at the value (its length, its hash): see `Frame.find_difference`.
    """
    if slot not in SLOTS:
        raise KeyError(slot)
    return f"{_OPEN}{slot}{_PADDING if long else ''}{_CLOSE}"


def shortened(page: str) -> str:
    """`page` with the short spelling of each token that it holds in the long one."""
    return page.replace(_PADDING, "")


class FrameBroken(ValueError):
    """A page that cannot be a frame: which `frame`, what (`message`), where (`excerpt`), what to change (`hint`)."""

    def __init__(self, frame: str, message: str, hint: str, excerpt: str = "") -> None:
        super().__init__(frame, message, hint, excerpt)
        self.frame, self.message, self.hint, self.excerpt = frame, message, hint, excerpt

    def __str__(self) -> str:
        place = f": …{self.excerpt}…" if self.excerpt else ""
        return f"frame {self.frame}: {self.message}{place}\n    hint: {self.hint}"


# --- escapes: value -> bytes of the page. A lone surrogate raises UnicodeEncodeError in each of them. ---

Escape = Callable[[str | bytes], bytes]


def _text(value: str | bytes) -> str:
    if isinstance(value, bytes):
        raise TypeError("only html slots take bytes")
    return value


def _markup(value: str | bytes) -> bytes:
    # A browser reads a bare CR as LF.
    return html.escape(_text(value)).replace("\r", "&#13;").encode()


def _percent(value: str | bytes) -> bytes:
    return quote(_text(value), safe="").encode()


def _segment(value: str | bytes) -> bytes:
    if value in ("", ".", ".."):
        raise ValueError(f"not a piece of an address: {value!r}")
    return _percent(value)


def _path(value: str | bytes) -> bytes:
    return b"/".join(map(_segment, _text(value).split("/")))


_JSON = {code: f"\\u{code:04x}" for code in (*range(0x20), *map(ord, "\"\\<>&'\u2028\u2029"))}


def _json(value: str | bytes) -> bytes:
    return _text(value).translate(_JSON).encode()


_NO_WORD = re.compile(r"\W")


def _script(value: str | bytes) -> bytes:
    # A template may put a token between backticks, in a comment or, wrongly, outside any string. With all but letters,
    # digits and "_" as \uXXXX, a value is at worst one identifier there: no call, no ${}, no end of comment.
    return _NO_WORD.sub(_code_units, _text(value)).encode()


def _code_units(found: re.Match[str]) -> str:
    digits = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{digits[at : at + 4]}" for at in range(0, len(digits), 4))


def _html(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


# --- contexts ---


class _Context(Enum):
    TEXT = "text"
    RCDATA = "title or textarea"
    ATTRIBUTE = "attribute"
    URL = "attribute that holds an address"
    JSON = "script that is data"
    SCRIPT = "script"
    REFUSED = "a place for no value at all"


_MARKUP = (_Context.TEXT, _Context.RCDATA, _Context.ATTRIBUTE, _Context.URL)
_EVERYWHERE = (*_MARKUP, _Context.JSON, _Context.SCRIPT)
_ESCAPES: Mapping[Kind, Mapping[_Context, Escape]] = {
    "text": dict.fromkeys(_MARKUP, _markup) | {_Context.URL: _percent, _Context.JSON: _json, _Context.SCRIPT: _script},
    "segment": dict.fromkeys(_EVERYWHERE, _segment),
    "path": dict.fromkeys(_EVERYWHERE, _path),
    "html": {_Context.TEXT: _html},
}


class _Place(NamedTuple):
    """A stretch of the page that is one context; `where` describes it to a human."""

    start: int
    end: int
    context: _Context
    where: str
    unquoted: bool = False


_URL_ATTRIBUTES = frozenset(
    {"action", "background", "cite", "codebase", "data", "formaction", "href", "longdesc", "manifest", "ping"}
    | {"poster", "src", "xlink:href"}
)
_RUNNING_ATTRIBUTES = frozenset({"style", "srcdoc"})
_RAW_ELEMENTS = frozenset({"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"})

# HTML's whitespace is narrower than \s.
_COMMENT = re.compile(r"<!--(?:-?>|.*?(?:--!?>|\Z))", re.DOTALL)
_TAG = re.compile(r"<(?P<slash>/?)(?P<name>[a-zA-Z][^ \t\n\f\r/>]*)")
_ATTRIBUTE = re.compile(
    r"""[ \t\n\f\r/]*(?P<name>[^ \t\n\f\r/>][^ \t\n\f\r/>=]*)
    (?:[ \t\n\f\r]*=[ \t\n\f\r]*
        (?:"(?P<double>[^"]*)(?:"|\Z)|'(?P<single>[^']*)(?:'|\Z)|(?P<unquoted>[^ \t\n\f\r>"'][^ \t\n\f\r>]*)))?""",
    re.VERBOSE,
)


def _places(page: str) -> Iterator[_Place]:
    """The places of `page` where values may stand or are refused by name, in order; what lies between is tag syntax.

    Source: HTML Living Standard, section 13.2.5 (tokenization).
    """
    position = 0
    while (opening := page.find("<", position)) >= 0:
        if opening > position:
            yield _Place(position, opening, _Context.TEXT, "text")
        if comment := _COMMENT.match(page, opening):
            position = comment.end()
            yield _Place(opening, position, _Context.REFUSED, "a comment")
        elif tag := _TAG.match(page, opening):
            attributes, position = _attributes(page, tag.end())
            name = tag["name"].lower()
            yield from _attribute_places(name, attributes)
            if name in _RAW_ELEMENTS and not tag["slash"]:
                ending = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.IGNORECASE).search(page, position)
                end = ending.start() if ending else len(page)
                yield _Place(position, end, _raw_context(name, attributes), f"<{name}>")
                position = end
        elif page.startswith(("<!", "<?", "</"), opening):
            position = _after(page, ">", opening)
            yield _Place(opening, position, _Context.REFUSED, "a declaration")
        else:
            position = opening + 1
            yield _Place(opening, position, _Context.TEXT, "text")
    yield _Place(position, len(page), _Context.TEXT, "text")


def _attributes(page: str, position: int) -> tuple[list[re.Match[str]], int]:
    """The attributes of the tag whose name ends at `position`, and where the tag ends."""
    found = []
    while attribute := _ATTRIBUTE.match(page, position):
        found.append(attribute)
        position = attribute.end()
    return found, _after(page, ">", position)


def _after(page: str, end: str, position: int) -> int:
    found = page.find(end, position)
    return len(page) if found < 0 else found + len(end)


def _attribute_places(element: str, attributes: Sequence[re.Match[str]]) -> Iterator[_Place]:
    redirects = element == "meta" and any(attribute["name"].lower() == "http-equiv" for attribute in attributes)
    for attribute in attributes:
        if (value := attribute.lastgroup) is None or value == "name":
            continue
        name = attribute["name"].lower()
        if name in _RUNNING_ATTRIBUTES or name.startswith("on") or (redirects and name == "content"):
            context = _Context.REFUSED
        else:
            context = _Context.URL if name in _URL_ATTRIBUTES else _Context.ATTRIBUTE
        yield _Place(*attribute.span(value), context, f"the attribute {name} of <{element}>", value == "unquoted")


def _raw_context(element: str, attributes: Sequence[re.Match[str]]) -> _Context:
    if element in ("title", "textarea"):
        return _Context.RCDATA
    if element != "script":
        return _Context.REFUSED
    for attribute in attributes:
        if attribute["name"].lower() == "type":
            kind = (attribute["double"] or attribute["single"] or attribute["unquoted"] or "").strip().lower()
            return _Context.JSON if kind.endswith("json") or kind == "importmap" else _Context.SCRIPT
    return _Context.SCRIPT


# --- compiling ---


class _Slot(NamedTuple):
    name: str
    escape: Escape


class _Pattern(NamedTuple):
    """Bytes with holes: a `%` format, and for each hole the index of the part that goes in."""

    format: bytes
    sources: tuple[int, ...]

    def fill(self, parts: Sequence[bytes]) -> bytes:
        return self.format % tuple([parts[source] for source in self.sources])


class _Run(NamedTuple):
    """A table of contents: `body` for each item, `join` between two."""

    body: _Pattern
    join: _Pattern


class _TocRun(NamedTuple):
    """A run before its slots are numbered; both are pieces (see `_pieces`)."""

    body: list[bytes | _Slot]
    join: list[bytes | _Slot]


_TOC_FIELDS = {"TOCID": 0, "TOC": 1}
"""Names of an item's fields once its letter is taken off, and their index in `(id, title)`."""


def _toc_letter(piece: object) -> str:
    """A, B or C for a slot of the table of contents, else nothing."""
    return piece.name[-1] if isinstance(piece, _Slot) and piece.name[:-1] in _TOC_FIELDS else ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A compiled page. Can be pickled; holds no reference to anything outside."""

    name: str
    """For messages: page kind, language, variant."""
    digest: str
    """SHA-256 (hex) of all that decides a filled page's bytes, the values apart; the name is no part of it."""
    slots: frozenset[str]
    """Names of the slots that the page has, without the table of contents."""
    has_toc: bool
    """Whether the page shows items of a table of contents, so that `fill` needs at least one."""

    # A hole's index counts through one list: columns (a field of an item), then wants, then, in the page only, runs.
    _columns: tuple[tuple[int, Escape], ...]
    _wants: tuple[_Slot, ...]
    _runs: tuple[_Run, ...]
    _page: _Pattern

    def fill(self, values: Mapping[str, str | bytes], toc: Sequence[tuple[str, str]] = ()) -> bytes:
        """The page of one record, UTF-8. `toc` holds (id, title) of each item, in order.

        Raises KeyError with a slot's name when its value is missing; ValueError when a value is none of its kind, when
        it holds a lone surrogate (UnicodeEncodeError), or when `toc` is empty and the page shows one; TypeError for
        bytes in a slot that is not html.
        """
        if self.has_toc and not toc:
            raise ValueError(f"frame {self.name}: the table of contents needs at least one item")
        once = [escape(values[slot]) for slot, escape in self._wants]
        columns = [[escape(item[field]) for item in toc] for field, escape in self._columns]
        return self._assemble([[*row, *once] for row in zip(*columns, strict=True)] or [once])

    def find_difference(self, other: Frame) -> str | None:
        """Where this frame and `other`, the same page drawn with the other spelling of tokens, part; None if nowhere.

        A difference means that the template looks at a value (`if page.title|length > 30`), which a frame can't repeat
        for each record.
        """
        if self.digest == other.digest:
            return None
        one, two = self._outline(), other._outline()
        start = next(
            (i for i, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1]), min(len(one), len(two))
        )
        return f"…{_excerpt(one, start, start)}… / …{_excerpt(two, start, start)}…"

    def _assemble(self, rows: Sequence[list[bytes]]) -> bytes:
        """The page from parts: a row for each item, all rows ending in the same parts that belong to no item."""
        first = rows[0]
        runs = [run.join.fill(first).join([run.body.fill(row) for row in rows]) for run in self._runs]
        return self._page.fill([*first, *runs])

    def _outline(self) -> str:
        fields = [f"{{{'id' if field == 0 else 'title'} of item}}" for field, _ in self._columns]
        parts = [part.encode() for part in (*fields, *(f"{{{want.name}}}" for want in self._wants))]
        return self._assemble([parts, parts]).decode()


def compile_frame(page: str, *, name: str) -> Frame:
    """The frame that `page`, drawn with tokens (either spelling), is. Raises FrameBroken.

    `name` is for messages. Values are not looked at afterwards: every context and every escape is decided here.
    """
    places = list(_places(page))
    if page != (quoted := _quoted(page, places)):
        page, places = quoted, list(_places(quoted))
    parts = _folded(_pieces(page, places, name), name)
    return _numbered(parts, name)


def _quoted(page: str, places: Sequence[_Place]) -> str:
    """`page` with quotes round each unquoted attribute value that holds a token: minifiers take them off."""
    out, last = [], 0
    for place in places:
        if place.unquoted and _TOKEN.search(page, place.start, place.end):
            value = page[place.start : place.end].replace('"', "&quot;")
            out += [page[last : place.start], f'"{value}"']
            last = place.end
    return "".join([*out, page[last:]])


def _pieces(page: str, found_places: Sequence[_Place], name: str) -> list[bytes | _Slot]:
    """`page` as literal, slot, literal, …, literal: slots stand at odd indexes, literals may be empty."""
    places = [_Place(0, 0, _Context.TEXT, "text"), *found_places]
    starts = [place.start for place in places]
    pieces: list[bytes | _Slot] = []
    last = contents = 0
    for found in _TOKEN.finditer(page):
        slot = found[1]
        place = places[bisect_right(starts, found.start()) - 1]
        if found.start() >= place.end:
            place = _Place(found.start(), found.end(), _Context.REFUSED, "the syntax of a tag")
        if slot not in SLOTS:
            raise FrameBroken(
                name,
                f"unknown slot {slot}",
                "the template and this version of Relcast don't match",
                _around(page, found),
            )
        escape = _ESCAPES[SLOTS[slot]].get(place.context)
        if escape is None:
            hint = "print it in text or in a plain attribute; a script or a style can read it from a data- attribute"
            if SLOTS[slot] == "html":
                hint = "HTML may stand in text only, between tags"
            raise FrameBroken(name, f"{slot} may not stand in {place.where}", hint, _around(page, found))
        _check_place(page, found, place, name)
        contents += slot == "CONTENT"
        pieces += [_literal(page, last, found.start(), name), _Slot(slot, escape)]
        last = found.end()
    pieces.append(_literal(page, last, len(page), name))
    if contents != 1:
        hint = (
            "the page's template must print page.content exactly once; a user's override may leave it out or repeat it"
        )
        raise FrameBroken(name, f"CONTENT stands {contents} times in the page, not once", hint)
    return pieces


def _literal(page: str, start: int, end: int, name: str) -> bytes:
    if mangled := _STEM.search(page, start, end):
        hint = "a template or plugin changes the value (lower, truncate, slugify, …): print it as it is"
        raise FrameBroken(name, "a value was altered while the page was drawn", hint, _around(page, mangled))
    return page[start:end].encode()


_OPEN_ENTITY = re.compile(r"&[A-Za-z0-9#]*\Z")
_SCHEME_SETTLED = re.compile(r"[:/?#]")
_RUNNING_SCHEME = re.compile(r"(?:javascript|vbscript|data):", re.IGNORECASE)
_IGNORED_IN_URL = re.compile(r"[\x00-\x20]")


def _check_place(page: str, found: re.Match[str], place: _Place, name: str) -> None:
    """Refuse a token that its context allows but its neighbours don't."""
    slot, before = found[1], page[place.start : found.start()]
    if place.context in _MARKUP and _OPEN_ENTITY.search(before):
        raise FrameBroken(name, f"{slot} follows a bare &", "write &amp; before it", _around(page, found))
    if place.context is _Context.RCDATA and "<" in page[place.start : place.end]:
        raise FrameBroken(
            name, f"{slot} stands beside a tag in {place.where}", "leave only text there", _around(page, found)
        )
    if place.context is _Context.JSON:
        try:
            json.loads(page[place.start : place.end])
        except ValueError as error:
            hint = "put the value in double quotes, or print the whole with tojson"
            raise FrameBroken(
                name, f"a script of data with {slot} is no JSON ({error})", hint, _around(page, found)
            ) from None
    if place.context is _Context.URL:
        address = _IGNORED_IN_URL.sub("", html.unescape(before))
        if _RUNNING_SCHEME.match(address):
            raise FrameBroken(
                name,
                f"{slot} stands in an address that runs",
                "use a data- attribute and a script",
                _around(page, found),
            )
        if SLOTS[slot] == "text" and not _SCHEME_SETTLED.search(address):
            hint = "an address may begin with a path slot, not with text, which could choose its scheme"
            raise FrameBroken(name, f"{slot} begins {place.where}", hint, _around(page, found))


def _around(page: str, found: re.Match[str]) -> str:
    return _excerpt(page, found.start(), found.end())


def _excerpt(page: str, start: int, end: int, *, width: int = 40) -> str:
    """The place and `width` characters (count) to either side of it, on one line, tokens written {SLOT}."""
    before, place, after = (_TOKEN.sub(r"{\1}", text) for text in (page[:start], page[start:end], page[end:]))
    return " ".join((before[-width:] + place + after[:width]).split())


# --- the table of contents ---


def _folded(pieces: list[bytes | _Slot], name: str) -> list[bytes | _Slot | _TocRun]:
    """`pieces` with each run of items A, B, C made one repeated block and each lone A made the first item."""
    letters = [(index, _toc_letter(piece)) for index, piece in enumerate(pieces) if _toc_letter(piece)]
    out: list[bytes | _Slot | _TocRun] = []
    done = at = 0
    while at < len(letters):
        start, letter = letters[at]
        if letter != "A":
            raise FrameBroken(
                name,
                f"an item of the table of contents is drawn alone or out of order (item {letter})",
                "the theme must draw all items in order; only the first may be shown alone",
                _around_piece(pieces, start),
            )
        out += pieces[done:start]
        size = next((n for n, (_, other) in enumerate(letters[at:]) if other != "A"), 0)
        if (
            size
            and "".join(letter for _, letter in letters[at : at + 3 * size]) == "A" * size + "B" * size + "C" * size
        ):
            a, b, c = (letters[at + n * size][0] for n in range(3))
            length = letters[at + size - 1][0] + 1 - a
            out.append(_run(pieces, (a, b, c), length, name))
            done, at = c + length, at + 3 * size
        else:
            out.append(_without_letter(pieces[start]))
            done, at = start + 1, at + 1
    return [*out, *pieces[done:]]


def _run(pieces: list[bytes | _Slot], starts: tuple[int, int, int], length: int, name: str) -> _TocRun:
    """The run whose items start at `starts`; an item is `length` pieces, from the first slot of its own to the last."""
    bodies = [[_without_letter(piece) for piece in pieces[start : start + length]] for start in starts]
    joins = [pieces[start + length : after] for start, after in pairwise(starts)]
    if bodies[0] == bodies[1] == bodies[2] and joins[0] == joins[1]:
        return _TocRun(bodies[0], joins[0])
    raise FrameBroken(
        name,
        "the items of the table of contents are not drawn alike",
        "the theme must draw every item the same way: no numbers, no class for the first or the last",
        _around_piece(pieces, starts[1]),
    )


def _without_letter(piece: bytes | _Slot) -> bytes | _Slot:
    return piece._replace(name=piece.name[:-1]) if isinstance(piece, _Slot) and _toc_letter(piece) else piece


def _around_piece(pieces: list[bytes | _Slot], index: int) -> str:
    texts = [piece.decode() if isinstance(piece, bytes) else f"{{{piece.name}}}" for piece in pieces]
    start = len("".join(texts[:index]))
    return _excerpt("".join(texts), start, start + len(texts[index]))


# --- numbering ---


def _numbered(parts: list[bytes | _Slot | _TocRun], name: str) -> Frame:
    """The frame of `parts`, laid out so that `fill` escapes a value once for each escape, however often it stands."""
    runs = [part for part in parts if isinstance(part, _TocRun)]
    every = [piece for part in parts for piece in ([*part.body, *part.join] if isinstance(part, _TocRun) else [part])]
    slots = list(dict.fromkeys(piece for piece in every if isinstance(piece, _Slot)))
    columns = [slot for slot in slots if slot.name in _TOC_FIELDS]
    wants = [slot for slot in slots if slot.name not in _TOC_FIELDS]
    number = {slot: index for index, slot in enumerate([*columns, *wants])}

    def pattern(pieces: Sequence[bytes | _Slot | _TocRun]) -> _Pattern:
        sources, literals, after = [], [], len(number)
        for piece in pieces:
            if isinstance(piece, bytes):
                literals.append(piece.replace(b"%", b"%%"))
                continue
            literals.append(b"%b")
            sources.append(number[piece] if isinstance(piece, _Slot) else after)
            after += isinstance(piece, _TocRun)
        return _Pattern(b"".join(literals), tuple(sources))

    whole, numbered = pattern(parts), tuple(_Run(pattern(run.body), pattern(run.join)) for run in runs)
    escapes = [(slot.name, slot.escape.__name__) for slot in number]
    return Frame(
        name=name,
        digest=hashlib.sha256(repr((whole, numbered, escapes)).encode()).hexdigest(),
        slots=frozenset(slot.name for slot in wants),
        has_toc=bool(columns),
        _columns=tuple((_TOC_FIELDS[slot.name], slot.escape) for slot in columns),
        _wants=tuple(wants),
        _runs=numbered,
        _page=whole,
    )
