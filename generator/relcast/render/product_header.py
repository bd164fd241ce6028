"""What the head of a product's page says: support, where it is live, cadence, upgrades to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ..library.cadence import find_gauge
from ..library.cadence_target import Target
from ..library.live import live_listings
from ..library.support import find_support
from ..library.upcoming import upcoming_notices
from .across.notices import notice_anchor
from .addresses import relative
from .phrases import day_words, plain, say
from .times import window_words
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
    """An upgrade to come or under way: a script hides it from `until` (ISO 8601) on, if there is such a moment."""

    title: str
    status: str
    start: str
    window: str
    until: str
    impact: str
    href: str
    """Its place on the page of notices."""


@dataclass(frozen=True, slots=True)
class SupportView:
    """What stands first, what stands below it, and the phase's name."""

    main: str
    more: Sequence[str]
    phase: str


def support_view(views: Views, now: datetime) -> SupportView | None:
    """The support of the latest release's line; nothing where nobody says."""
    support = find_support(views.history, now)
    if support is None:
        return None
    table = views.words

    def said(name: str, day: date) -> str:
        return table[f"product.support.{name}"].format(date=day_words(day, views.language, views.history.zone))

    lines = []
    if support.until:
        lines.append(said("ended" if support.phase == "ended" else "until", support.until))
    if support.phase == "security":
        lines.append(table["product.support.security"])
    elif support.active_until:
        lines.append(said("active", support.active_until))
    if support.is_long and support.phase != "ended":
        lines.append(table["product.support.lts"])
    return SupportView(lines[0], lines[1:], support.phase)


@dataclass(frozen=True, slots=True)
class CadenceView:
    """How often versions come, the verdict in words and by name (empty without a target), and a dot for each version:
    the path of an SVG, 120 wide and 12 high."""

    every: str
    said: str
    verdict: str
    dots: str


def cadence_view(views: Views, now: datetime) -> CadenceView | None:
    """How often minor versions come; nothing until there are two."""
    gauge = find_gauge(views.history, now)
    if gauge is None:
        return None
    table = views.words
    every = table["product.cadence.every.one" if gauge.days == 1 else "product.cadence.every"].format(days=gauge.days)
    first, last = gauge.dates[0], gauge.dates[-1]
    dots = "".join([f"M{4 + 112 * (day - first).days / (last - first).days:.4g} 6h0" for day in gauge.dates])
    if gauge.verdict is None or gauge.target is None:
        return CadenceView(every, "", "", dots)
    said = table[f"product.cadence.{gauge.verdict}"].format(target=_target_words(views, gauge.target))
    return CadenceView(every, said, gauge.verdict, dots)


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
    """The upgrades that are to come or under way, the nearest first, as seen from the page at the path `page`."""
    table, language = views.words, views.language
    notices = relative(views.addresses.across("notices"), page)
    return [
        UpcomingView(
            plain(notice.title, language) if notice.title else table["upgrade.planned"],
            table[f"standing.{standing}"],
            window.start.isoformat(),
            window_words(window.start, window.end, language),
            until.isoformat() if until else "",
            say(notice.impact, language) if notice.impact else "",
            f"{notices}#{notice_anchor(views.history.id, notice.id)}",
        )
        for notice, standing, window, until in upcoming_notices(views.history, now)
    ]
