"""The acceptance checks of the site that need a browser, each named by its number in test_acceptance.py.

They hold for every kind of page, in both languages: a kind that is added to browsing.py is held to all of them.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import LANGUAGES, PAGES, Visit, Visiting, results
from playwright.sync_api import Browser, Page, Response, TimeoutError, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {320: 256, 1280: 800}
"""Windows: narrow, which is also what a window of 1,280 by 1,024 pixels holds at 400 %; and wide."""
SCHEMES = ("light", "dark")
OPENED = "document.querySelectorAll('details').forEach(one => one.open = true)"

AXE: dict[str, Any] = {
    "resultTypes": ["violations"],
    "preload": False,  # what it would load, the policy refuses
    "rules": {"target-size": {"enabled": True}},
}
ONLY_COLOURS = {**AXE, "runOnly": ["color-contrast", "link-in-text-block"]}
"""What can differ from one scheme of colours to another."""


@pytest.fixture(scope="module")
def reader(browser: Browser, demo: str) -> Iterator[Visit]:
    """One window for all the looking, which is resized and changes its scheme."""
    context = browser.new_context(reduced_motion="reduce")
    yield Visit(context, demo)
    context.close()


def axe(page: Page, rules: dict[str, Any] = AXE) -> list[str]:
    """What axe-core says against a page as it is."""
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{one['id']} ({one['impact']}): {node['html'][:150]}" for one in found for node in one["nodes"]]


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

MOVING = """() => [...document.querySelectorAll("[class^='rc-'], [class*=' rc-']")].filter(one => {
    const style = getComputedStyle(one)
    const seconds = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map(parseFloat)
    return Math.max(...seconds) > .001 })
    .map(one => one.className)"""


@dataclass
class Look:
    """What is wrong with one page, seen in every size and scheme, with all open that can be folded."""

    axe: dict[str, list[str]] = field(default_factory=dict)
    small: dict[str, list[str]] = field(default_factory=dict)
    sideways: list[str] = field(default_factory=list)
    moving: list[str] = field(default_factory=list)


Looks = Callable[[str], Look]


@pytest.fixture(scope="module")
def looks(reader: Visit) -> Looks:
    """Looks at a page once, however many tests ask."""
    seen: dict[str, Look] = {}

    def look(path: str) -> Look:
        if path not in seen:
            seen[path] = _look(reader, path)
        return seen[path]

    return look


def _look(reader: Visit, path: str) -> Look:
    found = Look()
    for scheme in SCHEMES:
        reader.page.emulate_media(color_scheme=scheme)
        page = reader.open(path)
        page.evaluate(OPENED)
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            where = f"{scheme}, {width} px"
            if wrong := axe(page, AXE if scheme == "light" else ONLY_COLOURS):
                found.axe[where] = wrong
            if small := page.evaluate(SMALL):
                found.small[where] = small
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found.sideways.append(f"{where}: {wide} px wide")
        found.moving += page.evaluate(MOVING)
    return found


# --- every kind of page ---


@pytest.mark.parametrize("path", PAGES)
def test_30_axe_finds_nothing_on_any_kind_of_page(looks: Looks, path: str) -> None:
    """WCAG 2.2 AA and axe's own good practice, in both sizes and schemes."""
    assert looks(path).axe == {}


@pytest.mark.parametrize("path", PAGES)
def test_32_targets_are_large_enough(looks: Looks, path: str) -> None:
    """24 by 24 pixels, but for links within a sentence. In the theme's navigation axe looks at the room around them."""
    assert looks(path).small == {}


@pytest.mark.parametrize("path", PAGES)
def test_32_nothing_scrolls_sideways(looks: Looks, path: str) -> None:
    """At 320 pixels, which is also 400 % of a wide window."""
    assert looks(path).sideways == []


@pytest.mark.parametrize("path", PAGES)
def test_33_nothing_moves_for_who_wants_no_motion(looks: Looks, path: str) -> None:
    """Nothing of ours has a transition or an animation then."""
    assert looks(path).moving == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_30_axe_finds_nothing_while_the_search_is_open(reader: Visit, language: str, scheme: Any) -> None:
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    reader.page.emulate_media(color_scheme=scheme)
    reader.open(LANGUAGES[language])
    assert results(reader, "2.4.1")
    for width in SIZES:
        reader.page.set_viewport_size({"width": width, "height": 800})
        assert axe(reader.page) == []


def test_30_axe_would_find_what_is_wrong(visit: Visit) -> None:
    """On a page with too small a target, too pale a word and a picture without words."""
    page = visit.open("404.html")
    page.evaluate(
        """() => { document.querySelector("h1").style.color = "#ccc"
        const places = [1, 2].map(() => {
            const link = document.createElement("a"); link.href = "#"; link.textContent = "x"
            link.style = "display: inline-block; width: 9px; height: 9px; overflow: hidden"; return link })
        document.querySelector("h1").after(...places, document.createElement("img")) }"""
    )
    found = {one.partition(" ")[0] for one in axe(page)}
    assert {"target-size", "color-contrast", "image-alt"} <= found


# --- places and keys ---

RELEASES = ["edge-gateway/2.4.0/", "acme-db/3.0.0/", "zh-CN/edge-gateway/2.4.1/"]


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("path", RELEASES)
def test_02_a_link_to_any_change_marks_it_and_shows_it_below_the_header(reader: Visit, path: str, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 700})
    page = reader.open(path)
    ids = page.locator("li.rc-change[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) > 3
    for id in ids:
        # Material scrolls too, a moment later: one link followed upon the other may end at the first one's place.
        assert any(_arrives(page, id) for _ in range(5)), id


def _arrives(page: Page, id: str) -> bool:
    """Whether a link to a change, followed now, marks it and shows it below the header within two seconds."""
    page.evaluate("id => { location.hash = ''; location.hash = id }", id)
    try:
        page.wait_for_function(
            """id => { const place = document.getElementById(id).getBoundingClientRect().top
            const header = document.querySelector(".md-header").getBoundingClientRect().bottom
            return document.querySelector(":target")?.id === id && header <= place && place < innerHeight - 24 }""",
            arg=id,
            timeout=2000,
        )
    except TimeoutError:
        return False
    return True


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


# --- what readers ask of their browser ---


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


# --- filters and times ---


def test_13_a_choice_asks_for_one_layout(visit: Visit) -> None:
    """What a filter costs grows with the layouts that it asks for, not with the changes that it hides; how long that
    takes is measured by benchmarks/browser.py."""
    page = visit.open("edge-gateway/")
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def layouts() -> int:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return int(next(one["value"] for one in metrics if one["name"] == "LayoutCount"))

    select = page.locator(".rc-filter select[name=kind]")
    expect(select).to_be_visible()
    before = layouts()
    page.evaluate(
        """() => { const select = document.querySelector(".rc-filter select[name=kind]")
        select.value = "fix"; select.dispatchEvent(new Event("change", {bubbles: true}))
        return document.body.offsetHeight }"""
    )
    assert page.locator("li.rc-change[hidden]").count() > 10
    assert layouts() - before <= 3


@pytest.mark.parametrize(
    ("zone", "summer", "winter"),
    [
        ("Asia/Shanghai", "20 October 2026, 22:00 – 21 October 2026, 02:00 (China Standard Time, UTC+08:00)",
         "15 December 2026, 22:00 – 16 December 2026, 00:00 (China Standard Time, UTC+08:00)"),
        ("America/New_York", "20 October 2026, 10:00 – 14:00 (Eastern Daylight Time, UTC−04:00)",
         "15 December 2026, 09:00 – 11:00 (Eastern Standard Time, UTC−05:00)"),
    ],
)  # fmt: skip
def test_21_a_window_is_told_in_the_readers_zone_too(
    visiting: Visiting, demo: str, zone: str, summer: str, winter: str
) -> None:
    """Between two windows the clocks of one zone change; the offset of the vendor and UTC stand beside it."""
    page = visiting(demo, timezone_id=zone).open("notices/")
    for title, window, utc in (
        ("Hosted gateways move to 2.4", summer, "20 October 2026, 14:00 – 18:00 (UTC)"),
        ("Hosted gateways move to 2.5", winter, "15 December 2026, 14:00 – 16:00 (UTC)"),
    ):
        planned = page.locator("article.rc-notice", has_text=title).locator(".rc-note--planned .rc-when")
        expect(planned.locator(".rc-when__own")).to_have_text(f"Your time: {window}")
        expect(planned.locator(".rc-when__utc")).to_have_text(utc)
        expect(planned).to_contain_text("(UTC+08:00)")
