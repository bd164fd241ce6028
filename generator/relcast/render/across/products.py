"""The products page: what each product is and where it stands, and the newest releases of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from heapq import nlargest, nsmallest
from html import escape

from ...library.course import Course, course_of
from ...library.latest import find_line
from ...library.product import VersionedRelease
from ...model.scalars import instant_of
from ...model.text import Words
from ...words import words
from ..calendar import FILE as CALENDAR
from ..phrases import day_element, day_words, plain, shorten
from ..pieces import heading
from ..subscribe import FEEDS, feed_file
from ..views import Views
from .notices import notice_anchor
from .page import ROOT, AcrossPage, AcrossText, ProductRows, Row, Setting

NEWEST = 10
"""Releases in the list of the newest."""
FRESH = timedelta(days=30)
"""How long a card speaks of a security fix."""
MANY = 4
"""From how many products on there is a box to search them."""


# --- what a product says ---


def _rows(views: Views) -> Iterable[Row]:
    """The product's card, then its newest releases."""
    yield _card_row(views)
    yield from _newest_rows(views)


def _card_row(views: Views) -> Row:
    """The card's HTML; what it is found by; the end of its support with words for before and after; its last security
    fix; its upgrades to come; its former ids."""
    return [
        _card_html(views), _search_words(views), _support(views), _security(views), list(_upgrades(views)),
        views.history.product.aliases,
    ]  # fmt: skip


def former_ids(product: ProductRows) -> list[str]:
    """The ids that a product once had."""
    return list(product.rows[0][5]) if product.rows else []


def _card_html(views: Views) -> str:
    history, language, table, latest = views.history, views.language, views.words, views.latest
    home = escape(ROOT + views.addresses.product(history.id))
    summary = shorten(plain(history.product.summary, language), 240) if history.product.summary else ""
    told = escape(table["release.none"])
    if latest:
        page = escape(ROOT + views.addresses.release(history.id, latest.version.text))
        told = f'<a href="{page}">{escape(latest.version.text)}</a>'
        if latest.release.date:
            told += f'<span class="rc-date">{day_element(latest.release.date, language, history.zone)}</span>'
        if latest.release.title:
            told += f'<span dir="auto">{escape(plain(latest.release.title, language))}</span>'
    return (
        f'<h2 class="rc-card__name"><a href="{home}">{escape(plain(history.product.name, language))}</a></h2>\n'
        f'<p class="rc-card__summary" dir="auto">{escape(summary)}</p>\n'
        f'<p class="rc-card__latest">{told}</p>\n'
    )


def _search_words(views: Views) -> str:
    """Id, former ids, names and components in every language."""
    product = views.history.product
    texts: list[Words] = [product.name, *product.components.values()]
    said = [views.history.id, *product.aliases, *product.components]
    said += [plain(Words({language: text[language]}), language) for text in texts for language in text]
    return " ".join(dict.fromkeys(said))


def _support(views: Views) -> Row:
    """The instant at which support ends, and what to say before and after; nothing where nobody says."""
    line = find_line(views.history, views.latest) if views.latest else None
    if line is None or line.eol is None:
        return []
    zone, table = views.history.zone, views.words
    day = day_words(line.eol, views.language, zone)
    said = [table[f"products.support.{name}"].format(date=day) for name in ("until", "ended")]
    return [instant_of(line.eol, zone).isoformat(), *said]


def _security(views: Views) -> Row:
    """Until when the card speaks of the newest stable release with a security fix, and how."""
    history = views.history
    for instant, entry in sorted(_dated(views), key=lambda pair: (pair[0], pair[1].version), reverse=True):
        if entry.is_stable and any(group.id == "security" for group in views.groups(entry)):
            page = escape(ROOT + views.addresses.release(history.id, entry.version.text))
            said = escape(views.words["products.security"].format(version=entry.version.text))
            return [(instant + FRESH).isoformat(), f'<a href="{page}#security">{said}</a>']
    return []


def _upgrades(views: Views) -> Iterator[Row]:
    """The course of each planned upgrade that has a time, and links to its notice, for before and after it began."""
    for notice in views.history.notices:
        course = course_of(notice)
        if course.planned_start is None or notice.status not in ("scheduled", "in_progress"):
            continue
        times = (course.planned_start, course.planned_end, course.actual_start, course.actual_end)
        page = escape(ROOT + views.addresses.across("notices"))
        day = day_words(course.planned_start, views.language, course.planned_start.tzinfo or views.history.zone)
        what = "upgrade" if notice.releases else "maintenance"
        links = [
            f'<a href="{page}#{notice_anchor(views.history.id, notice.id)}">{escape(said)}</a>'
            for said in (views.words[f"products.{what}"].format(date=day), views.words[f"products.{what}.begun"])
        ]
        yield [notice.status, [moment.isoformat() if moment else "" for moment in times], links]


def _newest_rows(views: Views) -> Iterator[Row]:
    """The instant of each of the newest releases, and its line in the list."""
    for instant, entry in nlargest(NEWEST, _dated(views), key=lambda pair: (pair[0], pair[1].version)):
        yield [instant.isoformat(), _line(views, entry)]


def _dated(views: Views) -> Iterator[tuple[datetime, VersionedRelease]]:
    for entry in views.history.releases:
        if entry.release.status == "released" and (instant := entry.instant(views.history.zone)):
            yield instant, entry


def _line(views: Views, entry: VersionedRelease) -> str:
    """Product and version, title, what kind of release it is, and its day."""
    history, table = views.history, views.words
    view = views.release(entry, views.addresses.product(history.id), whole=False)
    page = escape(ROOT + views.addresses.release(history.id, entry.version.text))
    tags = [
        f'<span class="rc-badge rc-badge--{name}">{escape(word)}</span>'
        for name, word in view.flags
        if name != "latest"
    ]
    if view.step:
        tags.append(f'<span class="rc-step">{escape(view.step)}</span>')
    tags += [
        f'<span class="rc-mark rc-group--{group.id}">{escape(group.title)} {len(group.changes)}</span>'
        for group in view.groups
        if group.id in ("breaking", "security")
    ]
    urgency = entry.release.urgency
    if urgency in ("high", "critical") and not entry.release.withdrawn:
        said = escape(f"{table['urgency']}{table['colon']}{table[f'severity.{urgency}']}")
        tags.append(f'<span class="rc-severity rc-severity--{urgency}">{said}</span>')
    title = f'<span class="rc-row__title" dir="auto">{escape(view.title)}</span>' if view.title else ""
    return (
        f'<li class="rc-row"><a href="{page}">{escape(views.title(entry))}</a>{title}'
        f'<span class="rc-row__counts">{" ".join(tags)}</span><span class="rc-date">{view.date}</span></li>\n'
    )


# --- the page ---


def _text(setting: Setting, products: Sequence[ProductRows]) -> AcrossText:
    table = words(setting.language)
    cards = "".join(_card(setting, product.rows[0]) for product in products if product.rows)
    lead = f'{_finder(setting, len(products))}<ul class="rc-cards">\n{cards}</ul>\n{_subscribe(setting)}'
    if len(products) >= MANY:
        lead += setting.script("products.js")
    newest = _newest(products)
    if not newest:
        return AcrossText(setting.settle(lead), "")
    body = (
        f'<section class="rc-newest">\n{heading(table["products.newest"], "newest", table)}\n'
        f'<ul class="rc-rows">\n{"".join(newest)}</ul>\n</section>\n'
    )
    return AcrossText(setting.settle(lead), setting.settle(body), [("newest", table["products.newest"])])


def _card(setting: Setting, row: Row) -> str:
    html, said, support, security, upgrades, _ = row
    now, marks = setting.now, []
    for status, times, links in upgrades:
        course = Course(status, *[datetime.fromisoformat(text) if text else None for text in times])
        if not course.is_past(now):
            begun = course.standing(now) in ("running", "late")
            marks.append(_mark("planned", links[begun], None if begun else course.over))
    if security and now < (until := datetime.fromisoformat(security[0])):
        marks.append(_mark("security", security[1], until))
    if support:
        ended = datetime.fromisoformat(support[0]) <= now
        marks.append(_mark("ended" if ended else "supported", escape(support[2 if ended else 1]), None))
    return (
        f'<li class="rc-card" data-rc-words="{escape(said)}">{html}'
        f'<ul class="rc-card__marks">{"".join(marks)}</ul></li>\n'
    )


def _mark(name: str, html: str, until: datetime | None) -> str:
    """A line of the card; the product page's script hides it from `until` on."""
    passes = f' data-rc-until="{until.isoformat()}"' if until else ""
    return f'<li class="rc-card__mark rc-card__mark--{name}"{passes}>{html}</li>'


def _newest(products: Sequence[ProductRows]) -> list[str]:
    """The newest lines of all products; those of one instant in the products' order."""
    found = [
        (-datetime.fromisoformat(row[0]).timestamp(), place, at, row[1])
        for place, product in enumerate(products)
        for at, row in enumerate(product.rows[1:])
    ]
    return [line for *_, line in nsmallest(NEWEST, found)]


def _finder(setting: Setting, count: int) -> str:
    """The box that narrows the cards; the script shows it."""
    if count < MANY:
        return ""
    table = words(setting.language)
    return (
        f'<form class="rc-find" role="search" aria-label="{escape(table["products.find"])}"'
        f' data-rc-count="{escape(table["products.find.count"])}" data-rc-none="{escape(table["products.find.none"])}"'
        f' hidden>\n<label>{escape(table["products.find"])} <input type="search" name="find" autocomplete="off"'
        f' spellcheck="false"></label>\n<button type="reset" class="rc-button" hidden>'
        f"{escape(table['products.find.reset'])}</button>\n"
        f'<a href="#newest">{escape(table["products.newest"])}</a>\n'
        '<p class="rc-find__count" role="status"></p>\n</form>\n'
    )


def _subscribe(setting: Setting) -> str:
    table, addresses = words(setting.language), setting.addresses
    links = [(table["calendar"], addresses.file(CALENDAR))] if setting.has_calendar else []
    if setting.has_feeds:
        links = [(form.label, addresses.file(feed_file("stable", kind))) for kind, form in FEEDS.items()] + links
    links.append((table["subscribe.more"], addresses.across("subscribe")))
    shown = "".join(f'<a class="rc-feed" href="{setting.link(path)}">{escape(label)}</a>' for label, path in links)
    return f'<p class="rc-subscribe">{escape(table["subscribe"])}{escape(table["colon"])}{shown}</p>\n'


PRODUCTS = AcrossPage("products", _rows, _text)
"""Not one of the generated pages: it stands on the site's own products page, mostly its first."""
