"""Which pages over all products there are. Another one is a module, and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from .deprecations import DEPRECATIONS
from .notices import NOTICES
from .page import AcrossPage
from .products import PRODUCTS
from .security import SECURITY
from .subscribe import SUBSCRIBE

PAGES: Mapping[str, AcrossPage] = {page.name: page for page in (SECURITY, NOTICES, DEPRECATIONS, SUBSCRIBE)}
"""By name, in the order in which a site without a `nav` of its own hears of them."""

PACKED: Mapping[str, AcrossPage] = {**PAGES, PRODUCTS.name: PRODUCTS}
"""All that a product says something on: these, and the site's own page of products."""
