"""What a reader meets in a real browser on the pages of notices, subscriptions and products, and at a wrong address."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from browsing import HEADING, ROOT, Visit, Visiting, serving, squeezed, strict_policy
from built_site import Site
from conftest import MakeProject
from playwright.sync_api import Page, expect

from relcast.render.across.notices import NOTICES
from relcast.render.across.page import Setting
from relcast.render.addresses import Addresses
from relcast.site.across import read_rows
from relcast.site.edition import Edition
from relcast.site.produce import open_folder, produce

pytestmark = [pytest.mark.browser, pytest.mark.slow]


# --- notices ---


def own_times(page: Page, notice: str) -> list[str]:
    """What the script says of each window of a notice in the reader's time."""
    article = page.locator("article.rc-notice", has=page.locator(f'[id="{notice}"]'))
    expect(article.locator(".rc-when__own").first).to_be_visible()
    return article.locator(".rc-when__own").all_inner_texts()


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        # New York leaves daylight saving time on 1 November 2026; Tokyo has none.
        (
            "America/New_York",
            "Your time: 20 October 2026, 10:00 – 14:00 (Eastern Daylight Time, UTC−04:00)",
            "Your time: 16 November 2026, 12:00 – 15:00 (Eastern Standard Time, UTC−05:00)",
        ),
        (
            "Asia/Tokyo",
            "Your time: 20 October 2026, 23:00 – 21 October 2026, 03:00 (Japan Standard Time, UTC+09:00)",
            "Your time: 17 November 2026, 02:00 – 05:00 (Japan Standard Time, UTC+09:00)",
        ),
    ],
)
def test_21_a_window_is_told_in_the_readers_own_time(
    visiting: Visiting, demo: str, zone: str, before: str, after: str
) -> None:
    page = visiting(demo, timezone_id=zone).open("notices/")
    assert own_times(page, "edge-gateway/2026-10-hosted-upgrade-2.4")[0] == before
    assert own_times(page, "acme-db/2026-11-hosted-upgrade-3.2.1")[0] == after


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC"])
def test_21_a_time_that_the_page_has_already_is_not_told_twice(visiting: Visiting, demo: str, zone: str) -> None:
    page = visiting(demo, timezone_id=zone).open("notices/")
    own = page.locator("article.rc-notice .rc-when__own")
    expect(own.first).to_contain_text("Your time")  # the script has run
    assert not any(line.is_visible() for line in own.all())


def test_21_each_end_of_a_window_has_its_own_offset_where_the_clocks_change_within(
    visiting: Visiting, project: MakeProject
) -> None:
    notice = "id: night\nplanned: {start: '2026-11-01T05:30:00Z', end: '2026-11-01T06:30:00Z'}\n"
    site = project(files={"releases/gateway/notices/night.yaml": notice}).build()
    with serving(site.root) as (_, address):
        page = visiting(address, timezone_id="America/New_York").open("notices/")
        assert own_times(page, "gateway/night") == [
            "Your time: 1 November 2026, 01:30 (Eastern Daylight Time, UTC−04:00) – "
            "01:30 (Eastern Standard Time, UTC−05:00)"
        ]


def notices_at(root: Path, tmp_path: Path, now: str) -> list[list[str]]:
    """Section, place and badge of each notice on the page that a build at `now` writes."""
    folder, vendor, problems = open_folder(root, "releases")
    assert vendor is not None, problems
    addresses, moment = Addresses(), datetime.fromisoformat(now)
    made = produce(folder, vendor, [Edition("en", addresses)], now=moment, cache_dir=tmp_path, check=lambda *_: [])
    setting = Setting("en", addresses, "notices/", vendor, moment, has_feeds=True, has_calendar=True)
    tree = lxml.html.fromstring(NOTICES.text(setting, read_rows("notices", "en", made.packs)).body)
    return [
        [section.xpath("string(h2/@id)"), notice.xpath("string(h3/@id)"), notice.xpath("string(p/span)")]
        for section in tree.xpath("//section")
        for notice in section.xpath(".//article")
    ]


NOTICES_SHOWN = """() => [...document.querySelectorAll(".rc-notices article")].map(notice =>
    [notice.closest("section").querySelector("h2"), notice.querySelector("h3"), notice.querySelector(".rc-badge")]
        .map(element => element.id || element.textContent))"""


def test_23_a_page_that_is_not_built_again_says_what_a_new_one_would(visit: Visit, tmp_path: Path) -> None:
    """At each moment at which something changes, and just before it."""
    for now in (
        "2026-11-23T00:59:59Z", "2026-11-23T12:00:00Z", "2026-12-04T09:59:59Z", "2026-12-04T10:00:00Z",
        "2026-12-15T14:00:00Z", "2026-12-15T15:59:59Z", "2026-12-15T16:00:00Z",
    ):  # fmt: skip
        visit.page.clock.set_fixed_time(now)
        page = visit.open("notices/")
        expect(page.locator(".rc-when__own").first).to_contain_text("Your time")
        assert page.evaluate(NOTICES_SHOWN) == notices_at(ROOT / "releases", tmp_path, now), now


def test_23_a_notice_leaves_an_open_page_when_its_window_has_passed(visit: Visit) -> None:
    visit.page.clock.install(time="2026-12-15T15:59:00Z")
    page = visit.open("notices/")
    notice = page.locator(".rc-notices__planned article", has_text="Hosted gateways move to 2.5")
    expect(notice).to_contain_text("Window has begun")
    page.clock.run_for(61_000)
    expect(notice).to_have_count(0)
    expect(page.locator(".rc-notices__past article").first).to_contain_text("Window is over")


def test_23_without_javascript_the_absolute_time_is_there(visiting: Visiting, demo: str) -> None:
    page = visiting(demo, script=False).open("notices/")
    planned = squeezed(page.locator(".rc-notices__planned").inner_text())
    assert "15 December 2026, 22:00 – 16 December 2026, 00:00 (UTC+08:00)" in planned
    assert "15 December 2026, 14:00 – 16:00 (UTC)" in planned
    expect(page.locator(".rc-when__own:visible")).to_have_count(0)


# --- subscribe ---


def test_the_address_of_a_feed_is_copied_whole(visit: Visit) -> None:
    page = visit.open("subscribe/#product/edge-gateway")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copy address: Edge Gateway, Breaking changes, Atom")
    button.click()
    expect(page.locator(".rc-copy-status")).to_have_text("Copied to clipboard")
    assert page.evaluate("navigator.clipboard.readText()") == f"{visit.address}edge-gateway/breaking.atom.xml"
    assert visit.watch.seen == []


def test_where_the_clipboard_is_refused_the_address_is_selected(visit: Visit) -> None:
    page = visit.open("subscribe/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')) }")
    page.get_by_role("button", name="Copy address: Only security (Atom)").click()
    field = page.locator(".rc-copy-field")
    expect(field).to_be_focused()
    expect(field).to_have_value(f"{visit.address}security.atom.xml")
    assert page.evaluate("getSelection().toString()") == f"{visit.address}security.atom.xml"


# --- products ---


@pytest.mark.parametrize(("words", "left"), [("网关", ["Edge Gateway"]), ("REPLIC acme", ["Acme DB"]), ("zzz", [])])
def test_the_products_are_narrowed_by_words_that_the_address_keeps(visit: Visit, words: str, left: list[str]) -> None:
    page = visit.open("")
    cards, status = page.locator(".rc-card:visible"), page.locator(".rc-find [role=status]")
    every = cards.count()
    page.get_by_role("searchbox").fill(words)
    expect(cards.locator("h2")).to_have_text(left)
    expect(status).to_have_text(f"{len(left)} of {every} products" if left else re.compile("^No product has"))
    page.reload()
    expect(cards.locator("h2")).to_have_text(left)
    page.get_by_role("button", name="Show all").click()
    expect(cards).to_have_count(every)
    assert visit.page.url == visit.address
    assert visit.watch.seen == []


# --- an address that leads nowhere ---


@pytest.mark.parametrize(
    ("path", "title", "offers", "searched"),
    [
        ("edge-gatway/2.3.9/", "Page not found", ["edge-gateway/2.3.1/", "edge-gateway/"], "edge gatway 2.3.9"),
        (
            "zh-CN/api-gateway/v2.4/",
            "页面不存在",
            ["zh-CN/edge-gateway/2.4.1/", "zh-CN/edge-gateway/"],
            "api gateway v2.4",
        ),
        ("securty.html", "Page not found", ["security/"], "securty"),
        ("%E0%A4%A/%22%3E%3Cb%3Ex/", "Page not found", [], '%E0%A4%A "><b>x'),
    ],
)
def test_a_wrong_address_is_answered_in_its_language_with_what_it_may_have_meant(
    visit: Visit, built: Site, path: str, title: str, offers: list[str], searched: str
) -> None:
    page = visit.page
    policy = {"Content-Security-Policy": strict_policy(built.root), "Content-Type": "text/html; charset=utf-8"}
    missing = (built.root / "404.html").read_bytes()
    page.route(f"{visit.address}{path}", lambda route: route.fulfill(status=404, headers=policy, body=missing))
    page.goto(visit.address + path)
    expect(page.locator(f"{HEADING}:visible")).to_have_text([title])
    assert page.title() == f"{title} - Acme Cloud releases"
    expect(page.locator(".rc-lost__found a")).to_have_count(len(offers))
    found = page.locator(".rc-lost__found a").evaluate_all("links => links.map(link => link.href)")
    assert found == [visit.address + offer for offer in offers]
    link = page.locator(".rc-lost__search:visible")
    assert parse_qs(urlsplit(str(link.get_attribute("href"))).query) == {"q": [searched]}
    assert [fact for fact in visit.watch.seen if "404" not in fact] == []


def test_the_words_of_a_wrong_address_are_searched_for(visit: Visit) -> None:
    page = visit.open("?q=edge%20gateway%202.4.1")
    expect(page.locator("a.md-search-result__link").first).to_have_attribute("href", re.compile("edge-gateway/2.4.1/"))


def test_without_javascript_a_wrong_address_is_answered_in_every_language(visiting: Visiting, demo: str) -> None:
    page = visiting(demo, script=False).open("404.html")
    expect(page.locator(f"{HEADING}:visible")).to_have_text(["Page not found", "页面不存在"])
    expect(page.locator(".rc-lost__ways a:visible")).to_have_text(["Go to the products", "前往产品列表"])
