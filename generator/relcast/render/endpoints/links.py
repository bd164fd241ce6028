"""How a product's page leads to its files for tools."""

from __future__ import annotations

from html import escape

from ..addresses import relative
from ..calendar import FILE as CALENDAR
from ..views import Views


def tool_links(views: Views, page: str) -> list[tuple[str, str]]:
    """The files that readers may want, from the page at the path `page`: label and link."""
    return [(label, link) for label, _, link in _links(views, page)]


def tool_discovery(views: Views, page: str) -> str:
    """Links in the head of the page at the path `page`, for tools.

    `rel` holds a second word because Material's script asks for a sitemap below every exact `alternate`.
    """
    whose = escape(views.name) + views.words["colon"]
    return "".join(
        f'<link rel="alternate related" type="{kind}" title="{whose}{escape(label)}" href="{escape(link)}">'
        for label, kind, link in _links(views, page)
    )


def _links(views: Views, page: str) -> list[tuple[str, str, str]]:
    id, table = views.history.id, views.words
    found = [(table["endpoint.releases"], "application/json", "releases.json")]
    if views.has_calendar:
        found.insert(0, (table["calendar"], "text/calendar", CALENDAR))
    return [(label, kind, relative(views.addresses.file(name, id), page)) for label, kind, name in found]
