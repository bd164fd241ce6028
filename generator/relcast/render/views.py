"""Makes what a template sees of a product's releases, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from html import escape
from itertools import islice

from markupsafe import Markup

from ..library.arrange import Heading, PlacedChange
from ..library.computed import Computed
from ..library.latest import find_line
from ..library.product import ProductHistory, VersionedRelease
from ..model.change import Change, Deprecation, KnownIssue
from ..model.cvss_score import find_score
from ..model.release import Release
from ..model.text import Words
from ..words import duration_words, words
from .addresses import Addresses, relative
from .changes import ChangeView, Note
from .concerns import decision_facts, whole_groups
from .draw import Pieces
from .phrases import day_element, day_words, plain, say, say_both, shorten, tell
from .sections import complete, feedback_links, rollback_fact
from .shown import Fact, GroupView, LinkView, ReleaseView, WithdrawnView


class Views:
    """Makes views of one product in one language."""

    def __init__(
        self, history: ProductHistory, language: str, addresses: Addresses, computed: Computed | None = None,
        pieces: Pieces = (),
    ) -> None:  # fmt: skip
        self.history = history
        self.pieces = pieces
        """The vendor's own templates for pieces of pages."""
        self.computed = computed or Computed(history)
        """What follows from all records together; the same object may serve every language."""
        self.language = language
        self.words = words(language)
        self.addresses = addresses
        self.latest = history.find_latest()
        self.name = plain(history.product.name, language)
        """The product's name, as plain text."""
        self._components = {id: plain(name, language) for id, name in history.product.components.items()}
        # The product's page, a release's own page and the feeds say the same of a release.
        self._groups: dict[str, list[GroupView]] = {}
        self._bases: dict[str, ReleaseView] = {}
        self._releases: dict[tuple[str, str, bool], ReleaseView] = {}
        self._places = {entry.file: place for place, entry in enumerate(history.releases)}

    @property
    def has_calendar(self) -> bool:
        """Whether a notice of the product has a time."""
        return any(notice.planned or notice.actual for notice in self.history.notices)

    def change(self, placed: PlacedChange) -> ChangeView:
        """A change with all that can be said of it."""
        change, language, table = placed.change, self.language, self.words
        component = category = severity = cvss = number = ""
        advisories: Sequence[str] = ()
        if change.component:
            component = self._components.get(change.component, change.component)
        if change.category:
            category = table.get(f"category.{change.category}", change.category)
        if security := change.security:
            severity, cvss, advisories = security.severity or "", security.cvss or "", security.ids
            if cvss and (score := find_score(cvss)):
                severity, number = severity or score.severity or "", f"{score.base:.1f}"
        html, bare = say_both(change.text, language)
        return ChangeView(
            placed.id,
            html,
            bare,
            table[f"{_ONE[placed.section]}.one"] if placed.heading != placed.section else "",
            component,
            category,
            severity,
            table[f"severity.{severity}"] if severity else "",
            advisories,
            cvss,
            number,
            tell(change.details, language) if change.details else "",
            plain(change.details, language) if change.details else "",
            self._notes(change),
            [(link.label, link.url) for link in change.links] if change.links else (),
            change.component or "",
            table["exploited"] if security and security.exploited else "",
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
                name.replace("_", "-"),
                self.words[name],
                escape(text) if isinstance(text, str) else say(text, self.language),
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
                for heading, group in entry.arranged.items()
            ]
        return found

    def title(self, entry: VersionedRelease) -> str:
        """What a link to a release says: product and version."""
        return self.words["title.version"].format(product=self.name, version=entry.version.text)

    def release(self, entry: VersionedRelease, page: str, *, whole: bool) -> ReleaseView:
        """A release as seen from the page at path `page`; whole, or as the product's page shows it."""
        key = (entry.file, page, whole)
        found = self._releases.get(key)
        if found is None:
            found = self._releases[key] = copy(self._wherever(entry))
            found.href = self._link(entry, page)
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
                flags=self.flags(entry),
                step=self._step(entry),
                facts=self._facts(release),
                summary=tell(release.summary, language) if release.summary else None,
                groups=groups,
                description=self._description(entry, groups),
                counts=[(group.title, len(group.changes)) for group in groups],
            )
        return found

    def _description(self, entry: VersionedRelease, groups: Sequence[GroupView]) -> str:
        if entry.release.summary:
            return shorten(plain(entry.release.summary, self.language))
        texts = [change.plain for group in groups for change in group.changes]
        return shorten(self.words["feed.semicolon"].join(texts[:3]) or self.title(entry))

    def _link(self, entry: VersionedRelease, page: str) -> str:
        return relative(self.addresses.release(self.history.id, entry.version.text), page)

    def flags(self, entry: VersionedRelease) -> list[tuple[str, str]]:
        """Names and words of a release's badges."""
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
            facts.append(rollback_fact(rollback, self.language))
        return facts

    def _withdrawn(self, entry: VersionedRelease, page: str) -> WithdrawnView | None:
        withdrawn, table = entry.release.withdrawn, self.words
        if withdrawn is None:
            return None
        target = self.history.find_replacement(entry)
        use = None
        if target:
            use = LinkView(table["withdrawn.use"].format(version=target.version.text), self._link(target, page))
        return WithdrawnView(
            on=table["withdrawn.on"].format(date=day_words(withdrawn.date, self.language, self.history.zone)),
            reason=say(withdrawn.reason, self.language) if withdrawn.reason else None,
            use=use,
            wait=table["withdrawn.wait"],
        )

    def _complete(self, view: ReleaseView, entry: VersionedRelease, page: str) -> None:
        """What only the release's own page shows."""
        history = self.history
        notices = [notice for notice in history.notices if entry.version.text in notice.releases]
        complete(view, entry.release, notices, self.language, history.zone)
        view.groups = whole_groups(self, entry, page)
        view.facts = decision_facts(self, entry, page)
        if history.product.feedback:
            view.feedback = feedback_links(history.product.feedback, self.language)
        if self.latest and entry.version < self.latest.version:
            view.newer = LinkView(self.latest.version.text, self._link(self.latest, page))
        at = self._places[entry.file]
        if at + 1 < len(history.releases):
            older = history.releases[at + 1]
            view.previous = LinkView(self.title(older), self._link(older, page))
        if at:
            newer = history.releases[at - 1]
            view.next = LinkView(self.title(newer), self._link(newer, page))

    def component_name(self, id: str) -> str:
        """What a component is called; its id where the product doesn't say."""
        return self._components.get(id, id)

    def support_until(self, entry: VersionedRelease) -> str:
        """Until when the release's line is supported, in words; empty when nobody says."""
        line = find_line(self.history, entry)
        return day_words(line.eol, self.language, self.history.zone) if line and line.eol else ""


_ONE = {
    "features": "feature", "improvements": "improvement", "fixes": "fix",
    "deprecations": "deprecation", "removals": "removal", "known_issues": "known_issue",
}  # fmt: skip


def heading_id(heading: Heading) -> str:
    """The id of a heading's section on a page."""
    return heading.replace("_", "-")
