"""The page for addresses that lead nowhere: one for all languages, as most servers have only that at their root."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from ...render.across.pages import PAGES
from ...render.addresses import Addresses
from ...words import words

VARIABLE = "relcast_lost"
"""What the template 404.html finds it all in."""


Known = tuple[str, str, Sequence[str]]
"""A product's id, its name, and the ids that it had before."""


def lost_parts(
    addresses: Addresses, editions: Sequence[tuple[str, str, Sequence[Known]]], home: str
) -> list[Mapping[str, str]]:
    """What the page says in each language; an edition is its language, the link to its root, and its products.

    Addresses are whole paths, as the page may stand for one at any depth. `home` is the products page, seen from an
    edition's root.
    """
    here = urlsplit(addresses.base or "/").path
    parts: list[Mapping[str, str]] = []
    for language, link, products in editions:
        table, root = words(language), urljoin(here, link)
        known = [[id, name, addresses.product(id), *former] for id, name, former in products]
        known += [[name, table[f"across.{name}.title"], addresses.across(name)] for name in PAGES]
        parts.append(
            {
                "language": language,
                "root": root,
                "home": root + home,
                "prefix": addresses.prefix,
                "index": "" if addresses.directory_urls else "index.html",
                "known": json.dumps(known, ensure_ascii=False, separators=(",", ":")),
                **{name: table[f"lost.{name}"] for name in ("title", "text", "maybe", "search", "products")},
            }
        )
    return parts
