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
from ..texts import Passage
from .prose import prose
from .scripts import belongs_to, characters_of, han, not_latin

CODE, NAME, SEVERITY = "RC705", "other-characters", "warning"

find_suspects = not_latin

FEWEST = 3
"""Different characters of the other standard."""
SHARE = 10
"""Of so many Chinese characters at least one belongs to the other standard; in a text that does, every third or so."""


def check_text(passage: Passage) -> Iterator[Problem]:
    """A text under a tag that says which characters it wants has hardly any of the others."""
    if passage.kind == "address":
        return
    language = str(passage.where[-1])
    wanted = characters_of(language)
    if wanted is None:
        return
    characters = han(prose(passage.text))
    odd = [character for character in characters if belongs_to(character) not in (wanted, None)]
    found = list(dict.fromkeys(odd))
    if len(found) >= FEWEST and len(odd) * SHARE >= len(characters):
        other = "traditional" if wanted == "simplified" else "simplified"
        yield passage.problem(
            CODE, NAME, f"this text stands under '{language}', but has {other} characters, such as {found[0]}",
            f"write it in {wanted} characters, or give it a key of its own", "warning",
            at=passage.text.find(found[0]),
        )  # fmt: skip
