"""Our pages in the site engine's sitemap (sitemaps.org, protocol 0.9), and where search engines find it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from urllib.parse import urlsplit

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


def robots_txt(bases: Sequence[str]) -> str | None:
    """Names the sitemap of every edition, by the editions' addresses, the default one's first; None where the site is
    not its host's root, since nobody looks for the file elsewhere (RFC 9309, section 2.3).

    Each has a line of its own, with the whole address (sitemaps.org: Informing search engine crawlers).
    """
    if not bases or urlsplit(bases[0]).path != "/":
        return None
    rows = "".join(f"Sitemap: {base}sitemap.xml\n" for base in bases)
    return f"User-agent: *\nAllow: /\n\n{rows}"
