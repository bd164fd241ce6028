"""Which places of a record hold prose."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.release import SECTIONS
from ..problems import RecordPath

_KEYS = frozenset((
    "text", "details", "short", "summary", "title", "impact", "action", "replacement", "workaround", "when", "until",
    "note", "reason", "review_notes", "benefit", "audience",
))  # fmt: skip
_LISTS = frozenset((*SECTIONS, "before", "during", "after", "steps", "how_to_test"))


def is_prose(path: RecordPath, languages: Sequence[str]) -> bool:
    """Whether a text stands at the path that is written for readers, in whatever language."""
    if len(path) > 1 and path[-1] in languages:
        path = path[:-1]
    if path and isinstance(path[-1], int):
        return len(path) > 1 and path[-2] in _LISTS
    return bool(path) and path[-1] in _KEYS
