"""A text mixes full-width and half-width punctuation.

Why: Chinese text is set with full-width marks; a half-width comma between two characters looks like a slip, as does a
full-width comma in English. Both come from the keyboard's other mode.

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
          zh-CN: 策略热加载,变更无需重启

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
from .scripts import LATIN, scripts_of
from .spoken import Spoken

CODE, NAME, SEVERITY = "RC704", "mixed-punctuation", "advice"

_HAN = "[\u3400-\u9fff]"  # one range, since a pattern with several of this size takes long to compile
_WIDE = "、。！（），：；？"
_WIDE_FOR = dict(zip(",.!():;?", "，。！（）：；？", strict=True))
_HALF_FOR = {wide: half for half, wide in _WIDE_FOR.items()} | {"、": ","}

_BETWEEN = re.compile(rf"(?<={_HAN})[,;!?](?={_HAN})|(?<={_HAN})\.(?=[\s\0]|\Z)")
"""What is half-width for certain."""
_AFTER = re.compile(rf"(?<={_HAN})[,;:!?](?=[\s\0]|\Z|{_HAN})")
"""What is half-width where the rest of the text is not."""
_PAIR = re.compile(r"(?P<open>[(（])[^()（）\n\0]*(?P<close>[)）])")
_IN_LATIN = re.compile(rf"(?<=[A-Za-z0-9])[、。！，：；？](?!{_HAN})")


def check_language(spoken: Spoken) -> Iterator[Problem]:
    """Chinese text has full-width marks after its characters, Latin text has none, and brackets match."""
    if not _may_be_odd(spoken):
        return
    for passage in spoken.passages():
        at, sign = find_odd(passage.text, spoken.language)
        if not sign:
            continue
        if sign in _WIDE_FOR:
            message, hint = f"'{sign}' is half-width in a Chinese text", f"write '{_WIDE_FOR[sign]}'"
        else:
            message, hint = f"'{sign}' is full-width in a text that is not", f"write '{_HALF_FOR[sign]}'"
        yield passage.problem(CODE, NAME, message, hint, "advice", at=at)


def _may_be_odd(spoken: Spoken) -> bool:
    if not _is_chinese(spoken.language):
        return _IN_LATIN.search(spoken.words) is not None
    words = spoken.words
    return bool(_AFTER.search(words) or _BETWEEN.search(words)) or any(
        (pair["open"] == "(") != (pair["close"] == ")") for pair in _PAIR.finditer(words)
    )


def _is_chinese(language: str) -> bool:
    return language.lower().split("-")[0] == "zh"


def find_odd(text: str, language: str) -> tuple[int, str]:
    """The first mark of the wrong width, and its place; an empty text where there is none."""
    is_chinese, text = _is_chinese(language), prose(text)
    if not is_chinese and scripts_of(language) != (LATIN,):
        return -1, ""
    pattern = _IN_LATIN if not is_chinese else _AFTER if any(sign in text for sign in _WIDE) else _BETWEEN
    found = [
        (match.start(), match[0]) for match in (pattern.search(text), is_chinese and _BETWEEN.search(text)) if match
    ]
    for pair in _PAIR.finditer(text) if is_chinese else ():
        if (pair["open"] == "(") != (pair["close"] == ")"):
            found.append((pair.start(), "(") if pair["open"] == "(" else (pair.end() - 1, ")"))
            break
    return min(found, default=(-1, ""))
