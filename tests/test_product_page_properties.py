"""What heads a product's page, and how much of its releases it tells, for random products: held against plain, slow
answers, and the moments named beforehand at which the answers change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any, cast
from zoneinfo import ZoneInfo

import lxml.html
from hypothesis import given, settings
from hypothesis import strategies as st
from test_views import read

from relcast.library.cadence import find_gauge, gauge_turning_points
from relcast.library.live import live_listings, live_turning_points
from relcast.library.product import ProductHistory, VersionedRelease, newest_first
from relcast.library.support import find_support, support_turning_points
from relcast.library.upcoming import notice_turning_points, upcoming_notices
from relcast.model.notice import Listings, Notice
from relcast.model.product import Product, Vendor
from relcast.model.release import Release
from relcast.model.version import parse_version
from relcast.render.addresses import Addresses
from relcast.render.pages import NEWEST, NODES, archive_pages, newest_in_full, product_page
from relcast.render.views import Views

NUMBERS = [f"{major}.{minor}.{patch}" for major in (1, 2) for minor in range(6) for patch in (0, 1)]
VERSIONS = [*NUMBERS, "1.2.0-rc.1", "2.0.0-beta.1", "2.3.1-rc.1"]
ZONES = ["UTC", "Asia/Shanghai", "America/New_York"]
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(0, 330, 3)]
TARGETS = [None, "2 days", "1-2 weeks", "1 month", "1-3 months", "now and then"]


def rarely(value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), st.none(), value)


days = st.sampled_from(DAYS).map(str)
instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda m: f"{m:%Y-%m-%dT%H:%M:00Z}")


@st.composite
def products(draw: st.DrawFn) -> ProductHistory:
    def record(version: str) -> VersionedRelease:
        data = {"version": version, "date": draw(days), "status": draw(st.sampled_from(["released"] * 5 + ["planned"]))}
        if draw(rarely(st.just(True))):
            data |= {"withdrawn": {"date": "2026-12-01"}}
        return VersionedRelease(parse_version(version, "semver"), read(Release, data), f"gw/{version}.yaml")

    found = draw(st.permutations(VERSIONS))[: draw(st.sampled_from([0, 1, 3, 8, 20]))]
    listings = draw(st.lists(st.sampled_from(["one", "two", "three"]), unique=True))
    standing = st.fixed_dictionaries({}, optional={"live": st.one_of(days, instants), "submitted": days})
    standings = {id: draw(st.dictionaries(st.sampled_from(VERSIONS), standing, max_size=4)) for id in listings}
    lines = draw(
        st.lists(
            st.fixed_dictionaries(
                {"range": st.sampled_from(["1.x", "2.x", "2.1.x", "<1.2.0"])}, optional={"eoas": days, "eol": days}
            ),
            max_size=3,
        )
    )
    target = draw(st.sampled_from(TARGETS))
    notices = []
    for number in range(draw(st.integers(0, 3))):
        start, end = sorted(draw(st.tuples(instants, instants)))
        planned = {"start": start} | ({"end": end} if draw(st.booleans()) and start < end else {})
        status = draw(st.sampled_from(["scheduled", "in_progress", "completed", "cancelled"]))
        notice = {"id": f"n{number}", "planned": planned, "status": status}
        if draw(rarely(st.just(True))):
            start, end = sorted(draw(st.tuples(instants, instants)))
            notice["actual"] = {"start": start} | ({"end": end} if draw(st.booleans()) and start < end else {})
        notices.append(read(Notice, notice))
    product = {
        "name": "Gateway",
        "listings": {id: {"profile": "github-release"} for id in listings},
        "lines": lines,
        **({"cadence": {"minor": target}} if target else {}),
    }
    vendor = read(Vendor, {"name": "Acme", "timezone": draw(st.sampled_from(ZONES))})
    return ProductHistory(
        "gw", read(Product, product), vendor, newest_first([record(version) for version in found]), tuple(notices),
        standings=read(Listings, standings).root,
    )  # fmt: skip


def begins(day: date, history: ProductHistory) -> datetime:
    """Midnight where the vendor is, or the instant itself."""
    if isinstance(day, datetime):
        return day
    return datetime(day.year, day.month, day.day, tzinfo=cast(ZoneInfo, history.zone))


def is_past(moment: date, history: ProductHistory, now: datetime) -> bool:
    return begins(moment, history) <= now


def day_of(moment: date, history: ProductHistory) -> date:
    return moment.astimezone(history.zone).date() if isinstance(moment, datetime) else moment


# --- the plain answers ---


def plain_cadence(history: ProductHistory, now: datetime) -> tuple[int, str | None] | None:
    """Days between the last seven minor or major versions, and the verdict."""
    final = [entry for entry in history.releases if "-" not in entry.version.text]

    def numbers(entry: VersionedRelease) -> list[int]:
        return [int(number) for number in entry.version.text.split(".")]

    came: list[tuple[date, list[int]]] = []
    for entry in final:
        below = [numbers(other) for other in final if numbers(other) < numbers(entry)]
        here = numbers(entry)
        steps = max(below)[:2] != here[:2] if below else here[2] == 0
        moment = entry.release.date
        if steps and entry.release.status == "released" and moment and is_past(day_of(moment, history), history, now):
            came.append((day_of(moment, history), here))
    days = [day for day, _ in sorted(came)][-7:]
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    if not sum(gaps):
        return None
    mean = max(1, round(sum(gaps) / len(gaps)))
    target = history.product.cadence.minor if history.product.cadence else None
    limits = {
        "2 days": (2, 2, "day", 0), "1-2 weeks": (7, 14, "day", 1), "1 month": (1, 1, "month", 7),
        "1-3 months": (1, 3, "month", 7),
    }.get(target or "")  # fmt: skip
    if limits is None:
        return mean, None
    least, most, unit, grace = limits

    def later(day: date, count: int) -> date:
        if unit == "day":
            return day + timedelta(days=count)
        month = day.month + count
        for last in (day.day, 30, 29, 28):
            try:
                return date(day.year + (month - 1) // 12, (month - 1) % 12 + 1, min(day.day, last))
            except ValueError:
                continue
        raise AssertionError

    usual = days[0] + timedelta(days=mean)
    today = now.astimezone(history.zone).date()
    if usual > later(days[0], most) + timedelta(days=grace) or today > later(days[-1], most) + timedelta(days=grace):
        return mean, "stale"
    return mean, "often" if usual < later(days[0], least) - timedelta(days=grace) else "healthy"


def plain_live(history: ProductHistory, now: datetime) -> dict[str, str]:
    found: dict[str, str] = {}
    for id in history.product.listings:
        for entry in sorted(history.releases, key=lambda entry: entry.version):
            standing = history.standings.get(id, {}).get(entry.version.text)
            out = entry.release.status == "released" and "-" not in entry.version.text and not entry.release.withdrawn
            if out and standing and standing.live and is_past(standing.live, history, now):
                found[id] = entry.version.text
    return found


def plain_upcoming(history: ProductHistory, now: datetime) -> set[tuple[str, str]]:
    found = set()
    for notice in history.notices:
        window, actual = notice.planned, notice.actual
        assert window is not None
        is_over = now >= (window.end or window.start + timedelta(hours=24))
        if notice.status in ("completed", "cancelled") or (actual and actual.end and now >= actual.end):
            continue
        if notice.status == "in_progress" or actual:
            found.add((notice.id, "late" if is_over else "running"))
        elif not is_over:
            found.add((notice.id, "due" if now >= window.start else "ahead"))
    return found


def plain_support(history: ProductHistory, now: datetime) -> str | None:
    stable = [
        entry.version for entry in history.releases
        if entry.release.status == "released" and "-" not in entry.version.text and not entry.release.withdrawn
    ]  # fmt: skip
    if not stable:
        return None
    major, minor, _ = max(stable).text.split(".")
    inside = {"1.x": major == "1", "2.x": major == "2", "2.1.x": (major, minor) == ("2", "1"),
              "<1.2.0": major == "1" and int(minor) < 2}  # fmt: skip
    for line in history.product.lines:
        if inside[line.range]:
            if not line.eoas and not line.eol:
                return None
            if line.eol and is_past(line.eol, history, now):
                return "ended"
            return "security" if line.eoas and is_past(line.eoas, history, now) else "active"
    return None


# --- the answers ---


def cadence(history: ProductHistory, now: datetime) -> tuple[int, str | None] | None:
    gauge = find_gauge(history, now)
    return (gauge.days, gauge.verdict) if gauge else None


def live(history: ProductHistory, now: datetime) -> dict[str, str]:
    return {live.id: live.entry.version.text for live in live_listings(history, now)}


def upcoming(history: ProductHistory, now: datetime) -> set[tuple[str, str]]:
    return {(one.notice.id, one.standing) for one in upcoming_notices(history, now)}


def support(history: ProductHistory, now: datetime) -> str | None:
    found = find_support(history, now)
    return found.phase if found else None


Answer = Callable[[ProductHistory, datetime], object]
FACTS: list[tuple[Answer, Answer, Callable[[ProductHistory], Iterable[datetime]]]] = [
    (cadence, plain_cadence, gauge_turning_points),
    (live, plain_live, live_turning_points),
    (upcoming, plain_upcoming, notice_turning_points),
    (support, plain_support, support_turning_points),
]


@settings(max_examples=150, deadline=None)
@given(products(), st.data())
def test_every_fact_is_the_plain_answer_at_every_moment_and_changes_only_at_those_named(
    history: ProductHistory, data: st.DataObject
) -> None:
    """A build's pages hold until the next moment named, so one that is not named would leave them wrong."""
    for answer, plain, moments in FACTS:
        points = sorted(set(moments(history)))
        now = data.draw(st.sampled_from([datetime(2025, 12, 1, tzinfo=UTC), *points]))
        assert answer(history, now) == plain(history, now), plain.__name__
        span = next((point for point in points if point > now), now + timedelta(days=300)) - now
        for part in (0.2, 0.5, 0.8, 1):
            moment = now + part * span - timedelta(seconds=1 if part == 1 else 0)
            assert answer(history, now) == plain(history, moment), answer.__name__


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([1, 5, 20, 21, 24, 30]).flatmap(
        lambda count: st.lists(st.sampled_from([0, 1, 4, 8, 60]), min_size=count, max_size=count)
    ),
    st.sampled_from(["Fix", "Fix `a`, `b` and **c** of [d](https://d.example/)"]),
)
def test_every_release_is_on_the_page_or_in_an_archive_and_the_page_stays_small(sizes: list[int], text: str) -> None:
    releases = []
    for number, size in enumerate(sizes):
        version = f"{1 + number // 12}.{number % 12}.0"
        data = {"version": version, "date": "2026-01-01", "fixes": [f"{text} {n}" for n in range(size)]}
        releases.append(VersionedRelease(parse_version(version, "semver"), read(Release, data), f"gw/{version}.yaml"))
    history = ProductHistory(
        "gw", read(Product, {"name": "Gateway"}), read(Vendor, {"name": "Acme"}), newest_first(releases)
    )
    views = Views(history, "en", Addresses())
    told = newest_in_full(views)
    page = lxml.html.fromstring(
        f"<div>{product_page(views, [], datetime(2026, 6, 1, tzinfo=UTC), told=told).body}</div>"
    )
    full = page.xpath("//article/h2/a/text()")
    rows = page.xpath("//li[@class='rc-row']/a/text()")
    assert full == [entry.version.text for entry in history.releases[: len(told)]]
    assert full + rows == [entry.version.text for entry in history.releases[:NEWEST]]
    archived = [
        version
        for _, _, shown in archive_pages(views)
        for version in lxml.html.fromstring(shown.body).xpath("//li[@class='rc-row']/a/text()")
    ]
    assert {*full, *rows, *archived} == {entry.version.text for entry in history.releases}
    assert len(archived) == len(set(archived))
    elements = len(page.xpath("//div[@class='rc-timeline']//* | //ul[@class='rc-rows']//*"))
    assert len(full) == 1 or elements <= NODES
    if rows:
        groups = views.groups(history.releases[len(full)])
        more = 30 + sum(len(group.changes) for group in groups) * (7 if "`" in text else 3)
        # Each release told leaves room for what a script adds to it and for a summary.
        assert elements + more + 16 * len(full) > NODES, "what would fit is told"
