"""Ids that published changes lack: exactly the derived ones, so that every link that is out in the world holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.release import change_id
from ..records.edit import Edit, line_end
from ..records.outline import Part
from .fix import Fix, Put, Record

RULE = None

_LINE_START = re.compile(r"\n(?=[ \t]*[^ \t\r\n])")


def find(record: Record) -> Iterator[Fix]:
    """Public changes of a published release that have no id. A derived id that is taken is left alone."""
    if record.release is None or not record.is_published or not isinstance(record.data, dict):
        return
    changes = list(record.release.changes())
    taken = {change.id for _, _, change in changes if change.id}
    for section, position, change in changes:
        derived = change_id(section, position, change)
        part, data = record.outline.find(section), record.data.get(section)
        if change.id or change.internal or derived in taken or part is None or not isinstance(data, list):
            continue
        item, meaning = part.items[position], data[position]
        where = (section, position)
        if isinstance(meaning, dict) and "text" in meaning:
            yield Fix((_before_first_key(record.text, item, derived),), Put((*where, "id"), derived))
        else:
            edits = _wrapped(record.text, item, derived, in_brackets=part.is_flow)
            yield Fix(tuple(edits), Put(where, {"id": derived, "text": meaning}))


def _before_first_key(text: str, item: Part, derived: str) -> Edit:
    first = item.keys[0][0]
    after = ", " if item.is_flow else f"{line_end(text)}{' ' * first.column}"
    return Edit(first.start, first.start, f"id: {derived}{after}")


def _wrapped(text: str, item: Part, derived: str, *, in_brackets: bool) -> Iterator[Edit]:
    """A change that is its text alone becomes keys; its further lines are indented as far as those need."""
    if in_brackets:
        yield Edit(item.start, item.start, f"{{id: {derived}, text: ")
        yield Edit(item.end, item.end, "}")
        return
    indent = line_end(text) + " " * item.column
    gap = " " if item.kind == "scalar" or item.is_flow else f"{indent}  "
    yield Edit(item.start, item.start, f"id: {derived}{indent}text:{gap}")
    for match in _LINE_START.finditer(text, item.start, item.last_sign()):
        yield Edit(match.end(), match.end(), "  ")
