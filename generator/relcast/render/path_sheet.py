"""An upgrade between two versions as one sheet in one language: what a terminal shows and a change ticket holds.

The sheet knows no form: it asks `Marks` how a text is written, and `path_text` lays it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from zlib import crc32

from ..library.arrange import HEADINGS, Heading, PlacedChange
from ..library.known_issues import OpenIssue
from ..library.merged import Entry
from ..library.product import ProductHistory, VersionedRelease
from ..library.rollback import WayBack
from ..library.upgrade import PHASES, Concern, CrossedMigration, Hop, NoPath, PlacedStep, Sums, Total, UpgradePath
from ..model.change import Deprecation, KnownIssue
from ..model.text import Words
from ..words import duration_words, words
from .phrases import day_words

_LISTED = 16
"""Versions named one by one."""


class Marks(Protocol):
    """How a text is written on one line of a sheet."""

    def text(self, text: str) -> str:
        """A record's text, which is Markdown."""

    def verbatim(self, text: str) -> str:
        """A version or an id: every character means itself."""

    def release(self, entry: VersionedRelease) -> str:
        """A release by its version."""

    def foreign(self, said: str, language: str, note: str) -> str:
        """What `text` gave for a text in another language; `note` says so in words."""

    def code(self, text: str) -> str:
        """A range of versions."""

    def strong(self, text: str) -> str:
        """What `text` or `verbatim` gave, to be seen first."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something said, or something to do, with what there is to know about it."""

    text: str
    notes: tuple[str, ...] = ()
    task: str = ""
    """For something to do: what tells it from all else on the sheet, as long as its words are the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a title, and parts under the same title."""

    name: str
    """What it is about, a word for programs."""
    title: str
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All there is to say about an upgrade."""

    title: str
    facts: tuple[tuple[str, str, str], ...]
    """Names for programs, labels and values."""
    parts: tuple[Part, ...]


Told = Literal["all", "weighty", "none"]
"""Which changes a sheet names one by one; of the others it says how many there are, or nothing at all."""

_WEIGHTY: tuple[Heading, ...] = ("breaking", "security", "deprecations", "removals")
"""Changes that who plans an upgrade must know of."""


class Sheets:
    """Makes the sheets of one product in one language, written by one hand; what many have in common is made once."""

    def __init__(self, history: ProductHistory, language: str, marks: Marks) -> None:
        self._history = history
        self._language = language
        self._words = words(language)
        self._marks = marks
        self._lines: dict[int, tuple[Entry, Line]] = {}
        """By the entry's identity; the entry is kept, so that no other takes it."""

    def of(self, path: UpgradePath | NoPath, changes: Told = "all") -> Sheet:
        """The sheet of an upgrade, or of why there is none."""
        return self._refusal(path) if isinstance(path, NoPath) else self._whole(path, changes)

    def _title(self, path: UpgradePath | NoPath) -> str:
        names = {
            "product": self._say(self._history.product.name),
            "start": self._version(path.start),
            "end": self._version(path.end),
        }
        return self._words["path.title"].format(**names)

    def _whole(self, path: UpgradePath, changes: Told) -> Sheet:
        parts = [
            Part("risks", self._words["path.risks"], tuple(self._risks(path))),
            *(self._hop(hop, number, len(path.hops)) for number, hop in enumerate(path.hops, 1)),
        ]
        if changes != "none":
            parts.append(self._changes(path.changes, HEADINGS if changes == "all" else _WEIGHTY))
        kept = tuple(part for part in parts if part.lines or part.parts)
        return Sheet(self._title(path), tuple(self._facts(path)), kept)

    def _refusal(self, path: NoPath) -> Sheet:
        return Sheet(self._title(path), (), (Part("refusal", "", tuple(self._reasons(path))),))

    # What it amounts to

    def _facts(self, path: UpgradePath) -> Iterator[tuple[str, str, str]]:
        table, sums = self._words, path.sums
        way = [self._version(path.start), *(self._step_of_way(hop) for hop in path.hops)]
        yield "way", table["path.way"], " → ".join(way)
        yield "breaking", table["breaking"], str(sums.breaking)
        yield "security", table["security"], self._security(sums)
        yield "migrations", table["migrations"], self._migrations_sum(sums)
        yield "effort", table["effort"], self._total(sums.effort)
        yield "downtime", table["downtime"], self._total(sums.downtime)
        points = table["list.comma"].join(self._no_return(hop) for hop in path.points_of_no_return)
        yield "no-return", table["path.no_return"], points or table["path.reversible"]
        yield "releases", table["path.releases"], self._list(path.crossed)
        if path.aside:
            aside = self._in_brackets(self._list(path.aside), table["path.aside.note"])
            yield "aside", table["path.aside"].format(version=self._version(path.end)), aside

    def _step_of_way(self, hop: Hop) -> str:
        end = self._version(hop.end)
        return self._in_brackets(self._marks.strong(end), self._words["path.stop"]) if hop.is_stop else end

    def _security(self, sums: Sums) -> str:
        table = self._words
        about = [self._marks.verbatim(id) for id in sums.advisories]
        if sums.severity:
            about.append(table["path.severity"].format(severity=table[f"severity.{sums.severity}"]))
        if sums.severity_unknown:
            about.append(table["path.severity.unknown"].format(n=sums.severity_unknown))
        return self._in_brackets(str(sums.security), *about)

    def _migrations_sum(self, sums: Sums) -> str:
        about = [self._words["path.irreversible"].format(n=sums.irreversible)] if sums.irreversible else []
        return self._in_brackets(str(sums.migrations), *about)

    def _total(self, total: Total) -> str:
        if total.is_unknown:
            return self._words["unknown"]
        time = duration_words(total.known, self._language)
        if not total.unknown:
            return time
        return self._words["path.at_least"].format(time=time, versions=self._list(total.unknown))

    def _no_return(self, hop: Hop) -> str:
        start, end, until = self._version(hop.start), self._version(hop.end), hop.way_back.until
        if hop.has_way_back and until:
            to = self._marks.verbatim(hop.way_back.to) if hop.way_back.to else start
            return self._words["path.no_return.until"].format(to=to, end=end, until=self._say(until))
        return self._words["path.no_return.hop"].format(start=start, end=end)

    # What to be careful about

    def _risks(self, path: UpgradePath) -> Iterator[Line]:
        table = self._words
        for concern in path.advisories:
            lacks = table["path.lacks"].format(version=self._version(path.end))
            yield self._concern(concern, path.start, lacks)
        for concern in path.issues:
            yield self._concern(concern, path.start)
        for hop in path.hops:
            for issue in hop.issues:
                yield self._issue(issue, table["path.on_stop"].format(version=self._version(hop.end)))
        for number, hop in enumerate(path.hops, 1):
            for placed in hop.steps:
                if placed.step.when:
                    condition = self._labelled(table["upgrade.when"], self._say(placed.step.when))
                    todo = self._labelled(table["path.if"].format(n=number), self._say(placed.step.text))
                    yield Line(condition, (todo,))

    def _concern(self, concern: Concern, start: VersionedRelease, *notes: str) -> Line:
        if concern.is_new:
            return self._issue(concern.issue, *notes)
        return self._issue(concern.issue, *notes, self._words["path.present"].format(version=self._version(start)))

    def _issue(self, issue: OpenIssue, *notes: str) -> Line:
        table, change = self._words, issue.placed.change
        closed = self._labelled(table["path.closed_in"], self._list(issue.closed_in)) if issue.closed_in else ""
        workaround = change.workaround if isinstance(change, KnownIssue) else None
        found = [
            *notes,
            *self._severity(issue.placed),
            self._labelled(table["affected"], self._marks.code(change.affected))
            if isinstance(change, KnownIssue) and change.affected else "",
            self._labelled(table["workaround"], self._say(workaround)) if workaround else "",
            closed or table["path.open"],
        ]  # fmt: skip
        return Line(self._say(change.text), tuple(filter(None, found)))

    def _severity(self, placed: PlacedChange) -> Iterator[str]:
        if security := placed.change.security:
            severity = self._words[f"severity.{security.severity}"] if security.severity else self._words["unknown"]
            about = [self._marks.verbatim(id) for id in security.ids]
            yield self._labelled(self._words["severity"], self._in_brackets(severity, *about))

    # What to do

    def _hop(self, hop: Hop, number: int, count: int) -> Part:
        table = self._words
        title = table["path.hop"].format(
            n=number, count=count, start=self._version(hop.start), end=self._version(hop.end)
        )  # fmt: skip
        parts = [
            Part(phase, table[f"upgrade.{phase}"], tuple(self._task(one, hop) for one in steps))
            for phase in PHASES
            if (steps := [one for one in hop.steps if one.phase == phase])
        ]
        parts.append(Part("migrations", table["migrations"], tuple(self._migration(one) for one in hop.migrations)))
        parts.append(Part("rollback", table["rollback"], tuple(self._back(hop.way_back))))
        kept = tuple(part for part in parts if part.lines)
        lines = [Line(line) for line in self._about_hop(hop)]
        if not hop.steps:
            lines.append(Line(table["path.no_steps"]))
        return Part("hop", title, tuple(lines), kept)

    def _about_hop(self, hop: Hop) -> Iterator[str]:
        table, upgrade = self._words, hop.end.release.upgrade
        if hop.is_stop:
            yield table["upgrade.required_stop"]
        if not hop.is_tested:
            yield self._labelled(table["upgrade.from"], table["unknown"])
        for name, time in (("effort", upgrade.effort), ("downtime", upgrade.downtime)) if upgrade else ():
            about = duration_words(time, self._language) if time is not None else table["unknown"]
            yield self._labelled(table[name], about)
        if upgrade and upgrade.backup:
            yield self._labelled(table["backup"], table[f"backup.{upgrade.backup}"])
        if hop.is_point_of_no_return:
            yield self._labelled(table["path.no_return"], self._marks.strong(self._no_return(hop)))

    def _task(self, placed: PlacedStep, hop: Hop) -> Line:
        table, step = self._words, placed.step
        notes = []
        if step.from_:
            notes.append(self._labelled(table["upgrade.coming_from"], self._marks.code(step.from_)))
        if step.when:
            notes.append(self._labelled(table["upgrade.when"], self._say(step.when)))
        task = f"{hop.end.version.text} {placed.phase} {crc32(repr(step).encode()):08x}"
        return Line(self._say(step.text), tuple(notes), task)

    def _migration(self, crossed: CrossedMigration) -> Line:
        table, migration, about = self._words, crossed.migration, []
        if migration.reversible is not None:
            about.append(table["migration.reversible" if migration.reversible else "migration.irreversible"])
        if migration.duration is not None:
            about.append(duration_words(migration.duration, self._language))
        return Line(self._in_brackets(self._say(migration.text), *about))

    def _back(self, back: WayBack) -> Iterator[Line]:
        """What a release says, or what follows, on going back from it."""
        table, about = self._words, []
        if back.possible is False:
            separated = self._version(back.separated_by) if back.separated_by else table["unknown"]
            said = table["rollback.no"] if back.is_stated else table["path.back.none"].format(version=separated)
        elif back.to:
            to = self._version(back.target) if back.target else self._marks.verbatim(back.to)
            said = table["rollback.to"].format(version=to)
            if back.target and back.target.release.withdrawn:
                about.append(table["withdrawn"])
        elif back.possible:
            said = table["rollback.yes"]
        else:
            return
        if not back.is_stated:
            about.append(table["path.computed"])
        notes = []
        if back.lacking:
            about.append(self._marks.strong(table["path.back.lacks"].format(n=len(back.lacking))))
            names = [self._advisory(issue.placed) for issue in back.lacking[:_LISTED]]
            more = ["…"] if len(back.lacking) > _LISTED else []
            notes.append(self._labelled(table["path.back.lacking"], table["list.comma"].join([*names, *more])))
        if back.until:
            notes.append(self._labelled(table["rollback.until"], self._say(back.until)))
        yield Line(self._in_brackets(said, *about), (*notes, *(self._say(step) for step in back.steps)))

    def _advisory(self, placed: PlacedChange) -> str:
        """A security fix in a few words: its first id, else what it says, and how severe it is."""
        security = placed.change.security
        name = self._marks.verbatim(security.ids[0]) if security and security.ids else self._say(placed.change.text)
        if security and security.severity:
            return self._in_brackets(name, self._words[f"severity.{security.severity}"])
        return name

    def way_back(self, back: WayBack | None) -> Sequence[Line]:
        """What there is to say on going back; that nothing is known, where it is so."""
        lines = list(self._back(back)) if back else []
        return lines or [Line(self._words["path.back.unknown"])]

    # What changes

    def _changes(self, changes: Mapping[Heading, Sequence[Entry]], told: Sequence[Heading]) -> Part:
        """Those under some headings one by one; how many there are under each of the others."""
        table, title = self._words, self._words["path.changes"]
        if not changes:
            return Part("changes", title, (Line(table["path.changes.none"]),))
        counts, parts = [], []
        for name, group in changes.items():
            if name in told:
                parts.append(Part(name, table[name], tuple(map(self._change, group))))
            else:
                counts.append(Line(self._labelled(table[name], str(len(group)))))
        return Part("changes", title, tuple(counts), tuple(parts))

    def _change(self, entry: Entry) -> Line:
        found = self._lines.get(id(entry))
        if found is None:
            found = self._lines[id(entry)] = (entry, self._tell(entry))
        return found[1]

    def _tell(self, entry: Entry) -> Line:
        table, change = self._words, entry.placed.change
        found: list[tuple[str, Words | str | None]] = []
        if change.breaking:
            found += ("impact", change.breaking.impact), ("action", change.breaking.action)
        if isinstance(change, Deprecation):
            found += ("replacement", change.replacement), ("removed_in", change.removed_in)
        notes = [
            self._labelled(table[name], self._marks.verbatim(text) if isinstance(text, str) else self._say(text))
            for name, text in found
            if text
        ]
        releases = self._list([release for _, release in reversed(entry.statements)])
        text = self._in_brackets(self._say(change.text), releases)
        return Line(text, (*self._severity(entry.placed), *notes))

    # Why there is no way

    def _reasons(self, path: NoPath) -> Iterator[Line]:
        table = self._words
        names = {"start": self._version(path.start), "end": self._version(path.end)}
        release = path.release
        if path.why == "same":
            yield Line(table["path.same"].format(**names))
        elif path.why == "downgrade":
            yield Line(table["path.downgrade"].format(**names))
            label = table["path.back"].format(**names)
            for line in self.way_back(path.way_back):
                yield Line(self._labelled(label, line.text), line.notes)
        elif path.why == "planned" and release:
            yield Line(self._planned(release))
        elif path.why == "withdrawn" and release:
            reason = release.release.withdrawn.reason if release.release.withdrawn else None
            notes = (self._say(reason),) if reason else ()
            yield Line(table["path.withdrawn"].format(version=self._version(release)), notes)
            yield Line(self._instead(path.instead))
        elif path.why == "stop" and release:
            yield Line(table["path.lost_stop"].format(stop=self._version(release), **names))
            if path.instead:
                yield Line(table["path.lost_stop.instead"].format(version=self._version(path.instead)))
            else:
                yield Line(self._instead(None))
        elif path.dead_end:
            end = path.dead_end
            yield Line(table["path.dead_end"].format(**names))
            if end.end is not path.end:
                yield Line(table["path.dead_end.stop"].format(end=names["end"], stop=self._version(end.end)))
            if end.furthest is not path.start:
                yield Line(table["path.furthest"].format(version=self._version(end.furthest)))
            # The nearest ones tell most; the end itself comes last.
            for beyond in end.beyond if len(end.beyond) <= _LISTED else (*end.beyond[: _LISTED - 1], end.end):
                stated = beyond.release.upgrade.from_ if beyond.release.upgrade else None
                range = self._marks.code(stated or "*")
                yield Line(table["path.takes"].format(version=self._version(beyond), range=range))

    def _planned(self, entry: VersionedRelease) -> str:
        version, date = self._version(entry), entry.release.date
        if date is None:
            return self._words["path.planned"].format(version=version)
        day = day_words(date, self._language, self._history.zone)
        return self._words["path.planned.on"].format(version=version, date=day)

    def _instead(self, entry: VersionedRelease | None) -> str:
        if entry is None:
            return self._words["withdrawn.wait"]
        return self._words["withdrawn.use"].format(version=self._version(entry))

    # Small words

    def _say(self, text: Words) -> str:
        phrase = text.pick(self._language)
        said = self._marks.text(phrase.text)
        if phrase.language == self._language:
            return said
        return self._marks.foreign(said, phrase.language, self._in_brackets("", self._words["untranslated"]))

    def _version(self, entry: VersionedRelease) -> str:
        return self._marks.release(entry)

    def _list(self, entries: Sequence[VersionedRelease]) -> str:
        """Versions in one line; of many the first, and how many there are."""
        versions = self._words["list.comma"].join(self._version(entry) for entry in entries[:_LISTED])
        if len(entries) <= _LISTED:
            return versions
        return self._words["path.more"].format(versions=versions, more=len(entries) - _LISTED, all=len(entries))

    def _labelled(self, label: str, text: str) -> str:
        return f"{label}{self._words['colon']}{text}"

    def _in_brackets(self, text: str, *about: str) -> str:
        """A text with what there is to say about it: `2 (high)`, `2（高）`."""
        return f"{text}{self._words['brackets'].format(self._words['list.comma'].join(about))}" if about else text
