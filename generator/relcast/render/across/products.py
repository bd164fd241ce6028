"""The products page: what each product is and where it stands, and the newest releases of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from heapq import nsmallest
from html import escape
from operator import itemgetter

from ...library.course import Course, course_of
from ...library.latest import find_line
from ...library.product import VersionedRelease
from ...model.scalars import instant_of
from ...model.text import Words
from ...words import words
from ..calendar import FILE as CALENDAR
from ..pages import Card, Mark, products_body
from ..phrases import day_words, plain, shorten
from ..pieces import heading
from ..subscribe import feed_links
from ..views import Views
from .notices import notice_anchor
from .page import AcrossPage, AcrossText, ProductRows, Row, Setting, release_address

NEWEST = 10
"""Releases in the list of the newest."""
FRESH = timedelta(days=30)
"""How long a card speaks of a security fix."""
MANY = 4
"""From how many products on there is a box to search them."""


# --- what a product says ---


def _rows(views: Views) -> Iterable[Row]:
    """The product's card, then its newest releases."""
    dated = _dated(views)
    yield _card_row(views, dated)
    for instant, entry in dated[:NEWEST]:
        yield [instant.isoformat(), _line(views, entry)]


_Dated = Sequence[tuple[datetime, VersionedRelease]]


def _dated(views: Views) -> _Dated:
    """The releases that are out and dated, each with its instant, the newest first."""
    zone = views.history.zone
    found = [
        (instant, -place, entry)  # they come by version, the highest first
        for place, entry in enumerate(views.history.releases)
        if entry.release.status == "released" and (instant := entry.instant(zone))
    ]
    return [(instant, entry) for instant, _, entry in sorted(found, key=itemgetter(0, 1), reverse=True)]


def _card_row(views: Views, dated: _Dated) -> Row:
    """What a card says whenever it is drawn, links as paths from the site's root; then what depends on the day: the
    end of its support, its last security fix, its upgrades to come."""
    history, language, latest = views.history, views.language, views.latest
    summary = history.product.summary
    facts = [
        shorten(plain(summary, language), 240) if summary else "",
        views.addresses.product(history.id),
        latest.version.text if latest else "",
        plain(latest.release.title, language) if latest and latest.release.title else "",
        day_words(latest.release.date, language, history.zone) if latest and latest.release.date else "",
        views.addresses.release(history.id, latest.version.text) if latest else "",
        _search_words(views),
    ]
    return [facts, _support(views), _security(views, dated), list(_upgrades(views))]


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


def _security(views: Views, dated: _Dated) -> Row:
    """Until when the card speaks of the newest stable release with a security fix, how, and where that is told."""
    for instant, entry in dated:
        fix = next((placed for placed in entry.changes if placed.change.security is not None), None)
        if fix is not None and entry.is_stable:
            said = views.words["products.security"].format(version=entry.version.text)
            page = views.addresses.release(views.history.id, entry.version.text)
            place = "security" if "security" in entry.arranged else fix.id  # one that breaks is told under that heading
            return [(instant + FRESH).isoformat(), said, f"{page}#{place}"]
    return []


def _upgrades(views: Views) -> Iterator[Row]:
    """The course of each planned upgrade that has a time, what to say before and after it began, and its notice."""
    history, table = views.history, views.words
    for notice in history.notices:
        course = course_of(notice)
        if course.planned_start is None or notice.status not in ("scheduled", "in_progress"):
            continue
        times = (course.planned_start, course.planned_end, course.actual_start, course.actual_end)
        day = day_words(course.planned_start, views.language, course.planned_start.tzinfo or history.zone)
        what = "upgrade" if notice.releases else "maintenance"
        yield [
            notice.status,
            [moment.isoformat() if moment else "" for moment in times],
            table[f"products.{what}"].format(date=day),
            table[f"products.{what}.begun"],
            f"{views.addresses.across('notices')}#{notice_anchor(history.id, notice.id)}",
        ]


def _line(views: Views, entry: VersionedRelease) -> str:
    """Product and version, title, what kind of release it is, and its day."""
    history, table = views.history, views.words
    view = views.release(entry, views.addresses.product(history.id), whole=False)
    page = release_address(views, entry)
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
    table, newest = words(setting.language), _newest(products)
    cards = [_card(setting, product.name, product.rows[0]) for product in products if product.rows]
    has_finder = len(cards) >= MANY
    lead = products_body(
        setting.language, cards, _feeds(setting), setting.pieces, finder=has_finder, newest=bool(newest)
    )
    if has_finder:
        lead += setting.script("products.js")
    if not newest:
        return AcrossText(lead, "")
    body = (
        f'<section class="rc-newest">\n{heading(table["products.newest"], "newest", table)}\n'
        f'<ul class="rc-rows">\n{"".join(newest)}</ul>\n</section>\n'
    )
    return AcrossText(lead, setting.settle(body), [("newest", table["products.newest"])])


def _card(setting: Setting, name: str, row: Row) -> Card:
    (summary, home, version, title, date, release, said), support, security, upgrades = row
    now, marks = setting.now, []
    for status, times, ahead, begun, notice in upgrades:
        course = Course(status, *[datetime.fromisoformat(text) if text else None for text in times])
        if course.is_past(now):
            continue
        if course.standing(now) in ("running", "late"):
            marks.append(Mark("planned", begun, setting.path(notice)))
        else:
            marks.append(Mark("planned", ahead, setting.path(notice), course.over.isoformat() if course.over else ""))
    if security and now < datetime.fromisoformat(security[0]):
        until, label, place = security
        marks.append(Mark("security", label, setting.path(place), until))
    if support:
        end, before, after = support
        is_over = datetime.fromisoformat(end) <= now
        marks.append(Mark("ended" if is_over else "supported", after if is_over else before))
    home, release = setting.path(home), setting.path(release) if release else ""
    return Card(name, summary, home, version, title, date, release, said, marks)


def _newest(products: Sequence[ProductRows]) -> list[str]:
    """The newest lines of all products; those of one instant in the products' order."""
    found = [
        (-datetime.fromisoformat(row[0]).timestamp(), place, at, row[1])
        for place, product in enumerate(products)
        for at, row in enumerate(product.rows[1:])
    ]
    return [line for *_, line in nsmallest(NEWEST, found)]


def _feeds(setting: Setting) -> list[tuple[str, str]]:
    """Labels and links: the feeds of all products, their calendar, and every other way."""
    table, addresses = words(setting.language), setting.addresses
    links = feed_links(addresses, setting.page, None) if setting.has_feeds else []
    if setting.has_calendar:
        links.append((table["calendar"], setting.path(addresses.file(CALENDAR))))
    links.append((table["subscribe.more"], setting.path(addresses.across("subscribe"))))
    return links


PRODUCTS = AcrossPage("products", _rows, _text)
"""Not one of the generated pages: it stands on the site's own products page, mostly its first."""
