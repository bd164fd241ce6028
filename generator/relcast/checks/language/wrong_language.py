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

from ...problems import Problem
from .prose import prose
from .scripts import LATIN, count, foreign_to, scripts_of, sign_of_foreign
from .spoken import BREAK, Spoken

CODE, NAME, SEVERITY = "RC703", "wrong-language", "warning"

FEWEST = 4
"""Letters of another script; fewer may be a name."""
SENTENCE = 6
"""Words in small Latin letters; fewer may stand between names."""

_WORD = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")


def check_language(spoken: Spoken) -> Iterator[Problem]:
    """A text is mostly in the scripts of its language, or in Latin letters; a sentence of these alone is not."""
    scripts = scripts_of(spoken.language)
    if not scripts or not (_has_foreign(spoken, scripts) or _has_latin_alone(spoken, scripts)):
        return
    for passage in spoken.passages():
        fault = find_fault(passage.text, spoken.language)
        if fault:
            message = f"this text stands under '{spoken.language}', but {fault}"
            hint = "put it under the key of its own language, or translate it"
            yield passage.problem(CODE, NAME, message, hint, "warning")


def _has_foreign(spoken: Spoken, scripts: tuple[str, ...]) -> bool:
    return sign_of_foreign(scripts).search(spoken.words) is not None


def _has_latin_alone(spoken: Spoken, scripts: tuple[str, ...]) -> bool:
    return LATIN not in scripts and any(text.isascii() for text in spoken.words.split(BREAK))


def find_fault(text: str, language: str) -> str | None:
    """Why a text can't be in a language, as the end of a sentence."""
    scripts = scripts_of(language)
    words = prose(text)
    own = sum(count(words, script) for script in scripts)
    for script in foreign_to(scripts) if scripts and not words.isascii() else ():
        foreign = count(words, script)
        if foreign >= FEWEST and foreign * 2 >= own:
            return f"is written in {script}"
    if scripts and LATIN not in scripts and text.isascii() and len(_WORD.findall(words)) >= SENTENCE:
        return f"has no {scripts[0]}"
    return None
