"""Two languages of a text differ in what is the same in every language: code, links, versions, numbers.

Why: one of them was changed and the other forgotten; half of your readers then type the old command, or wait for the
old day.

Bad:

    # vendor.yaml
    name: Acme Cloud
    languages: [en, zh-CN]
    ---
    version: 2.3.0
    date: 2026-11-20
    features:
      - text:
          en: Set `policy.reload` to `auto` to reload policies without a restart
          zh-CN: 将 `policy.hot_reload` 设为 `auto`，策略变更无需重启

Good:

    # vendor.yaml
    name: Acme Cloud
    languages: [en, zh-CN]
    ---
    version: 2.3.0
    date: 2026-11-20
    features:
      - text:
          en: Set `policy.reload` to `auto` to reload policies without a restart
          zh-CN: 将 `policy.reload` 设为 `auto`，策略变更无需重启
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem, Severity
from ..texts import Passage, notice_passages, passages
from .marks import Marks, marks
from .translations import Translated, translated

CODE, NAME, SEVERITY = "RC702", "stale-translation", "warning"


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """What a text in several languages marks as code, links to and counts is the same in each."""
    if len(history.vendor.languages) > 1:
        yield from _differing(passages(entry))


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """So it is in the texts of each notice."""
    if len(history.vendor.languages) > 1:
        for notice, file in zip(history.notices, history.notice_files, strict=False):
            yield from _differing(notice_passages(notice, file))


def _differing(found: Iterable[Passage]) -> Iterator[Problem]:
    for text in translated(found):
        if len(text.by_language) > 1:
            yield from _compare(text)


def _compare(text: Translated) -> Iterator[Problem]:
    """Each language with the first one; the first difference of each is told."""
    (first, original), *rest = text.by_language.items()
    for language, translation in rest:
        difference = find_difference(original, translation, first, language)
        if difference is not None:
            message, severity = difference
            yield Problem(
                CODE, NAME, message, "bring the two together; one of them may be older", severity,
                path=text.path, where=(*text.where, language),
            )  # fmt: skip


def find_difference(one: str, other: str, first: str, second: str) -> tuple[str, Severity] | None:
    """What differs between a text in two languages, in words; a number is a weaker sign than a command."""
    here, there = marks(one), marks(other)
    for what, mine, theirs in (
        ("the code", here.code, there.code),
        ("the version", here.versions, there.versions),
    ):
        for ours, others, text, has, lacks in (
            (mine, theirs, other, first, second),
            (theirs, mine, one, second, first),
        ):
            missing = next((mark for mark in ours if mark not in others and not _says(text, mark)), None)
            if missing is not None:
                shown = missing if len(missing) <= 60 else f"{missing[:57]}..."
                return f"{what} '{shown}' is in {has}, but not in {lacks}", "warning"
    return _links(here, there, first, second) or _numbers(here, there, first, second)


def _says(text: str, mark: str) -> bool:
    """Whether a text has the same without a mark-up, and not as part of a longer number or word."""
    before = r"(?<![\w.])v?" if mark[0].isdigit() else r"(?<!\w)"
    after = r"(?![\w.]*\w)" if mark[-1].isdigit() else r"(?!\w)"
    return re.search(f"{before}{re.escape(mark)}{after}", text, re.IGNORECASE | re.ASCII) is not None


def _links(here: Marks, there: Marks, first: str, second: str) -> tuple[str, Severity] | None:
    if len(here.links) == len(there.links):
        return None
    return f"{first} has {_count(here.links)}, {second} has {len(there.links) or 'none'}", "warning"


def _count(links: list[str]) -> str:
    return "one link" if len(links) == 1 else f"{len(links) or 'no'} links"


def _numbers(here: Marks, there: Marks, first: str, second: str) -> tuple[str, Severity] | None:
    """A number on each side that the other lacks; on one side alone it may be spelled out on the other."""
    mine = [number for number in here.numbers if number not in there.numbers]
    theirs = [number for number in there.numbers if number not in here.numbers]
    if not mine or not theirs:
        return None
    return f"{first} says {mine[0]} where {second} says {theirs[0]}", "advice"
