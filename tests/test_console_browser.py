"""The console pack in a real browser, opened as a file: what is copied, counted, ticked and read; nothing leaves it."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Watch
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect
from sample_records import ATTACK, HOSTILE, HOSTILE_1, WORD, dump

from relcast.cli import main
from relcast.marketplaces.counting import UNITS, count, with_crlf

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[1]
GATEWAY = "edge-gateway/2.4.1/"
HOSTILE_PAGE = "hostile/1.0.0/"
PAGES = ["index.html", "zh-CN.html"]
NOTES = "aliyun.release_notes.zh-CN"
"""The box of the demo gateway with a firm limit of 1000 code points."""


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of the demo vendor's products, and of one whose every text attacks its page."""
    root = tmp_path_factory.mktemp("console")
    shutil.copytree(ROOT / "releases", root / "releases")
    product = {
        **HOSTILE,
        "listings": {
            "github": {"profile": "github-release", "languages": ["en"]},
            "aws": {"profile": "aws-marketplace-ami", "languages": ["en", "zh-CN"]},
        },
    }
    record: dict[str, Any] = {key: value for key, value in HOSTILE_1.items() if key != "withdrawn"}
    record["submission"] = {"review_notes": f"{ATTACK} {WORD}", "how_to_test": [ATTACK, WORD]}
    record["scans"] = [{"tool": ATTACK, "result": "fail"}]
    record["artifacts"] = [{"file": "dist/gw.zip", "platform": ATTACK}]
    files = {"product": product, "1.0.0": record}
    (root / "releases" / "hostile").mkdir()
    for name, content in files.items():
        (root / "releases" / "hostile" / f"{name}.yaml").write_text(dump(content), encoding="utf-8")
    (root / "dist").mkdir()
    (root / "dist" / "gw.zip").write_bytes(b"package")
    assert main(["console", "--records", str(root / "releases")]) == 0
    return root / "dist" / "console"


class Desk:
    """A release manager's window onto the pack; `watch` keeps what it did that it should not have done."""

    def __init__(self, context: BrowserContext, pack: Path) -> None:
        self.context = context
        self.base = pack.as_uri() + "/"
        self.page = context.new_page()
        self.watch = Watch(context, self.base)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def box(self, id: str) -> Locator:
        return self.page.locator(f'[id="{id}"]')

    def beside(self, id: str, what: str) -> Locator:
        """What belongs to a text: its counter, its buttons."""
        return self.page.locator(f'[data-{what}="{id}"]')

    def clipboard(self) -> str:
        return str(self.page.evaluate("navigator.clipboard.readText()"))


Opens = Callable[..., Desk]


@pytest.fixture
def desk(browser: Browser, pack: Path) -> Iterator[Opens]:
    """Opens windows, and closes them at the test's end, when nothing must have left them and nothing gone wrong."""
    with ExitStack() as stack:
        desks: list[Desk] = []

        def opens(**options: Any) -> Desk:
            width = options.pop("width", 1280)
            context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce", **options)
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            stack.callback(context.close)
            desks.append(Desk(context, pack))
            return desks[-1]

        yield opens
        assert [fact for one in desks for fact in one.watch.seen] == []


# --- counting ---


def units(text: str) -> list[int]:
    """A text's UTF-16 units, which carry unpaired surrogates to the browser, too."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return [int.from_bytes(raw[at : at + 2], "little") for at in range(0, len(raw), 2)]


def texts() -> list[str]:
    """Texts of all kinds, the same ones every time."""
    parts = [
        "a", " ", "\n", "\r\n", "\r", "\t", "\x00", "\x1c", "\x85", "\u00a0", "\u200b", "\u2028", "\u3000", "\ufeff",
        "é", "e\u0301", "漢", "字", "，", "ｱ", "Ａ", "…", "“", "①", "Ω", "й", "한", "ᄒ", "שלום", "\u202e", "☎",
        "☎\ufe0f", "👍", "👍🏽", "👩‍👩‍👧‍👦", "🇨🇳", "𠮷", "\U0001f1e6", "\U000e0001", "\U0010ffff", "</textarea>",
        "\ud83d",  # half a pair
    ]  # fmt: skip
    chosen = random.Random(20261126)
    made = ["", *parts, "修复了登录页面的安全漏洞😀", "one  two\r\nthree\x1cfour"]
    return made + ["".join(chosen.choices(parts, k=chosen.randrange(60))) for _ in range(1500)]


def test_the_page_counts_exactly_as_python_does_in_every_unit(desk: Opens) -> None:
    page = desk().open(GATEWAY + "index.html")
    given = texts()
    counted = page.evaluate(
        "([texts, units]) => texts.map(codes => { const text = String.fromCharCode(...codes); return units.map(unit => "
        "[count(text, unit), count(withCrlf(text), unit)]) })",
        [[units(text) for text in given], list(UNITS)],
    )
    expected = [[[count(text, unit), count(with_crlf(text), unit)] for unit in UNITS] for text in given]
    wrong = [text for text, here, there in zip(given, counted, expected, strict=True) if here != there]
    assert wrong == []


def test_every_character_is_as_wide_as_python_says(desk: Opens) -> None:
    page = desk().open(GATEWAY + "index.html")
    wide = page.evaluate("Array.from({length: 0x110000}, (_, code) => isWide(code) ? '2' : '1').join('')")
    expected = "".join("2" if east_asian_width(chr(code)) in "WF" else "1" for code in range(0x110000))
    assert wide == expected


@pytest.mark.parametrize("text", ["修复\n登录😀 e\u0301", "a\r\nb\rc\n", "👩‍👩‍👧‍👦 家庭", "x" * 1001])
def test_counters_follow_what_is_typed(desk: Opens, text: str) -> None:
    window = desk()
    window.open(GATEWAY + "index.html")
    window.box(NOTES).fill(text)
    held = text.replace("\r\n", "\n").replace("\r", "\n")  # as every text field of a browser holds it
    expect(window.beside(NOTES, "count").locator("[data-used]")).to_have_text(str(count(held, "code_points")))
    for unit in UNITS:
        cell = window.page.locator(f'[data-counts="{NOTES}"][data-as="{unit}"]:not([data-crlf])')
        expect(cell).to_have_text(str(count(held, unit)))
    crlf = window.page.locator(f'[data-counts="{NOTES}"][data-crlf]')
    expect(crlf).to_have_text(str(count(with_crlf(held), "code_points")))


def test_a_text_over_the_limit_is_seen_and_heard_and_taken_back(desk: Opens) -> None:
    window = desk()
    window.open(GATEWAY + "index.html")
    box, counter = window.box(NOTES), window.beside(NOTES, "count")
    computed = box.input_value()
    over = counter.locator("[data-over]")
    expect(over).to_be_hidden()
    box.fill("字" * 1012)
    expect(over).to_be_visible()
    expect(over).to_have_text("12 over the limit")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(window.beside(NOTES, "edited")).to_be_visible()
    window.beside(NOTES, "restores").click()
    assert box.input_value() == computed
    expect(over).to_be_hidden()
    expect(box).not_to_have_attribute("aria-invalid", "true")
    expect(window.beside(NOTES, "restores")).to_be_hidden()
    expect(window.beside(NOTES, "edited")).to_be_hidden()


# --- copying ---


@pytest.mark.parametrize("folder", [GATEWAY, HOSTILE_PAGE])
def test_every_copy_button_gives_its_text_byte_for_byte(desk: Opens, pack: Path, folder: str) -> None:
    window = desk()
    page = window.open(folder + "index.html")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    files = {
        file.stem: file.read_text(encoding="utf-8")
        for file in (pack / folder).iterdir()
        if file.is_file() and file.name not in PAGES and not file.name.endswith(".dropped.md")
    }
    copied = {}
    for button in page.locator("[data-copies]").all():
        id = button.get_attribute("data-copies") or ""
        button.click()
        expect(window.beside(id, "says")).to_have_text("Copied")
        copied[id] = window.clipboard()
    assert {id: copied[id] for id in files} == files
    for file in (pack / folder / "announcements").iterdir():
        id = "say." + file.name.removesuffix(".txt")
        whole = "\n\n".join(filter(None, [copied.get(f"{id}.subject"), copied[id]]))
        assert whole == file.read_text(encoding="utf-8")
    assert len(copied) > len(files)


REFUSES = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"


def test_a_browser_without_the_clipboards_door_copies_all_the_same(desk: Opens, pack: Path) -> None:
    window = desk()
    window.context.add_init_script(REFUSES)
    page = window.open(GATEWAY + "index.html")
    window.beside(NOTES, "copies").click()
    expect(window.beside(NOTES, "says")).to_have_text("Copied")
    assert window.clipboard() == (pack / GATEWAY / f"{NOTES}.txt").read_text(encoding="utf-8")
    assert page.evaluate("document.activeElement.dataset.copies") == NOTES, "the focus stays where it was"
    hash_ = page.locator("[data-copies^='package-']").first
    hash_.click()
    assert window.clipboard() == page.locator(f'[id="{hash_.get_attribute("data-copies")}"]').inner_text()


def test_where_nothing_may_be_copied_the_text_is_selected_and_it_is_said(desk: Opens) -> None:
    window = desk()
    window.context.add_init_script(REFUSES + "document.execCommand = () => false;")
    page = window.open(GATEWAY + "index.html")
    window.beside(NOTES, "copies").click()
    expect(window.beside(NOTES, "says")).to_contain_text("press Ctrl+C")
    assert page.evaluate("getSelection().toString()") == window.box(NOTES).input_value()


# --- ticks ---


def test_ticks_are_kept_in_both_languages_until_the_text_changes(desk: Opens) -> None:
    window = desk()
    page = window.open(GATEWAY + "index.html")
    words = page.locator("#progress-words")
    done = int(re.findall(r"\d+", words.inner_text())[0])
    page.locator("[data-tick='aliyun/release_notes/zh-CN']").check()
    expect(words).to_contain_text(f"{done + 1} of")
    page = window.open(GATEWAY + "zh-CN.html")
    box = page.locator("[data-tick='aliyun/release_notes/zh-CN']")
    expect(box).to_be_checked()
    expect(page.locator("#progress-words")).to_contain_text(f"已完成 {done + 1} /")
    page.evaluate("localStorage.setItem('relcast-console/edge-gateway/2.4.1/aliyun/release_notes/zh-CN', 'another')")
    page.reload()
    expect(box).not_to_be_checked()
    expect(page.get_by_text("勾选之后，文本已有变化。").first).to_be_visible()
    page.locator("[data-clears]").click()
    assert page.evaluate("localStorage.length") == 0


def test_without_storage_the_page_works_and_says_so(desk: Opens) -> None:
    window = desk()
    window.context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})")
    page = window.open(GATEWAY + "index.html")
    page.locator("[data-tick='aliyun/release_notes/zh-CN']").check()
    expect(page.get_by_text("This browser keeps no ticks for local files")).to_be_visible()


# --- reading ---


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", [*PAGES, *(GATEWAY + page for page in PAGES), *(HOSTILE_PAGE + page for page in PAGES)]
)
def test_axe_finds_nothing(desk: Opens, path: str, scheme: str) -> None:
    page = desk(color_scheme=scheme).open(path)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = Axe().run(page, options={"preload": False})  # what it would load, the page's policy refuses
    assert [f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:200]}" for v in found.response["violations"]] == []


@pytest.mark.parametrize("path", [*PAGES, GATEWAY + "index.html", GATEWAY + "zh-CN.html", HOSTILE_PAGE + "index.html"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(desk: Opens, path: str, width: int) -> None:
    page = desk(width=width).open(path)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_everything_is_done_by_keyboard_alone(desk: Opens, pack: Path) -> None:
    window = desk()
    page = window.open(GATEWAY + "index.html")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(one => one.dataset.copies || one.dataset.tick || one.getAttribute('href') || one.tagName)"
            "(document.activeElement)"
        )
        seen.append(focused)
        ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert ring != "none", focused
        if focused == NOTES and page.evaluate("document.activeElement.tagName") == "BUTTON":
            page.keyboard.press("Enter")
            expect(window.beside(NOTES, "says")).to_have_text("Copied")
        if focused == "aliyun/release_notes/zh-CN":
            page.keyboard.press("Space")
            break
    assert seen[:2] == ["index.html", "zh-CN.html"] or "zh-CN.html" in seen[:3]
    assert window.clipboard() == (pack / GATEWAY / f"{NOTES}.txt").read_text(encoding="utf-8")
    expect(page.locator("[data-tick='aliyun/release_notes/zh-CN']")).to_be_checked()


def test_the_other_language_is_a_link_that_keeps_the_place(desk: Opens) -> None:
    window = desk()
    page = window.open(GATEWAY + "index.html")
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="aliyun").click()
    page.get_by_role("link", name="简体中文").click()
    page.wait_for_url("**/zh-CN.html#listing-aliyun")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_role("heading", level=1)).to_have_text("边缘网关 2.4.1")


def test_without_scripts_the_texts_are_there_and_no_button_is_dead(desk: Opens, pack: Path) -> None:
    window = desk(java_script_enabled=False)
    page = window.open(GATEWAY + "index.html")
    assert window.box(NOTES).input_value() == (pack / GATEWAY / f"{NOTES}.txt").read_text(encoding="utf-8")
    expect(page.locator("button:visible")).to_have_count(0)


def test_a_printed_page_holds_whole_texts_on_white_paper(desk: Opens) -> None:
    window = desk(color_scheme="dark")
    page = window.open(GATEWAY + "index.html")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light only"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for area in page.locator("textarea.text:visible").all():
        assert area.evaluate("area => area.scrollHeight - area.clientHeight") <= 1
    expect(page.locator("button:visible")).to_have_count(0)


# --- safe ---


@pytest.mark.parametrize("name", PAGES)
def test_hostile_words_are_only_words(desk: Opens, pack: Path, name: str) -> None:
    window = desk()
    page = window.open(HOSTILE_PAGE + name)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.scripts.length") == 3
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed, [onerror], [style]').length") == 0
    for area in page.locator("textarea").all():
        assert "\u202e" not in area.input_value()
    texts = [area.input_value() for area in page.locator("textarea").all()]
    assert sum("<script>alert(1)</script>" in text for text in texts) > 5
    assert any(WORD in text for text in texts)


def test_the_policy_stops_what_would_be_added(desk: Opens) -> None:
    """The page's own rules, should a text ever become markup: no script of its own, no request anywhere."""
    window = desk()
    page = window.open(GATEWAY + "index.html")
    page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'document.title = \"run\"'; "
        "document.body.append(script) }"
    )
    refused = page.evaluate("fetch('https://elsewhere.example/').then(() => 'sent', () => 'refused')")
    assert (page.title() == "run", refused) == (False, "refused")
    assert window.watch.seen and all("Content Security Policy" in fact for fact in window.watch.seen)
    window.watch.seen.clear()


def test_leaving_with_an_edit_that_was_not_copied_is_asked_about(desk: Opens) -> None:
    window = desk()
    page = window.open(GATEWAY + "index.html")
    window.box(NOTES).click()
    page.keyboard.type("x")
    with pytest.raises(Error, match="ERR_ABORTED"):
        page.goto(window.base + "index.html")
    assert [fact for fact in window.watch.seen if fact.startswith("dialog")] != []
    window.watch.seen.clear()
