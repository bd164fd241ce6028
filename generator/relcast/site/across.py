"""Rows of the pages over all products: into a product's pack, and out of all packs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..render.across.page import ProductRows
from ..render.across.pages import PAGES
from ..render.views import Views
from .pack import Pack, PackedRows, PackWriter


def pack_rows(writer: PackWriter, views: Views) -> None:
    """Put what a product says on each of the pages into its pack."""
    for name, page in PAGES.items():
        if rows := list(page.rows(views)):
            content = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
            writer.header.rows.append(PackedRows(views.language, name, writer.add(content)))


def read_rows(page: str, language: str, packs: Sequence[Pack]) -> list[ProductRows]:
    """What every product says on a page, products without a word too, in the packs' order. Raises PackChanged."""
    found = []
    for pack in packs:
        names = [card.name for card in pack.header.cards if card.language == language]
        if not names:
            continue  # a product that could not be rendered
        places = [row.content for row in pack.header.rows if row.language == language and row.page == page]
        rows = [row for content in (pack.read(places) if places else ()) for row in json.loads(content)]
        found.append(ProductRows(pack.header.product, names[0], rows))
    return found
