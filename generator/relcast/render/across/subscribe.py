"""Every way to hear of releases: feeds, calendars and files for programs, of all products and of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from urllib.parse import quote

from ...words import words
from ..calendar import FILE as CALENDAR
from ..pieces import heading
from ..subscribe import FEEDS, OPML, VIEWS, FeedView, feed_file
from ..views import Views
from .page import AcrossPage, AcrossText, ProductRows, Row, Setting

_ENDPOINTS = ("releases.json", "latest.json", "badge.json")
_BADGE = "https://img.shields.io/endpoint?url="
"""What draws a badge from a product's badge.json (shields.io, endpoint badge)."""

_Link = tuple[str, str]
"""A label, and a path from the site's root."""


def product_anchor(product: str) -> str:
    """Where a product stands on the page; no section's id holds a `/`."""
    return f"product/{product}"


def _rows(views: Views) -> Iterable[Row]:
    """Whether the product has a calendar."""
    return [[views.has_calendar]]


def _text(setting: Setting, products: Sequence[ProductRows]) -> AcrossText:
    table = words(setting.language)
    lead = f'<p class="rc-lead">{escape(table["across.subscribe.description"])}</p>\n'
    note = table["subscribe.formats"] if setting.has_feeds else table["subscribe.no_feeds"]
    lead += f'<p class="rc-note-line">{escape(note)}</p>\n'
    label = escape(table["subscribe.copy"])
    body = (
        f'<div class="rc-subscriptions" data-rc-copy="{escape(table["copy"])}" data-rc-copy-what="{label}">\n'
        f"{_choices(setting, bool(products))}{_products(setting, products)}</div>\n{setting.script('subscribe.js')}"
    )
    contents = [("which", table["subscribe.which"])]
    if products:
        contents.append(("one-product", table["subscribe.one"]))
    return AcrossText(lead, body, contents)


# --- which one do I want? ---


def _choices(setting: Setting, has_products: bool) -> str:
    table = words(setting.language)
    more = (
        f'<p class="rc-pairs"><a href="#one-product">{escape(table["subscribe.one"])}</a></p>' if has_products else ""
    )
    items = "".join(
        f'<li class="rc-choice"><h3>{escape(table[f"subscribe.{name}"])}</h3>'
        f"<p>{escape(table[f'subscribe.{name}.brings'])}</p>"
        f"{_links(setting, links, table[f'subscribe.{name}']) or more}</li>\n"
        for name, links in _offers(setting)
    )
    return (
        f'<section class="rc-choices">\n{heading(table["subscribe.which"], "which", table)}\n'
        f"<p>{escape(table['subscribe.which.note'])}</p>\n<ul>\n{items}</ul>\n</section>\n"
    )


def _offers(setting: Setting) -> Iterator[tuple[str, Sequence[_Link]]]:
    """What there is of all products, what most readers want first."""
    table, addresses = words(setting.language), setting.addresses
    for view in ("stable", "security", "breaking", "notices", "prerelease") if setting.has_feeds else ("notices",):
        links: list[_Link] = _feeds(setting, view, None) if setting.has_feeds else []
        if view == "notices" and setting.has_calendar:
            links.insert(0, (table["calendar"], addresses.file(CALENDAR)))
        if links:
            yield view, links
    if setting.has_feeds:
        yield "opml", [("OPML", addresses.file(OPML))]
    yield "data", []


def _feeds(setting: Setting, view: FeedView, product: str | None) -> list[_Link]:
    return [(form.label, setting.addresses.file(feed_file(view, kind), product)) for kind, form in FEEDS.items()]


def _links(setting: Setting, links: Sequence[_Link], what: str) -> str:
    """Each link with a button that copies its address."""
    table = words(setting.language)
    pairs = "".join(
        f'<span class="rc-pair"><a class="rc-feed" href="{setting.link(path)}">{escape(label)}</a>'
        f'<button type="button" class="rc-copy" data-copy-href="{setting.link(path)}" '
        f'aria-label="{escape(table["subscribe.copy"].format(what=_what(table["brackets"], what, label)))}">'
        f"{escape(table['copy'])}</button></span>"
        for label, path in links
    )
    return f'<p class="rc-pairs">{pairs}</p>' if pairs else ""


def _what(brackets: str, what: str, label: str) -> str:
    return what + brackets.format(label)


# --- one product ---


def _products(setting: Setting, products: Sequence[ProductRows]) -> str:
    if not products:
        return ""
    table = words(setting.language)
    parts = "".join(_product(setting, *product) for product in products)
    return (
        f'<section class="rc-ones">\n{heading(table["subscribe.one"], "one-product", table)}\n'
        f"<p>{escape(table['subscribe.one.note'])}</p>\n{parts}</section>\n"
    )


def _product(setting: Setting, product: str, name: str, rows: Sequence[Row]) -> str:
    """A product's addresses, folded; the script adds the copy buttons when it is unfolded, since there may be many."""
    table, addresses = words(setting.language), setting.addresses
    lines: list[tuple[str, Sequence[_Link]]] = []
    if setting.has_feeds:
        lines += [(table[f"subscribe.of.{view}"], _feeds(setting, view, product)) for view in VIEWS]
    if any(row[0] for row in rows):
        lines.append((table["calendar"], [(CALENDAR, addresses.file(CALENDAR, product))]))
    lines.append((table["subscribe.of.data"], [(file, addresses.file(file, product)) for file in _ENDPOINTS]))
    told = "".join(
        f'<div class="rc-note"><dt>{escape(label)}</dt><dd class="rc-pairs">'
        + "".join(f'<a class="rc-feed" href="{setting.link(path)}">{escape(text)}</a>' for text, path in links)
        + "</dd></div>"
        for label, links in lines
    )
    if addresses.base is not None:
        badge = _badge(setting, product, name)
        told += (
            f'<div class="rc-note"><dt>{escape(table["subscribe.badge"])}</dt><dd><code>{escape(badge)}</code> '
            f'<button type="button" class="rc-copy" data-copy="{escape(badge)}" '
            f'aria-label="{escape(table["subscribe.badge.copy"].format(product=name))}">{escape(table["copy"])}</button>'
            f"</dd></div>"
        )
    return (
        f'<details class="rc-more rc-one" id="{product_anchor(product)}"><summary>{escape(name)}</summary>\n'
        f'<dl class="rc-notes">{told}</dl></details>\n'
    )


def _badge(setting: Setting, product: str, name: str) -> str:
    """Markdown for a readme: the latest version as a picture that leads to the product."""
    addresses = setting.addresses
    file = quote(addresses.absolute(addresses.file("badge.json", product)), safe="")
    called = name.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return f"[![{called}]({_BADGE}{file})]({addresses.absolute(addresses.product(product))})"


SUBSCRIBE = AcrossPage("subscribe", _rows, _text)
