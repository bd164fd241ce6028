"""What search engines and link previews read in a page's head: schema.org's SoftwareApplication, and Open Graph."""

from __future__ import annotations

import json

from ..library.product import VersionedRelease
from ..markup.escape import escape
from ..model.scalars import day_of
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
        "name": plain(history.product.name, views.language),
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
    addresses = views.addresses
    if addresses.base is None:
        return ""
    rows = (
        ("type", "website"), ("title", title), ("description", description), ("url", addresses.absolute(path)),
        ("locale", views.language.replace("-", "_")),
    )  # fmt: skip
    return "".join(f'<meta property="og:{name}" content="{escape(text)}">' for name, text in rows if text)
