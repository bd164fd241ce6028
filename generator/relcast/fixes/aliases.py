"""Keys in the spelling of other tools: `added`, `bugfixes`, `新增功能` become the record's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model.release import SECTIONS
from ..problems import RecordPath
from ..records.edit import Edit
from ..records.outline import Part
from ..records.spellings import meant_key
from .fix import Fix, Record, Rename

RULE = "unknown-key"

_DOUBTFUL = frozenset(("issues", "bugs", "changes", "change", "功能", "特性"))
"""What other tools mean by these differs; a hint may guess, a fix must not."""


def find(record: Record) -> Iterator[Fix]:
    """Spellings of sections, and of a change's `text`. Where two keys would become one, both are left to the author."""
    if record.kind not in ("release", "unreleased") or record.outline.kind != "keys":
        return
    yield from _renamed(record.outline, (), frozenset(SECTIONS))
    for key, section in record.outline.keys:
        if meant_key(key.value) in SECTIONS:
            for position, item in enumerate(section.items):
                yield from _renamed(item, (key.value, position), frozenset({"text"}))


def _renamed(part: Part, path: RecordPath, wanted: frozenset[str]) -> Iterator[Fix]:
    meanings = [(key, meant_key(key.value)) for key, _ in part.keys]
    count = Counter(meaning for _, meaning in meanings)
    for key, meaning in meanings:
        is_clear = meaning in wanted and count[meaning] == 1 and key.value.strip().lower() not in _DOUBTFUL
        if meaning is not None and is_clear and meaning != key.value:
            yield Fix((Edit(key.start, key.end, meaning),), Rename((*path, key.value), meaning))
