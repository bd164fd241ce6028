"""Keys in the order in which records are read: what it is, what changed, how to upgrade."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..model.change import Change, Deprecation, KnownIssue, Removal
from ..model.release import SECTIONS
from ..records.edit import Edit
from ..records.outline import Part
from .fix import Fix, Record

RULE = None

_HEAD = ("version", "date", "undated", "status", "urgency", "title", "summary")
_TAIL = ("upgrade", "rollback", "tests", "scans", "artifacts", "submission", "revisions", "withdrawn")
_RECORD: Mapping[str, int] = {
    **{key: place for place, key in enumerate(_HEAD)},
    **{key: len(_HEAD) for key in SECTIONS},
    **{key: place for place, key in enumerate(_TAIL, len(_HEAD) + 1)},
}
_KINDS = (Change, Deprecation, Removal, KnownIssue)
_KEYS = {field.alias or name for kind in _KINDS for name, field in kind.model_fields.items()}
_CHANGE: Mapping[str, int] = {**dict.fromkeys(_KEYS, 2), "id": 0, "text": 1}
"""Where each key belongs; keys of the same place stay as their author put them."""

_COMMENT = re.compile(r"[ \t]*#[^\n]*\n")


def find(record: Record) -> Iterator[Fix]:
    """Whole records, and the changes in them, each on its own. What stands in brackets is left as it is."""
    if record.kind not in ("release", "unreleased") or record.outline.kind != "keys":
        return
    if moved := _sorted(record.text, record.outline, _RECORD):
        yield from moved
        return  # the changes move with it, and are looked at when it stands
    for section in SECTIONS:
        if part := record.outline.find(section):
            for item in part.items:
                yield from _sorted(record.text, item, _CHANGE)


def _sorted(text: str, part: Part, places: Mapping[str, int]) -> list[Fix]:
    """The entries of a mapping in order, each with the comments right above it; what can't be told apart stays."""
    names = [key.value for key, _ in part.keys]
    if part.is_flow or len(names) < 2 or not set(names) <= set(places):
        return []
    wanted = sorted(range(len(names)), key=lambda index: places[names[index]])
    if wanted == list(range(len(names))):
        return []
    first = part.keys[0][0]
    starts = [first.start]
    if part.column == 0:
        starts[0] = _with_comments(text, text.rfind("\n", 0, first.start) + 1, 0)
        if starts[0] == 0 and first.start and wanted[0] != 0:
            return []  # is the comment at the top about the whole file, or about its first key?
    for (key, _), (_, before) in zip(part.keys[1:], part.keys, strict=False):
        line = text.rfind("\n", 0, key.start) + 1
        if text[line : key.start].strip():
            return []
        starts.append(_with_comments(text, line, max(starts[-1], before.last_sign())))
    end = text.find("\n", part.last_sign() - 1) + 1
    if not end:
        return []  # the last line has no end, and would run into the next one
    if part.column == 0:
        end = len(text) if text.endswith("\n") else end
    indent = " " * first.column
    chunks = [text[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    chunks[0] = indent + chunks[0]
    joined = "".join(chunks[index] for index in wanted)
    if indent and (not joined.startswith(indent) or joined[len(indent) :].startswith(("#", " "))):
        return []  # a comment can't come between a dash and its first key
    return [Fix((Edit(starts[0], end, joined[len(indent) :]),))]


def _with_comments(text: str, line: int, after: int) -> int:
    """Where the comments begin that stand right above a line."""
    while line > after:
        above = text.rfind("\n", 0, line - 1) + 1
        if above < after or not _COMMENT.fullmatch(text, above, line):
            break
        line = above
    return line
