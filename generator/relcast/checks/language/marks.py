"""What a text holds that a translation leaves as it is: code, links, versions, numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from ..texts import without_code
from .prose import prose

_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(\s*<?(https?://[^\s<>()]+)|(?<!\()https?://[^\s<>()（），。；]+")
_VERSION = re.compile(r"(?<![\w.])v?(\d+(?:\.\d+){2,}(?:-[0-9A-Za-z.]+)?)(?![\w.]*\d)", re.ASCII)
_NUMBER = re.compile(
    r"(?<![A-Za-z\d._/#:-])(\d{1,3}(?:,\d{3})+|\d+)((?:\.\d+)?)(?![A-Za-z\d._:/-]*[A-Za-z\d])"
    r"\s*(thousand|million|billion|百万|千万|万|亿)?",
    re.ASCII | re.IGNORECASE,
)
_SCALES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9,
    "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8,
}  # fmt: skip
_SMALL = 12
"""Numbers up to here are often words in one language, ordinals in another, or the number of a month."""


class Marks(NamedTuple):
    """What is the same in each language, in the text's order."""

    code: list[str]
    """Code within lines, if it is ASCII: the rest is for people, and is translated."""
    links: list[str]
    versions: list[str]
    numbers: list[Decimal]
    """In prose, greater than `_SMALL`."""


def marks(text: str) -> Marks:
    """The marks of a text in Markdown."""
    outside = _FENCED.sub("", text) if "```" in text or "~~~" in text else text
    spans = [" ".join(match[2].split()) for match in _SPAN.finditer(outside)] if "`" in text else []
    links = [match[1] or match[0] for match in _LINK.finditer(without_code(text))] if "://" in text else []
    words = prose(text)
    versions = [match[1] for match in _VERSION.finditer(words)]
    return Marks(
        [span for span in spans if span.isascii() and "<" not in span and "{" not in span],
        links,
        versions,
        [number for number in _numbers(_VERSION.sub(" ", words)) if number > _SMALL],
    )


def _numbers(words: str) -> list[Decimal]:
    return [
        Decimal(whole.replace(",", "") + fraction) * _SCALES.get(scale.lower(), 1)
        for whole, fraction, scale in _NUMBER.findall(words)
    ]
