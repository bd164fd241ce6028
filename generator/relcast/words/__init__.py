"""Our own words on pages, in feeds and in console text, by language.

A word has a key and stands in the module of the place where it is shown, in every language that we speak. `words` looks
all of them up. A vendor may declare any language; where we have no words for it, English stands in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from . import (
    across,
    changes,
    checklist,
    console,
    console_text,
    notices,
    product,
    release,
    remarks,
    rules,
    subscribing,
    upgrade_pages,
    upgrading,
    writing,
)

PLACES = (
    writing,
    changes,
    release,
    upgrading,
    upgrade_pages,
    product,
    across,
    notices,
    subscribing,
    console_text,
    console,
    remarks,
    checklist,
    rules,
)
"""Where words are shown: a module each, `WORDS` by key, in English and in Chinese."""

_EN = {key: english for place in PLACES for key, (english, _) in place.WORDS.items()}
_ZH = {key: chinese for place in PLACES for key, (_, chinese) in place.WORDS.items()}

_CHINESE = ("zh", "zh-cn", "zh-hans", "zh-sg")


def words(language: str) -> Mapping[str, str]:
    """Our words in a language (BCP 47 tag); English where we have none."""
    tag = language.lower()
    return _ZH if tag in _CHINESE or tag.startswith("zh-hans") else _EN


def language_name(language: str) -> str:
    """How a language calls itself, or its tag where we don't know."""
    table = words(language)
    return table["language.name"] if table is not _EN or language.lower().startswith("en") else language


def duration_words(duration: timedelta, language: str) -> str:
    """A duration in words, largest unit first: `1 h 30 min`, `1 小时 30 分钟`; none at all is said so."""
    table = words(language)
    seconds = int(duration.total_seconds())
    parts = []
    for unit, size in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        amount, seconds = divmod(seconds, size)
        if amount:
            parts.append(table[f"unit.{unit}"].format(n=amount))
    return " ".join(parts) or table["none"]
