"""What a reader meets in a real browser on the demo site: all is found, said and reachable, and nothing else happens.

How the site is served and what every kind of page must hold to: browsing.py, test_acceptance_browser.py.
"""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
import yaml
from browsing import (
    CONTENT,
    HEADING,
    LANGUAGES,
    PAGES,
    ROOT,
    TODAY,
    Visit,
    Visiting,
    results,
    serving,
    squeezed,
)
from conftest import MakeProject
from playwright.sync_api import Locator, Page, expect
from sample_records import ATTACK, WORD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RECORD = "edge-gateway/2.4.1"
"""The release whose words are searched for: the latest of its product, with an advisory."""


def record(path: str) -> Any:
    """A record of the demo site as plain data."""
    return yaml.safe_load((ROOT / "releases" / f"{path}.yaml").read_text(encoding="utf-8"))


def said(text: str | dict[str, str], language: str) -> str:
    """A text of a record in a language, without Markdown's marks."""
    return (text if isinstance(text, str) else text[language]).replace("`", "")


# --- search ---


def addresses(visit: Visit, query: str) -> list[str]:
    """Paths of the search's results below the site's address, best first."""
    found = [urlsplit(link.evaluate("link => link.href").removeprefix(visit.address)) for link in results(visit, query)]
    return [parts.path + (f"#{parts.fragment}" if parts.fragment else "") for parts in found]


def advised_change() -> Any:
    return next(change for change in record(RECORD)["fixes"] if "security" in change)


def test_a_version_is_found_and_leads_to_its_page(visit: Visit) -> None:
    visit.open("")
    results(visit, "2.4.1")[0].click()
    expect(visit.page.locator(HEADING)).to_have_text("Edge Gateway 2.4.1")
    assert visit.at() == f"{RECORD}/"


def test_an_advisory_is_found_and_leads_to_its_change(visit: Visit) -> None:
    change = advised_change()
    visit.open("")
    found = addresses(visit, change["security"]["ids"][0])
    assert found[0] == f"{RECORD}/", "the newest release that has it comes first"
    assert f"{RECORD}/#{change['id']}" in found


def test_an_id_of_a_change_is_found_and_leads_to_it(visit: Visit) -> None:
    """A reader has it from a link, a ticket or a file for tools."""
    change = advised_change()
    visit.open("")
    found = addresses(visit, change["id"])
    assert found[0] == f"{RECORD}/"
    assert f"{RECORD}/#{change['id']}" in found


def test_a_word_of_a_change_is_found_and_leads_to_it(visit: Visit) -> None:
    change = advised_change()
    word = max(re.findall(r"[a-z]+", change["text"]["en"]), key=len)
    visit.open("")
    assert f"{RECORD}/#{change['id']}" in addresses(visit, word)


def test_a_chinese_word_inside_a_sentence_is_found_and_leads_to_its_change(visit: Visit) -> None:
    change = advised_change()
    sentence = max(re.findall(r"[\u4e00-\u9fff]+", change["text"]["zh-CN"]), key=len)
    word = sentence[len(sentence) // 2 :][:4]
    visit.open("zh-CN/")
    assert f"zh-CN/{RECORD}/#{change['id']}" in addresses(visit, word)


# --- what every page holds to ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["edge-gateway/2.4.0", RECORD, "acme-db/3.0.0"])
def test_every_fact_of_a_release_is_read_without_javascript(
    visiting: Visiting, demo: str, path: str, language: str
) -> None:
    visit = visiting(demo, script=False)
    shown = squeezed(visit.open(f"{LANGUAGES[language]}{path}/").locator(CONTENT).inner_text())
    release = record(path)
    steps = [step["text"] for moment in ("before", "during", "after") for step in release["upgrade"].get(moment, ())]
    changes = [
        change
        for section in ("features", "improvements", "fixes", "deprecations", "removals", "known_issues")
        for change in release.get(section, ())
        if not change.get("internal")
    ]
    texts = [change["text"] for change in changes] + [release["summary"], *steps, *release["rollback"]["steps"]]
    assert [text for text in texts if squeezed(said(text, language)) not in shown] == []
    links = [link["url"] for change in changes for link in change.get("links", ())]
    links += [artifact["url"] for artifact in release.get("artifacts", ()) if "url" in artifact]
    for link in links:
        expect(visit.page.locator(f'{CONTENT} a[href="{link}"]').first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_product_and_products_pages_are_read_and_walked_without_javascript(
    visiting: Visiting, demo: str, language: str
) -> None:
    visit = visiting(demo, script=False)
    page = visit.open(LANGUAGES[language])
    with page.expect_navigation():
        page.locator(".rc-card a", has_text=re.compile("^(Edge Gateway|边缘网关)$")).click()
    shown = squeezed(page.locator(CONTENT).inner_text())
    assert squeezed(said(advised_change()["text"], language)) in shown
    with page.expect_navigation():
        page.locator(f"{CONTENT} h2 a", has_text="2.4.1").click()
    assert visit.at() == f"{LANGUAGES[language]}{RECORD}/"


def test_no_page_leaves_its_origin_or_reports_an_error_under_a_strict_policy(visit: Visit) -> None:
    tabs = [visit.page.context.new_page() for _ in PAGES]
    for tab, path in zip(tabs, PAGES, strict=True):
        tab.goto(visit.address + path)
    for tab in tabs:
        tab.wait_for_load_state("networkidle")
    visit.open("")
    results(visit, "2.4.1")
    assert visit.watch.seen == []


def test_no_page_scrolls_sideways_on_a_phone(visiting: Visiting, demo: str) -> None:
    visit = visiting(demo)
    for path in PAGES:
        visit.open(path)
        for width in (360, 320):
            visit.page.set_viewport_size({"width": width, "height": 800})
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} at {width} px"


# --- languages ---


def switch(visit: Visit, language: str) -> None:
    """Choose a language in the header, as with a mouse, and wait until the whole page is there: while a header arrives,
    the switch moves away from under the mouse, and its menu closes."""
    visit.page.locator(".md-select button").hover()
    with visit.page.expect_navigation():
        visit.page.locator(f'.md-select__link[hreflang="{language}"]').click()


@pytest.mark.parametrize("path", ["", "edge-gateway/", f"{RECORD}/"])
def test_the_language_switch_stays_on_the_page(visit: Visit, path: str) -> None:
    page = visit.open(path)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    switch(visit, "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert visit.at() == f"zh-CN/{path}"
    switch(visit, "en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert visit.at() == path


def test_the_language_switch_stays_on_the_page_that_instant_navigation_led_to(visit: Visit) -> None:
    page = visit.open("edge-gateway/")
    page.wait_for_load_state("networkidle")
    page.evaluate("window.stayed = true")
    page.locator(f"{CONTENT} h2 a", has_text="2.4.1").click()
    expect(page.locator(HEADING)).to_have_text("Edge Gateway 2.4.1")
    assert page.evaluate("window.stayed"), "the page was loaded anew: instant navigation is off"
    switch(visit, "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert visit.at() == f"zh-CN/{RECORD}/"


# --- keyboard and anchors ---


def test_a_keyboard_reaches_the_links_of_a_page_and_shows_where_it_is(visit: Visit) -> None:
    page = visit.open(f"{RECORD}/")
    reached: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
            return {inside: !!e.closest('.md-content__inner'), href: e.href,
            ring: s.outlineStyle != 'none' && parseFloat(s.outlineWidth) >= 1, seen: s.opacity > 0.5,
            top: r.top, header: document.querySelector('.md-header').getBoundingClientRect().bottom} }"""
        )
        if focus["inside"]:
            assert focus["ring"], f"no ring round {focus['href']}"
            assert focus["seen"], f"{focus['href']} is invisible"
            assert focus["top"] >= focus["header"], f"{focus['href']} is below the header"
            reached.append(focus["href"])
    change = advised_change()
    assert {f"{visit.address}{RECORD}/#{change['id']}", change["links"][0]["url"]} <= set(reached)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_link_to_a_change_shows_it_below_the_header(visiting: Visiting, demo: str, width: int) -> None:
    change = record("edge-gateway/2.4.0")["known_issues"][0]["id"]
    page = visiting(demo, width=width).open(f"edge-gateway/2.4.0/#{change}")
    page.wait_for_load_state("networkidle")
    expect(page.locator(f"#{change}")).to_be_in_viewport()
    box = page.locator(f"#{change}").bounding_box()
    header = page.locator(".md-header").bounding_box()
    assert box is not None
    assert header is not None
    assert header["y"] + header["height"] <= box["y"] < 700


# --- hostile text ---


@pytest.mark.parametrize("width", [360, 1280])
def test_hostile_text_is_shown_as_written_and_does_nothing(
    visiting: Visiting, project: MakeProject, width: int
) -> None:
    built = project()
    built.build()
    with serving(built.root / "site") as (_, address):
        visit = visiting(address, width=width)
        for path in ("", "hostile/", "hostile/1.0.0/"):
            page = visit.open(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.evaluate("[...document.links].filter(a => !/^(https?|mailto):/.test(a.href)).length") == 0
            assert page.evaluate("document.querySelectorAll('article img, article script, article iframe').length") == 0
        shown = squeezed(page.locator(CONTENT).inner_text())
        assert squeezed(ATTACK) in shown
        assert WORD in shown
        assert visit.watch.seen == []


# --- feeds ---


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("feed", "said", "title", "entry"),
    [
        ("edge-gateway/atom.xml", "This is a feed.", "Edge Gateway releases", "Edge Gateway 2.4.1"),
        ("edge-gateway/rss.xml", "This is a feed.", "Edge Gateway releases", "Edge Gateway 2.4.1"),
        ("zh-CN/edge-gateway/security.atom.xml", "这是一个订阅源。", "边缘网关 安全修复与版本撤回", "边缘网关 2.4.1"),
        ("zh-CN/rss.xml", "这是一个订阅源。", "云巅科技 版本更新", "云巅数据库 3.2.1"),
    ],
)
def test_a_feed_opened_in_a_browser_is_a_readable_page(
    visit: Visit, feed: str, said: str, title: str, entry: str, scheme: Literal["light", "dark"]
) -> None:
    """Item 42 of the feeds' acceptance list: served as application/xml, the style sheet shows titles, summaries and
    addresses, none of the markup, in light and dark."""
    visit.page.emulate_media(color_scheme=scheme)
    # A browser asks for this by itself where a document can't name an icon.
    visit.page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    response = visit.page.goto(visit.address + feed)
    assert response is not None
    assert response.headers["content-type"] in ("application/xml", "text/xml")
    look = visit.page.evaluate(
        """() => {
            const root = document.documentElement, style = getComputedStyle(root);
            const banner = document.querySelector("channel") || root;
            const visible = [...document.querySelectorAll("*")].filter(e => e.checkVisibility());
            const shown = visible.map(e => e.textContent.trim());
            return {
                note: getComputedStyle(banner, "::before").content, ground: style.backgroundColor, ink: style.color,
                shown, wide: root.scrollWidth <= innerWidth,
                page: getComputedStyle(document.querySelector("entry > link, item > link"), "::before").content,
            };
        }"""
    )
    assert said in look["note"]
    texts = [text for text in look["shown"] if "\n" not in text]
    assert title in texts
    assert any(text.startswith(entry) for text in texts)
    assert not [text for text in texts if text.startswith(("<", "tag:")) or "</" in text]
    assert look["page"].strip('"') not in ("", "none")
    light, dark = (sum(map(int, re.findall(r"\d+", look[name])[:3])) for name in ("ground", "ink"))
    assert (light > dark) == (scheme == "light")
    assert abs(light - dark) > 400
    assert look["wide"]
    assert visit.watch.seen == []


# --- without a server ---


def test_a_site_on_disk_is_walked_by_its_links(visiting: Visiting, project: MakeProject) -> None:
    shim = "assets/iframe-worker.js"  # Material asks another site for this one, unless it is given
    built = project(
        {
            "use_directory_urls": False,
            "site_url": "",
            "plugins": ["search", "offline", "relcast"],
            "extra": {"generator": False, "polyfills": [shim]},
        },
        {f"docs/{shim}": ""},
    )
    built.build()
    visit = visiting((built.root / "site").as_uri() + "/")
    page = visit.open("index.html")
    with page.expect_navigation():  # a click does not wait for what it leads to
        page.locator(".rc-card h2 a").first.click()
    product = visit.at()
    with page.expect_navigation():
        page.locator(f"{CONTENT} h2 a").first.click()
    assert visit.at().startswith(product.removesuffix("index.html"))
    assert visit.at() != product
    page.go_back()
    assert visit.at() == product
    page.go_back()
    assert visit.at() == "index.html"
    assert visit.watch.seen == []


# --- upgrades ---

FROM = "acme-db/upgrade/from-2.9.0/"
TO = "section:has(> h2#to-3\\.2\\.1)"


def ticket_of_command(*arguments: str) -> str:
    """What `relcast path` prints for a change ticket."""
    command = [sys.executable, "-m", "relcast.cli", "path", *arguments, "--format", "markdown", "--now", TODAY]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_an_address_with_two_versions_leads_to_the_way_with_its_stops_in_order(visit: Visit) -> None:
    page = visit.open("acme-db/upgrade/?from=2.9.0&to=3.2.1")
    expect(page.locator(f"{TO} .rc-way > li > a")).to_have_text(["2.9.0", "3.0.1", "3.2.1"])
    expect(page.locator(f"{TO} .rc-way__stop > a")).to_have_text(["3.0.1"])
    assert visit.at() == f"{FROM}#to-3.2.1"
    assert visit.watch.seen == []


def test_a_downgrade_is_refused_with_the_way_back(visit: Visit) -> None:
    page = visit.open("acme-db/upgrade/?from=3.2.1&to=3.0.0")
    answer = page.locator(".rc-chooser__answer")
    expect(answer).to_contain_text("3.0.0 is older than 3.2.1. Upgrades lead to later versions only.")
    answer.get_by_role("link", name="3.2.0").click()
    expect(page.locator(HEADING)).to_have_text("Acme DB 3.2.0")


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=3.2.1&to=v3.2.1", "3.2.1 is the version you have; there is nothing to upgrade."),
        ("from=1.0&to=3.2.1", "1.0 is not a released version of Acme DB."),
        ("from=<b>1</b>", "<b>1</b> is not a released version of Acme DB."),
        ("from=2.9.0&to=3.1.0", "No page shows the way from 2.9.0 to 3.1.0. What there is for 2.9.0:to 3.2.1"),
        ("from=3.2.0-rc.1", "First to 3.2.0, then on from there."),
    ],
)
def test_what_has_no_page_is_answered(query: str, says: str, visit: Visit) -> None:
    page = visit.open(f"acme-db/upgrade/?{query}")
    expect(page.locator(".rc-chooser__answer[role=status]")).to_contain_text(says)
    assert visit.watch.seen == []


def test_two_choices_lead_to_the_way_even_after_instant_navigation(visit: Visit) -> None:
    page = visit.open(FROM)
    page.get_by_role("link", name="Start from another version").click()
    page.get_by_label("I run").select_option("3.0.0")
    page.get_by_label("and upgrade to").select_option("3.0.1")
    page.get_by_role("button", name="Show my upgrade").click()
    page.wait_for_url("**/acme-db/upgrade/from-3.0.0/#to-3.0.1")
    expect(page.locator(HEADING)).to_have_text("Upgrade Acme DB from 3.0.0")


def test_ticks_outlive_a_reload_until_they_are_cleared(visit: Visit) -> None:
    page = visit.open(FROM)
    task = page.get_by_label("Take a full backup")
    task.check()
    expect(page.locator(f"{TO} .rc-tools__count")).to_have_text("1 of 5 done")
    page.reload()
    expect(task).to_be_checked()
    visit.open("acme-db/upgrade/from-2.9.1/")
    expect(task).not_to_be_checked()
    visit.open(FROM)
    page.get_by_role("button", name="Clear the ticks").first.click()
    page.reload()
    expect(task).not_to_be_checked()
    expect(page.locator(f"{TO} .rc-tools__count")).to_have_text("0 of 5 done")


def test_a_ticket_is_copied_as_the_command_prints_it_and_shown_where_copying_is_not_allowed(visit: Visit) -> None:
    expected = ticket_of_command("acme-db", "2.9.0", "3.2.1")
    page = visit.open(FROM)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy = page.locator(TO).get_by_role("button", name="Copy as ticket")
    copy.click()
    expect(page.locator(f"{TO} .rc-tools__said")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == expected
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    copy.click()
    expect(page.locator(f"{TO} .rc-ticket")).to_have_attribute("open", "")
    assert page.evaluate("getSelection().toString()").strip() == expected.strip()


def test_without_javascript_ways_and_choices_are_there_as_they_are_with_it(visiting: Visiting, demo: str) -> None:
    texts = []
    for script in (False, True):
        visit = visiting(demo, script=script)
        page = visit.open(FROM)
        items = page.locator(f"{TO} .rc-change").all_text_contents()
        texts.append([*items, *page.locator(f"{TO} .rc-task").all_text_contents()])
        assert page.locator(f"{TO} .rc-ticket pre").text_content() == ticket_of_command("acme-db", "2.9.0", "3.2.1")
    assert texts[0] == texts[1]
    assert len(texts[0]) > 25
    visit = visiting(demo, script=False)
    page = visit.open("acme-db/upgrade/")
    assert not page.locator(".rc-chooser").is_visible()
    with page.expect_navigation():
        page.locator(".rc-froms__version", has_text="2.9.0").click()
    assert visit.at() == FROM


def test_on_paper_all_is_open_and_links_show_where_they_lead(visit: Visit) -> None:
    page = visit.open(FROM)
    page.emulate_media(media="print")
    assert not page.locator(".md-header").is_visible()
    assert not page.locator(".md-sidebar--primary").is_visible()
    item = page.locator(f"{TO} .rc-more--features li").first
    assert item.is_visible()
    shown = "element => getComputedStyle(element, '::after').content"
    assert "acme-db/3.2.0/#vector-search" in item.locator("a.rc-place").evaluate(shown)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(f"{CONTENT} details:not([open])").count() == 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(f"{CONTENT} details[open]").count() == 0


def test_on_paper_a_link_shows_its_whole_address(visit: Visit) -> None:
    page = visit.open("acme-db/3.0.0/")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    shown = "element => getComputedStyle(element, '::after').content"
    assert f"({visit.address}acme-db/3.2.1/)" in page.locator(".rc-newer a").evaluate(shown).replace('" "', "")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("[data-rc-address]")).to_have_count(0)


def test_a_wide_table_of_the_docs_is_reached_by_keys(visiting: Visiting, demo: str) -> None:
    page = visiting(demo, width=320).open("guide/looks/")
    wide = page.locator(".md-typeset__scrollwrap[tabindex='0'][role=group]")
    expect(wide.first).to_be_attached()
    wide.first.focus()
    page.keyboard.press("ArrowRight")
    wide.first.evaluate(
        """table => new Promise((scrolled, failed) => {
            const look = () => table.scrollLeft > 0 ? scrolled() : setTimeout(look, 20)
            look()
            setTimeout(() => failed(new Error("the table did not scroll")), 20000) })"""
    )


# --- the product's page ---

SHOWN = ".rc-timeline li.rc-change:visible"


def choose(page: Page, **wanted: str) -> None:
    for name, value in wanted.items():
        page.select_option(f".rc-filter select[name={name}]", value)


def test_filters_narrow_count_and_keep_their_state_in_the_address(visit: Visit) -> None:
    page = visit.open("edge-gateway/?colour=green&kind=nonsense")
    status, shown = page.locator(".rc-filter [role=status]"), page.locator(SHOWN)
    expect(status).to_contain_text("changes shown")
    total = shown.count()
    expect(status).to_have_text(f"{total} of {total} changes shown")
    choose(page, kind="fix")
    assert set(page.locator(".rc-kind:visible").all_inner_texts()) == {"Fixes"}
    fixes = shown.count()
    choose(page, component="policy")
    both = shown.count()
    assert 0 < both < fixes < total
    expect(status).to_contain_text(f"{both} of {total} changes shown")
    expect(status).to_contain_text("Breaking changes not shown: ")
    page.wait_for_url("**/?colour=green&kind=fix&component=policy")
    page.reload()
    expect(shown).to_have_count(both)
    page.go_back()
    expect(shown).to_have_count(fixes)
    expect(page.locator(".rc-filter select[name=component]")).to_have_value("")
    page.go_forward()
    expect(shown).to_have_count(both)
    assert visit.watch.seen == []


def test_a_filter_that_nothing_fits_says_so_and_can_be_taken_back(visit: Visit) -> None:
    page = visit.open("edge-gateway/?kind=deprecation&severity=high")
    status, reset = page.locator(".rc-filter [role=status]"), page.get_by_role("button", name="Show everything")
    expect(page.locator(SHOWN)).to_have_count(0)
    expect(page.locator(".rc-release:visible")).to_have_count(0)
    expect(status).to_contain_text("No change on this page matches")
    reset.press("Enter")
    expect(status).to_have_text(re.compile(r"^(\d+) of \1 changes shown$"))
    expect(page.locator(".rc-filter select[name=kind]")).to_be_focused()
    expect(reset).to_be_hidden()
    page.wait_for_url("**/edge-gateway/")


def test_without_javascript_filters_are_links_and_nothing_is_hidden(visiting: Visiting, demo: str) -> None:
    page = visiting(demo, script=False).open("edge-gateway/?kind=fix")
    expect(page.locator(".rc-filter")).to_be_hidden()
    assert page.locator(SHOWN).count() == page.locator("li.rc-change").count() > 0
    links = {link.inner_text(): link.get_attribute("href") for link in page.locator(".rc-alone a").all()}
    assert links == {
        "Security fixes": "security.atom.xml",
        "Breaking changes": "breaking.atom.xml",
        "All releases of 1.x": "archive/1/",
    }
    page.locator(".rc-alone a", has_text="1.x").click()
    expect(page.locator(HEADING)).to_have_text("Edge Gateway 1.x: all releases")


def test_a_release_is_new_to_a_reader_who_came_before_it_for_as_long_as_the_visit_lasts(visit: Visit) -> None:
    page, clock = visit.page, visit.page.clock
    clock.set_fixed_time("2026-11-20T08:00:00Z")
    visit.open("edge-gateway/")
    expect(page.locator(".rc-release .rc-copy").first).to_be_visible()
    expect(page.locator(".rc-badge--new")).to_have_count(0)
    page.evaluate(
        """() => { const key = 'relcast.seen.edge-gateway', kept = JSON.parse(localStorage.getItem(key));
        kept.here = kept.here.filter(id => id != 'v2.4.1'); localStorage.setItem(key, JSON.stringify(kept)) }"""
    )
    for hour, new in (("09:00", 1), ("09:20", 1), ("11:00", 0)):
        clock.set_fixed_time(f"2026-11-22T{hour}:00Z")
        page.reload()
        expect(page.locator(".rc-filter")).to_be_visible()
        expect(page.locator(".rc-badge--new")).to_have_count(new)
        if new:
            expect(page.locator(".rc-visit")).to_have_text("New since your visit on 20 November 2026: 1")
            expect(page.locator("article:has(#v2\\.4\\.1) .rc-badge--new")).to_be_visible()


def test_a_planned_upgrade_leaves_a_page_that_is_not_built_again(visit: Visit) -> None:
    banner = visit.page.locator("[data-rc-until]")
    visit.page.clock.set_fixed_time("2026-12-15T15:59:00Z")
    visit.open("edge-gateway/")
    expect(banner).to_be_visible()
    visit.page.clock.set_fixed_time("2026-12-15T16:00:00Z")
    visit.page.reload()
    expect(banner).to_be_hidden()


def test_a_keyboard_copies_the_permanent_link_of_a_change_from_the_products_page(visit: Visit) -> None:
    page = visit.open("edge-gateway/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    change = page.locator("li.rc-change", has_text="A JSON Web Token is verified only").first
    change.locator(".rc-permalink").focus()
    page.keyboard.press("Tab")
    button = change.get_by_role("button", name="Copy link: A JSON Web Token is verified only")
    expect(button).to_be_focused()
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24
    page.keyboard.press("Enter")
    expect(button).to_have_class(re.compile("rc-copy--done"))
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{visit.address}{RECORD}/#{advised_change()['id']}"
    assert page.locator("li.rc-change .rc-copy").count() == 1, "one button serves all changes"


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("edge-gateway/#v1.2.0", "edge-gateway/1.2.0/"),
        ("edge-gateway/#1.2.0", "edge-gateway/1.2.0/"),
        ("edge-gateway/#rate-limits", "edge-gateway/1.3.0/#rate-limits"),
        ("edge-gateway/#weighted-upstreams", "edge-gateway/1.10.0/#weighted-upstreams"),
        ("edge-gateway/#v2.4.0", "edge-gateway/#v2.4.0"),
        ("edge-gateway/#2.4.0", "edge-gateway/#v2.4.0"),
        ("edge-gateway/#constructor", "edge-gateway/#constructor"),
        ("api-gateway/1.3.0/?a=b#rate-limits", "edge-gateway/1.3.0/#rate-limits"),
        ("api-gateway/?kind=fix", "edge-gateway/"),
        ("zh-CN/api-gateway/#rate-limits", "zh-CN/edge-gateway/1.3.0/#rate-limits"),
    ],
)
def test_an_address_that_moved_leads_to_where_it_is_told_now(asked: str, leads_to: str, visit: Visit) -> None:
    page = visit.open(asked)
    path, _, place = leads_to.partition("#")
    there = re.escape(visit.address + path) + r"(\?[a-z=]*)?" + (f"#{re.escape(place)}" if place else "")
    page.wait_for_url(re.compile(f"^{there}$"))
    expect(page.locator(HEADING)).to_be_visible()
    assert visit.at() == leads_to
    if place and "/#v" not in leads_to and place != "constructor":
        expect(page.locator(f'[id="{place}"]')).to_be_in_viewport()
    assert "?" not in asked or page.url.count(asked.partition("?")[2].partition("#")[0]), "the query goes along"
    assert visit.watch.seen == []


def test_a_link_to_a_release_that_a_filter_hides_takes_the_filter_back(visit: Visit) -> None:
    page = visit.open("edge-gateway/?kind=security")
    expect(page.locator("#v2\\.4\\.0")).to_be_hidden()
    page.locator(".md-sidebar--secondary").get_by_role("link", name="2.4.0").click()
    expect(page.locator("#v2\\.4\\.0")).to_be_in_viewport()
    page.wait_for_url("**/edge-gateway/#v2.4.0")


def test_without_javascript_an_earlier_address_of_a_product_leads_on(visiting: Visiting, demo: str) -> None:
    visit = visiting(demo, script=False)
    visit.open("api-gateway/2.4.1/").wait_for_url("**/edge-gateway/2.4.1/")


def test_an_archive_lists_every_release_of_its_major_version(visiting: Visiting, demo: str) -> None:
    visit = visiting(demo, script=False)
    page = visit.open("edge-gateway/")
    with page.expect_navigation():
        page.locator(".rc-archives a").click()
    assert visit.at() == "edge-gateway/archive/1/"
    rows = page.locator(".rc-row")
    listed = [row.locator("a").inner_text() for row in rows.all()]
    assert listed[:4] == ["1.10.0", "1.9.0", "1.8.0", "1.8.0-rc.1"]
    assert len(listed) == len(list((ROOT / "releases/edge-gateway").glob("1.*.yaml")))
    expect(page.locator("#v1\\.6\\.0 .rc-badge--withdrawn")).to_have_text("Withdrawn")
    expect(page.locator("#v1\\.8\\.0-rc\\.1 .rc-badge--prerelease")).to_be_visible()
    rows.filter(has_text="1.3.0").locator("a").click()
    expect(page.locator(HEADING)).to_have_text("Edge Gateway 1.3.0")


def test_the_search_index_is_fetched_once_a_reader_turns_to_the_search(visit: Visit) -> None:
    fetched: list[str] = []
    visit.page.on("request", lambda request: fetched.append(urlsplit(request.url).path))
    visit.open("edge-gateway/").wait_for_load_state("networkidle")
    assert not [path for path in fetched if "search_index" in path]
    assert addresses(visit, "2.4.1")
    assert fetched.count("/search/search_index.json") == 1


def test_the_search_finds_a_change_of_an_archived_release_on_the_releases_own_page(visit: Visit) -> None:
    visit.open("edge-gateway/archive/1/")
    assert "edge-gateway/1.5.0/#log-rotation" in addresses(visit, "log rotation")


# --- pages over all products ---


def fixes(visit: Visit) -> Locator:
    """The security fixes that are shown."""
    return visit.page.locator(".rc-fixes tbody tr:visible .rc-advisory")


def test_a_version_is_told_the_fixes_it_lacks_and_where_to_go(visit: Visit) -> None:
    page = visit.open("")
    # The script comes with instant navigation too; the page before has a box whose label is much alike.
    page.locator(".md-nav--primary a", has_text="Security fixes").click()
    page.wait_for_url("**/security/")
    page.get_by_role("combobox", name="Product").select_option("Edge Gateway")
    expect(fixes(visit)).to_have_text(["CVE-2026-91833", "CVE-2026-90417"])
    page.get_by_label("Version").select_option("2.2.1")
    expect(fixes(visit)).to_have_text(["CVE-2026-91833"])
    answer = page.locator(".rc-chooser__answer")
    expect(answer).to_contain_text("Edge Gateway 2.2.1 lacks 1 of 2 security fixes.")
    assert urlsplit(page.url).query == "product=edge-gateway&version=2.2.1"
    page.reload()
    expect(fixes(visit)).to_have_text(["CVE-2026-91833"])
    answer.get_by_role("link", name="Upgrade to 2.2.2").click()
    expect(page.locator(HEADING)).to_contain_text("Edge Gateway")
    assert "upgrade/" in visit.at()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("product=edge-gateway&version=2.4.1", "Edge Gateway 2.4.1 lacks no security fix."),
        ("product=edge-gateway&version=2.3.0", "This version has been withdrawn."),
    ],
)
def test_a_version_that_lacks_nothing_or_was_withdrawn_is_told_so(query: str, says: str, visit: Visit) -> None:
    expect(visit.open(f"security/?{query}").locator(".rc-chooser__answer")).to_contain_text(says)


@pytest.mark.parametrize("query", ["", "?product=none&version=1", "?version=2.2.1", "?product=&version="])
def test_without_a_product_that_there_is_every_fix_is_shown(query: str, visit: Visit) -> None:
    page = visit.open(f"security/{query}")
    expect(page.get_by_role("combobox", name="Product")).to_be_visible()
    expect(fixes(visit)).to_have_count(page.locator(".rc-fixes tbody tr").count())
    assert visit.watch.seen == []


def test_all_products_are_shown_again(visit: Visit) -> None:
    page = visit.open("security/?product=studio&version=2026.11")
    expect(fixes(visit)).to_have_count(0)
    page.get_by_role("button", name="Show all products").click()
    expect(fixes(visit)).to_have_count(page.locator(".rc-fixes tbody tr").count())
    assert urlsplit(page.url).query == ""


def test_the_ledger_shows_one_state_or_one_product(visit: Visit) -> None:
    page = visit.open("deprecations/?state=removed")
    rows = page.locator(".rc-deprecated tbody tr:visible")
    every = page.locator(".rc-deprecated tbody tr").count()
    removed = page.locator("[data-rc-state=removed] tbody tr").count()
    expect(rows).to_have_count(removed)
    expect(page.get_by_role("status").filter(has_text="shown")).to_have_text(f"{removed} of {every} shown")
    page.get_by_role("combobox", name="Product").select_option("Studio")
    expect(rows).to_have_count(1)
    assert urlsplit(page.url).query == "state=removed&product=studio"
    page.goto(f"{visit.address}deprecations/?state=nonsense")
    expect(rows).to_have_count(every)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_over_all_products_are_read_without_javascript(visiting: Visiting, demo: str, language: str) -> None:
    visit = visiting(demo, script=False)
    page = visit.open(f"{LANGUAGES[language]}security/")
    shown = squeezed(page.locator(CONTENT).inner_text())
    assert squeezed(said(advised_change()["text"], language)) in shown
    expect(page.locator(".rc-fixes tbody tr:visible")).to_have_count(page.locator(".rc-fixes tbody tr").count())
    expect(page.locator("form:visible")).to_have_count(0)
    with page.expect_navigation():
        page.locator(".rc-latest tr", has=page.locator('a[href$="edge-gateway/"]')).locator("a").last.click()
    assert visit.at() == f"{LANGUAGES[language]}edge-gateway/upgrade/"
    page = visit.open(f"{LANGUAGES[language]}deprecations/")
    deprecation = record("edge-gateway/2.4.0")["deprecations"][0]
    shown = squeezed(page.locator(CONTENT).inner_text())
    assert squeezed(said(deprecation["text"], language)) in shown
    assert squeezed(said(deprecation["replacement"], language)) in shown
