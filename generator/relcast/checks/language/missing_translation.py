"""A text lacks one of the languages that the rest of its record has.

Why: readers of that language find a sentence of another in the middle of theirs; nothing is hidden, but nobody meant
it. A record that is not translated at all is another matter: `untranslated-record` can ask for that.

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
          zh-CN: 策略热加载，变更无需重启
      - text: Split traffic between services by weight

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
      - text:
          en: Split traffic between services by weight
          zh-CN: 支持按权重在多个服务之间分配流量
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem
from ..texts import Passage, notice_passages, passages
from .prose import prose
from .translations import Translated, translated

CODE, NAME, SEVERITY = "RC701", "missing-translation", "advice"

_WORD = re.compile(r"[^\W\d_]{2,}")


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Each text has the languages that any text of the record has."""
    if len(history.vendor.languages) > 1:
        yield from _missing(passages(entry), history)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """So have the texts of each notice."""
    if len(history.vendor.languages) > 1:
        for notice, file in zip(history.notices, history.notice_files, strict=False):
            yield from _missing(notice_passages(notice, file), history)


def _missing(found: Iterable[Passage], history: ProductHistory) -> Iterator[Problem]:
    texts = [text for text in translated(found) if text.where[-1] != "short"]  # written for one console, if at all
    spoken = {language for text in texts for language in text.by_language}
    languages = [language for language in history.vendor.languages if language in spoken]
    for text in texts:
        lacks = [language for language in languages if language not in text.by_language]
        if lacks and _needs_translation(text):
            shown = next(iter(text.by_language))
            keys = " and ".join(f"`{language}:`" for language in lacks)
            yield Problem(
                CODE, NAME, f"this text has no {' and no '.join(lacks)}, which other texts here have",
                f"add {keys} beside `{shown}:`; until then readers see the text in {shown}", "advice",
                path=text.path, where=text.where,
            )  # fmt: skip


def _needs_translation(text: Translated) -> bool:
    """False for what reads alike everywhere: a command, a version, a name."""
    words = prose(next(iter(text.by_language.values())))
    return not words.isascii() or len(_WORD.findall(words)) > 1
