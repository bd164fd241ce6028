"""What will go from the products, and what is gone: by what has become of it, the nearest first.

A row is its state, what it is sorted by, and its place in a table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from ...library.deprecated import Deprecated, State, Told
from ...library.product import VersionedRelease
from ...model.change import Deprecation
from ...model.scalars import day_of
from ...words import words
from ..phrases import day_element, say
from ..views import Views
from .page import (
    AcrossPage,
    AcrossText,
    ProductRows,
    Row,
    Setting,
    heads,
    label_of,
    place_of,
    release_address,
    row_anchor,
)

_STATES: tuple[State, ...] = ("overdue", "due", "announced", "removed")


# --- what a product says ---


def _rows(views: Views) -> Iterable[Row]:
    name = escape(views.name)
    anchors: Counter[str] = Counter()  # a removal that answers none may have the id of a deprecation
    for one in views.computed.deprecated:
        entry, placed = one.stated
        anchor = row_anchor(place_of(entry, placed), anchors)
        yield [one.state, _moment(views, one), _row(views, one, anchor, name)]


def _moment(views: Views, one: Deprecated) -> str:
    """What tells which comes first: the day it goes or went, else the day it was announced; ISO 8601."""
    entry = one.removed[0] if one.removed else one.due or (one.announced or one.stated)[0]
    date = entry.release.date
    return day_of(date, views.history.zone).isoformat() if date else ""


def _row(views: Views, one: Deprecated, anchor: str, name: str) -> str:
    table, language = views.words, views.language
    change, id = one.stated[1].change, escape(views.history.id)
    instead = ""
    if isinstance(change, Deprecation) and change.replacement:
        instead = (
            f"<p>{escape(table['across.deprecations.instead'])}{table['colon']}"
            f'<span dir="auto">{say(change.replacement, language)}</span></p>'
        )
    since, removal = label_of(table["across.deprecations.since"]), label_of(table["across.deprecations.removal"])
    announced = (
        f"{_link(views, one.announced)}{_day(views, one.announced[0])}"
        if one.announced
        else escape(table["across.deprecations.unannounced"])
    )
    return (
        f'<tr id="{id}/{anchor}" data-rc-id="{id}"><td><small>{name}</small>'
        f'<div dir="auto">{say(change.text, language)}</div>{instead}</td>'
        f"<td{since}>{announced}</td><td{removal}>{_removal(views, one)}</td></tr>\n"
    )


def _removal(views: Views, one: Deprecated) -> str:
    """When it goes or went."""
    table = views.words
    if one.removed:
        return _said(table["across.deprecations.gone"], _link(views, one.removed)) + _day(views, one.removed[0])
    if one.due is None and one.planned is None:
        return escape(table["across.deprecations.unplanned"])
    version = one.planned or (one.due.version.text if one.due else "")
    entry = views.history.find(version)
    said = _said(table["across.deprecations.planned"], _page(views, entry) if entry else escape(version))
    if one.state == "overdue":
        still = table["across.deprecations.still"].format(version=views.latest.version.text if views.latest else "")
        return f"{said}<small>{escape(still)}</small>"
    if one.due and one.due is not entry:  # a release further on, or a pre-release
        said += f"<small>{_page(views, one.due)}</small>"
    if one.due and one.due.release.date and one.due.release.status == "planned":  # a pre-release's day is past
        day = day_element(one.due.release.date, views.language, views.history.zone)
        said += f"<small>{escape(table['across.deprecations.expected']).format(date=day)}</small>"
    return said


def _said(words: str, version: str) -> str:
    return f"<span>{escape(words).format(version=version)}</span>"


def _day(views: Views, entry: VersionedRelease) -> str:
    date = entry.release.date
    return f"<small>{day_element(date, views.language, views.history.zone)}</small>" if date else ""


def _link(views: Views, told: Told) -> str:
    entry, placed = told
    return _page(views, entry, placed.id)


def _page(views: Views, entry: VersionedRelease, id: str = "") -> str:
    return f'<a href="{release_address(views, entry, id)}">{escape(entry.version.text)}</a>'


# --- the page ---


def _text(setting: Setting, products: Sequence[ProductRows]) -> AcrossText:
    table = words(setting.language)
    lead = f'<p class="rc-lead">{escape(table["across.deprecations.description"])}</p>\n'
    groups: dict[str, list[Row]] = {state: [] for state in _STATES}
    for product in products:
        for row in product.rows:
            groups[row[0]].append(row)
    for state in ("overdue", "due", "announced"):
        groups[state].sort(key=lambda row: (not row[1], row[1]))  # one without a day comes last
    groups["removed"].sort(key=lambda row: row[1], reverse=True)
    shown = {state: rows for state, rows in groups.items() if rows}
    if not shown:
        return AcrossText(lead, f'<p class="rc-empty">{escape(table["across.deprecations.none"])}</p>\n')
    contents, body = [], [_filter(setting, [product for product in products if product.rows], list(shown))]
    for state, rows in shown.items():
        title = table[f"across.deprecations.{state}"]
        contents.append((state, f"{title}{table['brackets'].format(len(rows))}"))
        body.append(_group(setting, state, title, rows))
    body.append(setting.script("ledger.js"))
    return AcrossText(lead, setting.settle("".join(body)), contents)


def _filter(setting: Setting, products: Sequence[ProductRows], states: Sequence[str]) -> str:
    table = words(setting.language)
    every = f'<option value="">{escape(table["across.deprecations.all"])}</option>'
    of_state = "".join(
        f'<option value="{state}">{escape(table[f"across.deprecations.{state}"])}</option>' for state in states
    )
    of_product = "".join(
        f'<option value="{escape(product.product)}">{escape(product.name)}</option>' for product in products
    )
    return (
        f'<form class="rc-chooser" data-rc-shown="{escape(table["across.deprecations.shown"])}" hidden>'
        f'<label>{escape(table["across.deprecations.state"])} <select name="state">{every}{of_state}</select></label>'
        f'<label>{escape(table["across.product"])} <select name="product">{every}{of_product}</select></label>'
        '<span class="rc-chooser__count" role="status"></span></form>\n'
    )


def _group(setting: Setting, state: str, title: str, rows: Sequence[Row]) -> str:
    table = words(setting.language)
    columns = heads(*(table[f"across.deprecations.{name}"] for name in ("what", "since", "removal")))
    return (
        f'<section class="rc-ledger rc-ledger--{state}" data-rc-state="{state}">'
        f'<h2 id="{state}">{escape(title)} <span class="rc-count">{len(rows)}</span></h2>\n'
        f"<p>{escape(table[f'across.deprecations.{state}.lead'])}</p>\n"
        f'<table class="rc-grid rc-deprecated">{columns}<tbody>\n{"".join(row[2] for row in rows)}</tbody></table>'
        "</section>\n"
    )


DEPRECATIONS = AcrossPage("deprecations", _rows, _text)
