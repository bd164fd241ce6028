"""Text of a record -> HTML as cmark writes it, with every word of the text in it. Not yet safe: see `html`.

cmark drops words where a release note means them: raw HTML (`List<String>`), link definitions nobody uses
(`[API]: removed`), cells beyond a table's last column (an unescaped `|` in code). And it draws whatever stands next to
a bare address into the link (`https://…。`). So marks that do not occur in the text are set before parsing and taken
out again afterwards.
"""

import re
from collections.abc import Callable
from ctypes import CDLL, c_void_p, cast
from functools import lru_cache
from html import escape
from typing import Any
from urllib.parse import quote

from cmarkgfm import _cmark

MAX_DEPTH = 64
"""Elements within elements; deeper text (about 30 nested lists) is shown as it was written."""

_MARKS = tuple((mark, quote(mark)) for mark in "\u2cfa\u2cfb\u2cfc\u2cfe\u2cf9\u2cff\u2e16\u2e0e")
"""Marks hardly any text holds, beside their form in an address. They are punctuation, as `<` is, because the neighbours
of `*` and `_` decide what is emphasis."""

_ADDRESS_ENDS = tuple('<>"“”‘’（）【】《》「」『』〈〉，。；：！？、…\u00a0\u3000')
_HAS_ADDRESS_END = re.compile(f"[{''.join(_ADDRESS_ENDS)}]")
_STEP = re.compile(
    r"""
    (?= [<\]hfw] )  # nothing else begins a step; looking first halves the time
    (?: (?P<kept> < (?: (?:https?|mailto): [^\s<>]* | [\w.!#$%&'*+/=?^`{|}~-]+ @ [\w.-]+ ) >   # autolinks
                | \] (?: \( | :) \s* (?: < [^<>\n]* > | [^\s<>"]* ) )                          # link destinations
      | (?P<address> (?: (?:https?|ftp):// | www\. ) [^\s|"""
    + "".join(_ADDRESS_ENDS)
    + r"""]* )
      | <
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Possessive repeats, and references that step over escaped brackets: each character is looked at once or twice.
_LABEL = r"\[ ( (?: [^\[\]\\]++ | \\. )++ ) \]"
_DEFINITION = re.compile(rf"^ (?P<before> [ \t>*+\d.)-]* ) (?= {_LABEL} : )", re.VERBOSE | re.MULTILINE)
_REFERENCE = re.compile(rf"\\. | {_LABEL} (?! [:(] )", re.VERBOSE)

_PIPE_BETWEEN_CELLS = re.compile(r"(?<!\\)\|")
_DELIMITER_ROW = frozenset("|:-> \t\r")

# What a record must not hold as it is, it must not hold as `&#8;` either: controls, which feeds can't carry, overrides
# of text direction, noncharacters.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"
)

_OMITTED = "<!-- raw HTML omitted -->"
_ADDRESS_ATTRIBUTE = re.compile(r'(?:href|src)="[^"]*"')
_TAG = re.compile(r"<(/?)(\w+)")
_VOID = frozenset({"br", "hr", "img"})


@lru_cache(maxsize=256)  # the page, the search entry and the feed want the same texts, one after the other
def to_html(text: str) -> str:
    """HTML blocks, one a line. Every tag in it is Markdown's own; `<`, `>` and `"` of the text are always escaped.

    Unpaired surrogates become `?`, NUL becomes U+FFFD.
    """
    html = _guarded(text) if _needs_guard(text) else _cmark_html(text)
    if html.count("<") > 2 * MAX_DEPTH and _depth(html) > MAX_DEPTH:
        return _verbatim(text)
    return html


def _needs_guard(text: str) -> bool:
    if "<" in text or "]:" in text or ("|" in text and "\n" in text):
        return True
    return ("://" in text or "www." in text) and _HAS_ADDRESS_END.search(text) is not None


def _guarded(text: str) -> str:
    free = [pair for pair in _MARKS if pair[0] not in text and pair[1] not in text]
    if len(free) < 3:
        return _verbatim(text)
    (less, less_quoted), (pipe, pipe_quoted), (cut, cut_quoted) = free[:3]

    def step(match: re.Match[str]) -> str:
        if match["kept"]:
            return match[0]
        if match["address"]:
            # cmark lets a bare address run on to the next blank, so it gets one.
            return f"{match[0]} {cut}" if match.string.startswith(_ADDRESS_ENDS, match.end()) else match[0]
        return less

    source = _with_idle_definitions_shown(text, cut) if "]:" in text else text
    source = _with_all_cells_shown(source, pipe) if "|" in source else source
    html = _cmark_html(_STEP.sub(step, source))
    if _OMITTED in html:  # what looked like a link's destination was not
        html = _cmark_html(source.replace("<", less))

    def restored(address: re.Match[str]) -> str:
        plain = address[0].replace(less_quoted, "%3C").replace(pipe_quoted, "%7C")
        return plain.replace(f"%20{cut_quoted}", "").replace(cut_quoted, "")

    if less_quoted in html or pipe_quoted in html or cut_quoted in html:
        html = _ADDRESS_ATTRIBUTE.sub(restored, html)
    return html.replace(f" {cut}", "").replace(cut, "").replace(pipe, "|").replace(less, "&lt;")


def _with_all_cells_shown(text: str, pipe: str) -> str:
    """The text with `pipe` for each `|` that would begin a cell beyond its table's last column."""
    lines = text.split("\n")
    columns = 0
    for index, line in enumerate(lines):
        if not line.strip(" \t\r>"):
            columns = 0
        elif "|" in line and "-" in line and _DELIMITER_ROW.issuperset(line):
            columns = len(_cell_borders(line)) + 1
        elif columns:
            characters = list(line)
            for border in _cell_borders(line)[columns - 1 :]:
                characters[border] = pipe
            lines[index] = "".join(characters)
    return "\n".join(lines)


def _cell_borders(row: str) -> list[int]:
    """Where the pipes between the cells of a table's row stand; those around the row are no borders."""
    pipes = [match.start() for match in _PIPE_BETWEEN_CELLS.finditer(row)]
    if pipes and not row[: pipes[0]].strip(" \t>"):
        del pipes[0]
    if pipes and not row[pipes[-1] + 1 :].strip():
        del pipes[-1]
    return pipes


def _with_idle_definitions_shown(text: str, cut: str) -> str:
    """The text with `cut` before each link definition that nothing refers to, or that is a footnote's."""
    used = {_folded(label) for label in _REFERENCE.findall(text) if label}

    def shown(match: re.Match[str]) -> str:
        idle = match[2].startswith("^") or _folded(match[2]) not in used
        return match["before"] + cut if idle else match[0]

    return _DEFINITION.sub(shown, text)


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _verbatim(text: str) -> str:
    return f"<pre><code>{escape(text.encode('utf-8', 'replace').decode())}\n</code></pre>\n".replace("\x00", "\ufffd")


def _depth(html: str) -> int:
    depth = deepest = 0
    for closing, name in _TAG.findall(html):
        if closing:
            depth -= 1
        elif name not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


_lib, _ffi = _cmark.lib, _cmark.ffi
_lib.cmark_gfm_core_extensions_ensure_registered()
_EXTENSIONS = tuple(_lib.cmark_find_syntax_extension(name) for name in (b"autolink", b"table", b"strikethrough"))


def _cmark_html(text: str) -> str:
    data = text.encode("utf-8", "replace")
    parser = _lib.cmark_parser_new(0)
    for extension in _EXTENSIONS:
        _lib.cmark_parser_attach_syntax_extension(parser, extension)
    _lib.cmark_parser_feed(parser, data, len(data))
    root = _lib.cmark_parser_finish(parser)
    raw = _lib.cmark_render_html(root, 0, _lib.cmark_parser_get_syntax_extensions(parser))
    html: str = _ffi.string(raw).decode("utf-8", "replace")  # cmark writes &#xFFFE; as the byte FE
    if "&#" in text:
        html = _UNFIT.sub("\ufffd", html)
    _lib.cmark_parser_free(parser)
    _free_tree(root)
    _free_string(raw)
    return html


def _freeing() -> tuple[Callable[[object], None], Callable[[object], None]]:
    """How to free a parsed tree and a rendered string.

    cmarkgfm's own functions free neither: 2 to 3 kB a text, hundreds of megabytes for a large library. It does not
    declare cmark's functions for it but exports them; where a platform hides them, the memory stays taken.
    """
    try:
        library = CDLL(_cmark.__file__)  # cffi's own dlopen would load a parser of C, in more time than a page takes
        free_node = _function(library.cmark_node_free, "void (*)(void *)")
        allocator = _function(library.cmark_get_default_mem_allocator, "void **(*)(void)")()
    except (OSError, AttributeError):
        return (lambda _: None), (lambda _: None)
    return free_node, _ffi.cast("void (*)(void *)", allocator[2])  # after calloc and realloc


def _function(found: Any, kind: str) -> Callable[..., Any]:
    """A function of the library, as cffi calls it."""
    function: Callable[..., Any] = _ffi.cast(kind, cast(found, c_void_p).value)
    return function


_free_tree, _free_string = _freeing()
