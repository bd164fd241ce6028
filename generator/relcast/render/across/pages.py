"""Which pages over all products there are. Another one is a module, and a line here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from ..draw import render
from .deprecations import DEPRECATIONS
from .notices import NOTICES
from .page import AcrossPage, AcrossText, ProductRows, Setting
from .products import PRODUCTS
from .security import SECURITY
from .subscribe import SUBSCRIBE

PAGES: Mapping[str, AcrossPage] = {page.name: page for page in (SECURITY, NOTICES, DEPRECATIONS, SUBSCRIBE)}
"""By name, in the order in which a site without a `nav` of its own hears of them."""

PACKED: Mapping[str, AcrossPage] = {**PAGES, PRODUCTS.name: PRODUCTS}
"""All that a product says something on: these, and the site's own page of products."""


def text_of(name: str, setting: Setting, products: Sequence[ProductRows]) -> AcrossText:
    """What a page says, with its body as the piece of its name draws it; the cards of products are pieces themselves.

    Raises PieceBroken.
    """
    text = PACKED[name].text(setting, products)
    if name == PRODUCTS.name:
        return text
    return replace(text, body=render(f"{name}.html", setting.language, setting.pieces, body=Markup(text.body)))
