"""A text is not in the language it stands under.

Why: readers of that language can't read it, and pages, feeds and voices announce it as theirs. A name or a label in
another script is no fault, and neither is a line that only lists names and versions.

Bad:

    # vendor.yaml
    name: Acme Cloud
    languages: [en, zh-CN]
    ---
    version: 2.3.0
    date: 2026-11-20
    features:
      - text:
          en: 策略热加载，变更无需重启
          zh-CN: 策略热加载，变更无需重启

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

import re
from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem
from ..texts import Passage, passages
from .prose import prose
from .scripts import LATIN, count, foreign_to, not_latin, scripts_of

CODE, NAME, SEVERITY = "RC703", "wrong-language", "warning"

find_suspects = not_latin

FEWEST = 4
"""Letters of another script; fewer may be a name."""
SENTENCE = 6
"""Words in small Latin letters; fewer may stand between names."""

_HINT = "put it under the key of its own language, or translate it"
_WORD = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")


def check_text(passage: Passage) -> Iterator[Problem]:
    """A text is mostly written in the scripts of its language, or in Latin letters."""
    language = str(passage.where[-1])
    scripts = scripts_of(language)
    if passage.kind == "address" or not scripts:
        return
    words = prose(passage.text)
    own = sum(count(words, script) for script in scripts)
    for script in foreign_to(scripts):
        foreign = count(words, script)
        if foreign >= FEWEST and foreign * 2 >= own:
            message = f"this text stands under '{language}', but is written in {script}"
            yield passage.problem(CODE, NAME, message, _HINT, "warning")
            return


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """A sentence in a language with letters of its own has some."""
    if all(LATIN in scripts_of(language) for language in history.vendor.languages):
        return
    for passage in passages(entry):
        language = str(passage.where[-1])
        scripts = scripts_of(language) if passage.kind != "address" else ()
        if not scripts or LATIN in scripts or not passage.text.isascii():
            continue
        if len(_WORD.findall(prose(passage.text))) >= SENTENCE:
            message = f"this text stands under '{language}', but has no {scripts[0]}"
            yield passage.problem(CODE, NAME, message, _HINT, "warning")
