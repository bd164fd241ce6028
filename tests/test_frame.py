"""Frames: whatever a record says, a filled page has the frame's elements and the record's words."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from html.parser import HTMLParser
from multiprocessing import get_context
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcast.site.frame import SLOTS, Frame, FrameBroken, compile_frame, token

PAGE = """<!doctype html>
<html lang=en class="no-js"><head><meta charset="utf-8">
<title>{HEADTITLE} - 100% %s Docs</title>
<meta name=description content={DESC}>
<meta property="og:title" content='{TITLE} | {PRODUCT}'>
<link rel="canonical" href="https://docs.example/{P}/{V}/">
<!-- a theme's comment with <b> and "quotes" -->
{HEAD}
<script type=application/ld+json>
{"@type": "TechArticle", "headline": "{TITLE}", "url": "https://docs.example/{P}/{V}/"}</script>
<script>var title = "{TITLE}", other = '{TITLE}'; if (1 < 2 && title) { title += "</p>" }</script>
<style>a > b { color: red }</style>
</head>
<body data-product={PRODUCT}>
<a href="#{TOCIDA}" class="skip">Skip</a>
<nav class="drawer"><ul>
<li><a href="#{TOCIDA}">{TOCA}</a></li>
<li><a href="#{TOCIDB}">{TOCB}</a></li>
<li><a href="#{TOCIDC}">{TOCC}</a></li>
</ul></nav>
<h1>{TITLE}</h1><p>1 < 2 {PRODUCT}</p>
<a class="share" href="https://share.example/?text={TITLE}">Share</a>
<a class="source" href="../../src/{SRC}">Source</a>
<textarea>Notes on {PRODUCT}</textarea>
{CONTENT}
<nav class="side">
  <a title="{TOCA}" href="../../{P}/#{TOCIDA}">{TOCA}</a> ·
  <a title="{TOCB}" href="../../{P}/#{TOCIDB}">{TOCB}</a> ·
  <a title="{TOCC}" href="../../{P}/#{TOCIDC}">{TOCC}</a>
</nav>
</body></html>
"""


def drawn(template: str, *, long: bool = False) -> str:
    """`template` as an engine would draw it: {SLOT} becomes a token."""
    for slot in SLOTS:
        template = template.replace(f"{{{slot}}}", token(slot, long=long))
    return template


def compiled(template: str) -> Frame:
    return compile_frame(drawn(template), name="release")


def snippet(template: str) -> Frame:
    return compiled(template + "{CONTENT}")


FRAME = compiled(PAGE)
PLAIN: dict[str, str | bytes] = {
    **{slot: slot.lower() for slot in FRAME.slots},
    "SRC": "gateway/2.3.0.yaml",
    "HEAD": '<link rel="alternate feed" href="atom.xml">',
    "CONTENT": b"<section><h2>Fixes</h2></section>",
}
TOC = [("fixes", "Fixes"), ("upgrade", "Upgrade")]


class Parsed(HTMLParser):
    """An independent reading of a page: its tags with their attributes, its texts with the elements they are in."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts = [("", "")]
        self.feed(page.decode().replace("\r\n", "\n").replace("\r", "\n"))  # as a browser does, and HTMLParser doesn't
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.texts.append((tag, ""))

    def handle_data(self, data: str) -> None:
        tag, before = self.texts.pop()
        self.texts.append((tag, before + data))

    def handle_endtag(self, tag: str) -> None:
        self.texts.append(("", ""))

    def text(self, tag: str) -> list[str]:
        return [text for name, text in self.texts if name == tag]

    def attribute(self, tag: str, name: str, /, **like: str) -> str | None:
        [value] = [attrs[name] for found, attrs in self.tags if found == tag and like.items() <= attrs.items()]
        return value

    def shape(self) -> list[tuple[str, list[str]]]:
        return [(tag, list(attrs)) for tag, attrs in self.tags]


HOSTILE = [
    "</title><script>alert(1)</script>",
    '" onclick="alert(1)',
    "' onclick='alert(1)",
    " onclick=alert(1) ",
    "--><img src=x>",
    "</script><script>alert(1)//",
    "<!-- <script>",
    "${alert(1)}",
    "\\",
    "\\u0022",
    "&lt;&amp;amp;&#39;",
    "{{ 7*7 }}",
    "%s %b %% %41",
    "\r\n\t\u2028\u2029\u00a0\u200b",
    "javascript:alert(1)",
    "策略热加载 🚀",
    *(token(slot) for slot in SLOTS),
]
anything = st.lists(st.sampled_from(HOSTILE) | st.text(st.characters(exclude_categories=["Cs"])), max_size=4).map(
    "".join
)
segments = anything.filter(lambda text: text not in ("", ".", ".."))
records = st.fixed_dictionaries(
    dict.fromkeys(("TITLE", "HEADTITLE", "DESC", "PRODUCT"), anything)
    | dict.fromkeys(("P", "V"), segments)
    | {
        "SRC": st.lists(segments.filter(lambda text: "/" not in text), min_size=1, max_size=3).map("/".join),
    }
)
contents = st.lists(st.tuples(anything, anything), min_size=1, max_size=5)


@given(records, contents)
def test_every_value_reads_back_exactly(record: dict[str, str], toc: list[tuple[str, str]]) -> None:
    page = Parsed(FRAME.fill(PLAIN | record, toc))
    url = f"https://docs.example/{record['P']}/{record['V']}/"
    assert page.text("title") == [f"{record['HEADTITLE']} - 100% %s Docs"]
    assert page.text("h1") == [record["TITLE"]]
    assert page.text("p") == [f"1 < 2 {record['PRODUCT']}"]
    assert page.text("textarea") == [f"Notes on {record['PRODUCT']}"]
    assert page.attribute("meta", "content", name="description") == record["DESC"]
    assert page.attribute("meta", "content", property="og:title") == f"{record['TITLE']} | {record['PRODUCT']}"
    assert page.attribute("body", "data-product") == record["PRODUCT"]
    assert unquote(page.attribute("link", "href", rel="canonical") or "") == url
    assert unquote(page.attribute("a", "href", **{"class": "source"}) or "") == f"../../src/{record['SRC']}"
    assert unquote(page.attribute("a", "href", **{"class": "share"}) or "").endswith(f"?text={record['TITLE']}")
    links = [
        (attrs["href"] or "", text)
        for (tag, attrs), (_, text) in zip(page.tags, [text for text in page.texts if text[0]], strict=True)
        if tag == "a" and "class" not in attrs
    ]
    assert [(unquote(href.rpartition("#")[2]), text) for href, text in links] == toc * 2
    assert [attrs["title"] for _, attrs in page.tags if "title" in attrs] == [title for _, title in toc]
    assert unquote(page.attribute("a", "href", **{"class": "skip"}) or "") == f"#{toc[0][0]}"


@given(records, contents)
def test_no_value_adds_an_element_or_an_attribute(record: dict[str, str], toc: list[tuple[str, str]]) -> None:
    plain = FRAME.fill(PLAIN, [("id", "Title")] * len(toc))
    assert Parsed(FRAME.fill(PLAIN | record, toc)).shape() == Parsed(plain).shape()


@given(records)
def test_a_value_in_a_script_stays_one_string(record: dict[str, str]) -> None:
    data, script = Parsed(FRAME.fill(PLAIN | record, TOC)).text("script")
    article = json.loads(data)
    assert article["headline"] == record["TITLE"]
    assert unquote(article["url"]) == f"https://docs.example/{record['P']}/{record['V']}/"
    double, single = script.removeprefix("var title = ").partition(";")[0].split(", other = ")
    assert json.loads(double) == record["TITLE"]
    assert single == f"'{double[1:-1]}'"
    assert not set(data + double) & set("<>&\u2028\u2029")


@given(anything)
def test_a_value_outside_any_string_of_a_script_is_at_most_one_word(value: str) -> None:
    page = snippet("<script>var x = {TITLE}; `{TITLE}`</script>").fill({"TITLE": value, "CONTENT": ""})
    bare = page.decode().removeprefix("<script>var x = ").partition(";")[0]
    assert all(character.isalnum() or character in "_\\" for character in bare)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_segment_is_one_piece_of_a_path(value: str) -> None:
    frame = snippet('<a href="/{V}/">{V}</a>')
    if value in ("", ".", ".."):
        with pytest.raises(ValueError, match="not a piece"):
            frame.fill({"V": value, "CONTENT": ""})
    else:
        _, piece, end = frame.fill({"V": value, "CONTENT": ""}).decode().partition("/a>")[0].split('"')[1].split("/")
        assert (unquote(piece), end) == (value, "")


def test_a_token_inside_a_value_stays_text() -> None:
    frame = compiled("<h1>{TITLE}</h1>{CONTENT}")
    page = frame.fill({"TITLE": token("CONTENT"), "CONTENT": f"<p>{token('TITLE')}</p>"})
    assert page.decode() == f"<h1>{token('CONTENT')}</h1><p>{token('TITLE')}</p>"


def test_html_goes_in_as_it_is() -> None:
    page = FRAME.fill(PLAIN | {"CONTENT": "<p>策略 &amp; 100%</p>".encode(), "HEAD": "<meta name=x>"}, TOC).decode()
    assert "</textarea>\n<p>策略 &amp; 100%</p>\n<nav" in page
    assert "-->\n<meta name=x>\n<script" in page


def test_quotes_that_a_minifier_dropped_are_put_back() -> None:
    frame = snippet('<p class=a data-a={TITLE} DATA-B = x"{V}/>')
    page = frame.fill({"TITLE": "a b", "V": "2.3.0", "CONTENT": ""})
    assert page == b'<p class=a data-a="a b" DATA-B = "x&quot;2.3.0/">'


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("<!-- {TITLE} -->", "a comment"),
        ("<!--> --> <!-- > {P} -->", "a comment"),
        ("<!-- never closed {P}", "a comment"),
        ("<!DOCTYPE {TITLE}>", "a declaration"),
        ("<?xml {V}?>", "a declaration"),
        ("<style>a { content: '{V}' }</style>", "<style>"),
        ("<STYLE>a::after { content: '<b>{V}' }</STYLE>", "<style>"),
        ("<noframes>{TITLE}</noframes>", "<noframes>"),
        ("<iframe>{TITLE}</iframe>", "<iframe>"),
        ("<b{TITLE}>", "the syntax of a tag"),
        ("<{TITLE}>", "the syntax of a tag"),
        ("</b{TITLE}>", "the syntax of a tag"),
        ("<b {TITLE}=x>", "the syntax of a tag"),
        ("<b data-{V}>", "the syntax of a tag"),
        ('<b a="1"{V}>', "the syntax of a tag"),
        ("<b onclick=\"go('{TITLE}')\">", "the attribute onclick of <b>"),
        ("<b OnFocus=go({V})>", "the attribute onfocus of <b>"),
        ('<b style="width:{V}px">', "the attribute style of <b>"),
        ('<iframe srcdoc="{TITLE}">', "the attribute srcdoc of <iframe>"),
        ('<meta content="0;url={TITLE}" http-equiv=refresh>', "the attribute content of <meta>"),
        ('<p title="{HEAD}">', "the attribute title of <p>"),
        ("<title>{HEAD}</title>", "<title>"),
        ("<script>{HEAD}</script>", "<script>"),
        ('<p title="never closed>{HEAD}', "the attribute title of <p>"),
    ],
)
def test_a_place_for_no_value_is_refused(template: str, place: str) -> None:
    with pytest.raises(FrameBroken, match="may not stand in") as caught:
        snippet(template)
    assert caught.value.message.endswith(f" may not stand in {place}")


@pytest.mark.parametrize(
    "before",
    [
        "<!-->",
        "<!--->",
        "<!-- > -->",
        "<!-- --!>",
        "<!DOCTYPE html>",
        "</>",
        "</ b>",
        "1 < 2, <3, ",
        "<br/>",
        "<a title='>' b=\">\" c=d/e/>",
        "<a b=>",
        "<a =b>",
        "<STYLE>a > b {}</Style>",
        "<script>if (a < b) '<p title=\"</scripts>'</script >",
        "<title></title>",
        "<titles>",
    ],
)
def test_text_after_any_syntax_is_text(before: str) -> None:
    assert snippet(before + "{TITLE}").fill({"TITLE": "<b>", "CONTENT": "<p>"}).decode() == before + "&lt;b&gt;<p>"


@pytest.mark.parametrize("attribute", ["href", "src", "ACTION", "formaction", "poster", "xlink:href", "data"])
@pytest.mark.parametrize(
    "value", ['"{TITLE}"', "'{TITLE}'", "{TITLE}", '" \n{TITLE}"', '"java{TITLE}"', '"{P}{TITLE}"']
)
def test_text_may_not_choose_the_scheme_of_an_address(attribute: str, value: str) -> None:
    with pytest.raises(FrameBroken, match="TITLE begins the attribute"):
        snippet(f"<a {attribute}={value}>")


@pytest.mark.parametrize(
    "scheme", ["javascript:", " JavaScript:", "java\tscript:", "javascript&#58;", "data:text/html,", "vbscript:"]
)
@pytest.mark.parametrize("slot", ["TITLE", "V", "SRC"])
def test_no_value_stands_in_an_address_that_runs(scheme: str, slot: str) -> None:
    with pytest.raises(FrameBroken, match="an address that runs"):
        snippet(f'<a href="{scheme}go({{{slot}}})">')


@pytest.mark.parametrize("value", ["", "/etc/passwd", "//evil.example/x", "a/../../b", "a//b", "./a"])
def test_a_path_is_relative_and_goes_down(value: str) -> None:
    with pytest.raises(ValueError, match="not a piece"):
        FRAME.fill(PLAIN | {"SRC": value}, TOC)


def test_text_after_a_bare_ampersand_is_refused() -> None:
    """Else the value `lt;` would show as `<`."""
    for template in ("A&{TITLE}", '<p title="&#{TITLE}">', "<title>&a{TITLE}</title>"):
        with pytest.raises(FrameBroken, match="bare &"):
            snippet(template)


def test_a_title_with_a_tag_beside_the_value_is_refused() -> None:
    """It would be a tag in SVG's <title> and text in HTML's."""
    with pytest.raises(FrameBroken, match="beside a tag in <title>"):
        snippet("<title><b title={TITLE}></title>")


@pytest.mark.parametrize("script", ['{"a": {TITLE}}', "{'a': '{TITLE}'}", '{"a": "\\{TITLE}"}'])
def test_data_that_is_no_json_is_refused(script: str) -> None:
    with pytest.raises(FrameBroken, match="no JSON"):
        snippet(f'<script type="application/ld+json">{script}</script>')


@pytest.mark.parametrize(
    "change",
    [str.lower, str.title, lambda text: text[:12] + "…", lambda text: text[5:], lambda text: f"{text[:9]} {text[9:]}"],
)
def test_an_altered_token_is_found(change: Callable[[str], str]) -> None:
    for page in ("<p>{}</p>", "<p class={}>", "<b{}>", "<!-- {} -->", "<style>{}</style>"):
        with pytest.raises(FrameBroken, match="altered"):
            compile_frame(page.format(change(token("TITLE"))) + token("CONTENT"), name="release")


def test_an_unknown_slot_is_named() -> None:
    with pytest.raises(FrameBroken, match="unknown slot TITEL"):
        compile_frame(token("TITLE").replace("TITLE", "TITEL"), name="release")
    with pytest.raises(KeyError, match="TITEL"):
        token("TITEL")


@pytest.mark.parametrize("template", ["", "<p>{TITLE}</p>", "{CONTENT}{CONTENT}"])
def test_content_stands_exactly_once(template: str) -> None:
    with pytest.raises(FrameBroken, match=r"CONTENT stands [02] times"):
        compiled(template)


def test_the_error_names_frame_place_and_hint() -> None:
    page = drawn("<p>" + "x" * 300 + '</p>\n<b title="{V}" onclick="go(\'{TITLE}\')">Go</b>' + "y" * 300 + "{CONTENT}")
    with pytest.raises(FrameBroken) as caught:
        compile_frame(page, name="release, zh-CN")
    error = caught.value
    assert error.frame == "release, zh-CN"
    assert error.excerpt.startswith("x") and '<b title="{V}" onclick="go(\'{TITLE}\')">Go</b>y' in error.excerpt
    assert len(error.excerpt) == 40 + len("{TITLE}") + 40
    assert str(error).startswith("frame release, zh-CN: TITLE may not stand in the attribute onclick of <b>: …x")
    assert error.hint in str(error)
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


def test_every_slot_survives_a_place_of_its_kind_and_is_spelled_in_letters_and_digits() -> None:
    for slot in SLOTS:
        for long in (False, True):
            assert token(slot, long=long).isascii() and token(slot, long=long).isalnum()
    assert FRAME.slots == {slot for slot in SLOTS if f"{{{slot}}}" in PAGE and not slot.startswith("TOC")}


# --- values ---


def test_a_missing_value_is_named() -> None:
    with pytest.raises(KeyError, match="DESC"):
        FRAME.fill({slot: value for slot, value in PLAIN.items() if slot != "DESC"}, TOC)


def test_bytes_go_into_html_slots_only() -> None:
    with pytest.raises(TypeError, match="only html slots take bytes"):
        FRAME.fill(PLAIN | {"TITLE": b"x"}, TOC)


@pytest.mark.parametrize("slot", ["TITLE", "V", "SRC", "HEAD", "CONTENT"])
def test_a_lone_surrogate_is_a_value_error(slot: str) -> None:
    with pytest.raises(UnicodeEncodeError):
        FRAME.fill(PLAIN | {slot: f"{PLAIN[slot]!s}\ud800"}, TOC)
    for script in ("<script>'{TITLE}'</script>", '<script type="application/json">"{TITLE}"</script>'):
        with pytest.raises(UnicodeEncodeError):
            snippet(script).fill({"TITLE": "\ud800", "CONTENT": ""})


# --- the table of contents ---

ITEMS = "<li><a href='#{TOCIDA}'>{TOCA}</a><li><a href='#{TOCIDB}'>{TOCB}</a><li><a href='#{TOCIDC}'>{TOCC}</a>"


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_the_block_is_drawn_for_each_item(count: int) -> None:
    toc = [(f"s{n}", f"Section & {n}") for n in range(count)]
    page = snippet(f"<ul>{ITEMS}</ul>").fill({"CONTENT": ""}, toc).decode()
    assert page == "<ul>" + "".join(f"<li><a href='#s{n}'>Section &amp; {n}</a>" for n in range(count)) + "</ul>"


def test_other_slots_may_stand_inside_the_block() -> None:
    items = ", ".join(f'<a href="{{P}}/#{{TOCID{x}}}">{{V}} {{TOC{x}}} {{PRODUCT}}</a>' for x in "ABC")
    page = snippet(items).fill({"P": "gw", "V": "2", "PRODUCT": "<2>", "CONTENT": ""}, [("a", "A"), ("b", "B")])
    assert page == b'<a href="gw/#a">2 A &lt;2&gt;</a>, <a href="gw/#b">2 B &lt;2&gt;</a>'


@pytest.mark.parametrize("before", ["", "<a href='#{TOCIDA}'>Skip</a>", "<a href='#{TOCIDA}'>Skip to {TOCA}</a>"])
@pytest.mark.parametrize("after", ["", ITEMS, "<p>{TOCA}</p>", "<p>{TOCIDA}</p>" + ITEMS])
def test_an_item_alone_is_the_first(before: str, after: str) -> None:
    page = snippet(before + ITEMS + after).fill({"CONTENT": ""}, [("x", "X"), ("y", "Y")]).decode()
    run = "<li><a href='#x'>X</a><li><a href='#y'>Y</a>"
    expected = (before + ITEMS + after).replace(ITEMS, run).replace("{TOCIDA}", "x").replace("{TOCA}", "X")
    assert page == expected


@pytest.mark.parametrize(
    "items",
    [
        "<li><b>{TOCA}</b><li>{TOCB}<li>{TOCC}",
        "<li id={TOCIDA}>{TOCA}<li id={TOCIDB}>{TOCB}<li id={TOCIDC}><b>{TOCC}",
        "1. {TOCA} 2. {TOCB} 3. {TOCC}",
        "<p title={TOCA}>{TOCA}<p title='{TOCB}'>{TOCB}<p title={TOCC}>{TOCC}",
        "<a href='#{TOCIDA}'>{TOCA}</a><a href='#{TOCIDB}'>{TOCB}</a><a href='/#{TOCIDC}'>{TOCC}</a>",
        "<a href='{P}/#{TOCIDA}'>{TOCA}</a><a href='{P}/#{TOCIDB}'>{TOCB}</a><a href='{V}/#{TOCIDC}'>{TOCC}</a>",
    ],
)
def test_items_drawn_differently_are_refused(items: str) -> None:
    with pytest.raises(FrameBroken, match="not drawn alike"):
        snippet(items)


@pytest.mark.parametrize("items", ["{TOCB}", "{TOCA}{TOCB}", "{TOCA}{TOCC}{TOCB}", "{TOCA} {TOCB} {TOCC} {TOCC}"])
def test_only_the_first_item_may_stand_alone(items: str) -> None:
    with pytest.raises(FrameBroken, match="alone or out of order"):
        snippet(items)


def test_a_page_that_shows_a_table_of_contents_needs_an_item() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        snippet(ITEMS).fill({"CONTENT": ""}, [])
    assert not snippet("").has_toc
    assert snippet("").fill({"CONTENT": "x"}, []) == b"x"


# --- digest, difference, processes ---


def test_both_spellings_of_tokens_compile_to_one_digest() -> None:
    long = compile_frame(drawn(PAGE, long=True), name="long")
    assert long.digest == FRAME.digest
    assert FRAME.find_difference(long) is None


def test_a_length_test_in_a_template_is_found_by_the_second_spelling() -> None:
    def page(long: bool) -> str:
        title = token("TITLE", long=long)
        return f"<p>before</p><h1 class={'wide' if len(title) > 30 else 'slim'}>{title}</h1>{token('CONTENT')}"

    short, long = (compile_frame(page(long), name="x") for long in (False, True))
    assert short.digest != long.digest
    assert (
        short.find_difference(long)
        == "…<p>before</p><h1 class=slim>{TITLE}</h1>{CONTENT}… / …<p>before</p><h1 class=wide>{TITLE}</h1>{CONTENT}…"
    )


@pytest.mark.parametrize(
    "other",
    [
        "<h1>{TITLE}</h1>{CONTENT}<p>{TOCA}, {TOCB}, {TOCC}</p>",
        "<h1>{HEADTITLE}</h1>{CONTENT}<p>{TOCA} {TOCB} {TOCC}</p>",
        "<h1>{TITLE}</h1>{CONTENT}<p>{TOCIDA} {TOCIDB} {TOCIDC}</p>",
        "<h1>{TITLE}</h1>{CONTENT}<p>{TOCA} </p>",
    ],
)
def test_the_digest_changes_with_anything_that_is_drawn(other: str) -> None:
    one, two = compiled("<h1>{TITLE}</h1>{CONTENT}<p>{TOCA} {TOCB} {TOCC}</p>"), compiled(other)
    assert one.digest != two.digest
    here, there = (one.find_difference(two) or "").split(" / ")
    assert here != there


def test_the_digest_does_not_depend_on_the_hash_seed() -> None:
    code = "import sys, relcast.site.frame as f; print(f.compile_frame(sys.stdin.read(), name='').digest)"
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"}
        run = subprocess.run(
            [sys.executable, "-c", code], input=drawn(PAGE).encode(), env=environment, capture_output=True, check=True
        )
        assert run.stdout.decode().strip() == FRAME.digest


def test_a_frame_fills_alike_in_another_process() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(FRAME.fill, PLAIN, TOC).result() == FRAME.fill(PLAIN, TOC)
    assert pickle.loads(pickle.dumps(FRAME)) == FRAME
