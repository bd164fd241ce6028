"""Every text that readers see, and the rules that look at one text at a time.

Hardly any text has anything wrong with it, so a release's texts are first searched together for the `SIGNS` of all
rules; only where one is found are they taken apart, and each rule looks at the texts with a sign of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from ..library.product import ProductHistory, VersionedRelease
from ..model.change import Change, Deprecation, KnownIssue
from ..model.notice import Notice
from ..model.product import Vendor
from ..model.release import TEST_KINDS, Notes, Release
from ..model.text import Words
from ..problems import Problem, RecordPath, Severity
from .rule import Rule, rules

Kind = Literal["name", "line", "prose", "address"]
"""What a text is for: to name something, to say one thing, to explain it; or an address of the web."""

LONGEST_LINE = 300
"""Code points of a change's text; what is longer belongs into its details."""


class Passage(NamedTuple):
    """One text in one language, or an address, and where it stands."""

    path: str
    """Of its file, below the records' folder."""
    where: RecordPath
    kind: Kind
    text: str

    def problem(
        self, code: str, name: str, message: str, hint: str | None, severity: Severity, *, at: int | None = None
    ) -> Problem:
        """Something wrong with it, at an offset in the text."""
        return Problem(code, name, message, hint, severity, path=self.path, where=self.where, offset=at)


def check_texts(history: ProductHistory) -> Iterator[Problem]:
    """What the rules of texts find in a product, its releases and its notices."""
    rules = _Rules.all()
    for entry in history.releases:
        texts = _glance(entry.release)
        if texts is None or rules.may_mind(texts):
            yield from rules.check(passages(entry))
    yield from rules.check(product_passages(history))
    for notes, file in history.unreleased:
        yield from rules.check(notes_passages(notes, file))
    for notice, file in zip(history.notices, history.notice_files, strict=False):
        yield from rules.check(notice_passages(notice, file))


def check_vendor_texts(vendor: Vendor) -> Iterator[Problem]:
    """What the rules of texts find in vendor.yaml."""
    return _Rules.all().check(_of_vendor(vendor))


class _Look(NamedTuple):
    """How one rule finds the texts that it might mind, and what it does with them."""

    signs: str | None
    """A pattern, compiled where it is first needed."""
    find_suspects: Callable[[Sequence[str]], Iterable[int]] | None
    check: Callable[[Passage], Iterator[Problem]]

    def check_all(self, passages: Sequence[Passage]) -> Iterator[Problem]:
        texts = [passage.text for passage in passages]
        minded = set(self.find_suspects(texts)) if self.find_suspects else set()
        for position, text in enumerate(texts):
            if position in minded or (self.signs and re.search(self.signs, f"\0{text}\0")):
                yield from self.check(passages[position])


class _Rules:
    """The rules that look at texts, and the one pattern that finds what any of them might mind."""

    def __init__(self, found: Iterable[Rule]) -> None:
        self._looks: list[_Look] = []
        signs: list[str] = []
        for rule in found:
            own: tuple[str, ...] = getattr(rule.module, "SIGNS", ())
            signs += own
            self._looks.append(
                _Look(_any_of(own) or None, getattr(rule.module, "find_suspects", None), rule.module.check_text)
            )
        self._search = re.compile(_any_of(signs)).search
        self._suspicions = [look.find_suspects for look in self._looks if look.find_suspects]

    @staticmethod
    @cache
    def all() -> _Rules:
        return _Rules(rule for rule in rules() if hasattr(rule.module, "check_text"))

    def may_mind(self, texts: Sequence[str]) -> bool:
        """False where surely no rule minds any of these texts."""
        for find_suspects in self._suspicions:
            for _ in find_suspects(texts):
                return True
        return self._search("\0".join(("", *texts, ""))) is not None

    def check(self, found: Iterable[Passage]) -> Iterator[Problem]:
        passages = tuple(found)
        if passages and self.may_mind([passage.text for passage in passages]):
            for look in self._looks:
                yield from look.check_all(passages)


def _any_of(signs: Iterable[str]) -> str:
    """A pattern for any of the signs, which are grouped by their first character to be told apart at a glance."""
    groups: dict[str, list[str]] = {}
    for sign in signs:
        width = 2 if sign[0] == "\\" else 1
        groups.setdefault(sign[:width], []).append(sign[width:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


def _glance(release: Release) -> list[str] | None:
    """The texts and addresses of a release without their places; None where it says more than most do."""
    if release.upgrade or release.rollback or release.tests or release.artifacts or release.revisions:
        return None
    if release.withdrawn or release.deprecations or release.known_issues:
        return None
    texts: list[str] = []
    for words in (release.title, release.summary):
        if words:
            texts += words.values()
    for section in (release.features, release.improvements, release.fixes, release.removals):
        for change in section:
            if change.breaking or change.short:
                return None
            texts += change.text.values()
            if change.details:
                texts += change.details.values()
            for link in change.links:
                texts.append(link.url)
    return texts


def passages(entry: VersionedRelease) -> Iterator[Passage]:
    """Every text and every address of a release that may be published, in the record's order."""
    file, release = entry.file, entry.release
    yield from _words(file, ("title",), "name", release.title)
    yield from _words(file, ("summary",), "prose", release.summary)
    yield from notes_passages(release, file)
    if upgrade := release.upgrade:
        for moment in ("before", "during", "after"):
            for number, step in enumerate(getattr(upgrade, moment)):
                yield from _words(file, ("upgrade", moment, number, "text"), "prose", step.text)
                yield from _words(file, ("upgrade", moment, number, "when"), "line", step.when)
        for number, migration in enumerate(upgrade.migrations):
            yield from _words(file, ("upgrade", "migrations", number, "text"), "prose", migration.text)
    if release.rollback:
        yield from _words(file, ("rollback", "until"), "line", release.rollback.until)
        for number, words in enumerate(release.rollback.steps):
            yield from _words(file, ("rollback", "steps", number), "prose", words)
    for kind in TEST_KINDS if release.tests else ():
        if test := getattr(release.tests, kind):
            yield from _address(file, ("tests", kind, "evidence"), test.evidence)
            yield from _words(file, ("tests", kind, "note"), "prose", test.note)
    for number, artifact in enumerate(release.artifacts):
        yield from _address(file, ("artifacts", number, "url"), artifact.url)
    for number, revision in enumerate(release.revisions):
        yield from _words(file, ("revisions", number, "note"), "prose", revision.note)
    if release.withdrawn:
        yield from _words(file, ("withdrawn", "reason"), "prose", release.withdrawn.reason)


def notes_passages(notes: Notes, file: str) -> Iterator[Passage]:
    """Every text and every address of the changes of a record, released or not, that may be published."""
    for section, position, change in notes.changes():
        if not change.internal:
            yield from _of_change(file, (section, position), change)


def _of_change(file: str, where: RecordPath, change: Change) -> Iterator[Passage]:
    yield from _words(file, (*where, "text"), "line", change.text)
    yield from _words(file, (*where, "details"), "prose", change.details)
    yield from _words(file, (*where, "short"), "line", change.short)
    for number, link in enumerate(change.links):
        yield from _address(file, (*where, "links", number, "url"), link.url)
    if change.breaking:
        yield from _words(file, (*where, "breaking", "impact"), "prose", change.breaking.impact)
        yield from _words(file, (*where, "breaking", "action"), "prose", change.breaking.action)
    if isinstance(change, Deprecation):
        yield from _words(file, (*where, "replacement"), "prose", change.replacement)
    if isinstance(change, KnownIssue):
        yield from _words(file, (*where, "workaround"), "prose", change.workaround)


def notice_passages(notice: Notice, file: str) -> Iterator[Passage]:
    yield from _words(file, ("title",), "name", notice.title)
    for key in ("impact", "benefit", "audience"):
        yield from _words(file, (key,), "prose", getattr(notice, key))
    for number, revision in enumerate(notice.revisions):
        yield from _words(file, ("revisions", number, "note"), "prose", revision.note)


def product_passages(history: ProductHistory) -> Iterator[Passage]:
    file, product = f"{history.id}/product.yaml", history.product
    yield from _words(file, ("name",), "name", product.name)
    yield from _words(file, ("summary",), "prose", product.summary)
    for id, listing in product.listings.items():
        yield from _address(file, ("listings", id, "url"), listing.url)
    if product.feedback:
        yield from _address(file, ("feedback", "issues"), product.feedback.issues)


def _of_vendor(vendor: Vendor) -> Iterator[Passage]:
    yield from _words("vendor.yaml", ("name",), "name", vendor.name)
    yield from _address("vendor.yaml", ("url",), vendor.url)


def _words(file: str, where: RecordPath, kind: Kind, words: Words | None) -> Iterator[Passage]:
    for language, text in words.items() if words else ():
        yield Passage(file, (*where, language), kind, text)


def _address(file: str, where: RecordPath, address: str | None) -> Iterator[Passage]:
    if address:
        yield Passage(file, where, "address", address)


_CODE = re.compile(
    r"""
      (?P<fence> ^ [ ]{0,3} (?P<fence_mark> `{3,} | ~{3,} ) [^\n]* (?: \n (?! [ ]{0,3} (?P=fence_mark) ) [^\n]* )*
          (?: \n [ ]{0,3} (?P=fence_mark) [`~]* )? )
    | (?P<span> (?<! [`\\] ) (?P<mark> `+ ) (?! ` ) (?: (?! \n[ \t]*\n ) . )+? (?<! ` ) (?P=mark) (?! ` ) )
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


@lru_cache(maxsize=64)  # several rules look at the same text, one after the other
def without_code(text: str) -> str:
    """The text with blanks for its code, spans and fenced blocks, so that every other character keeps its offset."""
    if "`" not in text and "~~~" not in text:
        return text
    return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def code_spans(text: str) -> Iterator[re.Match[str]]:
    """The spans of code in a text, in order, with the backticks they begin with as `mark`."""
    return (match for match in _CODE.finditer(text) if match["span"])


class Address(NamedTuple):
    """An address of the web in a passage, and where it begins there."""

    text: str
    at: int
    is_target: bool
    """False for one that merely stands in a text, as an example may."""


_ADDRESS = re.compile(
    r"""(?P<target> \]\( \s* <? | ^\[[^\]\n]+\]:\s*<? )?
        (?P<url> https?:// (?: \[[0-9a-fA-F:.]+\] )? [^\s<>()\[\]"'`，。；）]* )""",
    re.VERBOSE,
)


def addresses(passage: Passage) -> Iterator[Address]:
    """Every address that a passage has, or that it is."""
    if passage.kind == "address":
        yield Address(passage.text, 0, True)
        return
    for match in _ADDRESS.finditer(without_code(passage.text)):
        yield Address(match["url"].rstrip(".,;:!?"), match.start("url"), bool(match["target"]))
