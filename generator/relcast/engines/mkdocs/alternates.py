"""The same page in other languages: the theme's language switch, and `hreflang` for search engines."""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urljoin

import jinja2
from jinja2.runtime import Context

_LINK = re.compile(r"<link\s[^>]*>", re.IGNORECASE)
_ALTERNATE = re.compile(r"""\brel=["']?alternate["']?(?=[\s/>])""", re.IGNORECASE)
_HREFLANG = re.compile(r"\bhreflang=", re.IGNORECASE)


class _Final(str):
    """A link that is right for the page being drawn, and that MkDocs' `url` filter must leave alone.

    The filter takes `../` off a link that leads out of the site before it looks what the link and the page have in
    common, and so would send `../guide/` on the page `guide/` to that page itself.
    """

    __slots__ = ()


def keep_final_links(env: jinja2.Environment) -> None:
    """Teach the theme's `url` filter about links that are final."""
    theirs = env.filters["url"]

    @jinja2.pass_context
    def url(context: Context, value: str) -> str:
        return value if isinstance(value, _Final) else theirs(context, value)

    env.filters["url"] = url


@dataclass(frozen=True, slots=True)
class Alternate:
    """A language's edition. `link` leads to its root (from this edition's root, or as the user wrote it), `base` is its
    absolute address, where known."""

    language: str
    name: str
    link: str
    base: str | None


def read(alternate: Any, site_url: str | None) -> list[Alternate]:
    """The editions that the user's `extra.alternate` names (Material: Changing the language, language selector)."""
    found = []
    for row in alternate if isinstance(alternate, list) else []:
        if isinstance(row, dict) and isinstance(row.get("link"), str) and row.get("lang"):
            link = row["link"].rstrip("/") + "/"
            base = urljoin(site_url, link) if site_url and (link.startswith("/") or "://" in link) else None
            found.append(Alternate(str(row["lang"]), str(row.get("name") or row["lang"]), link, base))
    return found


@contextmanager
def switched(
    extra: MutableMapping[str, Any], alternates: Sequence[Alternate], page: str, url: str | None
) -> Iterator[None]:
    """While this lasts, the language switch on the page at the address `page` leads to `url` in each edition, or to its
    root (None)."""
    if not alternates:
        yield
        return
    up = "../" * page.count("/")

    def link(item: Alternate) -> str:
        if item.link.startswith("/") or "://" in item.link:
            return item.link + (url or "")
        return _Final(f"{up}{item.link}{url or ''}" or "./")

    saved = extra.get("alternate")
    extra["alternate"] = [{"name": item.name, "lang": item.language, "link": link(item)} for item in alternates]
    try:
        yield
    finally:
        if saved is None:
            del extra["alternate"]
        else:
            extra["alternate"] = saved


def write_hreflang(html: str, alternates: Sequence[Alternate], url: str | None) -> str:
    """A page's HTML with one absolute `hreflang` link for each edition and `x-default` for the first.

    What the theme wrote leads to the editions' roots, and its script would look for a sitemap below each; our `rel`
    holds a closing blank, which means the same (HTML, section 4.6.7: a set of tokens) and is left alone.
    """
    known = [(item.language, item.base + url) for item in alternates if item.base] if url is not None else []
    if known:
        known.append(("x-default", known[0][1]))
    links = "".join(
        f'<link rel="alternate " hreflang="{escape(language)}" href="{escape(address)}">' for language, address in known
    )
    written = False

    def replace(match: re.Match[str]) -> str:
        nonlocal written
        if not (_HREFLANG.search(match[0]) and _ALTERNATE.search(match[0])):
            return match[0]
        first, written = not written, True
        return links if first else ""

    html = _LINK.sub(replace, html)
    return html if written or not links else html.replace("</head>", links + "</head>", 1)
