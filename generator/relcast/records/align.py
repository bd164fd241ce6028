"""From a character of a text to where it stands in the source, through quotes, escapes, folding and indentation."""

from __future__ import annotations

_BLANKS = " \t\r\n"
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_DIGITS = {"x": 2, "u": 4, "U": 8}


def source_index(raw: str, value: str, style: str, offset: int) -> int:
    """The index in a scalar's source at which the character `offset` of its value is written (YAML 1.2, chapter 7).

    `raw` begins with the quote or with the `|` of a block; blanks are told apart as far as line folding leaves them.
    Where the two can't be brought together, the start of the source.
    """
    place = _start(raw, style)
    for position, sign in enumerate(value[: offset + 1]):
        place = _skip(raw, place, style, sign)
        width = _width(raw, place, style, sign)
        if position == offset:
            return place if width or sign in _BLANKS else 0
        if not width and sign not in _BLANKS:
            return 0
        place += width
    return min(place, max(len(raw) - 1, 0))


def _start(raw: str, style: str) -> int:
    """Where the text begins: after the quote, or on the line below the `|`."""
    if style in ("|", ">"):
        return raw.find("\n") + 1
    return 1 if style in ('"', "'") else 0


def _skip(raw: str, place: int, style: str, sign: str) -> int:
    """Past indentation and folded line ends before a character that is no blank, and past an escaped line end."""
    while place < len(raw):
        if style == '"' and raw[place] == "\\" and raw[place + 1 : place + 2] in ("\n", "\r"):
            place += 2
            while place < len(raw) and raw[place] in _BLANKS:
                place += 1
        elif sign not in _BLANKS and raw[place] in _BLANKS:
            place += 1
        else:
            break
    return place


def _width(raw: str, place: int, style: str, sign: str) -> int:
    """How many characters spell this one; 0 where it isn't written here, as a blank made from a line end."""
    here = raw[place : place + 1]
    if style == '"' and here == "\\":
        kind = raw[place + 1 : place + 2]
        if kind in _DIGITS:
            return 2 + _DIGITS[kind]
        return 2 if _ESCAPES.get(kind) == sign else 0
    if here != sign:
        return 0
    return 2 if style == "'" and sign == "'" else 1
