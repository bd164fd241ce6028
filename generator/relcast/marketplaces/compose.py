"""What goes into a box: a release in one language, as blocks of entries in the order the box wants them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..library.product import ProductHistory
from ..model.change import Change, Deprecation, KnownIssue, SeverityWord
from ..model.form import Section
from ..model.scalars import day_of
from ..model.text import Words
from ..words import words
from .actions import Action, actions, review, steps
from .change_lists import ArtifactHub, ChangeList, Elastic, quoted
from .dialects import Item, Plain, Writer, clean, writer
from .fit import Block, Entry, Frame
from .gather import Gathered, Told
from .links import may_link
from .phrases import bracketed, counted, labelled
from .profile import FormField, MarketplaceError
from .release_xml import release_frame

_SEVERITIES: tuple[SeverityWord, ...] = ("critical", "high", "medium", "low")
_SLOT = re.compile(r"\{(version|product|date|title)\}")
_TELLING: Mapping[str, str] = {
    "deprecations": "deprecation.one",
    "removals": "removal.one",
    "known_issues": "known_issue.one",
}
"""Sections whose changes say what they are about and not what happens to it; under another heading that is told."""
_ALONE: frozenset[Section] = frozenset(("headline", "summary", "counts"))
"""Sections that are a line or paragraphs, and no list under a heading."""
_CHANGES: frozenset[Section] = frozenset(
    ("security", "breaking", "features", "improvements", "fixes", "deprecations", "removals", "known_issues")
)
_LAST = 1000
"""The rank of a section after every section."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a release that is not in a text, and why."""

    id: str
    title: str
    """Its words, in one line."""
    why: str
    version: str = ""
    """The release it stands in."""


@dataclass(slots=True)
class Composition:
    """A release as one box would have it if there were no limit."""

    blocks: list[Block] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    """The words of each entry in one line, by its id."""
    versions: dict[str, str] = field(default_factory=dict)
    """The release each change stands in, by its id."""
    left_out: list[LeftOut] = field(default_factory=list)
    """What this box or this listing does not take, however much room there is."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """How many of those are changes a reader can find on the release's page, by heading."""
    foreign: set[str] = field(default_factory=set)
    """Ids of entries with a text that has no translation."""
    frame: Frame = field(default_factory=Frame)
    tail: Callable[[str, str | None], str] = lambda text, url: text
    """The last line in the box's dialect, of its words and the address in them."""


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
            self.alone("text", self.choice())
        elif self.plan.page:
            if self.page is None:
                message = "this box takes the address of the release's page, and none is known"
                raise MarketplaceError(message, "give it with --url, or set site_url in mkdocs.yml")
            self.alone("text", self.page)
        else:
            self.sections()
            result.frame = self.frame()
            if self.markup.dialect == "yaml" and self.markup.form != "elastic":
                self.put_under_key()

    def frame(self) -> Frame:
        gap = self.writer.gap
        if self.markup.dialect == "appstream_xml":
            before, after = release_frame(self.gathered, self.history, self.page)
            return Frame(before, after, gap)
        if self.markup.form == "elastic":
            return Frame(f"- version: {quoted(self.version)}\n  changes:", "", gap)
        return Frame(gap=gap)

    def put_under_key(self) -> None:
        """The text as a YAML block scalar; how far it is indented is stated, because it may begin with blanks."""
        result, tail = self.result, self.result.tail
        key = f"{self.markup.key}: " if self.markup.key else ""
        mark = "|" if isinstance(self.writer, ChangeList) else "|2-"
        result.frame = Frame(key + mark, "", self.writer.gap)
        result.blocks = [_indented(block, 2) for block in result.blocks]
        result.tail = lambda text, url: _pushed(tail(text, url), 2)

    def alone(self, id: str, text: str) -> None:
        """One entry that is kept whole and is no change."""
        self.result.blocks.append(Block("", (Entry(id, (text,), must_keep=True, is_change=False),)))
        self.result.titles[id] = _title(text)

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

    def choice(self) -> str:
        """The console's values, one line each; under their key, in YAML, where there is one."""
        choice = self.plan.choice
        assert choice is not None
        chosen = list(dict.fromkeys(choice.map[fact] for fact in self.facts(choice.by) if fact in choice.map))
        if not choice.multiple:
            chosen = chosen[:1]
        key = self.markup.key
        if key is None:
            return "\n".join(chosen)
        if choice.multiple:
            return "\n".join([f"{key}:", *(f"  - {value}" for value in chosen)]) if chosen else f"{key}: []"
        # An annotation's value is text; elsewhere a YAML truth is meant as one.
        return f"{key}: {quoted(chosen[0]) if '/' in key else chosen[0]}" if chosen else f"{key}: null"

    def facts(self, by: str) -> list[str]:
        if by == "urgency":
            return [self.urgency() or "unstated"]
        if by == "prerelease":
            return ["true" if self.gathered.entry.version.is_prerelease else "false"]
        here = [told.placed.change for told in self.gathered.changes if not self.why_not_here(told.placed.change)]
        if by == "security":
            return ["true" if any(change.security for change in here) else "false"]
        sections = [told.placed.section for told in self.gathered.changes if not self.why_not_here(told.placed.change)]
        severe = any(change.security and self.counts_as_security(change) for change in here)
        return [*dict.fromkeys(sections), *(["security"] if severe else [])]

    def counts_as_security(self, change: Change) -> bool:
        least = self.plan.choice.security_from if self.plan.choice else None
        severity = change.security.severity if change.security else None
        return least is None or severity is None or _SEVERITIES.index(severity) <= _SEVERITIES.index(least)

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
                out.append(LeftOut(action.id, _title(action.forms[-1]), why))

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
                    found.setdefault(heading, []).append(told)
        return found

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
        return _title(self.plain.say(text.pick(self.language).text, links=False))

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
        severity: int = len(_SEVERITIES),
    ) -> Entry:
        """An entry with its rank: highlights first, then as the box orders its sections, then by severity."""
        self.result.titles[id] = _title(forms[-1])
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
        urgency = self.urgency()
        label = self.plan.urgency_labels.get(urgency) if urgency else None
        if self.plan.lead == "urgency" and label is not None:
            line = self.label(label) + self.words["colon"] + line
        return line

    def urgency(self) -> SeverityWord | None:
        """The highest of what the text is about: whoever skipped a critical release is as much in need of it."""
        stated = [entry.release.urgency for entry in self.gathered.releases]
        return next((urgency for urgency in _SEVERITIES if urgency in stated), None)

    def label(self, text: Words) -> str:
        """A profile's own word: it has Chinese and English, whatever tags the vendor uses for them."""
        return text.pick("zh-CN" if words(self.language) is words("zh-CN") else "en").text

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
        placed, change = told.placed, told.placed.change
        below = [*self.marks(change), *(note for note, _ in self.notes(change))]
        links = [(link.label, link.url) for link in change.links]
        kind = self.markup.kinds.get(section, "")

        def written(text: Words, details: str = "", *, addresses: bool = True) -> str:
            line = self.say(text, links=addresses)
            if placed.heading != placed.section and (word := _TELLING.get(placed.section)):
                line = labelled(word, line, self.language)
            if self.markup.kinds and section == "breaking":
                line = labelled("breaking", line, self.language)
            line += self.ids_and_severity(change, line)
            # A list of changes may want a link for each; elsewhere it goes before any word does.
            shown = links if addresses or isinstance(self.writer, ChangeList) else []
            return self.writer.item(Item(line, below, details, shown, kind))

        forms = [written(change.text), written(change.text, addresses=False)]
        if self.plan.details and change.details:
            forms.insert(0, written(change.text, change.details.pick(self.language).text))
        if change.short:
            forms += [written(change.short), written(change.short, addresses=False)]
        texts = [change.text, *(text for _, text in self.notes(change)), change.details if self.plan.details else None]
        severity = change.security.severity if change.security else None
        self.result.versions[told.id] = told.entry.version.text
        entry = self.entry(
            told.id, section, forms, texts,
            must_keep=self.must_keep(section, change), highlight=change.highlight, is_change=True,
            severity=_SEVERITIES.index(severity) if severity else len(_SEVERITIES),
        )  # fmt: skip
        self.result.titles[told.id] = self.title(change.text)
        return entry

    def must_keep(self, section: Section, change: Change) -> bool:
        """A change that both breaks and secures is read under one heading, and kept for either."""
        kept = self.plan.must_keep
        return section in kept or ("security" in kept and change.security is not None)

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


def _indented(block: Block, blanks: int) -> Block:
    entries = tuple(
        Entry(e.id, tuple(_pushed(form, blanks) for form in e.forms), e.rank, e.must_keep, e.is_change, e.kind)
        for e in block.entries
    )
    return Block(_pushed(block.heading, blanks), entries, _pushed(block.ending, blanks))


def _pushed(text: str, blanks: int) -> str:
    """Every line that has something on it, further to the right."""
    return re.sub(r"^(?=[^\n])", " " * blanks, text, flags=re.MULTILINE)


def _title(form: str) -> str:
    """An entry's first line without its bullet, to name it by; at most 80 code points."""
    line = form.split("\n", 1)[0].removeprefix("- ").removeprefix("<li>").removesuffix("</li>")
    return line if len(line) <= 80 else line[:79] + "…"
