"""A change has the words of an earlier release's, but another id.

Why: the same id in two releases says that it is one change, such as a fix that went into two lines. Under another id
readers of both count it twice, and links between them are cut.

Bad (two files of one product):

    version: 2.2.9
    date: 2026-10-20
    fixes:
      - id: proxy-sessions
        text: Sessions no longer expire early behind a proxy
    ---
    version: 2.3.1
    date: 2026-10-20
    fixes:
      - id: sessions-behind-proxy
        text: Sessions no longer expire early behind a proxy

Good:

    version: 2.2.9
    date: 2026-10-20
    fixes:
      - id: proxy-sessions
        text: Sessions no longer expire early behind a proxy
    ---
    version: 2.3.1
    date: 2026-10-20
    fixes:
      - id: proxy-sessions
        text: Sessions no longer expire early behind a proxy
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.change import Change
from ...model.release import shared_id
from ...problems import Problem, RecordPath

CODE, NAME, SEVERITY = "RC420", "renamed-id", "advice"
SUBJECTS = ("id",)

FEWEST_WORDS = 5
"""Shorter texts, such as `Updated dependencies`, are said again and again of different changes."""
FEWEST_HAN = 12
"""The same, in characters, for texts without spaces between words."""

_Found = tuple[VersionedRelease, RecordPath, Change]


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Within a section, the same words with the same links stand under one id in two releases.

    Words under three ids are a formula. Undated history is left alone: its ids were made from what its source had.
    """
    by_words: dict[tuple[str, str], dict[str, _Found]] = {}
    for entry in reversed(history.releases):
        if entry.release.undated:
            continue
        for section, position, change in entry.release.changes():
            if id := shared_id(change):
                words = next(iter(change.text.values()))
                found: _Found = (entry, (section, position, "id"), change)
                by_words.setdefault((section, words), {}).setdefault(id, found)
    for (_, words), by_id in by_words.items():
        if len(by_id) != 2 or not _is_particular(words):
            continue
        (first, _, known), (entry, where, change) = by_id.values()
        if entry is first or known.links != change.links or known.component != change.component:
            continue  # twice in one release is another rule's
        if _bare(known) == _bare(change):
            continue  # so is an id that differs by a hyphen or a dot alone
        yield Problem(
            CODE, NAME, f"{first.version.text} has the same words under the id '{known.id}'",
            f"write `id: {known.id}` if it is the same change, else say what differs", "advice",
            path=entry.file, where=where,
        )  # fmt: skip


def _bare(change: Change) -> str:
    return (change.id or "").replace("-", "").replace(".", "")


def _is_particular(words: str) -> bool:
    return len(words.split()) >= FEWEST_WORDS or (not words.isascii() and len(words) >= FEWEST_HAN)
