"""`badge.json`: the latest stable version as a badge (shields.io/badges/endpoint-badge, schema version 1).

The service refuses keys that it doesn't know, so there is no `$schema` in it.
"""

from __future__ import annotations

from ..phrases import shorten
from ..views import Views
from .dump import dump


def badge_json(views: Views) -> bytes:
    """A product's badge: blue with a version, grey while nothing stable is out, red where all of it was taken back."""
    if views.latest is not None:
        message, color = views.latest.version.text, "blue"
    elif any(_was_stable(entry.release.withdrawn, entry.version.is_prerelease) for entry in views.history.releases):
        message, color = views.words["badge.withdrawn"], "red"
    else:
        message, color = views.words["badge.none"], "lightgrey"
    label = shorten(views.name, 60)
    return dump({"schemaVersion": 1, "label": label, "message": message, "color": color})


def _was_stable(withdrawn: object, is_prerelease: bool) -> bool:
    return withdrawn is not None and not is_prerelease
