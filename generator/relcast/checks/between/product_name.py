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
    """The id is made of small letters, digits, dots and hyphens, and is no name that something else has; so are the ids
    that the product had before, whose addresses still lead to it."""
    path = f"{history.id}/product.yaml"
    if fault := _find_fault(history.id, history):
        yield Problem(CODE, NAME, *fault, path=path)
    for position, alias in enumerate(history.product.aliases):
        if fault := _find_fault(alias, history):
            yield Problem(
                CODE, NAME, fault[0], "take this alias out; the site can't have a page there", path=path,
                where=("aliases", position),
            )  # fmt: skip


def _find_fault(name: str, history: ProductHistory) -> tuple[str, str] | None:
    """What is wrong with a name, and what to do."""
    if not re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9-])?", name, re.ASCII):
        what = "the folder's name" if name == history.id else "the alias"
        return (
            f"{what} '{name[:60]}' can't be a product's id",
            "use small letters, digits, hyphens, and dots within, for example edge-gateway",
        )
    if _DEVICE.fullmatch(name) or _FILE.fullmatch(name):
        return (
            f"'{name}' looks like the name of a {'device' if _DEVICE.fullmatch(name) else 'file'}",
            f"choose another name, such as {name.replace('.', '-')}-app",
        )
    if name in RESERVED or name in {language.lower() for language in history.vendor.languages}:
        return f"the site needs the address /{name}/ for itself", f"choose another name, such as {name}-app"
    return None
