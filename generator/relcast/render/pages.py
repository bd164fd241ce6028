"""A product's and a release's page: the values that fill its frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice

from markupsafe import Markup

from ..library.product import VersionedRelease
from .addresses import anchor, relative
from .changes import product_nodes
from .draw import Pieces, render
from .phrases import plain, shorten, tell
from .places import FILE as PLACES
from .product_header import cadence_view, live_views, support_view, upcoming_views
from .shown import ReleaseView
from .views import Views

NEWEST = 20
"""Releases that a product's page shows, with their changes as far as these fit; the others are in the archive."""

NODES = 1000
"""Elements that releases may put on a product's page, so that with the theme's own it stays below 1,500."""

ARCHIVES = 20
"""Archive pages that a product's page links to, the newest; each leads on to the next older one."""

_ROW_NODES, _RELEASE_NODES = 8, 18
"""Elements of a release as a row, and of one with its changes besides these: heading, byline, summary, links."""

KINDS = {
    "breaking": "breaking", "security": "security", "features": "feature", "improvements": "improvement",
    "fixes": "fix", "deprecations": "deprecation", "removals": "removal", "known-issues": "known-issue",
}  # fmt: skip
"""What an address calls the changes under a heading: `?kind=fix`."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page says: its heading, its title in the browser and in results, a description, its body as HTML, and
    the table of contents as (id, title)."""

    heading: str
    title: str
    description: str
    body: str
    contents: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownRelease:
    """A release on the product's page, with its anchor there."""

    anchor: str
    view: ReleaseView

    @property
    def flags(self) -> Sequence[tuple[str, str]]:
        """The badges' names and words."""
        return self.view.flags


def release_page(views: Views, entry: VersionedRelease) -> PageText:
    """The page of one release."""
    language, table = views.language, views.words
    path = views.addresses.release(views.history.id, entry.version.text)
    view = views.release(entry, path, whole=True)
    contents = [(group.id, group.title) for group in view.groups]
    for present, name in (
        (view.steps or view.migrations or view.required_stop, "upgrade"),
        (view.has_rollback, "rollback"),
        (view.tests, "tests"),
        (view.artifacts, "artifacts"),
        (view.revisions[1:], "revisions"),  # a single one is told at the top
    ):
        if present:
            contents.append((name, table[name]))
    heading = views.title(entry)
    return PageText(
        heading=heading,
        title=f"{heading}{table['colon']}{view.title}" if view.title else heading,
        description=view.description,
        body=render("release.html", language, views.pieces, release=view),
        contents=contents or [("__top", heading)],
    )


def product_page(
    views: Views, feeds: Sequence[tuple[str, str]], now: datetime, starts: Sequence[str] = (),
    alone: Sequence[tuple[str, str]] = (), told: Sequence[VersionedRelease] | None = None,
) -> PageText:  # fmt: skip
    """The page of one product as of `now`: its newest releases with their changes, the others of the newest as rows,
    and links to the archive.

    `feeds` are labels and links, and so are those of one kind of change in `alone`; `starts` are the versions that have
    a page with the way to the latest; `told` are the releases to show with their changes, those of `newest_in_full`.
    """
    history, language, table = views.history, views.language, views.words
    path = views.addresses.product(history.id)
    shown = [views.release(entry, path, whole=False) for entry in history.releases[:NEWEST]]
    full = len(newest_in_full(views) if told is None else told)
    newest = [ShownRelease(anchor(view.version), view) for view in shown[:full]]
    archives = [
        (table["product.archive"].format(major=major), relative(views.addresses.archive(history.id, major), path))
        for major in islice(archived(views), ARCHIVES)
    ]
    latest = views.latest
    contents = [(release.anchor, release.view.version) for release in newest]
    if shown[full:] or archives:
        contents.append(("older", table["releases.older"]))
    changes = [(group, change) for view in shown[:full] for group in view.groups for change in group.changes]
    components = {change.component_id for _, change in changes if change.component_id}
    severities = {change.severity for _, change in changes if change.severity}
    kinds = {group.id: group.title for group, _ in changes}
    body = render(
        "product.html",
        language,
        views.pieces,
        product=history.id,
        summary=tell(history.product.summary, language) if history.product.summary else Markup(""),
        latest=views.release(latest, path, whole=False) if latest else None,
        support=support_view(views, now),
        live=live_views(views, path, now),
        cadence=cadence_view(views, now),
        upcoming=upcoming_views(views, path, now),
        starts=[(start, relative(views.addresses.upgrade(history.id, start), path)) for start in starts],
        upgrade=relative(views.addresses.upgrade(history.id), path) if latest else "",
        feeds=feeds,
        newest=newest,
        older=shown[full:],
        archives=archives,
        alone=alone,
        places=PLACES if full < len(history.releases) else "",
        total=len(changes),
        kinds=[(KINDS[id], kinds[id]) for id in KINDS if id in kinds],
        components=[(id, views.component_name(id)) for id in sorted(components)],
        severities=[
            (name, table[f"severity.{name}"]) for name in ("critical", "high", "medium", "low") if name in severities
        ],
        kind_of=KINDS,
    )
    summary = plain(history.product.summary, language) if history.product.summary else ""
    return PageText(
        heading=views.name,
        title=views.name,
        description=shorten(summary or f"{views.name}{table['colon']}{table['releases']}"),
        body=body,
        contents=contents or [("__top", views.name)],
    )


def newest_in_full(views: Views) -> Sequence[VersionedRelease]:
    """The newest releases, as many as fit on the product's page with all their changes; the first one always does."""
    newest = views.history.releases[:NEWEST]
    nodes = _ROW_NODES * len(newest)
    for count, entry in enumerate(newest):
        nodes -= _ROW_NODES
        for group in views.groups(entry):
            nodes += 2 + sum([product_nodes(change, with_notes=group.id == "breaking") for change in group.changes])
        nodes += _RELEASE_NODES
        if nodes > NODES and count:
            return newest[:count]
    return newest


def archived(views: Views) -> Mapping[str, Sequence[VersionedRelease]]:
    """The major versions that have an archive page, newest first, with all their releases: those with a release beyond
    the newest ones."""
    found: dict[str, list[VersionedRelease]] = {entry.version.major: [] for entry in views.history.releases[NEWEST:]}
    for entry in views.history.releases:
        if entry.version.major in found:
            found[entry.version.major].append(entry)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """Releases of a minor version, with its heading; both empty where a page has no headings."""

    title: str
    id: str
    releases: Sequence[ReleaseView]


def archive_pages(views: Views) -> Iterator[tuple[str, Sequence[VersionedRelease], PageText]]:
    """Every archive page, newest first, with its major version and the releases on it."""
    found = archived(views)
    majors = list(found)
    for major, older, newer in zip(majors, [*majors[1:], None], [None, *majors], strict=False):
        yield major, found[major], _archive_page(views, major, found[major], older, newer)


def _archive_page(
    views: Views, major: str, entries: Sequence[VersionedRelease], older: str | None, newer: str | None
) -> PageText:
    """All releases of a major version as rows, the newest included, so that the page only ever gains."""
    history, table, addresses = views.history, views.words, views.addresses
    path = addresses.archive(history.id, major)
    title = table["product.archive.title"].format(product=views.name, major=major)
    lines = _by_minor(views, entries, path) if len(entries) > NEWEST else []
    if len(lines) < 2:
        lines = [Line("", "", [views.release(entry, path, whole=False) for entry in entries])]

    def link(other: str) -> tuple[str, str]:
        return table["product.archive"].format(major=other), relative(addresses.archive(history.id, other), path)

    return PageText(
        heading=title,
        title=title,
        description=f"{title}{table['colon']}{table['product.archive.note']}",
        body=render(
            "archive.html",
            views.language,
            views.pieces,
            groups=lines,
            product=(views.name, relative(addresses.product(history.id), path)),
            older=link(older) if older else None,
            newer=link(newer) if newer else None,
        ),
        contents=[(line.id, line.title) for line in lines if line.id] or [("__top", title)],
    )


_MINOR = re.compile(r"v?([0-9]+(?:[.-][0-9]+)?)", re.IGNORECASE | re.ASCII)


def _by_minor(views: Views, entries: Sequence[VersionedRelease], page: str) -> list[Line]:
    """The releases under the first two numbers of their versions, as the newest of each writes them."""
    lines = []
    for _, group in groupby(entries, key=lambda entry: (*entry.version.precedence[0], 0, 0)[:2]):
        releases = [views.release(entry, page, whole=False) for entry in group]
        found = _MINOR.match(releases[0].version)
        title = found[1] if found else releases[0].version
        lines.append(Line(title, f"line-{title}", releases))
    return lines


@dataclass(frozen=True, slots=True)
class Mark:
    """A line on a product's card: its support, a security fix, an upgrade to come."""

    name: str
    """`supported`, `ended`, `security` or `planned`."""
    label: str
    href: str = ""
    until: str = ""
    """A script hides it from this instant on (ISO 8601); empty is never."""


@dataclass(frozen=True, slots=True)
class Card:
    """A product on the products page."""

    name: str
    summary: str
    href: str
    version: str
    title: str
    date: str
    release: str
    words: str = ""
    """What the box on the page finds it by: its names, ids and components in every language."""
    marks: Sequence[Mark] = ()


def products_body(
    language: str, cards: Sequence[Card], feeds: Sequence[tuple[str, str]], pieces: Pieces = (),
    *, finder: bool = False, newest: bool = False,
) -> str:  # fmt: skip
    """The list of products with their latest releases; with `finder` a box to search them, with `newest` a link to the
    list that follows."""
    return render("products.html", language, pieces, cards=cards, feeds=feeds, finder=finder, newest=newest)
