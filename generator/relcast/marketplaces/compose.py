"""What goes into a box: a release in one language, as blocks of entries in the order the box wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..library.arrange import PlacedChange, arrange
from ..library.product import ProductHistory, VersionedRelease
from ..model.change import Change, Deprecation, KnownIssue
from ..model.release import Migration, Step
from ..model.scalars import day_of
from ..model.text import Words
from ..words import duration_words, words
from .dialects import clean, writer
from .fit import Block, Entry
from .phrases import bracketed, labelled
from .profile import FormField, Section

_SEVERITIES = ("critical", "high", "medium", "low")
_SLOT = re.compile(r"\{(version|product)\}")
_TELLING: Mapping[str, str] = {
    "deprecations": "deprecation.one",
    "removals": "removal.one",
    "known_issues": "known_issue.one",
}
"""Sections whose changes say what they are about and not what happens to it; under another heading that is told."""
_LAST = 1000
"""The rank of a section after every section."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a release that is not in a text, and why."""

    id: str
    title: str
    """Its words, in one line."""
    why: str


@dataclass(slots=True)
class Composition:
    """A release as one box would have it if there were no limit."""

    blocks: list[Block] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    """The words of each entry in one line, by its id."""
    left_out: list[LeftOut] = field(default_factory=list)
    """What this box or this listing does not take, however much room there is."""
    elsewhere: int = 0
    """How many of those are changes a reader can find on the release's page."""
    foreign: set[str] = field(default_factory=set)
    """Ids of entries with a text that has no translation."""


def compose(
    history: ProductHistory,
    entry: VersionedRelease,
    form_field: FormField,
    *,
    language: str,
    listing: str | None = None,
) -> Composition:
    """The blocks of one release for one box; internal changes are nowhere in it.

    `listing` is the listing's id, for `only` and `except`; without one, changes that are for named listings only stay
    out. What is in the box's must-keep sections must be kept; of action_required it is the minimum version, a required
    stop, a required backup, a downtime, the steps before the upgrade, migrations that can't be undone, and limits on
    going back.
    """
    composer = _Composer(history, entry, form_field, language, listing)
    if form_field.compose.template is not None:
        composer.template(form_field.compose.template)
    else:
        composer.sections()
    return composer.result


class _Composer:
    """One release on its way into one box."""

    def __init__(
        self,
        history: ProductHistory,
        entry: VersionedRelease,
        form_field: FormField,
        language: str,
        listing: str | None,
    ) -> None:
        self.history = history
        self.release = entry.release
        self.version = clean(entry.version.text)
        self.plan = form_field.compose
        self.language = language
        self.listing = listing
        self.writer = writer(form_field.markup.dialect, form_field.links)
        self.words = words(language)
        self.result = Composition()

    def template(self, template: str) -> None:
        """One line that is kept whole."""
        values = {"version": self.version, "product": self.say(self.history.product.name)}
        text = clean(_SLOT.sub(lambda slot: values[slot[1]], template))
        self.result.blocks.append(Block("", (Entry("text", (text,), must_keep=True, is_change=False),)))
        self.result.titles["text"] = text

    def sections(self) -> None:
        """The lead line and every section that has something to say."""
        if self.plan.lead != "none":
            lead = self.lead()
            self.result.blocks.append(Block("", (Entry("lead", (lead,), must_keep=True, is_change=False),)))
            self.result.titles["lead"] = lead
        found = self.placed_by_section()
        spoken = False
        for section in self.plan.sections:
            entries = tuple(self.entries(section, found.pop(section, [])))
            if entries:
                heading = "" if section == "summary" else self.writer.heading(self.words[section], self.language)
                self.result.blocks.append(Block(heading, entries))
                spoken = True
        for changes in found.values():
            for placed in changes:
                self.leave_out(placed.id, placed.change.text, "this box has no section for it")
                self.result.elsewhere += 1
        if not spoken:
            nothing = self.words["changes.none"]
            self.result.blocks.append(Block("", (Entry("nothing", (nothing,), must_keep=True, is_change=False),)))
            self.result.titles["nothing"] = nothing

    def placed_by_section(self) -> dict[Section, list[PlacedChange]]:
        """The public changes this listing carries, by heading."""
        found: dict[Section, list[PlacedChange]] = {}
        for heading, changes in arrange(self.release).items():
            for placed in changes:
                if why := self.why_not_here(placed.change):
                    self.leave_out(placed.id, placed.change.text, why)
                else:
                    found.setdefault(heading, []).append(placed)
        return found

    def why_not_here(self, change: Change) -> str:
        """Why the author keeps a change from this listing; "" when it belongs here."""
        if change.only and self.listing not in change.only:
            return f"only for {', '.join(change.only)}"
        if self.listing is not None and self.listing in change.except_:
            return f"not for {self.listing}"
        return ""

    def leave_out(self, id: str, text: Words, why: str) -> None:
        self.result.left_out.append(LeftOut(id, _title(self.say(text)), why))

    def say(self, text: Words) -> str:
        return self.writer.say(text.pick(self.language).text)

    def entries(self, section: Section, changes: list[PlacedChange]) -> Iterator[Entry]:
        if section == "summary":
            yield from self.summary()
        elif section == "action_required":
            yield from self.actions()
        else:
            for placed in changes:
                yield self.change(section, placed)

    def entry(
        self, id: str, section: Section, forms: Iterable[str], texts: Iterable[Words | None],
        *, must_keep: bool, highlight: bool = False, severity: int = 0, is_change: bool = False,
    ) -> Entry:  # fmt: skip
        """An entry, noted with its title and whether all of its texts are in the language."""
        written = tuple(clean(form) for form in forms)
        self.result.titles[id] = _title(written[0])
        if any(text is not None and self.language not in text for text in texts):
            self.result.foreign.add(id)
        rank = _LAST if section == "summary" else self.plan.sections.index(section)
        return Entry(id, written, (not highlight, rank, severity), must_keep, is_change)

    def lead(self) -> str:
        """`Important: Edge Gateway 2.4.0 (2026-10-14)`; without a label or a date where the record has none."""
        name = self.say(self.history.product.name)
        line = self.words["title.version"].replace("{product}", name).replace("{version}", self.version)
        if self.release.date is not None:
            line += bracketed(day_of(self.release.date, self.history.zone).isoformat(), self.language)
        label = self.plan.urgency_labels.get(self.release.urgency) if self.release.urgency else None
        if self.plan.lead == "urgency" and label is not None:
            line = self.label(label) + self.words["colon"] + line
        return line

    def label(self, text: Words) -> str:
        """A profile's own word: it has Chinese and English, whatever tags the vendor uses for them."""
        return text.pick("zh-CN" if words(self.language) is words("zh-CN") else "en").text

    def summary(self) -> Iterator[Entry]:
        """The aim of the upgrade; gives way first, because the changes say what is in it."""
        text = self.release.summary
        if text is not None and (told := self.writer.tell(text.pick(self.language).text)):
            yield self.entry("summary", "summary", [told], [text], must_keep=False)

    def change(self, section: Section, placed: PlacedChange) -> Entry:
        change = placed.change
        notes = list(self.notes(change))
        below = [*self.marks(change), *(note for note, _ in notes)]
        links = [(link.label, link.url) for link in change.links]

        def written(text: Words, details: str = "") -> str:
            line = self.say(text)
            if placed.heading != placed.section and (kind := _TELLING.get(placed.section)):
                line = labelled(kind, line, self.language)
            line += self.ids_and_severity(change, line)
            return self.writer.item(line, below, details=details, links=links)

        forms = [written(change.text)]
        if self.plan.details and change.details:
            forms.insert(0, written(change.text, change.details.pick(self.language).text))
        if change.short:
            forms.append(written(change.short))
        texts = [change.text, *(text for _, text in notes), change.details if self.plan.details else None]
        severity = change.security.severity if change.security else None
        return self.entry(
            placed.id, section, forms, texts,
            must_keep=self.must_keep(section, change), highlight=change.highlight, is_change=True,
            severity=_SEVERITIES.index(severity) if severity else len(_SEVERITIES),
        )  # fmt: skip

    def must_keep(self, section: Section, change: Change) -> bool:
        """A change that both breaks and secures is read under one heading, and kept for either."""
        kept = self.plan.must_keep
        return section in kept or ("security" in kept and change.security is not None)

    def ids_and_severity(self, change: Change, line: str) -> str:
        """The advisory's ids, unless the line names them, and how bad it is, in brackets."""
        if change.security is None:
            return ""
        told = [clean(id) for id in change.security.ids if id not in line]
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

    def actions(self) -> Iterator[Entry]:
        """What must be known and done before upgrading."""
        upgrade = self.release.upgrade
        kept = "action_required" in self.plan.must_keep

        def action(id: str, line: str, *texts: Words | None, warning: bool = True) -> Entry:
            return self.entry(id, "action_required", [self.writer.item(line)], texts, must_keep=kept and warning)

        if upgrade is not None:
            if upgrade.from_:
                versions = self.writer.verbatim(upgrade.from_)
                yield action("upgrade.from", labelled("upgrade.from", versions, self.language))
            if upgrade.required_stop:
                yield action("upgrade.required-stop", self.words["upgrade.required_stop"])
            if upgrade.backup in ("required", "recommended"):
                line = labelled("backup", self.words[f"backup.{upgrade.backup}"], self.language)
                yield action("upgrade.backup", line, warning=upgrade.backup == "required")
            if upgrade.downtime:
                line = labelled("downtime", duration_words(upgrade.downtime, self.language), self.language)
                yield action("upgrade.downtime", line)
            for number, step in enumerate(upgrade.before, 1):
                line = self.say(step.text) + self.condition(step)
                yield action(f"upgrade.before-{number}", line, step.text, step.when)
            for number, migration in enumerate(upgrade.migrations, 1):
                line = labelled("migrations", self.say(migration.text) + self.reversible(migration), self.language)
                undone = migration.reversible is not False
                yield action(f"upgrade.migrations-{number}", line, migration.text, warning=not undone)
            for part, steps in (("during", upgrade.during), ("after", upgrade.after)):
                for number, step in enumerate(steps, 1):
                    line = labelled(f"upgrade.{part}", self.say(step.text) + self.condition(step), self.language)
                    yield action(f"upgrade.{part}-{number}", line, step.text, step.when, warning=False)
        if rollback := self.release.rollback:
            if rollback.possible is False:
                yield action("rollback", labelled("rollback", self.words["rollback.no"], self.language))
            elif rollback.until:
                told = self.words["rollback.yes"]
                if rollback.to:
                    told = self.words["rollback.to"].replace("{version}", self.writer.verbatim(rollback.to))
                back = labelled("rollback", told, self.language)
                until = labelled("rollback.until", self.say(rollback.until), self.language)
                yield action("rollback", back + bracketed(until, self.language), rollback.until)

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


def _title(form: str) -> str:
    """An entry's first line without its bullet, to name it by; at most 80 code points."""
    line = form.split("\n", 1)[0].removeprefix("- ")
    return line if len(line) <= 80 else line[:79] + "…"
