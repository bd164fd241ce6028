"""Blanks at the ends of lines, where they mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records.edit import Edit
from .fix import Fix, Record

RULE = None

_BLANKS = re.compile(r"[ \t]+(?=\r?\n|\Z)")


def find(record: Record) -> Iterator[Fix]:
    """All but those inside text in quotes or below `|` and `>`: there they may be meant."""
    kept = [
        (part.start, part.end)
        for _, whole in record.outline.walk()
        for part in (whole, *(key for key, _ in whole.keys))
        if part.kind == "scalar" and part.style
    ]
    kept.sort()
    edits = []
    at = 0
    for match in _BLANKS.finditer(record.text):
        while at < len(kept) and kept[at][1] <= match.start():
            at += 1
        if at == len(kept) or match.start() < kept[at][0]:
            edits.append(Edit(match.start(), match.end(), ""))
    if edits:
        yield Fix(tuple(edits))
