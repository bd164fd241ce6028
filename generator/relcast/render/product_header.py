"""What the head of a product's page says: support, where it is live, cadence, upgrades to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ..library.cadence import find_gauge
from ..library.cadence_target import Target
from ..library.latest import find_line
from ..library.live import live_listings
from ..library.upcoming import upcoming_notices
from .across.notices import notice_anchor
from .addresses import relative
from .phrases import day_words, plain, say
from .sections import window_words
from .views import Views


@dataclass(frozen=True, slots=True)
class LiveView:
    """A marketplace, its address or nothing, and what is live there."""

    name: str
    href: str
    version: str
    release: str


@dataclass(frozen=True, slots=True)
class UpcomingView:
    """A planned upgrade: a script hides it from `until` (ISO 8601) on."""

    title: str
    status: str
    start: str
    window: str
    until: str
    impact: str
    href: str
    """Its place on the page of notices."""


def support_words(views: Views) -> list[str]:
    """The support of the latest release's line: active until, end of life, long-term; nothing where nobody says."""
    line = find_line(views.history, views.latest) if views.latest else None
    if line is None:
        return []
    table, said = views.words, []
    for name, moment in (("active", line.eoas), ("end", line.eol)):
        if moment:
            day = day_words(moment, views.language, views.history.zone)
            said.append(table[f"product.support.{name}"].format(date=day))
    if line.lts:
        said.append(table["product.support.lts"])
    return said


def cadence_words(views: Views, now: datetime) -> tuple[str, str, str] | None:
    """How often minor versions come, the verdict in words (empty without a target), and the verdict's name."""
    gauge = find_gauge(views.history, now)
    if gauge is None:
        return None
    table = views.words
    every = table["product.cadence.every.one" if gauge.days == 1 else "product.cadence.every"].format(days=gauge.days)
    if gauge.verdict is None or gauge.target is None:
        return every, "", ""
    return (
        every,
        table[f"product.cadence.{gauge.verdict}"].format(target=_target_words(views, gauge.target)),
        gauge.verdict,
    )


def _target_words(views: Views, target: Target) -> str:
    span = f"{target.least}–{target.most}" if target.least < target.most else str(target.most)
    one = ".one" if target.most == 1 else ""
    return views.words[f"target.{target.unit}{one}"].format(n=span)


def live_views(views: Views, page: str, now: datetime) -> list[LiveView]:
    """Each marketplace with what is live there; one we have no name for is called as the product calls it."""
    return [
        LiveView(
            views.words.get(f"listing.{live.listing.profile}", live.id),
            live.listing.url or "",
            live.entry.version.text,
            relative(views.addresses.release(views.history.id, live.entry.version.text), page),
        )
        for live in live_listings(views.history, now)
    ]


def upcoming_views(views: Views, page: str, now: datetime) -> Sequence[UpcomingView]:
    """The planned upgrades whose window has not passed, the nearest first, as seen from the page at the path `page`."""
    table, language = views.words, views.language
    notices = relative(views.addresses.across("notices"), page)
    return [
        UpcomingView(
            plain(notice.title, language) if notice.title else table["upgrade.planned"],
            table[f"notice.{notice.status}"],
            notice.planned.start.isoformat(),
            window_words(notice.planned, language, views.history.zone),
            end.isoformat(),
            say(notice.impact, language) if notice.impact else "",
            f"{notices}#{notice_anchor(views.history.id, notice.id)}",
        )
        for notice, end in upcoming_notices(views.history, now)
        if notice.planned
    ]
