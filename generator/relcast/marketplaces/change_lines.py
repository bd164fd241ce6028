"""One change as lines of a box: its text in every form, what belongs to it, and the advisory it closes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..library.arrange import PlacedChange
from ..model.change import Change, Deprecation, KnownIssue
from ..model.form import Section
from ..model.text import Words
from ..words import words
from .change_lists import ChangeList
from .dialects import Item, Writer
from .phrases import bracketed, labelled
from .profile import Markup

_TELLING: Mapping[str, str] = {
    "deprecations": "deprecation.one",
    "removals": "removal.one",
    "known_issues": "known_issue.one",
}
"""Sections whose changes say what they are about and not what happens to it; under another heading that is told."""


class ChangeLines:
    """Writes changes in one dialect and one language."""

    def __init__(self, writer: Writer, markup: Markup, language: str) -> None:
        self.writer = writer
        self.markup = markup
        self.language = language
        self.words = words(language)

    def forms(self, placed: PlacedChange, section: Section, *, details: bool) -> tuple[list[str], list[Words | None]]:
        """The change from its fullest to its shortest form, and the record's texts in it."""
        change = placed.change
        below = [*self.marks(change), *(note for note, _ in self.notes(change))]
        links = [(link.label, link.url) for link in change.links]
        kind = self.markup.kinds.get(section, "")

        def written(text: Words, more: str = "", *, addresses: bool = True) -> str:
            line = self.say(text, links=addresses)
            if section != placed.section and (word := _TELLING.get(placed.section)):
                line = labelled(word, line, self.language)
            if self.markup.kinds and section == "breaking":
                line = labelled("breaking", line, self.language)
            line += self.ids_and_severity(change, line)
            # A list of changes may want a link for each; elsewhere it goes before any word does.
            shown = links if addresses or isinstance(self.writer, ChangeList) else []
            return self.writer.item(Item(line, below, more, shown, kind))

        forms = [written(change.text), written(change.text, addresses=False)]
        if details and change.details:
            forms.insert(0, written(change.text, change.details.pick(self.language).text))
        if change.short:
            forms += [written(change.short), written(change.short, addresses=False)]
        return forms, [change.text, *(text for _, text in self.notes(change)), change.details if details else None]

    def say(self, text: Words, *, links: bool = True) -> str:
        return self.writer.say(text.pick(self.language).text, links=links)

    def ids_and_severity(self, change: Change, line: str) -> str:
        """The advisory's ids, unless the line names them, and how bad it is, in brackets."""
        if change.security is None:
            return ""
        ids = [self.writer.verbatim(id) for id in change.security.ids]
        told = [id for id in ids if id not in line]
        if change.security.severity:
            told.append(labelled("severity", self.words[f"severity.{change.security.severity}"], self.language))
        return bracketed(self.words["list.comma"].join(told), self.language) if told else ""

    def marks(self, change: Change) -> list[str]:
        """What a change says in marks rather than words: affected versions, and when it goes."""
        told = []
        affected = change.affected if isinstance(change, KnownIssue) else None
        if change.security and change.security.affected:
            affected = change.security.affected
        if affected:
            told.append(labelled("affected", self.writer.verbatim(affected), self.language))
        if isinstance(change, Deprecation) and change.removed_in:
            told.append(labelled("removed_in", self.writer.verbatim(change.removed_in), self.language))
        return told

    def notes(self, change: Change) -> Iterator[tuple[str, Words]]:
        """The texts that belong to a change, each with its label: it is never shown without them."""
        if change.breaking:
            yield from self.note("impact", change.breaking.impact)
            yield from self.note("action", change.breaking.action)
        if isinstance(change, Deprecation):
            yield from self.note("replacement", change.replacement)
        if isinstance(change, KnownIssue):
            yield from self.note("workaround", change.workaround)

    def note(self, word: str, text: Words | None) -> Iterator[tuple[str, Words]]:
        if text is not None:
            yield labelled(word, self.say(text), self.language), text
