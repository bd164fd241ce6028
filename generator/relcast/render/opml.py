"""The list of all feeds, to be taken into a reader at once: OPML 2.0 (opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model.product import Vendor
from ..words import words
from .addresses import Addresses
from .feed_entries import without_brackets
from .feed_text import xml_attribute, xml_text
from .phrases import plain
from .subscribe import VIEWS, feed_file, feed_title


def opml(vendor: Vendor, language: str, addresses: Addresses, products: Sequence[tuple[str, str]]) -> bytes:
    """The feeds of all products, then each product's own, in a folder of its name; `products` are ids and names.

    Each feed stands there once, as Atom. Its `type` is `rss`, which in OPML means any feed.
    """
    name = without_brackets(plain(vendor.name, language))
    title = words(language)["feed.list"].format(product=name)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{xml_text(title)}</title></head>",
        "<body>",
        *_outlines(language, addresses, name, None),
    ]
    for product, called in products:
        lines.append(f'<outline text="{xml_attribute(without_brackets(called))}">')
        lines += _outlines(language, addresses, called, product)
        lines.append("</outline>")
    lines += ["</body>", "</opml>", ""]
    return "\n".join(lines).encode()


def _outlines(language: str, addresses: Addresses, name: str, product: str | None) -> Iterable[str]:
    home = addresses.absolute(addresses.product(product) if product else addresses.prefix)
    for view in VIEWS:
        title = xml_attribute(without_brackets(feed_title(view, name, language)))
        address = addresses.absolute(addresses.file(feed_file(view, "atom"), product))
        yield (
            f'<outline type="rss" text="{title}" title="{title}" xmlUrl="{xml_attribute(address)}" '
            f'htmlUrl="{xml_attribute(home)}" language="{xml_attribute(language)}"/>'
        )
