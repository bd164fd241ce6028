"""A Chinese text has traditional characters where its tag asks for simplified ones, or the other way round.

Why: readers in mainland China, Taiwan and Hong Kong each expect their own; the other form reads as careless. Only
several characters that the one standard has and the other lacks count, so that a name is no fault.

Bad:

    # vendor.yaml
    name: Acme Cloud
    languages: [en, zh-CN]
    ---
    version: 2.3.0
    date: 2026-11-20
    features:
      - text:
          en: Reload policies without a restart
          zh-CN: 策略熱加載，變更無需重啟

Good:

    # vendor.yaml
    name: Acme Cloud
    languages: [en, zh-CN]
    ---
    version: 2.3.0
    date: 2026-11-20
    features:
      - text:
          en: Reload policies without a restart
          zh-CN: 策略热加载，变更无需重启
"""

from __future__ import annotations

from collections.abc import Iterator

from ...problems import Problem
from .prose import prose
from .scripts import belongs_to, characters_of, han
from .spoken import Spoken

CODE, NAME, SEVERITY = "RC705", "other-characters", "warning"

FEWEST = 3
"""Different characters of the other standard."""
SHARE = 10
"""Of so many Chinese characters at least one belongs to the other standard; in a text that does, every third or so."""


def check_language(spoken: Spoken) -> Iterator[Problem]:
    """A text under a tag that says which characters it wants has hardly any of the others."""
    wanted = characters_of(spoken.language)
    if wanted is None or sum(belongs_to(sign) not in (wanted, None) for sign in set(spoken.words)) < FEWEST:
        return
    for passage in spoken.passages():
        odd = find_odd(passage.text, spoken.language)
        if odd:
            other = "traditional" if wanted == "simplified" else "simplified"
            yield passage.problem(
                CODE, NAME, f"this text stands under '{spoken.language}', but has {other} characters, such as {odd}",
                f"write it in {wanted} characters, or give it a key of its own", "warning",
                at=passage.text.find(odd),
            )  # fmt: skip


def find_odd(text: str, language: str) -> str:
    """The first character of the other standard in a text that has too many of them; else empty."""
    wanted = characters_of(language)
    characters = han(prose(text))
    odd = [character for character in characters if belongs_to(character) not in (wanted, None)] if wanted else []
    return odd[0] if len(set(odd)) >= FEWEST and len(odd) * SHARE >= len(characters) else ""
