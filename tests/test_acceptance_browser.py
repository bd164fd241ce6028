"""The acceptance checks of the site that need a browser, each named by its number in test_acceptance.py.

They hold for every kind of page, in both languages: a kind that is added to browsing.py is held to all of them.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import LANGUAGES, PAGES, Visit, results
from playwright.sync_api import Browser, Page, Response, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {320: 700, 1280: 800}
SCHEMES = ("light", "dark")
OPENED = "document.querySelectorAll('details').forEach(one => one.open = true)"

AXE = {
    "resultTypes": ["violations"],
    "preload": False,  # what it would load, the policy refuses
    "rules": {"target-size": {"enabled": True}},
}


@pytest.fixture(scope="module")
def reader(browser: Browser, demo: str) -> Iterator[Visit]:
    """One window for all the looking, which is resized and changes its scheme."""
    context = browser.new_context(reduced_motion="reduce")
    yield Visit(context, demo)
    context.close()


def faults(page: Page) -> list[str]:
    """What axe-core says against a page as it is."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{one['id']} ({one['impact']}): {node['html'][:150]}" for one in found for node in one["nodes"]]


def faults_in_each_size(page: Page) -> dict[str, list[str]]:
    found = {}
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        found[f"{width} px"] = faults(page)
    return {size: wrong for size, wrong in found.items() if wrong}


@pytest.mark.parametrize("path", PAGES)
def test_30_axe_finds_nothing_on_any_kind_of_page(reader: Visit, path: str) -> None:
    """WCAG 2.2 AA and axe's own good practice; all that can be folded is open."""
    found: dict[str, Any] = {}
    for scheme in SCHEMES:
        reader.page.emulate_media(color_scheme=scheme)
        reader.open(path)
        reader.page.evaluate(OPENED)
        if wrong := faults_in_each_size(reader.page):
            found[scheme] = wrong
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_30_axe_finds_nothing_while_the_search_is_open(reader: Visit, language: str, scheme: Any) -> None:
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    reader.page.emulate_media(color_scheme=scheme)
    reader.open(LANGUAGES[language])
    assert results(reader, "2.4.1")
    assert faults_in_each_size(reader.page) == {}


# --- places and keys ---

RELEASES = ["edge-gateway/2.4.0/", "acme-db/3.0.0/", "zh-CN/edge-gateway/2.4.1/"]


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("path", RELEASES)
def test_02_a_link_to_any_change_marks_it_and_shows_it_below_the_header(reader: Visit, path: str, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": SIZES[width]})
    page = reader.open(path)
    ids = page.locator("li.rc-change[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) > 3
    for id in ids:
        page.evaluate("id => { location.hash = id }", id)
        # Material scrolls too, a moment later.
        page.wait_for_function(
            """id => { const place = document.getElementById(id).getBoundingClientRect().top
            const header = document.querySelector(".md-header").getBoundingClientRect().bottom
            return document.querySelector(":target")?.id === id && header <= place && place < innerHeight - 24 }""",
            arg=id,
        )


def test_31_by_keyboard_alone_to_a_change_and_its_link_is_copied(visit: Visit) -> None:
    """From the address bar to the change by Tab, its link to the clipboard by Enter; the focus is always seen."""
    page = visit.open("edge-gateway/2.4.1/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen = []
    for _ in range(150):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(FOCUS))
        if seen[-1]["copies"]:
            break
    past = seen[0]["href"].rpartition("#")[2]
    assert page.locator(f"main [id='{past}']").count() == 1, "first comes a link that leads past the header"
    assert [one for one in seen if not one["ring"] or one["covered"]] == []
    page.keyboard.press("Enter")
    expect(page.locator(".rc-copy-status")).to_have_text("Copied to clipboard")
    assert page.evaluate("navigator.clipboard.readText()") == f"{visit.address}edge-gateway/2.4.1/{seen[-1]['copies']}"


FOCUS = """() => { const e = document.activeElement
    // The theme hides the choice of colours behind its label, and draws the ring round that.
    const shown = e.matches(".md-option") ? e.nextElementSibling : e
    const s = getComputedStyle(shown), r = shown.getBoundingClientRect()
    const header = document.querySelector(".md-header")
    const top = header.contains(e) || e.closest(".md-skip") ? 0 : header.getBoundingClientRect().bottom
    return {href: e.getAttribute("href"), copies: e.dataset.copyHref, html: e.outerHTML.slice(0, 120),
        ring: e.matches("input[type=text]") || // which has a caret
            s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1 || s.boxShadow !== "none",
        covered: r.bottom <= top || r.top >= innerHeight} }"""


# --- room ---

SMALL = """() => [...document.querySelectorAll(":is(.md-path, .md-content) :is(a[href], button, input, summary)")]
    .filter(one => one.checkVisibility({opacityProperty: true, visibilityProperty: true}))
    .filter(one => {
        const box = one.getBoundingClientRect()
        if (!box.width || !box.height || Math.min(box.width, box.height) >= 24) return false
        // A link in a sentence is as high as its line.
        const text = one.closest("p, li, dd, td, small, h2, h3")
        const isWhole = text && text.textContent.trim() === one.textContent.trim()
        return !text || isWhole || getComputedStyle(one).display !== "inline"
    })
    .map(one => one.outerHTML.slice(0, 120))"""


def test_32_targets_are_large_enough(reader: Visit) -> None:
    """24 by 24 pixels, but for links within a sentence. In the theme's navigation axe looks at the room around them."""
    found = {}
    for path in PAGES:
        reader.page.set_viewport_size({"width": 1280, "height": 800})
        page = reader.open(path)
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            if small := page.evaluate(SMALL):
                found[f"{path} at {width} px"] = small
    assert found == {}


def test_32_nothing_scrolls_sideways(browser: Browser, demo: str) -> None:
    """320 pixels, as a narrow window and as a wide one at 400 %."""
    for zoom, height in ((1, 700), (4, 200)):
        context = browser.new_context(
            viewport={"width": 320, "height": height}, device_scale_factor=zoom, reduced_motion="reduce"
        )
        visit = Visit(context, demo)
        for path in PAGES:
            page = visit.open(path)
            page.evaluate(OPENED)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, f"{path} at {zoom}00 %"
        context.close()


# --- what readers ask of their browser ---


def test_33_nothing_moves_for_who_wants_no_motion(reader: Visit) -> None:
    """Nothing of ours has a transition or an animation then."""
    for path in PAGES:
        moving = reader.open(path).evaluate(
            """() => [...document.querySelectorAll("[class^='rc-'], [class*=' rc-']")].filter(one => {
                const style = getComputedStyle(one)
                return /[1-9]/.test(style.transitionDuration) || style.animationName !== "none" })
            .map(one => one.className)"""
        )
        assert set(moving) == set(), path


INK = """async picture => {
    const image = new Image(); image.src = "data:image/png;base64," + picture; await image.decode()
    const canvas = document.createElement("canvas"); canvas.width = image.width; canvas.height = image.height
    const pen = canvas.getContext("2d"); pen.drawImage(image, 0, 0)
    const {data} = pen.getImageData(0, 0, image.width, image.height), light = []
    const linear = c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4
    for (let at = 0; at < data.length; at += 4)
        light.push(.2126 * linear(data[at]) + .7152 * linear(data[at + 1]) + .0722 * linear(data[at + 2]))
    return (Math.max(...light) + .05) / (Math.min(...light) + .05) }"""

BADGES = ".rc-badge, .rc-tag, .rc-severity, .rc-advisory, .rc-test__result"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_33_badges_are_legible_in_forced_colours(browser: Browser, demo: str, scheme: Any) -> None:
    """Seen as pixels: ink and ground of each kind of badge differ by 4.5:1 at least, and its words are there."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, forced_colors="active", color_scheme=scheme, reduced_motion="reduce"
    )
    visit = Visit(context, demo)
    looked = set()
    for path in ("edge-gateway/2.4.1/", "edge-gateway/2.3.0/", "edge-gateway/2.5.0/", "edge-gateway/"):
        page = visit.open(path)
        for badge in page.locator(BADGES).all():
            kind = badge.get_attribute("class")
            if kind not in looked and badge.is_visible():
                looked.add(kind)
                picture = base64.b64encode(badge.screenshot()).decode()
                assert page.evaluate(INK, picture) >= 4.5, f"{path}: {kind}"
                assert badge.inner_text().strip()
    assert len(looked) > 5
    context.close()


# --- weight ---


@pytest.mark.parametrize("path", ["edge-gateway/", "acme-db/", "zh-CN/edge-gateway/", "zh-CN/acme-db/"])
def test_40_pages_are_light_and_do_not_jump(visit: Visit, path: str) -> None:
    """A product's page with all that it loads, packed; how much of it jumps while it is drawn (CLS), at any speed."""
    page = visit.page
    bodies: dict[str, int] = {}
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    visit.open(path)
    page.wait_for_load_state("networkidle")
    for answer in answers:
        bodies[answer.url.removeprefix(visit.address)] = len(gzip.compress(answer.body(), 6))
    assert any(name.endswith(".css") for name in bodies)
    assert sum(bodies.values()) <= 150_000, bodies
    assert page.evaluate("document.querySelectorAll('*').length") <= 1500
    shifts = page.evaluate(
        """() => new Promise(done => {
            new PerformanceObserver(list => done(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
                .observe({type: "layout-shift", buffered: true})
            requestAnimationFrame(() => requestAnimationFrame(() => done(0))) })"""
    )
    assert shifts <= 0.1


@pytest.mark.parametrize("folder", LANGUAGES.values())
def test_13_a_filter_takes_at_most_200_ms_on_a_processor_four_times_slower(visit: Visit, folder: str) -> None:
    """What the page's own thread works from the choice to the frame that shows it, as the browser traced it: time on
    the processor, times four, so that nothing else which the machine does counts: the browser's own slowing down loses
    more time where others work too."""
    page = visit.open(f"{folder}edge-gateway/")
    page.wait_for_load_state("networkidle")
    tools = page.context.new_cdp_session(page)
    traced: list[dict[str, Any]] = []
    ended: list[object] = []
    tools.on("Tracing.dataCollected", lambda part: traced.extend(part["value"]))
    tools.on("Tracing.tracingComplete", lambda event: ended.append(event))
    for kind in ("fix", ""):
        traced.clear()
        ended.clear()
        tools.send(
            "Tracing.start",
            {
                "traceConfig": {"includedCategories": ["toplevel", "devtools.timeline"]},
                "transferMode": "ReportEvents",
            },
        )
        page.evaluate(
            """kind => { const choice = document.querySelector(".rc-filter select[name=kind]")
            choice.value = kind
            choice.dispatchEvent(new Event("change", {bubbles: true}))
            return new Promise(done => requestAnimationFrame(() => setTimeout(done))) }""",
            kind,
        )
        tools.send("Tracing.end")
        while not ended:
            page.wait_for_timeout(20)
        [thread] = {
            (event["pid"], event["tid"])
            for event in traced
            if event["name"] == "EventDispatch" and event["args"]["data"]["type"] == "change"
        }
        tasks = [
            e
            for e in traced
            if (e["pid"], e["tid"]) == thread and e["name"] == "ThreadControllerImpl::RunTask" and e["ph"] == "X"
        ]
        assert tasks
        assert 4 * sum(task["tdur"] for task in tasks) <= 200_000
