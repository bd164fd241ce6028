"""Where a product's page once showed what has moved on since: `places.json`, which its script asks."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..library.product import VersionedRelease
from ..model.release import shared_id
from .addresses import anchor, relative
from .views import Views

FILE = "places.json"


def places_json(views: Views, moved: Sequence[VersionedRelease]) -> bytes:
    """Of these releases, newest first: the link from the product's page to each, by the anchor that it had there, and
    the anchor for each change that has an id of its own.

    A change that came in several releases is told in the newest. Derived ids are left out: they say nothing without
    their release.
    """
    page = views.addresses.product(views.history.id)
    releases: dict[str, str] = {}
    changes: dict[str, str] = {}
    for entry in moved:
        place = anchor(entry.version.text)
        releases.setdefault(place, relative(views.addresses.release(views.history.id, entry.version.text), page))
        for placed in entry.changes:
            if shared_id(placed.change):
                changes.setdefault(placed.id, place)
    return json.dumps({"releases": releases, "changes": changes}, separators=(",", ":")).encode()
