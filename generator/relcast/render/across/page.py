"""What a page over all products is made of.

A product's rows for a page travel in its pack, as plain values that JSON can hold, so that a build in which little
changed reads no record again. A row is said in one language, and HTML in it is safe. It may be put together to the last
letter but for the page's place: links in it begin with `ROOT`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from ...library.arrange import PlacedChange
from ...library.product import VersionedRelease
from ...model.product import Vendor
from ...model.release import shared_id
from ...words import words
from ..addresses import Addresses, relative
from ..draw import Pieces
from ..views import Views

ROOT = "\0"
"""Stands for the way to the site's root in the links of a row; no record can hold it (YAML 1.2, section 5.1)."""

Row = list[Any]
"""Plain values, in an order that the page's own module knows."""


class ProductRows(NamedTuple):
    """What a product says on a page."""

    product: str
    """Its id."""
    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a page over all products is shown."""

    language: str
    addresses: Addresses
    page: str
    """The page's own path."""
    vendor: Vendor | None
    """None in a preview whose vendor.yaml can't be read."""
    now: datetime
    has_feeds: bool
    has_calendar: bool
    pieces: Pieces = ()
    part: str = ""
    """Which of the pages below it, where its rows are too many for one; empty is the page itself."""

    def path(self, target: str) -> str:
        """The link from the page to a path from the site's root."""
        return relative(target, self.page)

    def link(self, path: str) -> str:
        """The same, ready for an attribute."""
        return escape(self.path(path))

    def settle(self, html: str) -> str:
        """The HTML of rows with links that lead on from the page."""
        return html.replace(ROOT, "../" * self.page.count("/"))

    def script(self, name: str) -> str:
        """Loads one of the theme's scripts."""
        return f'<script src="{self.link(f"assets/relcast/{name}")}" defer></script>\n'


@dataclass(frozen=True, slots=True)
class AcrossText:
    """What a page says below its heading."""

    lead: str
    """HTML that the site's search reads: what the page is about, without its rows, which it finds where they belong."""
    body: str
    """HTML that follows."""
    contents: Sequence[tuple[str, str]] = ()
    """The table of contents: id and title as plain text."""


@dataclass(frozen=True, slots=True)
class AcrossPage:
    """A page over all products: how its rows and its text are made.

    Its heading, its title and its description are among the words: `across.<name>.title`, `.description`.
    """

    name: str
    """Its address below the mount point."""
    rows: Callable[[Views], Iterable[Row]]
    text: Callable[[Setting, Sequence[ProductRows]], AcrossText]
    parts: Callable[[Sequence[ProductRows]], Sequence[str]] = lambda _: ()
    """The names of the pages below it."""
    part_title: Callable[[str, str], str] = lambda part, _: part
    """What such a page is called, from its name and the language."""
    files: Callable[[Sequence[ProductRows]], Mapping[str, bytes]] = lambda _: {}
    """Files below it that its script asks for."""

    def source(self, language: str, part: str = "") -> str:
        """The docs page, or that of a part, as Markdown with front matter; what `text` makes goes below its heading."""
        table = words(language)
        title, description = table[f"across.{self.name}.title"], table[f"across.{self.name}.description"]
        meta: dict[str, Any] = {"title": title, "description": description, "relcast": self.name}
        if part:
            title = self.part_title(part, language)
            meta = {
                "title": title, "description": f"{title}{table['colon']}{description}",
                "relcast": f"{self.name}/{part}", "search": {"exclude": True},  # the page itself is found
            }  # fmt: skip
        return f"---\n{json.dumps(meta, ensure_ascii=False)}\n---\n\n# {title}\n"


def release_address(views: Views, entry: VersionedRelease, id: str = "") -> str:
    """Where a row's link to a release leads, or to a change in it: ready for an attribute."""
    address = escape(ROOT + views.addresses.release(views.history.id, entry.version.text))
    return f"{address}#{id}" if id else address


def place_of(entry: VersionedRelease, placed: PlacedChange) -> str:
    """What a change's row goes by: its author's id, else the version that has it, and its place there."""
    return shared_id(placed.change) or f"{entry.version.text}-{placed.id}"


def row_anchor(text: str, taken: Counter[str]) -> str:
    """A row's id among those of its product, which `taken` counts; texts that look alike without their foreign
    characters stay apart."""
    anchor = re.sub(r"[^A-Za-z0-9._-]+", "-", text)
    taken[anchor] += 1
    return f"{anchor}~{taken[anchor]}" if taken[anchor] > 1 else anchor


def heads(*titles: str) -> str:
    """The heads of a table's columns."""
    cells = "".join(f'<th scope="col">{escape(title)}</th>' for title in titles)
    return f"<thead><tr>{cells}</tr></thead>"


@lru_cache(maxsize=64)  # every row has the same
def label_of(title: str) -> str:
    """Says in a cell what its column's head does, for screens on which a row is a card."""
    return f' data-label="{escape(title)}"'


def no_rows(views: Views) -> Iterable[Row]:
    """For a page that needs to know of no release."""
    return ()
