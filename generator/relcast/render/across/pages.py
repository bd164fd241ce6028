"""Which pages over all products there are. Another one is a module, and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from .deprecations import DEPRECATIONS
from .page import AcrossPage
from .security import SECURITY

PAGES: Mapping[str, AcrossPage] = {page.name: page for page in (SECURITY, DEPRECATIONS)}
"""By name, in the order in which a site without a `nav` of its own hears of them."""
