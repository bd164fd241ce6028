"""What a template sees of a release or a product: words in one language, safe HTML, no model."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from html import escape
from itertools import islice

from markupsafe import Markup

from ..library.arrange import Heading, PlacedChange, arrange
from ..library.product import ProductHistory, VersionedRelease
from ..model.change import Change, Deprecation, KnownIssue
from ..model.notice import Window
from ..model.range import parse_range
from ..model.release import TEST_KINDS, Release, Rollback, Step
from ..model.text import Words
from ..words import duration_words, words
from .addresses import Addresses, relative
from .changes import ChangeView, Note
from .phrases import day_element, day_words, plain, say, tell


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and a value in the list of facts at the top of a release."""

    name: str
    label: str
    value: Markup | str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """Changes under one heading."""

    id: str
    title: str
    changes: Sequence[ChangeView]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of an upgrade."""

    html: Markup
    condition: Markup | str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link to another release."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class TestView:
    """One of the four kinds of test."""

    __test__ = False
    kind: str
    label: str
    result: str
    result_label: str
    date: Markup | str
    evidence: str
    note: Markup | None


@dataclass(frozen=True, slots=True)
class ArtifactView:
    """Something to download or start."""

    name: str
    href: str
    platform: str
    size: str
    sha256: str
    md5: str
    image: str


@dataclass(slots=True)
class ReleaseView:
    """A release as its page and the product's page show it."""

    version: str
    href: str
    title: str
    date: Markup | str
    flags: Sequence[tuple[str, str]]
    """Name and word of each badge: latest, withdrawn, planned, prerelease."""
    step: str
    facts: Sequence[Fact]
    summary: Markup | None
    groups: Sequence[GroupView]
    counts: Sequence[tuple[str, int, str]] = ()
    """Heading's title, number of changes, heading's id."""
    withdrawn: dict[str, object] | None = None
    newer: LinkView | None = None
    required_stop: bool = False
    steps: Sequence[tuple[str, Sequence[StepView]]] = ()
    migrations: Sequence[tuple[Markup, str, str]] = ()
    """Text, tone, words on reversibility and duration."""
    rollback: Sequence[Fact] = ()
    rollback_steps: Sequence[Markup] = ()
    tests: Sequence[TestView] = ()
    artifacts: Sequence[ArtifactView] = ()
    revisions: Sequence[tuple[Markup, Markup]] = ()
    notices: Sequence[NoticeView] = ()
    previous: LinkView | None = None
    next: LinkView | None = None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """An upgrade announced beforehand."""

    title: str
    status: str
    status_label: str
    window: Markup | str
    impact: Markup | None
    benefit: Markup | None


class Views:
    """Makes views of one product in one language."""

    def __init__(self, history: ProductHistory, language: str, addresses: Addresses) -> None:
        self.history = history
        self.language = language
        self.words = words(language)
        self.addresses = addresses
        self.latest = history.find_latest()
        # The product's page, a release's own page and the feeds say the same of a release.
        self._groups: dict[str, list[GroupView]] = {}
        self._bases: dict[str, ReleaseView] = {}
        self._releases: dict[tuple[str, str, bool], ReleaseView] = {}
        self._places = {entry.file: place for place, entry in enumerate(history.releases)}

    def change(self, placed: PlacedChange) -> ChangeView:
        """A change with all that can be said of it."""
        change, language, table = placed.change, self.language, self.words
        component = category = severity = cvss = ""
        advisories: Sequence[str] = ()
        if change.component:
            named = self.history.product.components.get(change.component)
            component = named.pick(language).text if named else change.component
        if change.category:
            category = table.get(f"category.{change.category}", change.category)
        if security := change.security:
            severity, cvss, advisories = security.severity or "", security.cvss or "", security.ids
        return ChangeView(
            placed.id,
            say(change.text, language),
            table[f"{_ONE[placed.section]}.one"] if placed.heading != placed.section else "",
            component,
            category,
            severity,
            table[f"severity.{severity}"] if severity else "",
            advisories,
            cvss,
            tell(change.details, language) if change.details else "",
            self._notes(change),
            [(link.label, link.url) for link in change.links] if change.links else (),
        )

    def _notes(self, change: Change) -> Sequence[Note]:
        found: list[tuple[str, Words | str | None]] = []
        if change.breaking:
            found += ("impact", change.breaking.impact), ("action", change.breaking.action)
        if change.security:
            found.append(("affected", change.security.affected))
        if isinstance(change, Deprecation):
            found += ("replacement", change.replacement), ("removed_in", change.removed_in)
        if isinstance(change, KnownIssue):
            found += ("affected", change.affected), ("workaround", change.workaround)
        return [
            Note(
                name.replace("_", "-"), self.words[name], escape(text) if isinstance(text, str) else say(text, self.language)
            )
            for name, text in found
            if text
        ]

    def groups(self, entry: VersionedRelease) -> list[GroupView]:
        """The public changes under their headings."""
        found = self._groups.get(entry.file)
        if found is None:
            found = self._groups[entry.file] = [
                GroupView(heading_id(heading), self.words[heading], [self.change(placed) for placed in group])
                for heading, group in arrange(entry.release).items()
            ]
        return found

    def title(self, entry: VersionedRelease) -> str:
        """What a link to a release says: product and version."""
        name = self.history.product.name.pick(self.language).text
        return self.words["title.version"].format(product=name, version=entry.version.text)

    def release(self, entry: VersionedRelease, page: str, *, whole: bool) -> ReleaseView:
        """A release as seen from the page at path `page`; whole, or as the product's page shows it."""
        key = (entry.file, page, whole)
        found = self._releases.get(key)
        if found is None:
            found = self._releases[key] = copy(self._wherever(entry))
            found.href = self._link(entry, page)
            if entry.release.withdrawn:
                found.withdrawn = self._withdrawn(entry, page)
            if whole:
                self._complete(found, entry, page)
        return found

    def _wherever(self, entry: VersionedRelease) -> ReleaseView:
        """What a release's view holds on every page."""
        found = self._bases.get(entry.file)
        if found is None:
            release, language = entry.release, self.language
            date = self.words["undated"] if release.undated else ""
            groups = self.groups(entry)
            found = self._bases[entry.file] = ReleaseView(
                version=entry.version.text,
                href="",
                title=plain(release.title, language) if release.title else "",
                date=day_element(release.date, language, self.history.zone) if release.date else date,
                flags=self._flags(entry),
                step=self._step(entry),
                facts=self._facts(release),
                summary=tell(release.summary, language) if release.summary else None,
                groups=groups,
                counts=[(group.title, len(group.changes), group.id) for group in groups],
            )
        return found

    def _link(self, entry: VersionedRelease, page: str) -> str:
        return relative(self.addresses.release(self.history.id, entry.version.text), page)

    def _flags(self, entry: VersionedRelease) -> list[tuple[str, str]]:
        names = []
        if entry.release.withdrawn:
            names.append("withdrawn")
        elif entry.release.status == "planned":
            names.append("planned")
        elif entry.version.is_prerelease:
            names.append("prerelease")
        elif entry is self.latest:
            names.append("latest")
        return [(name, self.words[name]) for name in names]

    def _step(self, entry: VersionedRelease) -> str:
        """Major, minor or patch, as seen from the release before it."""
        if entry.version.is_prerelease:
            return ""
        for older in islice(self.history.releases, self._places[entry.file] + 1, None):
            if older.version < entry.version and not older.version.is_prerelease:
                return self.words.get(f"step.{entry.version.step_from(older.version)}", "")
        return ""

    def _facts(self, release: Release) -> list[Fact]:
        table, facts = self.words, []
        if release.urgency:
            facts.append(Fact("urgency", table["urgency"], table[f"severity.{release.urgency}"], release.urgency))
        upgrade = release.upgrade
        if upgrade:
            for name, duration in (("effort", upgrade.effort), ("downtime", upgrade.downtime)):
                if duration is not None:
                    facts.append(Fact(name, table[name], duration_words(duration, self.language)))
            if upgrade.backup:
                facts.append(Fact("backup", table["backup"], table[f"backup.{upgrade.backup}"]))
            if upgrade.from_:
                facts.append(Fact("from", table["upgrade.from"], Markup("<code>{}</code>").format(upgrade.from_)))
        rollback = release.rollback
        if rollback and rollback.possible is not None:
            facts.append(self._rollback_fact(rollback))
        return facts

    def _rollback_fact(self, rollback: Rollback) -> Fact:
        tone = "yes" if rollback.possible else "no"
        value = self.words[f"rollback.{tone}"]
        if rollback.possible and rollback.to:
            value = self.words["rollback.to"].format(version=rollback.to)
        return Fact("rollback", self.words["rollback"], value, tone)

    def _withdrawn(self, entry: VersionedRelease, page: str) -> dict[str, object]:
        withdrawn = entry.release.withdrawn
        assert withdrawn is not None
        target = self.history.find(withdrawn.use_instead) if withdrawn.use_instead else None
        return {
            "on": self.words["withdrawn.on"].format(date=day_words(withdrawn.date, self.language, self.history.zone)),
            "reason": say(withdrawn.reason, self.language) if withdrawn.reason else None,
            "use": LinkView(self.words["withdrawn.use"].format(version=target.version.text), self._link(target, page)) if target else None,
            "wait": self.words["withdrawn.wait"],
        }

    def _complete(self, view: ReleaseView, entry: VersionedRelease, page: str) -> None:
        """What only the release's own page shows."""
        release, language, table = entry.release, self.language, self.words
        if self.latest and entry.version < self.latest.version:
            view.newer = LinkView(self.latest.version.text, self._link(self.latest, page))
        if upgrade := release.upgrade:
            view.required_stop = upgrade.required_stop
            view.steps = [
                (table[f"upgrade.{moment}"], [self._step_view(step) for step in steps])
                for moment, steps in (("before", upgrade.before), ("during", upgrade.during), ("after", upgrade.after))
                if steps
            ]
            view.migrations = [
                (
                    say(migration.text, language),
                    {True: "yes", False: "no", None: ""}[migration.reversible],
                    table["list.comma"].join(
                        ([table["migration.reversible" if migration.reversible else "migration.irreversible"]] if migration.reversible is not None else [])
                        + ([duration_words(migration.duration, language)] if migration.duration is not None else [])
                    ),
                )
                for migration in upgrade.migrations
            ]
        if rollback := release.rollback:
            facts = [self._rollback_fact(rollback)] if rollback.possible is not None and _says_more(rollback) else []
            if rollback.until:
                facts.append(Fact("until", table["rollback.until"], say(rollback.until, language)))
            view.rollback = facts
            view.rollback_steps = [say(step, language) for step in rollback.steps]
        if release.tests:
            view.tests = [
                TestView(
                    kind, table[f"test.{kind}"], test.result, table[f"result.{test.result}"],
                    day_element(test.date, language, self.history.zone) if test.date else "",
                    test.evidence or "", say(test.note, language) if test.note else None,
                )
                for kind in TEST_KINDS if (test := getattr(release.tests, kind))
            ]  # fmt: skip
        view.artifacts = [
            ArtifactView(
                (artifact.url or "").rsplit("/", 1)[-1] or (artifact.image.id if artifact.image else ""),
                artifact.url or "", artifact.platform or "", _size(artifact.size),
                artifact.sha256 or "", artifact.md5 or "",
                " ".join(filter(None, (artifact.image.kind.upper(), artifact.image.id, artifact.image.region))) if artifact.image else "",
            )
            for artifact in release.artifacts if artifact.url or artifact.image
        ]  # fmt: skip
        view.revisions = [
            (day_element(revision.date, language, self.history.zone), say(revision.note, language))
            for revision in release.revisions
        ]
        view.notices = self.notices(entry)
        at = self._places[entry.file]
        if at + 1 < len(self.history.releases):
            older = self.history.releases[at + 1]
            view.previous = LinkView(self.title(older), self._link(older, page))
        if at:
            newer = self.history.releases[at - 1]
            view.next = LinkView(self.title(newer), self._link(newer, page))

    def _step_view(self, step: Step) -> StepView:
        conditions: list[Markup] = []
        if step.from_:
            conditions.append(Markup("{}{}<code>{}</code>").format(self.words["upgrade.coming_from"], self.words["colon"], step.from_))
        if step.when:
            conditions.append(Markup("{}{}{}").format(self.words["upgrade.when"], self.words["colon"], say(step.when, self.language)))
        return StepView(say(step.text, self.language), Markup(" · ").join(conditions))

    def notices(self, entry: VersionedRelease) -> list[NoticeView]:
        """The notices that announce a release."""
        return [
            NoticeView(
                plain(notice.title, self.language) if notice.title else self.words["upgrade.planned"],
                notice.status.replace("_", "-"),
                self.words[f"notice.{notice.status}"],
                self._window(notice.planned),
                say(notice.impact, self.language) if notice.impact else None,
                say(notice.benefit, self.language) if notice.benefit else None,
            )
            for notice in self.history.notices
            if entry.version.text in notice.releases
        ]

    def _window(self, window: Window | None) -> Markup | str:
        if window is None:
            return ""
        start = window.start
        zone = start.tzinfo or self.history.zone
        text = f"{day_words(start, self.language, zone)} {start:%H:%M}"
        if window.end:
            end_day = f"{day_words(window.end, self.language, zone)} " if window.end.date() != start.date() else ""
            text += f" – {end_day}{window.end:%H:%M}"
        offset = start.strftime("%z")
        text += f" (UTC{offset[:3]}:{offset[3:]})"
        return Markup('<time datetime="{}">{}</time>').format(start.isoformat(), text)

    def support_until(self, entry: VersionedRelease) -> str:
        """Until when the release's line is supported, in words; empty when nobody says."""
        for line in self.history.product.lines:
            if line.eol and entry.version in parse_range(line.range, self.history.product.versioning):
                return day_words(line.eol, self.language, self.history.zone)
        return ""


_ONE = {
    "features": "feature", "improvements": "improvement", "fixes": "fix",
    "deprecations": "deprecation", "removals": "removal", "known_issues": "known_issue",
}  # fmt: skip


def _says_more(rollback: Rollback) -> bool:
    """True when there is more to say than the fact at the top of the page."""
    return bool(rollback.until or rollback.steps)


def heading_id(heading: Heading) -> str:
    """The id of a heading's section on a page."""
    return heading.replace("_", "-")


def _size(size: int | None) -> str:
    """Bytes in binary units with one decimal (IEC 80000-13)."""
    if size is None:
        return ""
    amount = float(size)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024 or unit == "GiB":
            break
        amount /= 1024
    return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"


