"""A product's folder has a name that can't be an address, or that a page of the site needs.

Why: the folder's name is the product's id forever: its address, and part of every feed id. Some names are files of the
site, and some are devices of Windows, where nobody could check the records out.

Bad: a folder `releases/search/`

Good: a folder `releases/search-engine/`
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library.product import ProductHistory
from ...problems import Problem, Severity

CODE, NAME = "RC404", "product-name"
SEVERITY: Severity = "error"

RESERVED = frozenset(
    ("archive", "assets", "console", "deprecations", "feeds", "images", "javascripts", "notices", "osv",
     "schemas", "search", "security", "stylesheets", "subscribe", "tags", "upgrade", "products")
)  # fmt: skip
_DEVICE = re.compile(r"(?:aux|con|nul|prn|com\d|lpt\d)(?:\..*)?", re.ASCII)
_FILE = re.compile(r".*\.(?:css|gz|html|ics|js|json|md|opml|svg|txt|xml|ya?ml)", re.ASCII)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """The id is made of small letters, digits, dots and hyphens, and is no name that something else has."""
    name, path = history.id, f"{history.id}/product.yaml"
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9-])?", name, re.ASCII):
        yield Problem(
            CODE, NAME, f"the folder's name '{name[:60]}' can't be a product's id",
            "use small letters, digits, hyphens, and dots within, for example edge-gateway", path=path,
        )  # fmt: skip
    elif _DEVICE.fullmatch(name) or _FILE.fullmatch(name):
        yield Problem(
            CODE, NAME, f"'{name}' looks like the name of a {'device' if _DEVICE.fullmatch(name) else 'file'}",
            f"choose another name, such as {name.replace('.', '-')}-app", path=path,
        )  # fmt: skip
    elif name in RESERVED or name in {language.lower() for language in history.vendor.languages}:
        yield Problem(
            CODE, NAME, f"the site needs the address /{name}/ for itself", f"choose another name, such as {name}-app",
            path=path,
        )  # fmt: skip
