"""The page of notices, from records to HTML."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from products_in_memory import product
from sample_records import ATTACK

from relcast.library.product import ProductHistory
from relcast.model.notice import Notice
from relcast.model.product import Vendor
from relcast.model.text import Words
from relcast.render.across.notices import NOTICES
from relcast.render.across.page import ProductRows, Setting
from relcast.render.addresses import Addresses
from relcast.render.times import window_html
from relcast.render.views import Views

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ADDRESSES = Addresses("https://acme.example/")
VENDOR = Vendor(name=Words({"en": "Acme"}))
DECEMBER = {"start": "2026-12-15T22:00:00+08:00", "end": "2026-12-16T00:00:00+08:00"}


def told(*notices: dict[str, Any], id: str = "gw", releases: tuple[dict[str, Any], ...] = ()) -> ProductHistory:
    made = product(*(releases or ({"version": "1.0.0", "date": "2026-05-01"},)))
    return replace(made, id=id, notices=tuple(Notice.model_validate({"id": "n", **notice}) for notice in notices))


def page(*histories: ProductHistory, now: datetime = NOW, language: str = "en") -> lxml.html.HtmlElement:
    setting = Setting(language, ADDRESSES, ADDRESSES.across("notices"), VENDOR, now, has_feeds=True, has_calendar=True)
    rows = [
        ProductRows(history.id, "Gateway", list(NOTICES.rows(Views(history.at(now), language, ADDRESSES))))
        for history in histories
    ]
    text = NOTICES.text(setting, rows)
    return lxml.html.fromstring(f"<div>{text.lead}{text.body}</div>")


def shown(root: lxml.html.HtmlElement) -> dict[str, list[str]]:
    """The anchors of each section."""
    return {section.xpath("string(h2/@id)"): section.xpath(".//article/h3/@id") for section in root.xpath(".//section")}


def squeezed(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_soonest_comes_first_and_of_what_has_passed_the_newest() -> None:
    def day(day: int, month: int = 12) -> dict[str, Any]:
        return {"id": f"n{month}-{day}", "planned": {"start": f"2026-{month:02}-{day:02}T10:00:00Z"}}

    root = page(told(day(20), day(2), {"id": "someday"}, day(3, 3), day(9, 11)), told(day(10), id="db"))
    assert shown(root) == {
        "planned": ["gw/n12-2", "db/n12-10", "gw/n12-20", "gw/someday"],
        "past": ["gw/n11-9", "gw/n3-3"],
    }


def test_a_page_without_notices_says_so_in_both_places() -> None:
    root = page(told())
    assert [squeezed(p) for p in root.xpath(".//p[@class='rc-empty'][not(@hidden)]")] == [
        "Nothing is planned at the moment.",
        "No upgrade has been announced so far.",
    ]


def test_a_window_is_told_with_its_offset_and_in_utc() -> None:
    root = page(told({"planned": DECEMBER}))
    when = root.xpath(".//*[@data-rc-window]")[0]
    assert squeezed(when) == (
        "15 December 2026, 22:00 – 16 December 2026, 00:00 (UTC+08:00) 2 h 15 December 2026, 14:00 – 16:00 (UTC)"
    )
    assert when.xpath("./time/@datetime") == list(DECEMBER.values())


@settings(deadline=None)
@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2900, 1, 1)),
    st.integers(-15 * 4, 15 * 4).map(lambda quarters: timedelta(minutes=15 * quarters)),
    st.none() | st.integers(0, 10**6),
)
def test_every_time_of_a_window_is_the_same_instant(naive: datetime, offset: timedelta, seconds: int | None) -> None:
    start = naive.replace(microsecond=0, tzinfo=timezone(offset))
    end = None if seconds is None else start + timedelta(seconds=seconds)
    root = lxml.html.fromstring(window_html(start, end, "en"))
    given_times = [moment for moment in (start, end) if moment is not None]
    told_times = [datetime.fromisoformat(text) for text in root.xpath(".//time/@datetime")]
    assert told_times == given_times * (1 if not offset else 2)


def test_what_happened_is_held_against_the_plan() -> None:
    actual = {"start": "2026-12-15T22:05:00+08:00", "end": "2026-12-16T00:40:00+08:00"}
    early = {"start": "2026-12-15T22:00:00+08:00", "end": "2026-12-15T23:30:00+08:00"}

    def difference(happened: dict[str, str]) -> str:
        root = page(told({"status": "completed", "planned": DECEMBER, "actual": happened}))
        return squeezed(root.xpath(".//*[contains(@class, 'rc-note--difference')]/dd")[0])

    assert difference(actual) == "Took 35 min longer than planned; ended 40 min late"
    assert difference(early) == "Took 30 min less than planned; ended 30 min early"
    assert difference(DECEMBER) == "Took as long as planned; ended on time"


WITHDRAWN = {
    "version": "2.0.0", "date": "2026-05-02", "rollback": {"possible": True, "steps": ["Go back"]},
    "withdrawn": {"date": "2026-05-03", "reason": "Keys are lost", "use_instead": "2.0.1"},
}  # fmt: skip
AFTER = {"version": "2.0.1", "date": "2026-05-04"}


@pytest.mark.parametrize(("status", "sorry"), [("completed", True), ("in_progress", True), ("cancelled", False)])
def test_an_upgrade_to_a_version_that_was_withdrawn_names_the_way_on_and_the_way_back(status: str, sorry: bool) -> None:
    root = page(told({"releases": ["2.0.0"], "status": status}, releases=(WITHDRAWN, AFTER)))
    banner = root.xpath(".//*[contains(@class, 'rc-banner--withdrawn')]")[0]
    assert squeezed(banner).startswith("2.0.0 was withdrawn on 3 May 2026Keys are lostUse 2.0.1 instead")
    assert ("We are sorry" in squeezed(banner)) == sorry
    links = banner.xpath(".//a/@href")
    assert links[:2] == ["../gw/2.0.0/", "../gw/2.0.1/"]
    assert ("../gw/2.0.0/#rollback" in links) == sorry, "who never came to it need not go back"


def test_a_notice_that_is_to_be_announced_later_is_not_known_yet() -> None:
    history = told({"announced": "2026-11-27", "planned": DECEMBER})
    assert shown(page(history)) == {"planned": [], "past": []}
    assert shown(page(history, now=NOW + timedelta(days=1)))["planned"] == ["gw/n"]
    assert NOW + timedelta(days=1) in history.turning_points()


def test_a_revision_is_told_from_its_day_on() -> None:
    history = told({"planned": DECEMBER, "revisions": [{"date": "2026-11-30", "note": "An hour later"}]})
    assert "An hour later" not in squeezed(page(history))
    assert "An hour later" in squeezed(page(history, now=NOW + timedelta(days=5)))


def test_text_of_a_record_is_only_text() -> None:
    notice = {
        "title": ATTACK, "impact": ATTACK, "benefit": ATTACK, "audience": ATTACK, "releases": ['1"><b>'],
        "planned": DECEMBER, "revisions": [{"date": "2026-11-01", "note": ATTACK}],
    }  # fmt: skip
    root = page(told(notice))
    assert len(root.xpath(".//script")) == 1, "the page's own"
    assert not root.xpath(".//b | .//img | .//iframe")
    assert "<script>alert(1)</script>" in root.text_content()


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_fact_stands_in_the_language_of_the_page(language: str) -> None:
    texts = {name: {"en": f"{name} in English", "zh-CN": f"{name} 中文"} for name in ("impact", "benefit", "audience")}
    context = {"languages": ["en", "zh-CN"]}
    notice = Notice.model_validate({"id": "n", "planned": DECEMBER, **texts}, context=context)
    history = replace(told(), notices=(notice,))
    said = squeezed(page(history, language=language))
    assert all(text[language] in said for text in texts.values())
    assert ("2026年12月15日 22:00" in said) == (language == "zh-CN")


windows = st.none() | st.tuples(st.integers(-50, 50), st.none() | st.integers(0, 40)).map(
    lambda pair: {
        name: (NOW + timedelta(hours=hours)).isoformat()
        for name, hours in (("start", pair[0]), ("end", None if pair[1] is None else sum(pair)))
        if hours is not None
    }
)
notices = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["scheduled", "in_progress", "completed", "cancelled"]),
        "planned": windows, "actual": windows,
    }
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(notices, max_size=6), st.integers(-60, 100))
def test_every_notice_stands_on_the_page_once_in_an_order_that_time_gives(
    found: list[dict[str, Any]], hours: int
) -> None:
    history = told(*({**notice, "id": f"n{at}"} for at, notice in enumerate(found)))
    root = page(history, now=NOW + timedelta(hours=hours))
    sections = shown(root)
    assert sorted(sections["planned"] + sections["past"]) == [f"gw/n{at}" for at in range(len(found))]
    ends = [
        article.get("data-rc-ended") or article.get("data-rc-over") or article.get("data-rc-started") or ""
        for article in root.xpath(".//section[contains(@class, '__past')]//article")
    ]
    assert ends == sorted(ends, reverse=True)
    starts = [
        article.get("data-rc-started") or article.get("data-rc-begin") or "~"
        for article in root.xpath(".//section[contains(@class, '__planned')]//article")
    ]
    assert starts == sorted(starts)
