"""Our pages in the site engine's sitemap (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from .pack import PackedPage


def extend(sitemap: str, base: str, pages: Iterable[PackedPage], today: date) -> str:
    """The sitemap with an entry for each page, by address; unchanged if it isn't of the expected form.

    No page was modified later than today, whatever a revision's date says.
    """
    start, latest = escape(base), today.isoformat()
    rows = "".join(
        [
            f"    <url>\n         <loc>{start}{escape(page.url)}</loc>\n"
            + (f"         <lastmod>{min(page.modified, latest)}</lastmod>\n" if page.modified else "")
            + "    </url>\n"
            for page in pages
        ]
    )
    head, end, tail = sitemap.rpartition("</urlset>")
    return f"{head}{rows}{end}{tail}" if end else sitemap
