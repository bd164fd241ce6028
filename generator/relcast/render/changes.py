"""Lists of changes as HTML: on a release's page, on its product's page, in feeds.

A build makes tens of thousands of them, so they are put together here rather than by a template: it is a tenth of the
time. Every text is escaped here, or was made safe by `markup`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from ..markup import without_table_keys
from ..markup.escape import escape


class Note(NamedTuple):
    """A label and a text below a change."""

    name: str
    label: str
    html: str
    """Safe HTML."""


class ChangeView(NamedTuple):
    """One change in one language. `html`, `details` and the notes' `html` are safe HTML, all else is plain text."""

    id: str
    html: str
    plain: str
    """The same line without marks."""
    kind: str
    """Its section's own word, where it is read under another heading; else empty."""
    component: str
    category: str
    severity: str
    severity_label: str
    advisories: Sequence[str]
    cvss: str
    score: str
    """The base score of the vector, such as `8.2`; empty where there is none that can be read."""
    details: str
    plain_details: str
    notes: Sequence[Note]
    links: Sequence[tuple[str, str]]
    """Label and address."""
    component_id: str = ""
    """As records write it; filters go by it."""
    exploited: str = ""
    """Says so where attacks on what a fix closes are known; else empty."""


def release_list(changes: Sequence[ChangeView], words: Mapping[str, str]) -> Markup:
    """Items with everything that is to be said, each at its permanent id."""
    title, copy = escape(words["permalink"]), escape(words["copy.link"])
    items = []
    for change in changes:
        id = change.id  # letters, digits, dots and hyphens only
        if not id:  # told of in another release, where its place is
            items.append(
                f'<li class="rc-change rc-change--told"><div class="rc-change__text" dir="auto">{change.html}</div>'
                f"{_tags(change)}{_notes(change)}{_more(change)}</li>\n"
            )
            continue
        items.append(
            f'<li class="rc-change" id="{id}"><div class="rc-change__text" dir="auto">{change.html}'
            f'<a class="headerlink" href="#{id}" title="{title}">&para;</a></div>'
            f"{_tags(change)}{_notes(change)}{_more(change)}"
            f'<button type="button" class="rc-copy" data-copy-href="#{id}">{copy}</button></li>\n'
        )
    return Markup("".join(items))


def product_list(changes: Sequence[ChangeView], words: Mapping[str, str], href: str, with_notes: bool) -> Markup:
    """Items of one line, each with a link to its place on the release's page at `href`."""
    label, page = escape(words["permalink"]), escape(href)
    items = []
    for change in changes:
        tags = _tags(change)
        items.append(
            f'<li class="rc-change"{_filtered_by(change)}>'
            f'<div class="rc-change__text" dir="auto">{change.html}</div>{tags and " " + tags}'
            f' <a class="rc-permalink" href="{page}#{change.id}" aria-label="{label}">#</a>\n'
            f"{_notes(change) if with_notes else ''}</li>\n"
        )
    return Markup("".join(items))


def product_nodes(change: ChangeView, with_notes: bool) -> int:
    """How many elements `product_list` makes of a change."""
    tags = len(change.advisories) + sum([bool(tag) for tag in (change.kind, change.component, change.category)])
    tags += bool(change.severity or change.score) + bool(change.exploited)
    notes = 0
    if with_notes and change.notes:
        notes = 1 + sum([3 + note.html.count("</") for note in change.notes])
    return 3 + change.html.count("</") + tags + (tags > 0) + notes


def _filtered_by(change: ChangeView) -> str:
    component = f' data-component="{_label(change.component_id)}"' if change.component_id else ""
    return f'{component} data-severity="{change.severity}"' if change.severity else component


def feed_list(changes: Sequence[ChangeView], words: Mapping[str, str]) -> Markup:
    """Items as feeds carry them: no ids, no classes, only elements that readers keep."""
    comma, colon = words["list.comma"], words["colon"]
    items = []
    for change in changes:
        labels = [
            f"{change.severity_label} {change.score}".strip(),
            change.exploited,
            *change.advisories,
            change.cvss,
            change.kind,
            change.component,
            change.category,
        ]
        about = escape(comma.join([label for label in labels if label]))
        notes = "".join([f"<li><strong>{escape(note.label)}</strong>{colon}{note.html}</li>" for note in change.notes])
        links = comma.join([f'<a href="{escape(url)}">{escape(label)}</a>' for label, url in change.links])
        items.append(
            f"<li>{change.html}{about and f' ({about})'}{notes and f'<ul>{notes}</ul>'}"
            f"{without_table_keys(change.details)}"
            f"{links and f'<p>{links}</p>'}</li>\n"
        )
    return Markup("".join(items))


def _tags(change: ChangeView) -> str:
    tags = ""
    if change.severity:
        score = f" · CVSS {change.score}" if change.score else ""
        tags = f'<span class="rc-severity rc-severity--{change.severity}">{_label(change.severity_label)}{score}</span>'
    elif change.score:
        tags = f'<span class="rc-severity">CVSS {change.score}</span>'
    if change.exploited:
        tags += f'<span class="rc-severity rc-severity--critical">{_label(change.exploited)}</span>'
    for advisory in change.advisories:
        if address := find_advisory(advisory):
            tags += f'<a class="rc-advisory" href="{address}">{escape(advisory)}</a>'
        else:
            tags += f'<span class="rc-advisory">{escape(advisory)}</span>'
    if change.kind:
        tags += f'<span class="rc-tag">{_label(change.kind)}</span>'
    if change.component:
        tags += f'<span class="rc-tag rc-tag--component">{_label(change.component)}</span>'
    if change.category:
        tags += f'<span class="rc-tag">{_label(change.category)}</span>'
    return f'<p class="rc-tags">{tags}</p>' if tags else ""


def find_advisory(id: str) -> str | None:
    """Where an advisory of a public database is read; nothing is loaded from there."""
    if _CVE.fullmatch(id):
        return f"https://nvd.nist.gov/vuln/detail/{id}"
    if _GHSA.fullmatch(id):
        return f"https://github.com/advisories/{id}"
    return None


_CVE = re.compile(r"CVE-[0-9]{4}-[0-9]{4,19}")
_GHSA = re.compile(r"GHSA(-[23456789cfghjmpqrvwx]{4}){3}")


_label = lru_cache(maxsize=1024)(escape)
"""A word that stands at many changes, escaped."""


def _notes(change: ChangeView) -> str:
    if not change.notes:
        return ""
    rows = [
        f'<div class="rc-note rc-note--{note.name}"><dt>{_label(note.label)}</dt><dd>{note.html}</dd></div>'
        for note in change.notes
    ]
    return f'<dl class="rc-notes">{"".join(rows)}</dl>'


def _more(change: ChangeView) -> str:
    more = ""
    if change.cvss:
        more = f'<p class="rc-cvss"><code>{escape(change.cvss)}</code></p>'
    if change.details:
        more += f'<div class="rc-details" dir="auto">{change.details}</div>'
    if change.links:
        links = [f'<a href="{escape(url)}">{escape(label)}</a>' for label, url in change.links]
        more += f'<p class="rc-links">{"".join(links)}</p>'
    return more


def full_item(change: ChangeView, places: Sequence[tuple[str, str]], words: Mapping[str, str]) -> str:
    """A change with what it means for its readers, and links to the releases that brought it.

    `places` are addresses and versions, escaped.
    """
    return (
        f'<li class="rc-change"><div class="rc-change__text" dir="auto">{change.html}</div>'
        f"{_tags(change)} {_places(places, words)}{_notes(change)}</li>\n"
    )


def short_item(change: ChangeView, places: Sequence[tuple[str, str]], words: Mapping[str, str]) -> str:
    """A change on one line, and links to where it is told in full; `places` as `full_item` has them."""
    return f'<li class="rc-change"><span dir="auto">{change.html}</span> {_places(places, words)}</li>\n'


def _places(places: Sequence[tuple[str, str]], words: Mapping[str, str]) -> str:
    comma = words["list.comma"]
    return comma.join([f'<a class="rc-place" href="{href}">{version}</a>' for href, version in places])
