"""Where each security fix is told once one page can't hold them all.

The page itself has the newest. A year of which it lacks some has pages of its own, with all of that year's fixes. They
are filled up from the oldest on, so that what stands on one stays there; and only a year with older fixes has any.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...words import words
from .page import ProductRows, Row

ROWS = 300
"""The most fixes on a page, which come to some 200 kB."""

FILE = "fixes.js"
"""Below the page's address: every fix for the page's script. A script itself, since a page that was opened from a disk
can load nothing else."""

_UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Part:
    """A page with fixes of one year, or of none."""

    year: str
    number: int
    """1 has the year's oldest fixes."""
    rows: Sequence[Row]
    """Newest first."""

    @property
    def name(self) -> str:
        """Its address below the page's own."""
        year = self.year or _UNDATED
        return year if self.number == 1 else f"{year}-{self.number}"


def newest_first(products: Sequence[ProductRows]) -> list[Row]:
    """Every fix."""
    return sorted((row for product in products for row in product.rows[1:]), key=lambda row: row[0], reverse=True)


def on_the_page(rows: Sequence[Row]) -> Sequence[Row]:
    """Those of all fixes, newest first, that the page itself has."""
    return rows[:ROWS]


def year_of(row: Row) -> str:
    """The year of a fix; empty where it has no date."""
    return str(row[0][:4])


def parts_of(rows: Sequence[Row]) -> list[Part]:
    """The pages of years, newest first; `rows` come newest first too."""
    older = {year_of(row) for row in rows[ROWS:]}
    found: list[Part] = []
    for year, group in groupby(rows, key=year_of):
        of_year = list(group)
        ends = range(len(of_year), 0, -ROWS) if year in older else ()
        parts = [Part(year, number, of_year[max(0, end - ROWS) : end]) for number, end in enumerate(ends, 1)]
        found += reversed(parts)
    return found


def part_names(products: Sequence[ProductRows]) -> list[str]:
    """The pages' addresses below the page's own."""
    return [part.name for part in parts_of(newest_first(products))]


def part_label(name: str, language: str) -> str:
    """What a page of a year goes by: `2024`, or `2024, part 2`."""
    table = words(language)
    year, _, number = name.partition("-")
    said = table["undated"] if year == _UNDATED else year
    return table["across.security.part"].format(year=said, n=number) if number else said


def part_title(name: str, language: str) -> str:
    """The heading of a page of a year."""
    table = words(language)
    return f"{table['across.security.title']}{table['brackets'].format(part_label(name, language))}"


def fix_files(products: Sequence[ProductRows]) -> Mapping[str, bytes]:
    """For the script, where there is more than one page: each product's fixes, newest first, as (place on its page,
    versions concerned, name of a page of its year or empty)."""
    rows = newest_first(products)
    parts = parts_of(rows)
    if not parts:
        return {}
    told_on = {row[2]: part.name for part in parts for row in part.rows}
    found: dict[str, list[tuple[str, str, str]]] = {product.product: [] for product in products if product.rows}
    for row in rows:
        product, _, anchor = row[2].partition("/")
        found[product].append((anchor, row[3], told_on.get(row[2], "")))
    return {FILE: f"window.relcastFixes={json.dumps(found, separators=(',', ':'))}\n".encode()}
