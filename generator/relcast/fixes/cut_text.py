"""Text that YAML cuts at ` #`: the whole of it goes into quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..records.edit import Edit
from ..records.write import inline
from .fix import Fix, Put, Record
from .prose import is_prose

RULE = "cut-text"

_REST = re.compile(r"[ \t]+#(?=\S)[^\r\n]*")


def find(record: Record) -> Iterator[Fix]:
    """Prose on one line with a `#` behind it that has no blank after it, so that it was hardly meant as a comment."""
    for path, part in record.outline.walk():
        if part.kind != "scalar" or part.style or not part.value or not is_prose(path, record.languages):
            continue
        rest = _REST.match(record.text, part.end)
        if rest is None or "\n" in record.text[part.start : part.end]:
            continue
        meant = part.value + rest[0].rstrip()
        yield Fix((Edit(part.start, rest.end(), inline(meant)),), Put(path, meant))
