"""What search engines and link previews read in a page's head: schema.org's SoftwareApplication, and Open Graph."""

from __future__ import annotations

import json
from functools import lru_cache

from ..library.product import VersionedRelease
from ..markup.escape import escape
from ..model.product import Vendor
from ..model.scalars import day_of
from .addresses import Addresses
from .phrases import plain
from .views import Views

_CODES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""Characters that could end a script element, or a line in one."""


def application(views: Views, entry: VersionedRelease | None) -> str:
    """A data block (no script runs) on the product at a release, for the head of a page; `None`: nothing released yet.

    `softwareVersion` and `releaseNotes` name that release. A site that doesn't know its address says nothing, since a
    link in it must be whole (schema.org, SoftwareApplication).
    """
    history, addresses = views.history, views.addresses
    if addresses.base is None:
        return ""
    said = {
        "@context": "https://schema.org",
        "@type": "SoftwareApplication",
        "name": views.name,
        "url": addresses.absolute(addresses.product(history.id)),
        "inLanguage": views.language,
        "publisher": {"@type": "Organization", "name": plain(history.vendor.name, views.language)},
    }
    if entry is not None:
        said["softwareVersion"] = entry.version.text
        said["releaseNotes"] = addresses.absolute(addresses.release(history.id, entry.version.text))
        if entry.release.date and entry.release.status == "released":
            said["datePublished"] = day_of(entry.release.date, history.zone).isoformat()
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":")).translate(_CODES)
    return f'<script type="application/ld+json">{text}</script>'


def open_graph(views: Views, path: str, title: str, description: str) -> str:
    """What a chat shows of a link to the page at `path`; empty where the site doesn't know its address."""
    return link_preview(views.addresses, views.history.vendor, views.language, path, title, description)


PICTURE = "assets/relcast/share.png"
"""The theme's picture for previews of links, 1200 x 630; a file of this name in the vendor's own theme wins."""


def link_preview(addresses: Addresses, vendor: Vendor, language: str, path: str, title: str, description: str) -> str:
    """Open Graph and what X reads, for the page at `path`; empty where the site doesn't know its address."""
    if addresses.base is None:
        return ""
    rows = (("title", title), ("description", description), ("url", addresses.absolute(path)))
    about = "".join([f'<meta property="og:{name}" content="{escape(text)}">' for name, text in rows if text])
    return about + _of_every_page(addresses.base, vendor.image or "", plain(vendor.name, language), language)


@lru_cache(maxsize=16)
def _of_every_page(base: str, image: str, vendor: str, language: str) -> str:
    rows = [
        ("type", "website"), ("site_name", vendor), ("locale", language.replace("-", "_")),
        ("image", image or base + PICTURE),
    ]  # fmt: skip
    if not image:
        rows += [("image:width", "1200"), ("image:height", "630")]
    about = "".join([f'<meta property="og:{name}" content="{escape(text)}">' for name, text in rows])
    return f'{about}<meta name="twitter:card" content="summary_large_image">'
