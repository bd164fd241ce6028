"""What goes into a box: a release in one language, as blocks of entries in the order the box wants them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..library.product import ProductHistory
from ..model.change import Change
from ..model.form import Section
from ..model.scalars import day_of
from ..model.text import Words
from ..words import words
from .actions import Action, actions, review, steps
from .change_lines import ChangeLines
from .change_lists import ArtifactHub, ChangeList, Elastic, quoted
from .choices import choice_text
from .composition import Composition, LeftOut, title_of
from .dialects import Plain, Writer, clean, writer
from .fit import Block, Entry, Frame
from .gather import SEVERITIES, Gathered, Told
from .links import may_link
from .phrases import bracketed, counted, labelled, profile_words
from .profile import Choice, FormField, MarketplaceError
from .release_xml import release_frame
from .yaml_scalar import put_under_key

_SLOT = re.compile(r"\{(version|product|date|title)\}")
_ALONE: frozenset[Section] = frozenset(("headline", "summary", "counts"))
"""Sections that are a line or paragraphs, and no list under a heading."""
_CHANGES: frozenset[Section] = frozenset(
    ("security", "breaking", "features", "improvements", "fixes", "deprecations", "removals", "known_issues")
)
_LAST = 1000
"""The rank of a section after every section."""


def compose(
    history: ProductHistory,
    gathered: Gathered,
    form_field: FormField,
    *,
    language: str,
    listing: str | None = None,
    page: str | None = None,
    address: str | None = None,
) -> Composition:
    """The blocks of one release, or of several rolled into one, for one box; internal changes are nowhere in it.

    `listing` is the listing's id, for `only` and `except`; without one, changes that are for named listings only stay
    out. `page` is the release's page, `address` the same where prose in this box may name it.

    What is in the box's must-keep sections must be kept. Of action_required it is the minimum version, a required stop,
    a required backup, a downtime, the steps before the upgrade, that there are further steps, migrations that can't be
    undone, and limits on going back.
    """
    composer = _Composer(history, gathered, form_field, language, listing, page, address)
    composer.compose()
    return composer.result


class _Composer:
    """One release on its way into one box."""

    def __init__(
        self,
        history: ProductHistory,
        gathered: Gathered,
        form_field: FormField,
        language: str,
        listing: str | None,
        page: str | None,
        address: str | None,
    ) -> None:
        self.history = history
        self.gathered = gathered
        self.release = gathered.entry.release
        self.version = clean(gathered.entry.version.text)
        self.markup = form_field.markup
        self.plan = form_field.compose
        self.language = language
        self.listing = listing
        self.page = page
        self.address = address
        self.may_link = may_link(form_field.links, history.vendor)
        self.writer = self.find_writer(form_field)
        self.plain = Plain("", lambda _: True, language)
        self.lines = ChangeLines(self.writer, self.markup, language)
        self.words = words(language)
        self.result = Composition()

    def find_writer(self, form_field: FormField) -> Writer:
        match self.markup.form:
            case "artifacthub":
                return ArtifactHub("", self.may_link, self.language)
            case "elastic":
                return Elastic(self.may_link, self.language, self.page)
        return writer(self.markup, self.may_link, self.language, links_allowed=form_field.links == "allow")

    def compose(self) -> None:
        result = self.result
        result.tail = self.writer.tail
        if self.plan.template is not None:
            self.alone("text", self.filled(self.plan.template))
        elif self.plan.choice is not None:
            self.alone("text", self.choice(self.plan.choice))
        elif self.plan.page:
            if self.page is None:
                message = "this box takes the address of the release's page, and none is known"
                raise MarketplaceError(message, "give it with --url, or set site_url in mkdocs.yml")
            self.alone("text", self.page)
        else:
            self.sections()
            result.frame = self.frame()
            if self.markup.dialect == "yaml" and self.markup.form != "elastic":
                put_under_key(result, self.markup.key, is_list=isinstance(self.writer, ChangeList))

    def frame(self) -> Frame:
        gap = self.writer.gap
        if self.markup.dialect == "appstream_xml":
            before, after = release_frame(self.gathered, self.history, self.page)
            return Frame(before, after, gap)
        if self.markup.form == "elastic":
            return Frame(f"- version: {quoted(self.version)}\n  changes:", "", gap)
        return Frame(gap=gap)

    def alone(self, id: str, text: str) -> None:
        """One entry that is kept whole and is no change."""
        self.result.blocks.append(Block("", (Entry(id, (text,), must_keep=True, is_change=False),)))
        self.result.titles[id] = title_of(text)

    def filled(self, template: str) -> str:
        title = self.release.title
        values = {
            "version": self.told_version(),
            "product": self.say(self.history.product.name),
            "date": self.date(),
            "title": self.say(title) if title else "",
        }
        return clean(_SLOT.sub(lambda slot: values[slot[1]], template))

    def told_version(self) -> str:
        return self.writer.verbatim(self.version)

    def date(self) -> str:
        if self.release.date is None:
            return self.words["undated"]
        return day_of(self.release.date, self.history.zone).isoformat()

    def choice(self, choice: Choice) -> str:
        here = [told for told in self.gathered.changes if not self.why_not_here(told.placed.change)]
        return choice_text(choice, self.markup.key, self.gathered, here)

    def sections(self) -> None:
        """The lead line and every section that has something to say."""
        if self.plan.lead != "none":
            self.alone("lead", self.writer.line(self.lead()))
        if self.gathered.since is not None and not isinstance(self.writer, ChangeList):
            line = self.words["since.note"].replace("{version}", self.writer.verbatim(self.gathered.since.version.text))
            note = Entry("since", (self.writer.line(line),), rank=(0, -1), is_change=False)
            self.result.blocks.append(Block("", (note,)))
            self.result.titles["since"] = line
        found = self.told_by_section()
        spoken = False
        for section in self.plan.sections:
            entries = tuple(self.entries(section, found.pop(section, [])))
            if entries:
                above, below = ("", "") if section in _ALONE else self.writer.section(self.words[section])
                self.result.blocks.append(Block(above, entries, below))
                spoken = True
        is_for_changes = any(section in _CHANGES for section in self.plan.sections)
        if is_for_changes:
            is_counted = "counts" in self.plan.sections
            for heading, changes in found.items():
                for told in changes:
                    self.leave_out(told, "only counted here" if is_counted else "this box has no section for it")
                    self.result.elsewhere[self.words[heading]] += not is_counted
            for told, why in self.gathered.over:
                self.leave_out(told, why)
            self.leave_out_what_is_no_change()
        if not spoken:
            self.alone("nothing", self.nothing(is_for_changes))

    def leave_out_what_is_no_change(self) -> None:
        """What else the record says that this box, though it is for changes, has no place for."""
        out = self.result.left_out
        if self.release.summary is not None and not {"summary", "headline"} & {*self.plan.sections}:
            out.append(LeftOut("summary", self.title(self.release.summary), "this box takes no summary"))
        if "action_required" not in self.plan.sections:
            scheme = self.history.product.versioning
            for action in actions(self.gathered, self.plain, self.language, None, scheme):
                why = "this box does not tell what to do before upgrading"
                out.append(LeftOut(action.id, title_of(action.forms[-1]), why))

    def nothing(self, is_for_changes: bool) -> str:
        if isinstance(self.writer, ChangeList):
            return self.writer.empty
        return self.writer.line(self.words["changes.none" if is_for_changes else "steps.none"])

    def told_by_section(self) -> dict[Section, list[Told]]:
        """The public changes this listing carries, by heading."""
        found: dict[Section, list[Told]] = {}
        for heading, changes in self.gathered.by_heading().items():
            for told in changes:
                if why := self.why_not_here(told.placed.change):
                    if any(section in _CHANGES for section in self.plan.sections):
                        self.leave_out(told, why)
                else:
                    found.setdefault(self.place(heading, told), []).append(told)
        return found

    def place(self, heading: Section, told: Told) -> Section:
        """The change's heading; where the box has none such, the next that it belongs under as well."""
        change = told.placed.change
        others: list[Section] = [told.placed.section]
        if change.security:
            others.insert(0, "security")
        return next((section for section in (heading, *others) if section in self.plan.sections), heading)

    def why_not_here(self, change: Change) -> str:
        """Why the author keeps a change from this listing; "" when it belongs here."""
        if change.only and self.listing not in change.only:
            return f"only for {', '.join(change.only)}"
        if self.listing is not None and self.listing in change.except_:
            return f"not for {self.listing}"
        return ""

    def leave_out(self, told: Told, why: str) -> None:
        title = self.title(told.placed.change.text)
        self.result.left_out.append(LeftOut(told.id, title, why, told.entry.version.text))

    def title(self, text: Words) -> str:
        return title_of(self.plain.say(text.pick(self.language).text, links=False))

    def say(self, text: Words, *, links: bool = True) -> str:
        return self.writer.say(text.pick(self.language).text, links=links)

    def entries(self, section: Section, changes: list[Told]) -> Iterator[Entry]:
        match section:
            case "headline":
                yield from self.headline()
            case "summary":
                yield from self.summary()
            case "counts":
                yield from self.counts()
            case "action_required":
                kept = section in self.plan.must_keep
                scheme = self.history.product.versioning
                for action in actions(self.gathered, self.writer, self.language, self.address, scheme):
                    yield self.action(action, section, must_keep=kept and action.must_keep)
            case "steps":
                for action in steps(self.gathered, self.writer, self.language):
                    yield self.action(action, section, must_keep=section in self.plan.must_keep)
            case "review_notes" | "how_to_test" | "test_account":
                for action in review(section, self.release, self.writer, self.language):
                    yield self.action(action, section, must_keep=section in self.plan.must_keep)
            case _:
                for told in changes:
                    yield self.change(section, told)

    def action(self, action: Action, section: Section, *, must_keep: bool) -> Entry:
        return self.entry(action.id, section, list(action.forms), action.texts, must_keep=must_keep)

    def entry(
        self,
        id: str,
        section: Section,
        forms: list[str],
        texts: Iterable[Words | None],
        *,
        must_keep: bool,
        highlight: bool = False,
        is_change: bool = False,
        severity: int = len(SEVERITIES),
    ) -> Entry:
        """An entry with its rank: highlights first, then as the box orders its sections, then by severity."""
        self.result.titles[id] = title_of(forms[-1])
        if any(text is not None and self.language not in text for text in texts):
            self.result.foreign.add(id)
        place = _LAST if section == "summary" else self.plan.sections.index(section)
        kind = self.words[section] if is_change else ""
        written = tuple(dict.fromkeys(clean(form) for form in forms))
        return Entry(id, written, (not highlight, place, severity), must_keep, is_change, kind)

    def lead(self) -> str:
        """Product, version and date, or the day it is planned for, or that it has none."""
        if self.plan.lead_template is not None:
            line = self.filled(self.plan.lead_template)
        else:
            date = self.date()
            if self.release.date is not None and self.release.status == "planned":
                date = labelled("planned", date, self.language)
            name = self.say(self.history.product.name)
            line = f"{name} {self.told_version()}{bracketed(date, self.language)}"
        urgency = self.gathered.urgency()
        label = self.plan.urgency_labels.get(urgency) if urgency else None
        if self.plan.lead == "urgency" and label is not None:
            line = profile_words(label, self.language) + self.words["colon"] + line
        return line

    def headline(self) -> Iterator[Entry]:
        """What the release is called, or its summary, or else its version."""
        text = self.release.title or self.release.summary
        line = self.say(text, links=False) if text else f"{self.say(self.history.product.name)} {self.told_version()}"
        yield self.entry("headline", "headline", [self.writer.line(line)], [text], must_keep=False)

    def summary(self) -> Iterator[Entry]:
        """The aim of the upgrade; gives way first, because the changes say what is in it."""
        text = self.release.summary
        if text is None:
            return
        if isinstance(self.writer, ChangeList):
            self.result.left_out.append(LeftOut("summary", self.title(text), "this box takes changes only"))
        elif told := self.writer.tell(text.pick(self.language).text):
            yield self.entry("summary", "summary", [told], [text], must_keep=False)
            self.result.titles["summary"] = self.title(text)

    def counts(self) -> Iterator[Entry]:
        """How many changes there are of each kind, for boxes that have no room for the changes themselves."""
        kinds = Counter(
            self.words[told.placed.heading]
            for told in self.gathered.changes
            if told.placed.heading not in self.plan.sections and not self.why_not_here(told.placed.change)
        )
        if kinds:
            line = labelled("counts", counted(kinds, self.language), self.language)
            yield self.entry("counts", "counts", [self.writer.line(line)], [], must_keep=True)

    def change(self, section: Section, told: Told) -> Entry:
        change = told.placed.change
        severity = change.security.severity if change.security else None
        self.result.versions[told.id] = told.entry.version.text
        forms, texts = self.lines.forms(told.placed, section, details=self.plan.details)
        entry = self.entry(
            told.id, section, forms, texts,
            must_keep=self.must_keep(section, change), highlight=change.highlight, is_change=True,
            severity=SEVERITIES.index(severity) if severity else len(SEVERITIES),
        )  # fmt: skip
        self.result.titles[told.id] = self.title(change.text)
        return entry

    def must_keep(self, section: Section, change: Change) -> bool:
        """A change that both breaks and secures is read under one heading, and kept for either."""
        kept = self.plan.must_keep
        return section in kept or ("security" in kept and change.security is not None)
