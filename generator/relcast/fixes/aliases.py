"""Keys in the spelling of other tools: `added`, `bugfixes`, `新增功能` become the record's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model.release import SECTIONS
from ..problems import RecordPath
from ..records.edit import Edit
from ..records.outline import Part
from ..records.reader import Data
from ..records.spellings import meant_key
from .fix import Fix, Record, Rename

RULE = "unknown-key"

_DOUBTFUL = frozenset(("issues", "bugs", "changes", "change", "功能", "特性"))
"""What other tools mean by these differs; a hint may guess, a fix must not."""


def find(record: Record) -> Iterator[Fix]:
    """Spellings of sections, and of a change's `text`. Where two keys would become one, both are left to the author."""
    if record.kind not in ("release", "unreleased") or record.outline.kind != "keys":
        return
    yield from _renamed(record.outline, (), frozenset(SECTIONS), record.data)
    for key, section in record.outline.keys:
        data = record.data.get(key.value) if isinstance(record.data, dict) else None
        if meant_key(key.value) in SECTIONS and isinstance(data, list):
            for position, (item, inside) in enumerate(zip(section.items, data, strict=True)):
                yield from _renamed(item, (key.value, position), frozenset({"text"}), inside)


def _renamed(part: Part, path: RecordPath, wanted: frozenset[str], data: Data) -> Iterator[Fix]:
    meanings = [(key, meant_key(key.value)) for key, _ in part.keys]
    count = Counter(meaning for _, meaning in meanings)
    for key, meaning in meanings:
        is_clear = meaning in wanted and count[meaning] == 1 and key.value.strip().lower() not in _DOUBTFUL
        if meaning is not None and is_clear and meaning != key.value:
            holds = isinstance(data, dict) and key.value in data  # a key without a value is not there
            yield Fix((Edit(key.start, key.end, meaning),), Rename((*path, key.value), meaning) if holds else None)
