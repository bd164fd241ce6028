"""`releases.json`: every release that is out, as a Renovate custom datasource reads it, and what decides an upgrade.

Renovate's own keys (docs.renovatebot.com/modules/datasource/custom) are in its own spelling; where it allows no null,
a key without a value is left out. Every other key is always there, null where the record doesn't say. Planned
releases are in a list of their own, so that no tool takes them for something to install.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import chain

from ...library.arrange import PlacedChange, warning_changes
from ...library.product import VersionedRelease
from ...library.upgrade import UpgradePath
from ...model.release import Artifact
from ...model.text import Words
from ..path_json import sums_data
from ..phrases import plain
from ..views import Views
from .dump import Json, dump_rows
from .schema import schema_address
from .support import day, find_instant, find_support, line_facts


def releases_json(views: Views, paths: Mapping[str, UpgradePath] | None = None) -> bytes:
    """A product's releases in one language, newest version first.

    `paths` are the ways to the latest that have a page, by the file of the release that they begin at.
    """
    history, language, addresses = views.history, views.language, views.addresses
    head: dict[str, object] = {
        "$schema": schema_address(addresses, history.id, "releases"),
        "product": history.id,
        "name": views.name,
        "language": language,
    }
    if addresses.base is not None:
        head["homepage"] = head["changelogUrl"] = addresses.absolute(addresses.product(history.id))
    head["lines"] = [line_facts(line, history.zone) for line in history.product.lines]
    head["planned"] = [_planned(views, entry) for entry in history.releases if entry.release.status == "planned"]
    out = (entry for entry in history.releases if entry.release.status == "released")
    return dump_rows(head, "releases", (_release(views, entry, (paths or {}).get(entry.file)) for entry in out))


def release_address(views: Views, entry: VersionedRelease) -> str | None:
    """The absolute address of a release's page, where the site knows its own."""
    addresses = views.addresses
    if addresses.base is None:
        return None
    return addresses.absolute(addresses.release(views.history.id, entry.version.text))


def _planned(views: Views, entry: VersionedRelease) -> Json:
    return {
        "version": entry.version.text,
        "date": day(entry.release.date, views.history.zone),
        "title": _text(entry.release.title, views.language),
        "url": release_address(views, entry),
    }


def _release(views: Views, entry: VersionedRelease, path: UpgradePath | None) -> Json:
    release, language, zone = entry.release, views.language, views.history.zone
    withdrawn = release.withdrawn
    found: dict[str, object] = {
        "version": entry.version.text,
        "releaseTimestamp": find_instant(release.date, zone),
        "isStable": entry.is_stable,
        "isDeprecated": withdrawn is not None,
    }
    if url := release_address(views, entry):
        found["changelogUrl"] = url
    if digest := _digest(release.artifacts):
        found["digest"] = digest
    breaking, security = _warnings(views, entry)
    found |= {
        "date": day(release.date, zone),
        "title": _text(release.title, language),
        "summary": _text(release.summary, language),
        "urgency": release.urgency,
        "withdrawn": _withdrawn(views, entry),
        "breaking": breaking,
        "security": security,
        "upgrade": _upgrade(entry),
        "rollback": _rollback(entry),
        "rollback_target": _rollback_target(views, entry),
        "upgrade_path": _path(path) if path else None,
        "support": find_support(views.history, entry),
        "artifacts": [_artifact(artifact) for artifact in release.artifacts if artifact.url or artifact.image],
    }
    return found


def _withdrawn(views: Views, entry: VersionedRelease) -> Json | None:
    withdrawn = entry.release.withdrawn
    if withdrawn is None:
        return None
    replacement = views.history.find_replacement(entry)
    return {
        "date": day(withdrawn.date, views.history.zone),
        "reason": _text(withdrawn.reason, views.language),
        "use_instead": replacement.version.text if replacement else None,
    }


def _warnings(views: Views, entry: VersionedRelease) -> tuple[list[Json], list[Json]]:
    """The changes that break something, and those that close advisories."""
    warning = warning_changes(entry.changes)
    if not warning:
        return [], []
    # The page's own words, which are made already.
    says = {change.id: change.plain for group in views.groups(entry) for change in group.changes}
    language = views.language
    return (
        [_breaking(placed, says[placed.id], language) for placed in warning if placed.change.breaking],
        [_security(placed, says[placed.id]) for placed in warning if placed.change.security],
    )


def _breaking(placed: PlacedChange, text: str, language: str) -> Json:
    breaking = placed.change.breaking
    assert breaking is not None
    return {
        "id": placed.id,
        "text": text,
        "impact": _text(breaking.impact, language),
        "action": _text(breaking.action, language),
    }


def _security(placed: PlacedChange, text: str) -> Json:
    security = placed.change.security
    assert security is not None
    return {
        "id": placed.id,
        "text": text,
        "ids": security.ids,
        "severity": security.severity,
        "cvss": security.cvss,
        "affected": security.affected,
        "exploited": security.exploited,
    }


def _upgrade(entry: VersionedRelease) -> Json | None:
    upgrade = entry.release.upgrade
    if upgrade is None:
        return None
    return {
        "from": upgrade.from_,
        "required_stop": upgrade.required_stop,
        "effort_seconds": _seconds(upgrade.effort),
        "downtime_seconds": _seconds(upgrade.downtime),
        "backup": upgrade.backup,
        "steps": len(list(chain(upgrade.before, upgrade.during, upgrade.after))),
        "irreversible_migrations": sum(migration.reversible is False for migration in upgrade.migrations),
    }


def _rollback(entry: VersionedRelease) -> Json | None:
    rollback = entry.release.rollback
    return None if rollback is None else {"possible": rollback.possible, "to": rollback.to}


def _rollback_target(views: Views, entry: VersionedRelease) -> Json:
    back = views.computed.way_back(entry)
    return {"possible": back.possible, "to": back.to, "stated": back.is_stated}


def _path(path: UpgradePath) -> Json:
    return {
        "to": path.end.version.text,
        "stops": [stop.version.text for stop in path.stops],
        "sums": sums_data(path.sums),
    }


def _artifact(artifact: Artifact) -> Json:
    image = artifact.image
    return {
        "url": artifact.url,
        "sha256": artifact.sha256,
        "size": artifact.size,
        "platform": artifact.platform,
        "image": {"kind": image.kind, "id": image.id, "region": image.region} if image else None,
    }


def _digest(artifacts: Sequence[Artifact]) -> str | None:
    """The hash that stands for the release: the only one there is."""
    hashes = {artifact.sha256 for artifact in artifacts if artifact.sha256}
    return hashes.pop() if len(hashes) == 1 else None


def _seconds(duration: timedelta | None) -> int | None:
    return None if duration is None else int(duration.total_seconds())


def _text(words: Words | None, language: str) -> str | None:
    return plain(words, language) if words else None
