"""The products page and the page of all subscriptions, from records to HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import lxml.html
import pytest
from conftest import MakeProject
from hypothesis import given, settings
from hypothesis import strategies as st
from products_in_memory import product
from sample_records import ATTACK

from relcast.library.product import ProductHistory
from relcast.model.notice import Notice
from relcast.model.product import Product, Vendor
from relcast.model.text import Words
from relcast.render.across.page import AcrossPage, ProductRows, Setting
from relcast.render.across.products import FRESH, MANY, NEWEST, PRODUCTS
from relcast.render.across.subscribe import SUBSCRIBE
from relcast.render.addresses import Addresses
from relcast.render.subscribe import OPML, VIEWS, feed_files
from relcast.render.views import Views

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ADDRESSES = Addresses("https://acme.example/")
VENDOR = Vendor(name=Words({"en": "Acme"}))


def tree(
    page: AcrossPage, *histories: ProductHistory, now: datetime = NOW, feeds: bool = True,
    addresses: Addresses = ADDRESSES, name: str = "Gateway",
) -> lxml.html.HtmlElement:  # fmt: skip
    path = addresses.across(page.name) if page is SUBSCRIBE else ""
    setting = Setting("en", addresses, path, VENDOR, now, has_feeds=feeds, has_calendar=feeds)
    rows = [
        ProductRows(history.id, name, list(page.rows(Views(history.at(now), "en", addresses)))) for history in histories
    ]
    text = page.text(setting, rows)
    return lxml.html.fromstring(f"<div>{text.lead}{text.body}</div>")


def marks(root: lxml.html.HtmlElement) -> list[str]:
    return [" ".join(mark.text_content().split()) for mark in root.xpath(".//*[@class='rc-card__marks']/li")]


def at(history: ProductHistory, id: str) -> ProductHistory:
    return replace(history, id=id)


# --- products ---


def test_a_card_speaks_of_a_security_fix_for_a_while() -> None:
    fix = {"text": "A fix", "security": {"severity": "high"}}
    history = product(
        {"version": "1.0.0", "date": "2026-11-01", "fixes": [fix]}, {"version": "1.1.0", "date": "2026-11-02"}
    )
    root = tree(PRODUCTS, history)
    assert marks(root) == ["Security fixes in 1.0.0"]
    assert root.xpath("//*[@class='rc-card__marks']//a/@href") == ["gw/1.0.0/#security"]
    assert marks(tree(PRODUCTS, history, now=datetime(2026, 11, 1, tzinfo=UTC) + FRESH)) == []


def test_a_card_speaks_of_a_security_fix_that_breaks_something() -> None:
    fix = {"id": "tls", "text": "A fix", "security": {"severity": "high"}, "breaking": {"impact": "Old clients fail"}}
    root = tree(PRODUCTS, product({"version": "1.0.0", "date": "2026-11-01", "fixes": [fix]}))
    assert marks(root) == ["Security fixes in 1.0.0"]
    assert root.xpath("//*[@class='rc-card__marks']//a/@href") == ["gw/1.0.0/#tls"]


def test_a_card_speaks_of_support_before_and_after_its_end() -> None:
    history = product({"version": "1.0.0", "date": "2026-11-01"}, lines=("1.x",))
    line = history.product.lines[0].model_copy(update={"eol": date(2026, 12, 1)})
    history = replace(history, product=history.product.model_copy(update={"lines": [line]}))
    assert marks(tree(PRODUCTS, history)) == ["Supported until 1 December 2026"]
    assert marks(tree(PRODUCTS, history, now=NOW + timedelta(days=5))) == ["Support ended on 1 December 2026"]


def test_a_card_speaks_of_what_is_planned_and_of_what_is_under_way() -> None:
    history = product({"version": "1.0.0", "date": "2026-11-01"})
    window = {"start": "2026-12-01T10:00:00Z", "end": "2026-12-01T12:00:00Z"}

    def said(now: datetime, **more: Any) -> list[str]:
        notice = Notice.model_validate({"id": "n", "planned": window, **more})
        return marks(tree(PRODUCTS, replace(history, notices=(notice,)), now=now))

    assert said(NOW) == ["Maintenance planned for 1 December 2026"]
    assert said(NOW, releases=["1.0.0"]) == ["Upgrade planned for 1 December 2026"]
    assert said(NOW, status="in_progress", releases=["1.0.0"]) == ["Upgrade under way"]
    assert said(NOW + timedelta(days=6)) == []
    assert said(NOW, status="cancelled") == []


@pytest.mark.parametrize("count", [1, MANY - 1, MANY])
def test_there_is_a_box_to_search_where_there_are_many_products(count: int) -> None:
    one = product({"version": "1.0.0", "date": "2026-11-01"})
    root = tree(PRODUCTS, *(at(one, f"gw{n}") for n in range(count)))
    assert len(root.xpath(".//form")) == len(root.xpath(".//script")) == (count >= MANY)
    assert len(root.xpath(".//li[@class='rc-card']")) == count


def test_a_card_is_found_by_its_names_ids_and_components_in_every_language() -> None:
    meaning = Product(
        name=Words({"en": "Gateway", "zh-CN": "网关"}), aliases=["old-gw"],
        components={"proxy": Words({"en": "Proxy core", "zh-CN": "代理核心"})},
    )  # fmt: skip
    history = replace(product({"version": "1.0.0"}), product=meaning)
    said = tree(PRODUCTS, history).xpath("string(.//*[@class='rc-card']/@data-rc-words)")
    assert all(word in said for word in ("gw", "old-gw", "Gateway", "网关", "proxy", "Proxy core", "代理核心"))


dates = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
releases = st.lists(st.tuples(dates, st.sampled_from(["released", "released", "planned"])), max_size=15)


@settings(max_examples=40, deadline=None)
@given(st.lists(releases, min_size=1, max_size=3))
def test_the_newest_releases_are_those_of_all_products_by_date(found: Sequence[Sequence[Any]]) -> None:
    histories, expected = [], []
    for place, records in enumerate(found):
        made = [
            {
                "version": f"1.{minor}.0", "status": status,
                **({"date": day.isoformat()} if day else {"undated": "true"} if status == "released" else {}),
            }
            for minor, (day, status) in enumerate(records)
        ]  # fmt: skip
        histories.append(at(product(*made), f"p{place}"))
        expected += [day for day, status in records if day and status == "released" and day <= NOW.date()]
    shown = [
        date.fromisoformat(text)
        for text in tree(PRODUCTS, *histories).xpath(".//*[@class='rc-newest']//time/@datetime")
    ]
    assert shown == sorted(expected, reverse=True)[:NEWEST]


def test_text_of_a_record_is_only_text_there() -> None:
    meaning = Product(
        name=Words({"en": ATTACK}), summary=Words({"en": ATTACK}), components={"a": Words({"en": ATTACK})}
    )
    history = replace(product({"version": "1.0.0", "date": "2026-11-01", "title": ATTACK}), product=meaning)
    for page in (PRODUCTS, SUBSCRIBE):
        root = tree(page, history, name=ATTACK)
        assert "alert(1)" not in "".join(root.xpath(".//script/text()"))
        assert not root.xpath(".//img | .//iframe | .//*[@onerror or @onclick]")


# --- subscribe ---


def test_every_feed_and_every_file_has_its_address_there(project: MakeProject) -> None:
    """Of the site as it is built: what a product and the vendor have, and no more."""
    site = project().build()
    page = site.page("subscribe/index.html")
    named = {site.find(str(link), page.file) for link in page.select("//a[contains(@class, 'rc-feed')]/@href")}
    products = [entry.name for entry in site.root.iterdir() if (entry / "releases.json").is_file()]
    assert products
    files = [file for _, _, file in feed_files()] + ["notices.ics"]
    wanted = [*files, OPML]
    wanted += [f"{id}/{file}" for id in products for file in (*files, "releases.json", "latest.json", "badge.json")]
    assert named == {file for file in wanted if file in site}
    assert {f"{id}/{file}" for id in products for _, _, file in feed_files()} <= named


def test_each_view_says_what_it_brings_and_each_address_has_a_button_that_says_which() -> None:
    root = tree(SUBSCRIBE, product({"version": "1.0.0"}))
    choices = root.xpath(".//li[@class='rc-choice']")
    assert len(choices) == len(VIEWS) + 2, "the views, the list of all, and files for programs"
    assert all(choice.xpath("string(p[not(@class)])") for choice in choices)
    labels = root.xpath(".//section[@class='rc-choices']//button/@aria-label")
    assert len(labels) == len(set(labels)) == len(root.xpath(".//section[@class='rc-choices']//a[@class='rc-feed']"))


def test_without_feeds_nothing_leads_to_one() -> None:
    root = tree(SUBSCRIBE, product({"version": "1.0.0"}), feeds=False, addresses=Addresses(None))
    links = root.xpath(".//a[contains(@class, 'rc-feed')]/@href")
    assert links == [f"../gw/{file}" for file in ("releases.json", "latest.json", "badge.json")]
    assert "This site has no feeds." in root.text_content()
    assert "shields.io" not in root.text_content(), "a badge needs the site's address"
