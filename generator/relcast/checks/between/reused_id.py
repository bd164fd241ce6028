"""A change has the id of an earlier release's, but hardly a word in common with it.

Why: the same id in two releases says that it is one change. Who upgrades past both is told of it once, in one wording,
so the other one is lost. It comes of copying an older record and writing new words under its ids.

Bad (two files of one product):

    version: 2.2.0
    date: 2026-10-20
    fixes:
      - id: proxy-sessions
        text: Sessions no longer expire early behind a proxy
    ---
    version: 2.3.0
    date: 2026-11-20
    fixes:
      - id: proxy-sessions
        text: The audit log keeps the time zone of its entries

Good:

    version: 2.2.0
    date: 2026-10-20
    fixes:
      - id: proxy-sessions
        text: Sessions no longer expire early behind a proxy
    ---
    version: 2.3.0
    date: 2026-11-20
    fixes:
      - id: audit-log-time-zone
        text: The audit log keeps the time zone of its entries
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.change import Change
from ...model.release import shared_id
from ...problems import Problem

CODE, NAME, SEVERITY = "RC423", "reused-id", "warning"
SUBJECTS = ("id",)

_WORDS = re.compile(r"[^\W\d_]{4,}")
"""Shorter ones, such as `the`, stand in any text."""
_HAN = re.compile(r"(?=([\u3400-\u9fff]{2}))")
"""Two characters in a row, as texts without spaces have no words to be told apart."""


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Within a section, what stands under one id in two releases shares words, an advisory or a link.

    Undated history is left alone: its ids were made from what its source had.
    """
    earlier: dict[tuple[str, str], tuple[VersionedRelease, Change]] = {}
    for entry in reversed(history.releases):
        if entry.release.undated:
            continue
        for section, position, change in entry.release.changes():
            if id := shared_id(change):
                first, known = earlier.setdefault((section, id), (entry, change))
                if first is not entry and known.text != change.text and not _is_related(known, change):
                    yield Problem(
                        CODE, NAME, f"{first.version.text} tells of another change under the id '{id}'",
                        "give this change an id of its own; if it is the same change, tell it in similar words",
                        "warning", path=entry.file, where=(section, position, "id"),
                    )  # fmt: skip


def _is_related(one: Change, other: Change) -> bool:
    """Whether they have a fifth of their words, an advisory or a link in common, or too few words to tell."""
    if not _pointers(one).isdisjoint(_pointers(other)):
        return True
    here, there = _words(one), _words(other)
    return len(here & there) * 5 >= min(len(here), len(there))


def _words(change: Change) -> set[str]:
    said = " ".join(change.text.values()).lower()
    return {*_WORDS.findall(said), *_HAN.findall(said)}


def _pointers(change: Change) -> set[str]:
    return {*(change.security.ids if change.security else ()), *(link.url for link in change.links)}
