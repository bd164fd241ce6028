"""Markdown is opened and not closed.

Why: readers see the marks instead of what they were for, and a code that never ends swallows the words behind it.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - The setting `session.end is read again

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - The setting `session.end` is read again
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...problems import Problem, Severity
from ..texts import Passage, without_code

CODE, NAME = "RC229", "broken-markdown"
SEVERITY: Severity = "warning"

SIGNS = (r"\]\([^)\0]*[\s\0]", r"\] \(http", r"\)\[http", r"\]\[", r"\[[^\[\]\n\0]*\(http", "```", "~~~")


def find_suspects(texts: Sequence[str]) -> Iterator[int]:
    """Where what stands in pairs does not."""
    for position, text in enumerate(texts):
        if text.count("`") & 1 or ("**" in text and text.count("**") & 1):
            yield position


_FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})", re.MULTILINE)
_TICK = re.compile(r"(?<!\\)`+")
_BOLD = re.compile(r"(?<![\\*\w/])\*\*(?=[^\s*])|(?<=[^\s*\\])\*\*(?!\*)")
_OPEN_LINK = re.compile(r"\[(?P<label>[^\[\]\n]*)\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?P<end>.?)")
_SPACED_LINK = re.compile(r"\[[^\[\]\n]+\] \(https?://[^()\s]+\)|\([^()\[\]\n]+\)\[https?://[^\[\]\s]+\]")
_HALF_LINK = re.compile(r"\[[^\[\]()\n]*\(https?://[^\s()]*\)")
_REFERENCE = re.compile(r"(?<![\]\w])\[(?P<label>[^\[\]\n]+)\]\[(?P<ref>[^\[\]\n]*)\]")
_DEFINED = re.compile(r"^[ ]{0,3}\[(?P<ref>[^\[\]\n]+)\]:", re.MULTILINE)


def check_text(passage: Passage) -> Iterator[Problem]:
    """Code, strong words and links end; one finding a passage, since one fault makes others."""
    if passage.kind != "address" and (found := _fault(passage.text)):
        at, message, hint = found
        yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=at)


def _fault(text: str) -> tuple[int, str, str] | None:
    fences = list(_FENCE.finditer(text))
    if fences and len(fences) % 2:
        opening = fences[-1]
        return opening.start(1), "the block of code that starts here never ends", f"close it with a line {opening[1]}"
    bare = without_code(text)
    if match := _TICK.search(bare):
        return match.start(), f"the code that starts here with {match[0]} never ends", f"close it with {match[0]}"
    bolds = list(_BOLD.finditer(bare))
    if len(bolds) % 2 and bare.count("**") % 2:
        last = bolds[-1] if bare[bolds[-1].end() : bolds[-1].end() + 1].strip() else bolds[0]
        return last.start(), "these ** have no counterpart", "close the strong words with **, or delete the stars"
    for match in _OPEN_LINK.finditer(bare):
        if not match["end"] or match["end"] == "\n":
            return match.start(), "this link is not closed", "write [words](https://…), with the bracket at the end"
        if match["end"] == " " and not re.match(r'[^\n]*?["\')]\s*\)', bare[match.end() :]) and match["target"]:
            return match.start(), "there is a space in this link", "take it out, or write %20"
    if match := _HALF_LINK.search(bare):
        return match.start(), "the words of this link have no closing bracket", "write [words](https://…)"
    if match := _SPACED_LINK.search(bare):
        return match.start(), "Markdown makes no link of this", "write [words](https://…), without a space between"
    if "][" in bare:
        known = {match["ref"].casefold() for match in _DEFINED.finditer(bare)}
        for match in _REFERENCE.finditer(bare):
            if (match["ref"] or match["label"]).casefold() not in known:
                return (
                    match.start(),
                    f"what '[{match['ref'][:30]}]' refers to is not in this text",
                    "write [words](https://…)",
                )
    return None
