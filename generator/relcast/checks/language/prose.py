"""The words of a text, without what is the same in every language."""

from __future__ import annotations

import re

from ..texts import without_code

_ADDRESS = re.compile(r"(?<=\])\([^()\s]*\)|https?://[^\s<>()（），。；]+|</?[a-zA-Z][^<>]*>")


def prose(text: str) -> str:
    """The text with blanks for code, addresses and HTML, so that every other character keeps its offset."""
    return _ADDRESS.sub(lambda match: " " * len(match[0]), without_code(text))
