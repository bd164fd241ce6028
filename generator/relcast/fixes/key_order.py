"""Keys in the order in which records are read: what it is, what changed, how to upgrade."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model.release import SECTIONS
from ..records.edit import Edit
from ..records.outline import Part
from .fix import Fix, Record

RULE = None

RECORD_ORDER = (
    "version", "date", "undated", "status", "urgency", "title", "summary", *SECTIONS,
    "upgrade", "rollback", "tests", "scans", "artifacts", "submission", "revisions", "withdrawn",
)  # fmt: skip
CHANGE_ORDER = (
    "id", "text", "details", "short", "component", "category", "highlight", "internal", "only", "except", "breaking",
    "security", "affected", "workaround", "removed_in", "replacement", "deprecation", "resolves", "links",
)  # fmt: skip

_COMMENT = re.compile(r"[ \t]*#[^\n]*\n")


def find(record: Record) -> Iterator[Fix]:
    """Whole records, and the changes in them, each on its own. What stands in brackets is left as it is."""
    if record.kind not in ("release", "unreleased") or record.outline.kind != "keys":
        return
    if not (moved := _sorted(record.text, record.outline, RECORD_ORDER)):
        for section in SECTIONS:
            if part := record.outline.find(section):
                for item in part.items:
                    yield from _sorted(record.text, item, CHANGE_ORDER)
    yield from moved


def _sorted(text: str, part: Part, order: Sequence[str]) -> list[Fix]:
    """The entries of a mapping in order, each with the comments right above it; what can't be told apart stays."""
    names = [key.value for key, _ in part.keys]
    if part.is_flow or len(names) < 2 or not set(names) <= set(order):
        return []
    wanted = sorted(range(len(names)), key=lambda index: order.index(names[index]))
    if wanted == list(range(len(names))):
        return []
    starts = [part.keys[0][0].start]
    for key, _ in part.keys[1:]:
        line = text.rfind("\n", 0, key.start) + 1
        if text[line : key.start].strip():
            return []
        starts.append(_with_comments(text, line, starts[-1]))
    end = text.find("\n", part.last_sign() - 1) + 1
    if not end:
        return []  # the last line has no end, and would run into the next one
    if part.column == 0:
        end = len(text) if text.endswith("\n") else end
    indent = " " * part.keys[0][0].column
    chunks = [text[start:stop] for start, stop in zip(starts, [*starts[1:], end], strict=True)]
    chunks[0] = indent + chunks[0]
    joined = "".join(chunks[index] for index in wanted)
    if not joined.startswith(indent) or joined[len(indent) :].startswith(("#", " ")):
        return []  # a comment can't come between a dash and its first key
    return [Fix((Edit(starts[0], end, joined[len(indent) :]),))]


def _with_comments(text: str, line: int, after: int) -> int:
    """Where the comments begin that stand right above a line."""
    while line > after:
        above = text.rfind("\n", 0, line - 1) + 1
        if above <= after or not _COMMENT.fullmatch(text, above, line):
            break
        line = above
    return line
