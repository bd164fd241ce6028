"""How long a text is, in the units consoles count in.

One text, several answers: `修复了登录页面的安全漏洞😀` is 13 code points, 14 UTF-16 units, 40 UTF-8 bytes,
26 in `cjk2`.
"""

from __future__ import annotations

from unicodedata import east_asian_width

from ..model.form import Unit

UNITS: tuple[Unit, ...] = ("code_points", "utf16", "utf8_bytes", "cjk2", "words")

UNIT_WORDS: dict[Unit, str] = {
    "code_points": "code points",
    "utf16": "UTF-16 units",
    "utf8_bytes": "UTF-8 bytes",
    "cjk2": "characters (wide ones count two)",
    "words": "words",
}

STRICTEST: Unit = "utf8_bytes"
"""No unit ever gives more than this one, so a text that fits in bytes fits whatever the console counts."""


def count(text: str, unit: Unit) -> int:
    """The length of a text as it stands, in `unit`. Adds up: lines joined by line ends count as their sum does.

    - `code_points`: Unicode code points; a joined emoji family is several, a combining mark is one of its own.
    - `utf16`: UTF-16 code units, as Java and JavaScript count and as HTML's `maxlength` does; most emoji are two.
    - `utf8_bytes`: bytes in UTF-8.
    - `cjk2`: a code point whose East Asian Width (UAX #11) is W or F is two, any other is one. So Chinese characters,
      full-width punctuation and emoji shown as pictures are two; ambiguous ones (`“`, `…`, `①`, Greek, Cyrillic),
      half-width katakana, joiners and combining marks are one.
    - `words`: pieces between white space, as WordPress.org counts; Chinese without blanks is one word.

    An unpaired surrogate counts as if it were encoded: one unit, three bytes.
    """
    match unit:
        case "code_points":
            return len(text)
        case "utf16":
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        case "utf8_bytes":
            return len(text.encode("utf-8", "surrogatepass"))
        case "cjk2":
            return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
        case "words":
            return len(text.split())


def counts(text: str) -> dict[Unit, int]:
    """The length of a text in every unit."""
    return {unit: count(text, unit) for unit in UNITS}


def with_crlf(text: str) -> str:
    """The text as a submitted form carries it (HTML, section 4.10.22.4): a server may count each line end twice."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
