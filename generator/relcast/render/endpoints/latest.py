"""`latest.json`: what to install today, by channel, support line and major version.

A release that was withdrawn, is planned or has not come out yet is never named; where nothing is left, there is null.
"""

from __future__ import annotations

from ...library.latest import CHANNELS, Channel, find_latest_of, latest_of_lines
from ...library.product import ProductHistory, VersionedRelease
from ..phrases import plain
from ..views import Views
from .dump import Json, dump
from .releases import release_address
from .schema import schema_address
from .support import day, find_instant, find_support, line_facts


def latest_json(views: Views) -> bytes:
    """A product's latest releases, in one language."""
    history, addresses = views.history, views.addresses

    def brief(entry: VersionedRelease | None) -> Json | None:
        return _brief(views, entry) if entry else None

    majors: dict[str, Json | None] = {}
    for entry in history.releases:
        if entry.is_stable and entry.version.major not in majors:
            majors[entry.version.major] = brief(entry)
    return dump(
        {
            "$schema": schema_address(addresses, history.id, "latest"),
            "product": history.id,
            "name": views.name,
            "language": views.language,
            "url": addresses.absolute(addresses.product(history.id)) if addresses.base is not None else None,
            "channels": {channel: brief(find_latest_in(history, channel)) for channel in CHANNELS},
            "lines": [
                {**line_facts(one.line, history.zone), "latest": brief(one.latest)} for one in latest_of_lines(history)
            ],
            "majors": majors,
        }
    )


def find_latest_in(history: ProductHistory, channel: Channel) -> VersionedRelease | None:
    """What to install in a channel: not the pre-release of what was taken back when it came out, since what that had in
    it, its pre-release had."""
    found = find_latest_of(history, channel)
    if found is not None and found.version.is_prerelease:
        numbers = found.version.precedence[0]
        finals = (entry for entry in history.releases if entry.version.precedence[0] == numbers)
        if any(entry.release.withdrawn and not entry.version.is_prerelease for entry in finals):
            return history.find_latest()
    return found


def _brief(views: Views, entry: VersionedRelease) -> Json:
    release, zone = entry.release, views.history.zone
    return {
        "version": entry.version.text,
        "date": day(release.date, zone),
        "released": find_instant(release.date, zone),
        "title": plain(release.title, views.language) if release.title else None,
        "url": release_address(views, entry),
        "urgency": release.urgency,
        "support": find_support(views.history, entry),
    }
