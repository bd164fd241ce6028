"""The text of a record as HTML and as plain text: safe, complete, readable."""

import re
from html import escape
from html.parser import HTMLParser
from time import perf_counter
from urllib.parse import urlsplit

import lxml.html
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcast.markup import (
    TABLE,
    absolute_links,
    block_html,
    commonmark,
    inline_html,
    plain_blocks,
    plain_text,
    without_table_keys,
)
from relcast.markup import html as markup_html

ALLOWED = {
    **{tag: set[str]() for tag in ("br", "hr", "blockquote", "ul", "li", "pre", "em", "strong", "del")},
    **{tag: set[str]() for tag in ("table", "thead", "tbody", "tr")},
    "p": {"class"},
    "div": {"class", "role", "tabindex"},
    "code": {"class"},
    "ol": {"start"},
    "a": {"href", "title"},
    "th": {"align"},
    "td": {"align"},
}
CLASS = re.compile(r"rc-heading|rc-table|language-[a-z0-9+-]+")


class Outline(HTMLParser):
    """What a second parser, unlike the sanitizer's, sees: elements, attributes and how deep they nest."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.deepest = 0
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.text: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in ("br", "hr"):
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def assert_safe(html: str) -> None:
    outline = Outline(html)
    assert outline.open == []
    assert outline.others == []
    for tag, attributes in outline.elements:
        assert tag in ALLOWED
        assert attributes.keys() <= ALLOWED[tag]
        assert CLASS.fullmatch(attributes.get("class") or "rc-table")
        if tag == "a":
            href = attributes["href"]
            assert href
            assert re.match(r"(?:https?|mailto):|[^:/?#]*(?:[/?#]|$)", href, re.IGNORECASE)
    parser = lxml.html.HTMLParser(encoding="utf-8")
    for element in lxml.html.fromstring(f"<main>{html}</main>".encode(), parser=parser).iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.keys()) <= ALLOWED[str(element.tag)]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def letters(text: str) -> list[str]:
    return [character for character in text if character.isalnum()]


def is_within(part: list[str], whole: list[str]) -> bool:
    """Whether all of `part` stands in `whole`, in the same order."""
    remaining = iter(whole)
    return all(item in remaining for item in part)


PIECES = st.sampled_from(
    [
        *"*_`~<>[]()!|\\#&\"'=:;-+./@ \n\t",
        *(
            "**",
            "```",
            "\n\n",
            "\n> ",
            "\n- ",
            "\n1. ",
            "\n    ",
            "](",
            "]: ",
            "![",
            "\n|-|-|\n",
            "<!--",
            "-->",
            "<![CDATA[",
        ),
        *(
            "<script>",
            "</p>",
            "<img src=x onerror=alert(1)>",
            '" onclick="x',
            "javascript:",
            "data:text/html,",
            "vbscript:",
        ),
        *(
            "https://a.example/",
            "<https://a.example/>",
            "www.a.example",
            "a@b.example",
            "//evil.example",
            "&lt;",
            "&#106;",
        ),
        *(
            "&Tab;",
            "\u2cfa",
            "\u2cfb",
            "%E2%B3%BA",
            "\ufdd0",
            "\u202e",
            "\u00a0",
            "\x00",
            "\x0b",
            "\ud800",
            "词",
            "。",
            "word",
            "x9",
        ),
    ]
)
MARKDOWN = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


@given(MARKDOWN)
@settings(max_examples=600)
def test_any_text_becomes_only_allowed_html(text: str) -> None:
    assert_safe(inline_html(text))
    assert_safe(block_html(text))


@given(MARKDOWN)
def test_sanitising_again_changes_nothing(text: str) -> None:
    html = block_html(text)
    again = nh3.clean(
        html,
        tags=set(ALLOWED),
        attributes=ALLOWED,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    assert again.replace("&nbsp;", "\u00a0") == html


@given(MARKDOWN)
def test_no_page_ever_requests_anything_for_a_text(text: str) -> None:
    for attribute in ("src", "srcset", "style", "data", "background"):
        assert not any(attribute in attributes for _, attributes in Outline(block_html(text)).elements)


@given(st.text(st.characters(exclude_characters="\\`*_[]<>&~@|#:+-=.!()\"'/", exclude_categories=["Cc", "Cs"])))
def test_words_of_a_text_without_markup_survive_in_order(text: str) -> None:
    assert words(text) == words(plain_text(text))
    assert words(text) == words(plain_blocks(text))
    assert words(text) == words("".join(Outline(inline_html(text)).text))


@given(
    st.text(st.sampled_from("ab/<>\"'=! -;\n"))
    | st.lists(PIECES.filter(lambda p: not set(p) & set("[]()&`~\\:%1"))).map("".join)
)
@settings(max_examples=400)
def test_raw_html_is_shown_as_text_with_all_its_letters(text: str) -> None:
    written = letters(text.encode("utf-8", "replace").decode())
    assert is_within(written, letters(plain_text(text)))
    assert is_within(written, letters("".join(Outline(block_html(text)).text)))


SPANS = st.lists(
    st.sampled_from(
        ["`a`", "`a b`", "[l](https://a.b/c)", "a", " ", "`", "[", "](", ")", "!", "://", "www.", "<", "词", "|", "1. "]
    ),
    max_size=10,
).map("".join)


@given(MARKDOWN | SPANS | st.text(st.sampled_from("ab1.)-+# :/w\u00a0\u3000词，\"'!=|\n"), max_size=12))
@settings(max_examples=800)
def test_the_short_way_for_ordinary_text_gives_what_the_long_way_gives(text: str) -> None:
    short = [inline_html(text), block_html(text), plain_text(text), plain_blocks(text)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relcast.markup.html.simple_html", lambda _: None)
        patch.setattr("relcast.markup.plain.simple_plain", lambda _: None)
        assert [inline_html(text), block_html(text), plain_text(text), plain_blocks(text)] == short


@given(MARKDOWN)
@settings(max_examples=400)
def test_plain_text_is_one_line_with_single_blanks(text: str) -> None:
    for line in (plain_text(text), plain_text(text, links="spelled")):
        assert line == " ".join(line.split())


@given(MARKDOWN)
def test_plain_text_and_plain_blocks_say_the_same(text: str) -> None:
    words_only = re.compile(r"[^\W\d_]+")
    assert words_only.findall(plain_text(text)) == words_only.findall(plain_blocks(text))


@pytest.mark.parametrize(
    "text", ["Reload policies", "a  b", "无需重启。", 'Fix: 50% (less) work; it\'s "so"', "#812 is fixed", "1.10 stays"]
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert inline_html(text) == text
    assert block_html(text) == f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Return `List<String>` from List<String>", "Return <code>List&lt;String&gt;</code> from List&lt;String&gt;"),
        ("a <script>alert(1)</script>", "a &lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<div>\n*a*\n</div>", "&lt;div&gt;\n<em>a</em>\n&lt;/div&gt;"),
        ("<!-- hidden -->", "&lt;!-- hidden --&gt;"),
        ("<!-- raw HTML omitted -->", "&lt;!-- raw HTML omitted --&gt;"),
        ("&lt;b&gt; &amp; &amp;lt; &copy;", "&lt;b&gt; &amp; &amp;lt; ©"),
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("<std::string>", "&lt;std::string&gt;"),
        ("_foo_<b> **<b>**", "<em>foo</em>&lt;b&gt; <strong>&lt;b&gt;</strong>"),
        ("a](<b>) and [a]: <b>", "a](&lt;b&gt;) and [a]: &lt;b&gt;"),
        ("</textarea> {{ x }} {% y %} \u202eא", "&lt;/textarea&gt; {{ x }} {% y %} \u202eא"),
        ("<\u2cfa\u2cfb> \ufdd0<b>", "&lt;\u2cfa\u2cfb&gt; \ufdd0&lt;b&gt;"),
        ("a\u00a0b &nbsp;<", "a\u00a0b \u00a0&lt;"),
    ],
)
def test_raw_html_reads_as_written(text: str, html: str) -> None:
    assert inline_html(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[a](https://x.example)", '<a href="https://x.example">a</a>'),
        ("[a](<https://x.example/b c>)", '<a href="https://x.example/b%20c">a</a>'),
        ("[a](https://x.example/<v>/)", '<a href="https://x.example/%3Cv%3E/">a</a>'),
        ('[a](/b "t <i> \\"q\\"")', '<a href="/b" title="t &lt;i&gt; &quot;q&quot;">a</a>'),
        ("[a](../b?c#d) [e](#f)", '<a href="../b?c#d">a</a> <a href="#f">e</a>'),
        ("[<b>]\n\n[<b>]: /x", '<a href="/x">&lt;b&gt;</a>'),
        ("[](https://x.example)", '<a href="https://x.example">https://x.example</a>'),
        ("<https://x.example/a>", '<a href="https://x.example/a">https://x.example/a</a>'),
        ("`<https://x.example>`", "<code>&lt;https://x.example&gt;</code>"),
        ("<a@b.example>", '<a href="mailto:a@b.example">a@b.example</a>'),
        ("see https://x.example/<v>", 'see <a href="https://x.example/">https://x.example/</a>&lt;v&gt;'),
        ("**见https://x.example**。后", '<strong>见<a href="https://x.example">https://x.example</a></strong>。后'),
        ("https://x.example/a，b", '<a href="https://x.example/a">https://x.example/a</a>，b'),
        ('"https://x.example"', '"<a href="https://x.example">https://x.example</a>"'),
    ],
)
def test_links_and_addresses(text: str, html: str) -> None:
    assert inline_html(text) == html


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:x",
            "JaVaScript:x",
            "javascript&#58;x",
            "&#106;avascript:x",
            "java&#10;script:x",
            "<java\tscript:x>",
            "< javascript:x>",
        ),
        *(
            "data:text/html,x",
            "data:image/png;base64,x",
            "vbscript:x",
            "file:///x",
            "foo:bar",
            "&#1;javascript:x",
            "java&#0;script:x",
        ),
    ],
)
def test_links_to_other_schemes_become_their_label(address: str) -> None:
    assert inline_html(f"a [label]({address}) b") == "a label b"
    assert inline_html(f"a [label][r] b\n\n[r]: {address}") == "a label b"
    assert inline_html(f"a ![label]({address}) b") == "a label b"
    assert plain_text(f"a [label]({address}) b", links="spelled") == "a label b"


def test_autolinks_to_other_schemes_become_text() -> None:
    assert inline_html("<javascript:x> ftp://x.example") == "&lt;javascript:x&gt; ftp://x.example"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![a](https://x.example/i.png)", '<a href="https://x.example/i.png">a</a>'),
        ('![a](i.png "t")', '<a href="i.png" title="t">a</a>'),
        ("![](https://x.example/i.png)", '<a href="https://x.example/i.png">https://x.example/i.png</a>'),
        ("[![a](i.png)](/b)", '<a href="/b">a</a>'),
        ("[![](i.png)](/b)", '<a href="/b">/b</a>'),
        ("![a *b* <c>](/d)", '<a href="/d">a b &lt;c&gt;</a>'),
    ],
)
def test_images_become_links(text: str, html: str) -> None:
    assert inline_html(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[API]: removed", "[API]: removed"),
        ("- [API]: removed", "<ul>\n<li>[API]: removed</li>\n</ul>"),
        ("a[^1]\n\n[^1]: note", "<p>a[^1]</p>\n<p>[^1]: note</p>"),
        ("[a] b\n\n[A]: /c", '<a href="/c">a</a> b'),
        ("```\n[API]: x\n```", "<pre><code>[API]: x\n</code></pre>"),
    ],
)
def test_a_link_definition_nobody_uses_is_text(text: str, html: str) -> None:
    assert inline_html(text) == html


def test_a_table_is_reached_by_keys_on_pages_and_plain_in_feeds() -> None:
    html = block_html("| |b|\n|-|-|\n|1|2|")
    assert html.startswith(f"{TABLE}<table>")
    assert "<tr>\n<td></td>\n<th>b</th>\n</tr>" in html, "an empty corner is no header"
    assert without_table_keys(html).startswith('<div class="rc-table"><table>')


def test_cells_beyond_the_last_column_are_kept_in_it() -> None:
    text = "|a|b|\n|-|:-:|\n|1|`x|y`|\n|2|3|4|"
    assert inline_html(text) == (
        f'{TABLE}<table>\n<thead>\n<tr>\n<th>a</th>\n<th align="center">b</th>\n</tr>\n</thead>\n'
        '<tbody>\n<tr>\n<td>1</td>\n<td align="center"><code>x|y</code></td>\n</tr>\n'
        '<tr>\n<td>2</td>\n<td align="center">3|4</td>\n</tr>\n</tbody>\n</table></div>'
    )
    assert plain_blocks(text) == "a | b\n1 | x|y\n2 | 3|4"
    assert plain_text(text) == "a | b; 1 | x|y; 2 | 3|4"
    assert inline_html(f"```\n{text}\n```") == f"<pre><code>{text}\n</code></pre>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# One *two*\nthree", '<p class="rc-heading"><strong>One <em>two</em></strong></p>\n<p>three</p>'),
        ("One\n---", '<p class="rc-heading"><strong>One</strong></p>'),
        ("a  \nb", "a<br>\nb"),
        ("~~a~~", "<del>a</del>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("- [ ] a\n- [x] b", "<ul>\n<li>[ ] a</li>\n<li>[x] b</li>\n</ul>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("```c++ extra\n<x>\n```", '<pre><code class="language-c++">&lt;x&gt;\n</code></pre>'),
        ('```a"b\nx\n```', "<pre><code>x\n</code></pre>"),
        ("***", "<hr>"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_blocks(text: str, html: str) -> None:
    assert inline_html(text) == html


def test_only_a_lone_paragraph_loses_its_wrapper() -> None:
    assert inline_html("*a*") == "<em>a</em>"
    assert block_html("*a*") == "<p><em>a</em></p>"
    assert inline_html("*a*\n\nb") == "<p><em>a</em></p>\n<p>b</p>"


@pytest.mark.parametrize(
    "text",
    [
        *(
            piece * 10_000 + "word"
            for piece in (
                ">",
                "> ",
                "[",
                "*",
                "**a ",
                "*a ",
                "_a ",
                "- ",
                "1. ",
                "![",
                "[a](",
                "` ",
                "~a ",
                "|",
                "<",
                "<a ",
            )
        ),
        "[" * 10_000 + "word" + "]" * 10_000,
        "![" * 5_000 + "word" + "](x)" * 5_000,
        "*a **a " * 5_000 + "word" + "** *" * 5_000,
        "".join("  " * level + "- word\n" for level in range(300)),
        "\\[" * 10_000 + "word]:",
        "|a|\n|-|\n" + "|word" * 10_000,
        "www." * 10_000 + "word",
        "https://a.example/" + ")" * 10_000 + " word",
    ],
    ids=lambda text: text[:8],
)
def test_deep_nesting_is_shown_within_bounds(text: str) -> None:
    for html in (inline_html(text), block_html(text)):
        outline = Outline(html)
        assert outline.deepest <= commonmark.MAX_DEPTH + 2
        assert "word" in "".join(outline.text)
    assert "word" in plain_text(text)
    assert "word" in plain_blocks(text)


def test_a_text_that_holds_every_mark_is_still_whole() -> None:
    text = "<b>\u2cfa\u2cfb\u2cfc\u2cfe\u2cf9\u2cff\u2e16\u2e0e"
    assert inline_html(text) == f"<pre><code>{escape(text)}\n</code></pre>"
    assert plain_text(text) == text


def test_memory_does_not_grow_with_the_number_of_texts() -> None:
    resource = pytest.importorskip("resource")
    for _ in range(500):
        commonmark.to_html("*a* `b` " * 20)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(3000):
        commonmark.to_html("*a* `b` " * 20)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8_000


@pytest.mark.parametrize(
    ("address", "absolute"),
    [
        ("b/c", "https://a.example/p/b/c"),
        ("../b?x&y", "https://a.example/b?x&amp;y"),
        ("/b", "https://a.example/b"),
        ("#b", "https://a.example/p/#b"),
        ("//b.example/c", "https://b.example/c"),
        ("https://b.example/", "https://b.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("//[", "https://%5B"),
    ],
)
def test_absolute_links_resolves_relative_addresses(address: str, absolute: str) -> None:
    html = absolute_links(inline_html(f'[x](<{address}> "t")'), "https://a.example/p/")
    assert html == f'<a href="{absolute}" title="t">x</a>'


@given(MARKDOWN)
def test_after_absolute_links_no_relative_address_is_left(text: str) -> None:
    html = absolute_links(block_html(text), "https://a.example/p/")
    assert_safe(html)
    for _, attributes in Outline(html).elements:
        href = attributes.get("href")
        assert href is None or urlsplit(href).scheme


def test_text_that_looks_like_a_link_is_left_alone_by_absolute_links() -> None:
    html = inline_html('`<a href="x">`')
    assert absolute_links(html, "https://a.example/") == html


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("  a \n b\u3000c ", "a b c"),
        ("**a** _b_ `c*d` ~~e~~", "a b c*d e"),
        ("a  \nb\\\nc", "a b c"),
        ("重载\n策略 a\nb", "重载策略 a b"),
        ("重载\n**策略**", "重载策略"),
        ("Intro:\n\n- a\n- b.\n- c\n\nEnd", "Intro: a; b. c; End"),
        ("1. a\n2. b\n   - c", "1. a; 2. b; c"),
        ("# H\n\ntext", "H text"),
        ("```\na\n  b\n```", "a b"),
        ("> a\n> b", "a b"),
        ("&lt;b&gt; &amp;amp; &copy; <i>", "<b> &amp; © <i>"),
        ("![a](b) ![](https://x.example/i) [![c](d)](e)", "a https://x.example/i c"),
        ("<script>{{ x }}</textarea>", "<script>{{ x }}</textarea>"),
        ("", ""),
        ("-", ""),
    ],
)
def test_plain_text_is_readable(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    ("text", "label", "spelled"),
    [
        ("[a *b*](https://x.example/?c&d)", "a b", "a b (https://x.example/?c&d)"),
        ("[mail](mailto:a@b.example)", "mail", "mail (a@b.example)"),
        ("[a](b.html)", "a", "a"),
        ("<https://x.example> www.x.example a@b.example", *["https://x.example www.x.example a@b.example"] * 2),
        ("https://x.example/词", *["https://x.example/词"] * 2),
        ("![a](https://x.example/i)", "a", "a (https://x.example/i)"),
        ("[](https://x.example)", *["https://x.example"] * 2),
    ],
)
def test_links_give_their_label_or_are_spelled(text: str, label: str, spelled: str) -> None:
    assert plain_text(text) == plain_blocks(text) == label
    assert plain_text(text, links="spelled") == plain_blocks(text, links="spelled") == spelled


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\nb\n\nc  \nd", "a b\n\nc\nd"),
        ("a\n\n- b\n- c\n  - d\n\n    e\n- f\n\ng", "a\n\n- b\n- c\n  - d\n    e\n- f\n\ng"),
        ("9. a\n10. b\n    1. c", "9. a\n10. b\n  1. c"),
        ("- - a\n  - b", "- - a\n  - b"),
        ("a\n\n```sh\nx\n\n  y\n```", "a\n\n    x\n\n      y"),
        ("- a\n\n  ```\n  x\n  ```", "- a\n      x"),
        ("> a\n>\n> - b\n>   c\n\nd", "> a\n\n> - b c\n\nd"),
        ("|a||\n|-|-|\n||b|", "a\nb"),
        ("one", "one"),
        ("", ""),
    ],
)
def test_plain_blocks_keep_the_shape(text: str, plain: str) -> None:
    assert plain_blocks(text) == plain


def test_plain_blocks_use_the_given_bullet() -> None:
    assert plain_blocks("- a\n  - b\n- c", bullet="• ") == "• a\n  • b\n• c"


def test_the_sanitizer_alone_stops_what_the_parser_might_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = (
        '<p id="x" class="y" onclick="z">a<script>b</script><img src="//e" alt="c" /><a href="javascript:x">d</a></p>'
    )
    monkeypatch.setattr(commonmark, "to_html", lambda _: hostile)
    assert markup_html.block_html("*") == '<p>a<a href="//e">c</a>d</p>'


# Time


@pytest.mark.parametrize(
    "text", ["\\[" * 400_000 + "]:", "[" * 800_000 + "]:", "[a" * 400_000 + "]:", "[a\\\n" * 200_000 + "]:"]
)
def test_looking_for_idle_definitions_takes_time_in_proportion_to_the_text(text: str) -> None:
    began = perf_counter()
    commonmark._with_idle_definitions_shown(text, "")
    assert perf_counter() - began < 2


@pytest.mark.parametrize("text", [r"\\[api]", r"a \] [api]", "[x][api]", "[api][]"])
def test_a_definition_that_is_used_stays_one(text: str) -> None:
    assert 'href="https://b.example"' in block_html(f"{text}\n\n[api]: https://b.example")


@pytest.mark.parametrize("text", [r"\[api]", r"\\\[api]"])
def test_an_escaped_bracket_uses_no_definition(text: str) -> None:
    assert "[api]: removed" in plain_text(f"{text}\n\n[api]: removed")
