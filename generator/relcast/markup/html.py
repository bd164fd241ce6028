"""Text of a record -> safe HTML fragments for pages and feeds.

What can come out: paragraphs, lists, quotes, code, tables, emphasis and links to http, https, mailto and relative
addresses. No image is loaded (it becomes a link), no id or class comes from the text, no heading enters the page's
outline.
"""

import re
from html import escape, unescape
from urllib.parse import urljoin

import nh3

from relcast.markup import commonmark
from relcast.markup.plain import plain_text
from relcast.markup.simple import simple, simple_html

_LANGUAGE = re.compile(r"language-[a-z0-9+-]+")
_HAS_SCHEME = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_RELATIVE = re.compile(r"[^:/?#]*(?:[/?#]|$)")


def _allowed_value(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        # nh3 judges schemes; `java%0Ascript:` has none but is no relative address either (RFC 3986, 4.2).
        return value if _HAS_SCHEME.match(value) or _RELATIVE.match(value) else None
    if attribute == "class" and tag == "code":
        return value if _LANGUAGE.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "blockquote", "ul", "ol", "li", "pre", "code", "em", "strong", "del", "a"),
        *("div", "table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={"a": {"href", "title"}, "code": {"class"}, "ol": {"start"}},
    tag_attribute_values={
        "p": {"class": {"rc-heading"}},
        "div": {"class": {"rc-table"}, "role": {"group"}, "tabindex": {"0"}},
        "th": {"align": {"left", "center", "right"}},
        "td": {"align": {"left", "center", "right"}},
    },
    attribute_filter=_allowed_value,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)

TABLE = '<div class="rc-table" role="group" tabindex="0">'
"""What stands round every table: it scrolls sideways where there is no room, and so must be reached by keys (axe,
scrollable-region-focusable)."""

_TABLE = re.compile(r'<div class="rc-table" [^>]*>')
_EMPTY_HEADER = re.compile(r"<th(?: align=\"[a-z]+\")?></th>")
_HEADING_OR_TABLE = re.compile(r"<(/?)(h[1-6]|table)>")
_REPLACEMENTS = {
    ("", "h"): '<p class="rc-heading"><strong>',
    ("/", "h"): "</strong></p>",
    ("", "t"): f"{TABLE}<table>",
    ("/", "t"): "</table></div>",
}
_LINK = re.compile(r"(<a [^>]*>)(.*?)</a>", re.DOTALL)
_IMAGE = re.compile(r'<img src="([^"]*)" alt="([^"]*)"( title="[^"]*")? />')
_EMPTY_LINK = re.compile(r'(<a href="([^"]+)"[^>]*>)\s*</a>')
_LINK_TO_NOWHERE = re.compile(r'<a(?: href="")?(?: title="[^"]*")?>(.*?)</a>', re.DOTALL)
_RELATIVE_HREF = re.compile(r'(<a href=")(?!(?:https?|mailto):)([^"]*)', re.IGNORECASE)


def inline_html(text: str) -> str:
    """The text without a wrapper when it is one paragraph, as most changes are; otherwise as `block_html`."""
    simple = simple_html(text)
    if simple is not None:
        return simple
    html = _safe(text)
    if html.startswith("<p>") and html.find("</p>") == len(html) - 4:
        return html[3:-4]
    return html


def line(text: str) -> tuple[str, str]:
    """The text as `inline_html` and as `plain_text` give it; both at once cost little more than one."""
    return simple(text) or (inline_html(text), plain_text(text))


def block_html(text: str) -> str:
    """Paragraphs, lists, quotes, code, tables; a text with nothing in it gives "". No line end at the end."""
    simple = simple_html(text)
    return _safe(text) if simple is None else f"<p>{simple}</p>"


def absolute_links(html: str, base: str) -> str:
    """HTML made by this module with its relative links resolved against the absolute address `base`."""

    def resolved(match: re.Match[str]) -> str:
        return match[1] + escape(urljoin(base, unescape(match[2])))

    return _RELATIVE_HREF.sub(resolved, html)


def without_table_keys(html: str) -> str:
    """HTML made from this module's without what lets keys scroll a table, for feeds."""
    return _TABLE.sub('<div class="rc-table">', html) if 'class="rc-table"' in html else html


def _safe(text: str) -> str:
    html = commonmark.to_html(text)
    if "<h" in html or "<table>" in html:
        html = _HEADING_OR_TABLE.sub(lambda match: _REPLACEMENTS[match[1], match[2][0]], html)
    if "<img" in html:
        html = _LINK.sub(lambda link: link[1] + _IMAGE.sub(r"\2", link[2]) + "</a>", html)
        html = _IMAGE.sub(r'<a href="\1"\3>\2</a>', html)
    if "></a>" in html or " </a>" in html:
        html = _EMPTY_LINK.sub(r"\1\2</a>", html)
    html = _CLEANER.clean(html)
    if "></th>" in html:
        html = _EMPTY_HEADER.sub("<td></td>", html)  # a corner names nothing
    if "<a>" in html or '<a href=""' in html or "<a title" in html:
        html = _LINK_TO_NOWHERE.sub(r"\1", html)
    # Feeds may carry this as XML, which knows no `&nbsp;`.
    return html.replace("&nbsp;", "\u00a0").rstrip("\n")
