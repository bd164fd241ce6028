"""What must be known and done around an upgrade, and what reviewers are told, as lines of a box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..model.form import Section
from ..model.release import Migration, Release, Step
from ..model.text import Words
from ..model.version import Scheme
from ..words import duration_words, words
from .dialects import Item, Writer
from .gather import Gathered
from .phrases import bracketed, labelled


@dataclass(frozen=True, slots=True)
class Action:
    """One line, in its forms, and whether an upgrade may go wrong without it."""

    id: str
    forms: tuple[str, ...]
    texts: tuple[Words | None, ...] = ()
    """The record's texts in it, to see whether they are translated."""
    must_keep: bool = True
    same_as: str = ""
    """What another release's line may be known to be the same by, where its words differ."""


def actions(gathered: Gathered, writer: Writer, language: str, page: str | None, scheme: Scheme) -> Iterator[Action]:
    """What to know and do before upgrading, of the release itself; of earlier ones that readers have not seen, what
    still has to be done on the way: stops, a backup, steps before the upgrade and migrations, each line once. Their
    steps during and after the upgrade are told only where one can't come here directly from what readers have.
    """
    lines = _Lines(writer, language)
    entry = gathered.entry
    is_direct = gathered.is_direct(scheme)
    seen: set[str] = set()
    further: list[tuple[str, Words]] = []
    for release in (entry.release, *(earlier.release for earlier in gathered.earlier)):
        version = "" if release is entry.release else f"{release.version}:"
        found = [*lines.upgrade(release, is_target=not version), *lines.migrations(release)]
        for action in found:
            same = {action.forms[0], action.same_as} - {""}
            if seen.isdisjoint(same):
                yield Action(version + action.id, action.forms, action.texts, action.must_keep)
            seen |= same
        if not version or not is_direct:
            further += lines.further(release)
    if further:
        yield lines.steps_or_where(further, page)
    yield from lines.rollback(entry.release)


def steps(gathered: Gathered, writer: Writer, language: str) -> Iterator[Action]:
    """Every step of the upgrade and the way back, in the order they are taken."""
    lines = _Lines(writer, language)
    release = gathered.entry.release
    yield from lines.upgrade(release, is_target=True)
    yield from lines.migrations(release)
    for at, (line, text) in enumerate(lines.further(release), 1):
        yield Action(f"upgrade.further-{at}", (writer.item(Item(line)),), (text,))
    yield from lines.rollback(release)
    for at, text in enumerate(release.rollback.steps if release.rollback else (), 1):
        line = labelled("rollback.steps", lines.say(text), language)
        yield Action(f"rollback.step-{at}", (writer.item(Item(line)),), (text,))


def review(section: Section, release: Release, writer: Writer, language: str) -> Iterator[Action]:
    """What only a marketplace's reviewers read; of credentials, where they are kept and never what they are."""
    submission = release.submission
    if submission is None:
        return
    lines = _Lines(writer, language)
    if section == "review_notes" and submission.review_notes:
        text = submission.review_notes
        yield Action("review-notes", (writer.item(Item(lines.say(text))),), (text,))
    elif section == "how_to_test":
        for at, text in enumerate(submission.how_to_test, 1):
            yield Action(f"how-to-test-{at}", (writer.item(Item(lines.say(text))),), (text,))
    elif section == "test_account" and submission.test_account_ref:
        line = words(language)["test_account.ref"].replace("{ref}", writer.verbatim(submission.test_account_ref))
        yield Action("test-account", (writer.item(Item(line)),))


class _Lines:
    """Lines in one dialect and one language."""

    def __init__(self, writer: Writer, language: str) -> None:
        self.writer = writer
        self.language = language
        self.words = words(language)

    def say(self, text: Words) -> str:
        return self.writer.say(text.pick(self.language).text)

    def told(self, id: str, line: str, *texts: Words | None, must_keep: bool = True, same_as: str = "") -> Action:
        return Action(id, (self.writer.item(Item(line)),), texts, must_keep, same_as)

    def upgrade(self, release: Release, *, is_target: bool) -> Iterator[Action]:
        upgrade = release.upgrade
        if upgrade is None:
            return
        if is_target and upgrade.from_:
            line = labelled("upgrade.from", self.writer.verbatim(upgrade.from_), self.language)
            yield self.told("upgrade.from", line)
        if upgrade.required_stop:
            line = self.words["upgrade.required_stop"]
            if not is_target:
                version = self.writer.verbatim(release.version)
                line = self.words["required_stop.on_the_way"].replace("{version}", version)
            if is_target or release.withdrawn is None:
                yield self.told("upgrade.required-stop", line)
        if upgrade.backup == "required" or (is_target and upgrade.backup == "recommended"):
            line = labelled("backup", self.words[f"backup.{upgrade.backup}"], self.language)
            yield self.told("upgrade.backup", line, must_keep=upgrade.backup == "required", same_as="backup")
        if is_target and upgrade.downtime:
            line = labelled("downtime", duration_words(upgrade.downtime, self.language), self.language)
            yield self.told("upgrade.downtime", line)
        for number, step in enumerate(upgrade.before, 1):
            yield self.told(f"upgrade.before-{number}", self.step(step), step.text, step.when)

    def migrations(self, release: Release) -> Iterator[Action]:
        for number, migration in enumerate(release.upgrade.migrations if release.upgrade else (), 1):
            line = labelled("migrations", self.say(migration.text) + self.reversible(migration), self.language)
            is_final = migration.reversible is False
            same = f"migration {migration.id}" if migration.id else ""
            yield self.told(f"upgrade.migrations-{number}", line, migration.text, must_keep=is_final, same_as=same)

    def further(self, release: Release) -> list[tuple[str, Words]]:
        """The steps during and after the upgrade."""
        if release.upgrade is None:
            return []
        parts = (("during", release.upgrade.during), ("after", release.upgrade.after))
        return [
            (labelled(f"upgrade.{part}", self.step(step), self.language), step.text)
            for part, part_steps in parts
            for step in part_steps
        ]

    def steps_or_where(self, further: Sequence[tuple[str, Words]], page: str | None) -> Action:
        """The steps themselves; where room is short, one line that says that there are some, and where."""
        lines = list(dict.fromkeys(line for line, _ in further))
        full = "\n".join(self.writer.item(Item(line)) for line in lines)
        forms = [full, self.writer.item(Item(self.words["upgrade.steps_told"]))]
        if page:
            where = self.words["upgrade.steps_told.url"].replace("{url}", self.writer.verbatim(page))
            forms.insert(1, self.writer.item(Item(where)))
        return Action("upgrade.steps", tuple(forms), tuple(text for _, text in further))

    def rollback(self, release: Release) -> Iterator[Action]:
        rollback = release.rollback
        if rollback is None:
            return
        if rollback.possible is False:
            yield self.told("rollback", labelled("rollback", self.words["rollback.no"], self.language))
        elif rollback.until:
            told = self.words["rollback.yes"]
            if rollback.to:
                told = self.words["rollback.to"].replace("{version}", self.writer.verbatim(rollback.to))
            back = labelled("rollback", told, self.language)
            until = labelled("rollback.until", self.say(rollback.until), self.language)
            yield self.told("rollback", back + bracketed(until, self.language), rollback.until)

    def step(self, step: Step) -> str:
        return self.say(step.text) + self.condition(step)

    def condition(self, step: Step) -> str:
        told = []
        if step.from_:
            told.append(labelled("upgrade.coming_from", self.writer.verbatim(step.from_), self.language))
        if step.when:
            told.append(labelled("upgrade.when", self.say(step.when), self.language))
        return bracketed(self.words["list.comma"].join(told), self.language) if told else ""

    def reversible(self, migration: Migration) -> str:
        if migration.reversible is None:
            return ""
        word = "migration.reversible" if migration.reversible else "migration.irreversible"
        return bracketed(self.words[word], self.language)
