"""What a product's files say in each language, for rules that look at one language at a time.

Nearly every text is in its language. So all of a file's texts in one language are looked at together, and taken apart
only where a rule finds a sign that one of them is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from ...library.product import ProductHistory
from ...model.release import Release
from ...model.text import Words
from ...problems import Problem
from ..texts import Passage, notice_passages, passages, product_passages
from .scripts import LATIN, scripts_of

BREAK = "\0"
"""Stands between two texts that are looked at together."""


class Spoken(NamedTuple):
    """What a file says in one language."""

    language: str
    words: str
    """All texts, with `BREAK` between them."""
    find: Callable[[], Iterable[Passage]]
    """All passages of the file, in every language."""

    def passages(self) -> Iterator[Passage]:
        """The texts one by one, with their places."""
        return (found for found in self.find() if found.kind != "address" and found.where[-1] == self.language)


def spoken_in(history: ProductHistory) -> Iterator[Spoken]:
    """What each release, each notice and the product's own file say, language by language.

    Left out is what is ASCII in a language with Latin letters: there is nothing in it that these rules mind.
    """
    for entry in history.releases:
        by_language = _glance(entry.release)
        if by_language is None:
            by_language = _by_language(passages(entry))
        yield from _minded(by_language, lambda entry=entry: passages(entry))  # type: ignore[misc]
    for notice, file in zip(history.notices, history.notice_files, strict=False):
        found = tuple(notice_passages(notice, file))
        yield from _minded(_by_language(found), lambda found=found: found)  # type: ignore[misc]
    found = tuple(product_passages(history))
    yield from _minded(_by_language(found), lambda: found)


def _minded(by_language: Mapping[str, Sequence[str]], find: Callable[[], Iterable[Passage]]) -> Iterator[Spoken]:
    """What a file says, language by language, without what no rule minds."""
    for language, texts in by_language.items():
        words = BREAK.join(texts)
        if not (words.isascii() and _is_latin(language)):
            yield Spoken(language, words, find)


def check_languages(
    history: ProductHistory, checks: Iterable[Callable[[Spoken], Iterator[Problem]]]
) -> Iterator[Problem]:
    """What rules find that look at one language at a time."""
    checks = tuple(checks)
    for spoken in spoken_in(history):
        for check in checks:
            yield from check(spoken)


@cache
def _is_latin(language: str) -> bool:
    return LATIN in scripts_of(language)


def _by_language(found: Iterable[Passage]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for passage in found:
        if passage.kind != "address":
            texts.setdefault(str(passage.where[-1]), []).append(passage.text)
    return texts


def _glance(release: Release) -> dict[str, list[str]] | None:
    """The texts of a release by language, without their places; None where it says more than most do."""
    if release.upgrade or release.rollback or release.tests or release.revisions or release.withdrawn:
        return None
    if release.deprecations or release.known_issues:
        return None
    found: list[Words | None] = [release.title, release.summary]
    for section in (release.features, release.improvements, release.fixes, release.removals):
        for change in section:
            if change.breaking or change.short or change.internal:
                return None
            found.append(change.text)
            if change.details:
                found.append(change.details)
    texts: dict[str, list[str]] = {}
    for words in found:
        for language, text in words.items() if words else ():
            if language in texts:
                texts[language].append(text)
            else:
                texts[language] = [text]
    return texts
