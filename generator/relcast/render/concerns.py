"""What a release's page says that other records know: open known issues, what a fix closes, where a removal was
announced, and the way back. Links lead from the page at path `page`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from ..library.known_issues import OpenIssue
from ..library.product import VersionedRelease
from ..model.change import Change, Removal
from ..model.release import shared_id
from ..words import duration_words
from .addresses import relative
from .changes import ChangeView, Note
from .phrases import say
from .shown import Fact, GroupView

if TYPE_CHECKING:
    from .views import Views


def whole_groups(views: Views, entry: VersionedRelease, page: str) -> list[GroupView]:
    """The changes of a release under their headings, and below known issues also those that are told of elsewhere."""
    opened = {issue.key: issue for issue in views.computed.open_issues(entry)}
    arranged = entry.arranged
    groups = []
    for group, placed in zip(views.groups(entry), arranged.values(), strict=True):
        changes = [
            _with(
                views, view, [*_more(views, entry, item.change, page), *_state(views, entry, item.change, opened, page)]
            )
            if item.change.resolves or isinstance(item.change, Removal) or item.section == "known_issues"
            else view
            for view, item in zip(group.changes, placed, strict=True)
        ]
        groups.append(GroupView(group.id, group.title, changes))
    own = {item.key(entry.file) for item in arranged.get("known_issues", ())}
    told = [_told(views, issue, page) for key, issue in opened.items() if key not in own]
    if not told:
        return groups
    if groups and groups[-1].id == "known-issues":
        groups[-1] = GroupView("known-issues", groups[-1].title, [*groups[-1].changes, *told])
    else:
        groups.append(GroupView("known-issues", views.words["known_issues"], told))
    return groups


def decision_facts(views: Views, entry: VersionedRelease, page: str) -> list[Fact]:
    """Must I, how long does it take, can I go back, until when is it supported; what nobody states is said so."""
    table, facts = views.words, []
    release = entry.release
    if release.urgency:
        facts.append(Fact("urgency", table["urgency"], table[f"severity.{release.urgency}"], release.urgency))
    upgrade = release.upgrade
    is_told = not release.undated  # of imported history nobody expects it
    for name, duration in (
        ("effort", upgrade.effort if upgrade else None),
        ("downtime", upgrade.downtime if upgrade else None),
    ):
        if duration is not None:
            facts.append(Fact(name, table[name], duration_words(duration, views.language)))
        elif is_told:
            facts.append(Fact(name, table[name], table["unknown"], "unknown"))
    back = way_back_fact(views, entry, page)
    if back.tone != "unknown" or is_told:
        facts.append(back)
    if until := views.support_until(entry):
        facts.append(Fact("support", table["supported.until"], until))
    if upgrade and upgrade.backup:
        facts.append(Fact("backup", table["backup"], table[f"backup.{upgrade.backup}"]))
    if upgrade and upgrade.from_:
        facts.append(Fact("from", table["upgrade.from"], Markup("<code>{}</code>").format(upgrade.from_)))
    return facts


def way_back_fact(views: Views, entry: VersionedRelease, page: str) -> Fact:
    """Whether and where one can go back to, and whether that is stated or computed."""
    table, back = views.words, views.computed.way_back(entry)
    if back.possible is None:
        return Fact("rollback", table["reversible"], table["unknown"], "unknown")
    small: list[str | Markup] = [table["reversible.stated" if back.is_stated else "reversible.computed"]]
    tone = "yes" if back.possible else "no"
    value: str | Markup = table[f"reversible.{tone}"]
    if back.possible and back.to:
        to = _link(views, back.target, page) if back.target else escape(back.to)
        value = Markup(escape(table["reversible.to"])).format(version=to)
        if back.is_stated and not (entry.release.rollback and entry.release.rollback.to):
            small[0] = table["reversible.computed"]  # that one can is stated, where to is not
    if back.until:
        small.append(Markup(escape(table["reversible.until"])).format(moment=say(back.until, views.language)))
    if back.separated_by and back.separated_by is not entry:
        small.append(Markup(escape(table["reversible.barrier"])).format(version=_link(views, back.separated_by, page)))
    return Fact(
        "rollback", table["reversible"], Markup("{} <small>{}</small>").format(value, _joined(views, small)), tone
    )


def _joined(views: Views, parts: Sequence[str | Markup]) -> Markup:
    return Markup(escape(views.words["feed.semicolon"])).join(parts)


def _link(views: Views, entry: VersionedRelease, page: str, id: str = "") -> Markup:
    href = relative(views.addresses.release(views.history.id, entry.version.text), page) + (id and f"#{id}")
    return Markup('<a href="{}">{}</a>').format(href, entry.version.text)


def _with(views: Views, view: ChangeView, notes: Sequence[Note]) -> ChangeView:
    return view._replace(notes=[*view.notes, *notes]) if notes else view


def _told(views: Views, issue: OpenIssue, page: str) -> ChangeView:
    """A known issue that another release's record tells of; its id is there, not here."""
    table, link = views.words, _link(views, issue.stated_in, page, issue.placed.id)
    told = Note("told-in", table["issue.told_in"], str(link))
    return _with(views, views.change(issue.placed)._replace(id=""), [told, *_closed(views, issue, page)])


def _state(
    views: Views, entry: VersionedRelease, change: Change, opened: dict[str, OpenIssue], page: str
) -> Iterator[Note]:
    """Where an issue that this record tells of is fixed."""
    for issue in opened.values():
        if issue.placed.change is change or issue.key == shared_id(change):
            yield from _closed(views, issue, page)


def _closed(views: Views, issue: OpenIssue, page: str) -> Iterator[Note]:
    table = views.words
    if not issue.closed_in:
        yield Note("closed-in", table["issue.closed_in"], escape(table["issue.open"]))
        return
    links = [_link(views, entry, page) for entry in issue.closed_in]
    yield Note("closed-in", table["issue.closed_in"], str(Markup(escape(table["list.comma"])).join(links)))


def _more(views: Views, entry: VersionedRelease, change: Change, page: str) -> Iterator[Note]:
    """The known issues that a change closes, and where what it removes was announced."""
    table, language = views.words, views.language
    for id in change.resolves:
        if found := views.computed.known_issues.get(id):
            stated_in, placed = found
            href = relative(views.addresses.release(views.history.id, stated_in.version.text), page)
            text = Markup('<a href="{}#{}">{}</a> {}').format(
                href, placed.id, stated_in.version.text, say(placed.change.text, language)
            )
            yield Note("resolves", table["issue.resolves"], str(text))
    if isinstance(change, Removal) and (found := views.computed.deprecations.get(change.deprecation or "")):
        yield Note("announced-in", table["announced_in"], str(_link(views, found[0], page, found[1].id)))
