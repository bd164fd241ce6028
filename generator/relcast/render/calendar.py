"""Planned upgrades as a calendar (RFC 5545, RFC 7986), written by icalendar 7.

A notice is one event for ever: its UID comes from its record, its dates from the record's revisions. Readers take an
event for changed when its SEQUENCE grows, so it counts what only ever grows: material revisions, the actual window, a
cancellation. A cancelled one stays, and says so.

icalendar writes a REFRESH-INTERVAL and a SOURCE without the VALUE that RFC 7986 (sections 5.7 and 5.8) asks for; both
are given one here. It takes a tenth of a second to import, so that is left to those who have notices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from ..model.notice import Notice
from ..model.product import Vendor
from ..model.scalars import instant_of
from ..model.text import Words
from ..words import words
from .addresses import Addresses
from .feed_times import announcement
from .phrases import plain
from .views import Views

if TYPE_CHECKING:
    from icalendar import Calendar, Component

FILE = "notices.ics"
_REFRESH = timedelta(hours=12)
_END = b"END:VCALENDAR\r\n"


class CalendarEvent(NamedTuple):
    """A notice as an event."""

    key: str
    """Sorts events by their beginning, among those of other products too."""
    file: str
    """The file with this event alone, below the product's folder."""
    content: bytes


def calendar_events(views: Views) -> list[CalendarEvent]:
    """A product's notices as events in the order of their beginning; one without any time is on no calendar."""
    found = [
        CalendarEvent(f"{begin.isoformat()} {_uid(views, notice)}", event_file(notice), _event(views, notice).to_ical())
        for notice in views.history.notices
        if (begin := find_window(notice)[0])
    ]
    return sorted(found)


def event_file(notice: Notice) -> str:
    """The name of the file with this event alone, below the product's folder: for a calendar that takes no
    subscription."""
    return f"notices/{notice.id}.ics"


def event_calendars(events: Iterable[CalendarEvent]) -> Iterator[tuple[str, bytes]]:
    """A calendar of one event for each, with its file below the product's folder.

    It is taken in once and not asked for again, so it names no source and no interval.
    """
    head: bytes = _bare().to_ical().removesuffix(_END)
    for event in events:
        yield event.file, join_calendar(head, [event.content])


def product_head(views: Views) -> bytes:
    """The calendar of one product, up to where its events begin."""
    title = views.words["calendar.title"].format(product=views.name)
    return _head(title, views.addresses, views.history.id)


def vendor_head(vendor: Vendor, language: str, addresses: Addresses) -> bytes:
    """The calendar of all products, up to where its events begin."""
    table, name = words(language), plain(vendor.name, language)
    return _head(f"{name}{table['colon']}{table['calendar.all']}", addresses, None)


def join_calendar(head: bytes, events: Iterable[bytes]) -> bytes:
    """A calendar of these events."""
    return b"".join([head, *events, _END])


def _bare() -> Calendar:
    from icalendar import Calendar

    calendar: Calendar = Calendar()
    calendar.add("prodid", "-//Relcast//Relcast//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _head(title: str, addresses: Addresses, product: str | None) -> bytes:
    from icalendar import vDuration, vUri

    calendar = _bare()
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    interval = vDuration(_REFRESH)
    interval.params["VALUE"] = "DURATION"
    calendar["REFRESH-INTERVAL"] = interval
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    if addresses.base is not None:
        source = vUri(addresses.absolute(addresses.file(FILE, product)))
        source.params["VALUE"] = "URI"
        calendar["SOURCE"] = source
    head: bytes = calendar.to_ical()
    return head.removesuffix(_END)


def _event(views: Views, notice: Notice) -> Component:
    from icalendar import Event

    language, table = views.language, views.words
    event = Event()
    begin, end = find_window(notice)
    assert begin is not None
    modified = _modified(notice, begin, views.history.zone)
    event.add("uid", _uid(views, notice))
    event.add("dtstamp", modified)
    event.add("last-modified", modified)
    event.add("sequence", sequence(notice))
    event.add("dtstart", begin)
    if end is not None and end > begin:
        event.add("dtend", end)
    event.add("summary", _summary(views, notice), parameters={"LANGUAGE": language})
    lines = [f"{table['calendar.status']}{table['colon']}{table[f'notice.{notice.status}']}"]
    told: Mapping[str, Words | None] = {
        "notice.impact": notice.impact, "notice.benefit": notice.benefit, "calendar.audience": notice.audience,
    }  # fmt: skip
    lines += [f"{table[name]}{table['colon']}{plain(text, language)}" for name, text in told.items() if text]
    url = _url(views, notice)
    if url:
        lines.append(url)
        event.add("url", url)
    event.add("description", "\n".join(lines), parameters={"LANGUAGE": language})
    event.add("status", "CANCELLED" if notice.status == "cancelled" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # it takes none of the reader's time
    return event


def sequence(notice: Notice) -> int:
    """How often readers' calendars had to learn something new; grows as the record does."""
    revised = sum(revision.material for revision in notice.revisions)
    return revised + (notice.actual is not None) + (notice.status == "cancelled")


def _uid(views: Views, notice: Notice) -> str:
    feeds = views.history.vendor.feeds
    whose = f"@{feeds.authority.rpartition('@')[2].lower()}" if feeds else ""
    return f"{views.history.id}/notices/{notice.id}{whose}"


def find_window(notice: Notice) -> tuple[datetime | None, datetime | None]:
    """When it begins and ends, in UTC: what really happened, else what is planned."""
    actual, planned = notice.actual, notice.planned
    begin = (actual and actual.start) or (planned and planned.start)
    end = (actual and actual.end) or (planned and planned.end)
    return begin.astimezone(UTC) if begin else None, end.astimezone(UTC) if end else None


def _modified(notice: Notice, begin: datetime, zone: tzinfo) -> datetime:
    """When the record last said something new: at its announcement, as feeds date it, or in a revision."""
    dates = (announcement(notice), *(revision.date for revision in notice.revisions))
    return max((instant_of(moment, zone) for moment in dates if moment), default=begin)


def _summary(views: Views, notice: Notice) -> str:
    if notice.title:
        what = plain(notice.title, views.language)
    else:
        what = " ".join([views.words["upgrade.planned"], *notice.releases])
    title = f"{views.name}{views.words['colon']}{what}"
    return views.words["calendar.cancelled"].format(title=title) if notice.status == "cancelled" else title


def _url(views: Views, notice: Notice) -> str | None:
    """The page of the first release it is about that has one, else of the product."""
    addresses, history = views.addresses, views.history
    if addresses.base is None:
        return None
    for version in notice.releases:
        if found := history.find(version):
            return addresses.absolute(addresses.release(history.id, found.version.text))
    return addresses.absolute(addresses.product(history.id))
