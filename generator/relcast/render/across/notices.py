"""Upgrades and maintenance of all products: what is ahead, and how it went."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

from ...library.course import Course, Standing, course_of
from ...library.product import ProductHistory, VersionedRelease
from ...library.upcoming import soonest_first
from ...model.notice import Notice
from ...model.release import Revision
from ...model.scalars import instant_of
from ...words import duration_words, words
from ..calendar import FILE as CALENDAR
from ..calendar import event_file, find_window
from ..phrases import day_element, say
from ..pieces import heading
from ..subscribe import FEEDS, feed_file
from ..times import window_html
from ..views import Views
from .page import ROOT, AcrossPage, AcrossText, ProductRows, Row, Setting, release_address

_TONES: Mapping[Standing, str] = {
    "ahead": "planned", "due": "now", "running": "now", "late": "late",
    "passed": "passed", "completed": "completed", "cancelled": "cancelled",
}  # fmt: skip
"""The looks of each standing's badge."""


# --- what a product says ---


def _rows(views: Views) -> Iterable[Row]:
    return [_row(views, notice) for notice in views.history.notices]


def _row(views: Views, notice: Notice) -> Row:
    """Id, status, the four times; the HTML before the badge, beside it and below; dated revisions, the last first."""
    course, zone = course_of(notice), views.history.zone
    times = (course.planned_start, course.planned_end, course.actual_start, course.actual_end)
    return [
        notice.id,
        notice.status,
        [moment.isoformat() if moment else "" for moment in times],
        _head(views, notice),
        _about(views, notice),
        _body(views, notice, course),
        [
            [instant_of(revision.date, zone).isoformat(), _revision(views, revision)]
            for revision in reversed(notice.revisions)
        ],
    ]  # fmt: skip


def notice_anchor(product: str, notice: str) -> str:
    """Where a notice stands on the page; no two products' can be the same, since ids hold no `/`."""
    return f"{product}/{notice}"


def _head(views: Views, notice: Notice) -> str:
    history, table, language = views.history, views.words, views.language
    anchor = notice_anchor(history.id, notice.id)
    title = say(notice.title, language) if notice.title else escape(table["upgrade.planned"])
    home, name = escape(ROOT + views.addresses.product(history.id)), escape(views.name)
    return (
        f'<h3 id="{anchor}"><a class="rc-notice__product" href="{home}">{name}</a> '
        f'<span dir="auto">{title}</span>'
        f'<a class="headerlink" href="#{anchor}" title="{escape(table["permalink.notice"])}">&para;</a></h3>'
    )


def _about(views: Views, notice: Notice) -> str:
    """The versions that it brings, and when it was announced."""
    table, about = views.words, []
    links = [_version(views, version) for version in notice.releases]
    if links:
        about.append(f"<span>{escape(table['feed.releases'])}{escape(table['colon'])}{', '.join(links)}</span>")
    if notice.announced:
        day = day_element(notice.announced, views.language, views.history.zone)
        about.append(f'<span class="rc-date">{escape(table["notice.announced"]).format(date=day)}</span>')
    return "".join(about)


def _version(views: Views, version: str) -> str:
    entry = views.history.find(version)
    if entry is None:
        return escape(version)
    return f'<a href="{release_address(views, entry)}">{escape(entry.version.text)}</a>'


def _body(views: Views, notice: Notice, course: Course) -> str:
    table, language = views.words, views.language
    rows = []
    if course.planned_start:
        rows.append(
            ("planned", table["notice.planned"], window_html(course.planned_start, course.planned_end, language))
        )
    if course.actual_start:
        rows.append(("actual", table["notice.actual"], window_html(course.actual_start, course.actual_end, language)))
    if said := _difference(course, language):
        rows.append(("difference", table["notice.difference"], escape(said)))
    for name, label, text in (
        ("impact", "notice.impact", notice.impact),
        ("benefit", "notice.benefit", notice.benefit),
        ("audience", "calendar.audience", notice.audience),
    ):
        if text:
            rows.append((name, table[label], f'<span dir="auto">{say(text, language)}</span>'))
    told = "".join(
        f'<div class="rc-note rc-note--{name}"><dt>{escape(label)}</dt><dd>{html}</dd></div>'
        for name, label, html in rows
    )
    return (f'<dl class="rc-notes">{told}</dl>' if told else "") + _aftermath(views, notice) + _calendar(views, notice)


def _difference(course: Course, language: str) -> str:
    """`Took 35 min longer than planned; ended 40 min late`."""
    table, overrun = words(language), course.overrun
    if overrun is None:
        return ""
    said = [_more_or_less(overrun, "notice.longer", "notice.shorter", "notice.as_planned", language)]
    if course.planned_end and course.actual_end:
        late = course.actual_end - course.planned_end
        said.append(_more_or_less(late, "notice.late", "notice.early", "notice.on_time", language))
    return table["feed.semicolon"].join(said)


def _more_or_less(amount: timedelta, more: str, less: str, same: str, language: str) -> str:
    table = words(language)
    if not amount:
        return table[same]
    return table[more if amount > timedelta(0) else less].format(time=duration_words(abs(amount), language))


def _aftermath(views: Views, notice: Notice) -> str:
    """What to do where a version that this upgrade brought was withdrawn: the fixed version, and the way back."""
    history, table, told = views.history, views.words, []
    for entry in _withdrawn(history, notice):
        withdrawn, page = entry.release.withdrawn, release_address(views, entry)
        assert withdrawn is not None
        day = day_element(withdrawn.date, views.language, history.zone)
        link = f'<a href="{page}">{escape(entry.version.text)}</a>'
        told.append(f"<p><strong>{escape(table['notice.withdrawn']).format(version=link, date=day)}</strong></p>")
        if withdrawn.reason:
            told.append(f'<p dir="auto">{say(withdrawn.reason, views.language)}</p>')
        ways = []
        if target := history.find_replacement(entry):
            ways.append((release_address(views, target), "notice.hotfix", target.version.text))
        view = views.release(entry, views.addresses.release(history.id, entry.version.text), whole=True)
        if view.has_rollback and notice.status != "cancelled":
            ways.append((f"{page}#rollback", "notice.rollback", entry.version.text))
        links = [f'<a href="{href}">{escape(table[word].format(version=v))}</a>' for href, word, v in ways]
        if links:
            told.append(f"<p>{' · '.join(links)}</p>")
        if notice.status != "cancelled":
            told.append(f"<p>{escape(table['notice.apology'])}</p>")
    return f'<div class="rc-banner rc-banner--withdrawn" role="note">{"".join(told)}</div>' if told else ""


def _withdrawn(history: ProductHistory, notice: Notice) -> Iterator[VersionedRelease]:
    for version in notice.releases:
        entry = history.find(version)
        if entry is not None and entry.release.withdrawn is not None:
            yield entry


def _calendar(views: Views, notice: Notice) -> str:
    if find_window(notice)[0] is None:
        return ""
    file = escape(ROOT + views.addresses.file(event_file(notice), views.history.id))
    return f'<p class="rc-notice__calendar"><a href="{file}">{escape(views.words["notice.calendar"])}</a></p>'


def _revision(views: Views, revision: Revision) -> str:
    day = day_element(revision.date, views.language, views.history.zone)
    note = say(revision.note, views.language)
    return f'<li><span class="rc-date">{day}</span> <span dir="auto">{note}</span></li>'


# --- the page ---


def _text(setting: Setting, products: Sequence[ProductRows]) -> AcrossText:
    table, now = words(setting.language), setting.now
    shown = [
        (Course(row[1], *map(_moment, row[2])), product.product, row) for product in products for row in product.rows
    ]
    planned = sorted((item for item in shown if not item[0].is_past(now)), key=_soonest_first)
    past = sorted((item for item in shown if item[0].is_past(now)), key=_newest_first)
    said = json.dumps({standing: table[f"standing.{standing}"] for standing in _TONES}, ensure_ascii=False)
    told = {
        "tones": " ".join(f"{standing}:{tone}" for standing, tone in _TONES.items()), "words": said,
        "own": table["window.own"], "zone": table["window.zone"], "time": table["window.time"],
        "open": table["window.open"],
    }  # fmt: skip
    attributes = "".join(f' data-rc-{name}="{escape(value)}"' for name, value in told.items())
    body = (
        f'<div class="rc-notices"{attributes}>\n'
        + _section("planned", table["notices.planned"], table["notices.planned.none"], planned, setting)
        + _section("past", table["notices.past"], table["notices.past.none"], past, setting)
        + f"</div>\n{setting.script('notices.js')}"
    )
    lead = f'<p class="rc-lead">{escape(table["across.notices.description"])}</p>\n{_subscribe(setting)}'
    return AcrossText(
        lead, setting.settle(body), [("planned", table["notices.planned"]), ("past", table["notices.past"])]
    )


_Item = tuple[Course, str, Row]


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _soonest_first(item: _Item) -> tuple[datetime, datetime, str, str]:
    course, product, row = item
    return *soonest_first(course), product, row[0]


def _newest_first(item: _Item) -> tuple[bool, float, str, str]:
    course, product, row = item
    end = course.actual_end or course.over or course.actual_start
    return end is None, -end.timestamp() if end else 0.0, product, row[0]


def _section(id: str, title: str, none: str, items: Sequence[_Item], setting: Setting) -> str:
    table = words(setting.language)
    articles = "".join(_article(*item, setting) for item in items)
    hidden = " hidden" if items else ""
    return (
        f'<section class="rc-notices__{id}">\n{heading(title, id, table)}\n'
        f'<p class="rc-empty"{hidden}>{escape(none)}</p>\n'
        f'<div class="rc-notices__list">\n{articles}</div>\n</section>\n'
    )


def _article(course: Course, product: str, row: Row, setting: Setting) -> str:
    table, standing = words(setting.language), course.standing(setting.now)
    tone = _TONES[standing]
    moments = {
        "begin": course.planned_start, "over": course.over,
        "started": course.actual_start, "ended": course.actual_end,
    }  # fmt: skip
    times = "".join(f' data-rc-{name}="{moment.isoformat()}"' for name, moment in moments.items() if moment)
    revisions = "".join(html for date, html in row[6] if datetime.fromisoformat(date) <= setting.now)
    history = f'<ul class="rc-notice__revisions">{revisions}</ul>' if revisions else ""
    return (
        f'<article class="rc-notice" data-rc-status="{row[1]}"{times}>\n{row[3]}\n'
        f'<p class="rc-byline"><span class="rc-badge rc-badge--{tone}">{escape(table[f"standing.{standing}"])}</span>'
        f"{row[4]}</p>\n{row[5]}{history}</article>\n"
    )


def _subscribe(setting: Setting) -> str:
    """The calendar and the feeds of planned upgrades."""
    table, links = words(setting.language), []
    if setting.has_calendar:
        links.append((table["calendar"], setting.addresses.file(CALENDAR)))
    if setting.has_feeds:
        links += [(form.label, setting.addresses.file(feed_file("notices", kind))) for kind, form in FEEDS.items()]
    if not links:
        return ""
    shown = "".join(f'<a class="rc-feed" href="{setting.link(path)}">{escape(label)}</a>' for label, path in links)
    return f'<p class="rc-subscribe">{escape(table["subscribe"])}{escape(table["colon"])}{shown}</p>\n'


NOTICES = AcrossPage("notices", _rows, _text)
