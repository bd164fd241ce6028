"""Two changes of a release have the same words.

Why: it is nearly always a copy that was to be changed; readers see the same line twice and wonder about the difference.

Bad:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - id: proxy-sessions
        text: Sessions no longer expire early behind a proxy
      - id: balancer-sessions
        text: Sessions no longer expire early behind a proxy

Good:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - id: proxy-sessions
        text: Sessions no longer expire early behind a proxy
      - id: balancer-sessions
        text: Sessions no longer expire early behind a load balancer
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.change import Change
from ...problems import Problem

CODE, NAME, SEVERITY = "RC419", "same-words", "warning"

FEWEST = 12
"""Characters; shorter texts, such as the name of a part, may well stand twice."""


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """No two changes of one section say the same for the same component, listings and readers.

    Undated history is left alone: it says what its source said.
    """
    release = entry.release
    if release.undated:
        return
    for section in ("features", "improvements", "fixes", "deprecations", "removals", "known_issues"):
        changes: list[Change] = getattr(release, section)
        if len(changes) < 2 or len({next(iter(change.text.values())) for change in changes}) == len(changes):
            continue
        first: dict[str, tuple[int, Change]] = {}
        for position, change in enumerate(changes):
            words = next(iter(change.text.values()))
            before = first.setdefault(words, (position, change))
            if before[1] is not change and len(words) >= FEWEST and _tells_the_same(before[1], change):
                yield Problem(
                    CODE, NAME, f"{_named(*before)} of this section says the same",
                    "say what differs, or join the two", "warning", path=entry.file, where=(section, position, "text"),
                )  # fmt: skip


def _tells_the_same(one: Change, other: Change) -> bool:
    keys = ("component", "details", "only", "except_", "internal", "security")
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def _named(position: int, change: Change) -> str:
    return f"the change '{change.id}'" if change.id else f"change number {position + 1}"
