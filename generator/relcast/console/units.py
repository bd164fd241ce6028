"""How texts are counted, for the browser: the same units as `marketplaces.counting`, by the same tables.

Widths and blanks come from the Unicode tables of the Python that counted the texts, so that page and command agree to
the last sign.
"""

from __future__ import annotations

from functools import cache
from unicodedata import east_asian_width

_ALL = range(0x110000)


@cache
def units_script() -> str:
    """A script that defines `WIDE`, pairs of first and last code point that count two, and `BLANKS`, a regular
    expression for runs of what parts words."""
    wide = ",".join(f"[{first},{last}]" for first, last in _ranges("WF"))
    blanks = "".join(f"\\u{code:04x}" for code in _ALL[:0x10000] if chr(code).isspace())
    return f'"use strict";\nconst WIDE = [{wide}];\nconst BLANKS = /[{blanks}]+/u;\n'


def _ranges(widths: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for code in _ALL:
        if east_asian_width(chr(code)) in widths:
            if found and found[-1][1] == code - 1:
                found[-1] = (found[-1][0], code)
            else:
                found.append((code, code))
    return found
