"""`latest.json`: what to install today, by channel, support line and major version.

A release that was withdrawn, is planned or has not come out yet is never named; where nothing is left, there is null.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...library.product import ProductHistory, VersionedRelease
from ..phrases import plain
from ..views import Views
from .dump import Json, dump
from .releases import release_address
from .schema import schema_address
from .support import Line, day, find_instant, find_support, support_lines


def latest_json(views: Views) -> bytes:
    """A product's latest releases, in one language."""
    history, addresses = views.history, views.addresses
    lines = support_lines(history)
    stable = [entry for entry in history.releases if entry.is_stable]

    def brief(entry: VersionedRelease | None) -> Json | None:
        return _brief(views, entry, lines) if entry else None

    majors: dict[str, Json | None] = {}
    for entry in stable:
        if entry.version.major not in majors:
            majors[entry.version.major] = brief(entry)
    return dump(
        {
            "$schema": schema_address(addresses, history.id, "latest"),
            "product": history.id,
            "name": plain(history.product.name, views.language),
            "language": views.language,
            "url": addresses.absolute(addresses.product(history.id)) if addresses.base is not None else None,
            "channels": {"stable": brief(views.latest), "prerelease": brief(find_prerelease(history))},
            "lines": [
                {**line.facts, "latest": brief(next((e for e in stable if line.range.contains(e.version)), None))}
                for line in lines
            ],
            "majors": majors,
        }
    )


def find_prerelease(history: ProductHistory) -> VersionedRelease | None:
    """The newest pre-release that is out, not taken back, and ahead of every release that came out.

    One that was taken back counts too: what it had in it, its pre-releases had.
    """
    for entry in history.releases:
        if entry.release.status == "released":
            if not entry.version.is_prerelease:
                return None
            if entry.release.withdrawn is None:
                return entry
    return None


def _brief(views: Views, entry: VersionedRelease, lines: Sequence[Line]) -> Json:
    release, zone = entry.release, views.history.zone
    return {
        "version": entry.version.text,
        "date": day(release.date, zone),
        "released": find_instant(release.date, zone),
        "title": plain(release.title, views.language) if release.title else None,
        "url": release_address(views, entry),
        "urgency": release.urgency,
        "support": find_support(lines, entry.version),
    }
