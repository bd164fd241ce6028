"""notices.ics: what calendars need, read back by two parsers that know nothing of each other."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest
from endpoint_shapes import check_calendar
from hypothesis import given, settings
from hypothesis import strategies as st
from test_endpoints import BASE, Record, a_vendor, read, views

from relcast.model.notice import Notice
from relcast.render.addresses import Addresses
from relcast.render.calendar import (
    calendar_events,
    event_calendars,
    join_calendar,
    product_head,
    sequence,
    vendor_head,
)
from relcast.render.phrases import plain

NOTICE: Record = {
    "id": "2026-12-upgrade",
    "releases": ["2.5.0"],
    "title": {"en": "Hosted gateways move to 2.5", "zh-CN": "托管网关升级至 2.5"},
    "planned": {"start": "2026-12-15T22:00:00+08:00", "end": "2026-12-16T00:00:00+08:00"},
    "impact": {"en": "Two minutes; no more", "zh-CN": "中断 2 分钟"},
    "benefit": {"en": "Faster, safer", "zh-CN": "更快、更稳"},
    "announced": "2026-11-20",
}
RELEASE: Record = {"version": "2.5.0"}


def calendar(*notices: Record, **more: Any) -> bytes:
    made = views(RELEASE, notices=notices, **more)
    return join_calendar(product_head(made), (event.content for event in calendar_events(made)))


def event(content: bytes) -> icalendar.Component:
    check_calendar(content)
    [found] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return found


def test_an_event_says_when_what_and_what_for() -> None:
    """facts/feeds.md item 46: the calendar parses."""
    found = event(calendar(NOTICE))
    assert found["UID"] == "edge-gateway/notices/2026-12-upgrade@acme.example"
    assert found["DTSTART"].dt == datetime(2026, 12, 15, 14, tzinfo=UTC)
    assert found["DTEND"].dt == datetime(2026, 12, 15, 16, tzinfo=UTC)
    assert found["SUMMARY"] == "Edge Gateway: Hosted gateways move to 2.5"
    assert found["SUMMARY"].params["LANGUAGE"] == "en"
    assert found["DESCRIPTION"] == (
        f"Status: Planned\nImpact: Two minutes; no more\nBenefit: Faster, safer\n{BASE}edge-gateway/2.5.0/"
    )
    assert found["URL"] == f"{BASE}edge-gateway/2.5.0/"
    assert (found["STATUS"], found["TRANSP"], found["SEQUENCE"]) == ("CONFIRMED", "TRANSPARENT", 0)
    assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt == datetime(2026, 11, 20, tzinfo=UTC)


def test_each_language_speaks_for_itself_about_the_same_event() -> None:
    english, chinese = event(calendar(NOTICE)), event(calendar(NOTICE, language="zh-CN"))
    assert chinese["SUMMARY"] == "边缘网关：托管网关升级至 2.5"
    assert "中断 2 分钟" in chinese["DESCRIPTION"]
    assert chinese["URL"] == f"{BASE}zh-CN/edge-gateway/2.5.0/"
    for name in ("UID", "DTSTART", "DTEND", "DTSTAMP", "SEQUENCE"):
        assert english[name] == chinese[name]


def test_all_times_are_utc_instants() -> None:
    """No time zone needs to be told, and none can be misread."""
    content = calendar(NOTICE)
    for name in ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"):
        assert re.search(rf"\r\n{name}:\d{{8}}T\d{{6}}Z\r\n".encode(), content), name
    assert b"VTIMEZONE" not in content


def test_lines_end_and_fold_as_they_must_and_durations_say_so() -> None:
    """facts/feeds.md item 48: CRLF, lines ≤75 octets, `REFRESH-INTERVAL;VALUE=DURATION`."""
    content = calendar({**NOTICE, "impact": {"en": "a long line " * 40, "zh-CN": "很长的一行" * 60}}, language="zh-CN")
    check_calendar(content)
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in content
    assert b"\r\nX-PUBLISHED-TTL:PT12H\r\n" in content
    source = f"SOURCE;VALUE=URI:{BASE}zh-CN/edge-gateway/notices.ics".encode()
    assert source in content.replace(b"\r\n ", b"")
    assert b"METHOD" not in content, "with a method DTSTAMP would be the time of the build (RFC 5545 section 3.8.7.2)"


def test_uid_stamp_and_sequence_are_the_records_own() -> None:
    """facts/feeds.md item 46: UID, DTSTAMP, SEQUENCE stable over rebuilds, and whatever the words and the site are."""
    first = event(calendar(NOTICE))
    other = event(
        calendar(
            {**NOTICE, "title": "Other words", "impact": "Other"}, base="https://moved.example/x/", now="2030-01-01"
        )
    )
    for name in ("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE"):
        assert first[name] == other[name]
    assert calendar(NOTICE) == calendar(NOTICE, now="2030-01-01")


def test_a_cancelled_window_stays_and_says_so() -> None:
    """facts/feeds.md item 47: a cancelled window has STATUS:CANCELLED, and its SEQUENCE grew."""
    for language, prefix in (("en", "Cancelled: "), ("zh-CN", "已取消：")):
        before = event(calendar(NOTICE, language=language))
        after = event(calendar({**NOTICE, "status": "cancelled"}, language=language))
        assert after["STATUS"] == "CANCELLED"
        assert after["SEQUENCE"] == before["SEQUENCE"] + 1
        assert after["SUMMARY"] == prefix + before["SUMMARY"]
        assert after["UID"] == before["UID"]
        assert after["DTSTART"].dt == before["DTSTART"].dt


def test_the_sequence_grows_with_every_material_change_and_never_shrinks() -> None:
    """The life of a notice, step by step; a typo's revision moves the stamp alone."""
    moved = {"date": "2026-12-01", "note": "Moved by a day", "material": True}
    typo = {"date": "2026-12-02", "note": "Typo"}
    actual = {"start": "2026-12-16T14:05:00Z"}
    life = [
        (NOTICE, 0),
        ({**NOTICE, "revisions": [moved]}, 1),
        ({**NOTICE, "revisions": [moved, typo]}, 1),
        ({**NOTICE, "revisions": [moved, typo], "actual": actual, "status": "in_progress"}, 2),
        ({**NOTICE, "revisions": [moved, typo], "actual": {**actual, "end": "2026-12-16T15:00:00Z"},
          "status": "completed"}, 2),
    ]  # fmt: skip
    assert [sequence(read(Notice, record)) for record, _ in life] == [number for _, number in life]
    assert event(calendar(life[2][0]))["DTSTAMP"].dt == datetime(2026, 12, 2, tzinfo=UTC)


def test_what_happened_counts_more_than_what_was_planned() -> None:
    actual = {"start": "2026-12-15T14:10:00Z", "end": "2026-12-15T15:00:00Z"}
    found = event(calendar({**NOTICE, "actual": actual}))
    assert (found["DTSTART"].dt.minute, found["DTEND"].dt.hour) == (10, 15)
    running = event(calendar({**NOTICE, "actual": {"start": "2026-12-15T14:10:00Z"}}))
    assert running["DTEND"].dt == datetime(2026, 12, 15, 16, tzinfo=UTC), "it still ends as planned"
    late = event(calendar({**NOTICE, "actual": {"start": "2026-12-16T14:10:00Z"}}))
    assert "DTEND" not in late, "nothing ends before it begins"


def test_a_notice_that_is_not_dated_has_a_stamp_that_never_changes() -> None:
    bare = {key: value for key, value in NOTICE.items() if key != "announced"}
    assert event(calendar(bare))["DTSTAMP"].dt == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert calendar(bare) == calendar(bare, now="2027-06-01")


def test_a_notice_without_a_time_is_on_no_calendar() -> None:
    made = views(RELEASE, notices=({"id": "some-day", "releases": ["2.5.0"]},))
    assert not made.has_calendar
    assert calendar_events(made) == []


def test_a_notice_without_a_title_or_a_known_release_is_still_told() -> None:
    found = event(calendar({"id": "a", "releases": ["9.0.0"], "planned": NOTICE["planned"]}))
    assert found["SUMMARY"] == "Edge Gateway: Planned upgrade 9.0.0"
    assert found["URL"] == f"{BASE}edge-gateway/"
    assert "URL" not in event(calendar(NOTICE, base=None))


def test_events_come_in_the_order_they_begin() -> None:
    later = {"id": "a", "planned": {"start": "2027-01-01T00:00:00Z"}}
    content = calendar(later, NOTICE)
    check_calendar(content)
    found = [str(event["UID"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]
    assert found == [f"edge-gateway/notices/{id}@acme.example" for id in ("2026-12-upgrade", "a")]


def test_the_calendar_of_all_products_holds_the_same_events() -> None:
    events = [event.content for event in calendar_events(views(RELEASE, notices=(NOTICE,)))]
    for language, name in (("en", "Acme Cloud: All planned upgrades"), ("zh-CN", "云巅科技：全部升级计划")):
        content = join_calendar(vendor_head(a_vendor(), language, Addresses(BASE)), events)
        check_calendar(content)
        assert str(icalendar.Calendar.from_ical(content)["X-WR-CALNAME"]) == name
        assert events[0] in content


def test_who_has_no_notices_pays_nothing_for_calendars() -> None:
    """icalendar takes a tenth of a second to import."""
    code = "import sys, relcast.site.produce, relcast.site.shared; sys.exit('icalendar' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60).filter(str.strip)


@settings(max_examples=80, deadline=None)
@given(TEXT, TEXT)
@pytest.mark.filterwarnings("ignore")
def test_any_text_survives_in_a_calendar(title: str, impact: str) -> None:
    notice = {**NOTICE, "title": title, "impact": impact}
    content = calendar(notice)
    check_calendar(content)
    meaning = read(Notice, notice)
    found = event(content)
    assert str(found["SUMMARY"]) == f"Edge Gateway: {plain(meaning.title, 'en')}"
    assert f"Impact: {plain(meaning.impact, 'en')}\n" in str(found["DESCRIPTION"])


def test_each_notice_with_a_time_is_a_calendar_of_its_own_with_the_same_event() -> None:
    """Taken in once: it names no source and no interval at which to ask again."""
    cancelled: Record = {**NOTICE, "id": "called-off", "status": "cancelled"}
    made = views(RELEASE, notices=(NOTICE, cancelled, {"id": "some-day"}))
    alone = dict(event_calendars(calendar_events(made)))
    assert list(alone) == ["notices/2026-12-upgrade.ics", "notices/called-off.ics"]
    assert {event(content).to_ical() for content in alone.values()} == {
        found.content for found in calendar_events(made)
    }
    assert event(alone["notices/called-off.ics"])["STATUS"] == "CANCELLED"
    assert not [line for content in alone.values() for line in (b"REFRESH-INTERVAL", b"SOURCE") if line in content]
