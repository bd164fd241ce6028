"""A site on disk, and what must be true of every site whatever its theme, options and records."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html
from sample_records import TOKEN

from relcast.site.frame import token

LOCAL = "http://site.invalid/"
"""Stands for the site's address where it has none."""

STEM = re.compile(re.escape(token("P").partition("P")[0]), re.IGNORECASE)

_TOKEN_IN_TEXT = re.compile(f"{TOKEN}|{TOKEN[:7]}[A-Z0-9]*(…|\\\\u2026)")
"""The token that a record holds as text, whole or where a long text was cut."""


@dataclass
class Page:
    """One HTML file of the site."""

    file: str
    text: str
    tree: lxml.html.HtmlElement = field(repr=False)

    def select(self, xpath: str) -> list[lxml.html.HtmlElement]:
        return list(self.tree.xpath(xpath))

    def one(self, xpath: str) -> str:
        """The only match, as text."""
        found = self.tree.xpath(xpath)
        assert len(found) == 1, f"{self.file}: {xpath}: {found}"
        return str(found[0] if isinstance(found[0], str) else found[0].text_content())

    @property
    def ids(self) -> list[str]:
        return [str(value) for value in self.tree.xpath("//@id")]

    @property
    def words(self) -> str:
        return " ".join(self.tree.text_content().split())


class Site:
    """A built site; `base` is its address, if it knows one."""

    def __init__(self, root: Path, base: str | None = None) -> None:
        self.root = root
        self.base = (base.rstrip("/") + "/") if base else None

    def __contains__(self, file: str) -> bool:
        return (self.root / file).is_file()

    def text(self, file: str) -> str:
        return (self.root / file).read_text(encoding="utf-8")

    def page(self, file: str) -> Page:
        return self.pages[file]

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every file with its bytes."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    @cached_property
    def pages(self) -> dict[str, Page]:
        found = {}
        for name, content in self.files.items():
            if name.endswith(".html"):
                text = content.decode()
                found[name] = Page(name, text, lxml.html.document_fromstring(text.encode(), parser=_parser()))
        return found

    @cached_property
    def search(self) -> list[dict[str, str]]:
        return list(json.loads(self.text("search/search_index.json"))["docs"])

    def sitemap(self, folder: str = "") -> list[str]:
        """The addresses that a language's sitemap lists."""
        tree = lxml.etree.fromstring((self.root / folder / "sitemap.xml").read_bytes())
        return [str(text) for text in tree.xpath("//*[local-name()='loc']/text()")]

    def find(self, address: str, start: str = "") -> str | None:
        """The file that a link leads to from a page; None for another site's. Fails where there is no such file."""
        base = self.base or LOCAL
        whole = urljoin(base + start, address)
        parts = urlsplit(whole)
        if parts.scheme not in ("http", "https") or parts.netloc != urlsplit(base).netloc:
            return None
        assert parts.path.startswith(urlsplit(base).path), f"{start}: {address} leads out of the site"
        file = unquote(parts.path.removeprefix(urlsplit(base).path))
        if not file or file.endswith("/"):
            file += "index.html"
        assert file in self, f"{start}: {address} leads to {file}, which isn't there"
        return file

    # --- what must always be true ---

    def check(self) -> None:
        """Everything below."""
        self.check_tokens()
        self.check_links()
        self.check_ids()
        self.check_injection()
        self.check_sitemap()

    def check_tokens(self) -> None:
        """No slot is left anywhere; a slot's spelling in a record is text and stays."""
        for name, content in self.files.items():
            text = _TOKEN_IN_TEXT.sub("", content.decode("utf-8", "replace"))
            assert not STEM.search(text), f"{name}: {STEM.search(text)}"
            assert not name.startswith(".") or name == ".well-known/security.txt", name
            assert ".relcast" not in name, name

    def check_links(self) -> None:
        """Every link and asset of the site's own is there, with its fragment; nothing is loaded from elsewhere."""
        for page in self.pages.values():
            for element, attribute, address, _ in page.tree.iterlinks():
                if attribute not in ("href", "src", "srcset", "data", "action"):
                    continue
                if address == "//search.html" and page.file == "404.html":
                    continue  # the theme readthedocs, where the site is at the server's root
                found = self.find(address, page.file)
                if found is None:
                    loads = element.tag in ("script", "img", "iframe", "source") or (
                        element.tag == "link" and element.get("rel") in ("stylesheet", "preload", "icon")
                    )
                    # Material's offline plugin adds the shim; its privacy plugin would bring it home.
                    assert not loads or "iframe-worker" in address, f"{page.file} loads {address}"
                    assert urlsplit(address).scheme in ("https", "http", "mailto"), f"{page.file}: {address}"
                    continue
                fragment = unquote(urlsplit(address).fragment)
                if fragment and found in self.pages:
                    assert fragment in self.pages[found].ids, f"{page.file}: {address} has no such place"
        if "search/search_index.json" in self and "search/search_index.js" not in self:
            for entry in self.search:
                self.find(entry["location"])

    def check_ids(self) -> None:
        for page in self.pages.values():
            twice = [name for name, count in Counter(page.ids).items() if count > 1 and not name.startswith("__")]
            assert not twice, f"{page.file}: {twice}"

    def check_injection(self) -> None:
        """Pages of the hostile product have the elements that run of any other page, and its words as text."""
        for page in self.pages.values():
            for element in page.tree.iter():
                if isinstance(element.tag, str):
                    events = [name for name in element.attrib if name.startswith("on")]
                    assert not events, f"{page.file}: <{element.tag}> with {events}"
                    assert "javascript:" not in (element.get("href") or ""), page.file
            running = page.tree.xpath("//script[not(contains(@type, 'json'))]/text() | //style/text()")
            assert "alert(1)" not in "".join(running), page.file
        for name, page in self.pages.items():
            if "hostile/" in name:
                plain = self.pages[name.replace("hostile/1.0.0", "gateway/1.0.0").replace("hostile", "gateway")]
                for tag in ("script", "style", "iframe", "object", "base", "textarea", "img", "title", "meta"):
                    there, here = len(plain.select(f"//{tag}")), len(page.select(f"//{tag}"))
                    assert there == here, f"{name}: {here} <{tag}>, not {there}"
                assert "<script>alert(1)</script>" in page.words, name
                assert "{{ 7*7 }} {% raw %}" in page.words, name
                assert TOKEN in page.words, name
                assert "\\1 \\g<0> %s %(a)s" in page.words, name

    def check_sitemap(self) -> None:
        """Each page once, by an address that exists, in the sitemap of its language; the packed one says the same."""
        if "sitemap.xml" not in self or self.base is None:
            return
        folders = [name.removesuffix("sitemap.xml") for name in self.files if name.endswith("sitemap.xml")]
        listed = [self.find(address) for folder in folders for address in self.sitemap(folder)]
        assert None not in listed
        lead_on = {name for name, page in self.pages.items() if page.select("//a[@id='moved']")}
        ours = {
            name for name in self.pages.keys() - lead_on if name.rpartition("/")[2] not in ("404.html", "search.html")
        }
        assert Counter(listed) == Counter(ours)
        for name in (f"{folder}sitemap.xml" for folder in folders):
            assert gzip.decompress(self.files[f"{name}.gz"]) == self.files[name]


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
