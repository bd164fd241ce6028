"""An upgrade between two versions as data: what `relcast path --format json` prints.

Every text is `{"text": …, "language": …}`, one line of plain text in the language asked for, or in the one it has.
Times are whole seconds. The form is described in docs/guide/commands.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from ..library.known_issues import OpenIssue
from ..library.merged import Entry
from ..library.product import ProductHistory, VersionedRelease
from ..library.rollback import WayBack
from ..library.upgrade import PHASES, Concern, CrossedMigration, Hop, NoPath, PlacedStep, Sums, Total, UpgradePath
from ..markup import plain_text
from ..model.change import Change, Deprecation, KnownIssue
from ..model.text import Words


def path_data(history: ProductHistory, path: UpgradePath | NoPath, language: str) -> dict[str, Any]:
    """The upgrade, or why there is none, ready for `json.dumps`."""
    said = _Data(language)
    head = {
        "product": history.id,
        "from": path.start.version.text,
        "to": path.end.version.text,
        "possible": isinstance(path, UpgradePath),
    }
    return head | (said.path(path) if isinstance(path, UpgradePath) else said.refusal(path))


class _Data:
    def __init__(self, language: str) -> None:
        self._language = language

    def path(self, path: UpgradePath) -> dict[str, Any]:
        return {
            "stops": _versions(path.stops),
            "hops": [self._hop(hop) for hop in path.hops],
            "releases": _versions(path.crossed),
            "not_included": _versions(path.aside),
            "sums": sums_data(path.sums),
            "known_issues": [self._concern(concern) for concern in path.issues],
            "missing_security_fixes": [self._concern(concern) for concern in path.advisories],
            "changes": [self._entry(entry) for entry in path.entries],
        }

    def refusal(self, path: NoPath) -> dict[str, Any]:
        found: dict[str, Any] = {"why": path.why}
        if path.release:
            found["release"] = path.release.version.text
        if path.why in ("withdrawn", "stop"):
            found["use_instead"] = path.instead.version.text if path.instead else None
        if path.way_back:
            found["rollback"] = self._way_back(path.way_back)
        if end := path.dead_end:
            found["unreached"] = end.end.version.text
            found["furthest"] = end.furthest.version.text
            found["beyond"] = [{"version": e.version.text, "accepts": _accepted(e)} for e in end.beyond]
        return found

    def _hop(self, hop: Hop) -> dict[str, Any]:
        upgrade = hop.end.release.upgrade
        return {
            "from": hop.start.version.text,
            "to": hop.end.version.text,
            "required_stop": hop.is_stop,
            "tested": hop.is_tested,
            "releases": _versions(hop.crossed),
            "effort": _seconds(upgrade.effort if upgrade else None),
            "downtime": _seconds(upgrade.downtime if upgrade else None),
            "backup": upgrade.backup if upgrade else None,
            **{phase: [self._step(step) for step in hop.steps if step.phase == phase] for phase in PHASES},
            "migrations": [self._migration(crossed) for crossed in hop.migrations],
            "point_of_no_return": hop.is_point_of_no_return,
            "rollback": self._way_back(hop.way_back),
            "known_issues": [self._issue(issue) for issue in hop.issues],
        }

    def _step(self, placed: PlacedStep) -> dict[str, Any]:
        return self._text(placed.step.text) | {"from": placed.step.from_, "when": self._find_text(placed.step.when)}

    def _migration(self, crossed: CrossedMigration) -> dict[str, Any]:
        migration = crossed.migration
        return {
            "id": migration.id,
            **self._text(migration.text),
            "release": crossed.release.version.text,
            "reversible": migration.reversible,
            "duration": _seconds(migration.duration),
        }

    def _way_back(self, back: WayBack) -> dict[str, Any]:
        return {
            "possible": back.possible,
            "to": back.to,
            "stated": back.is_stated,
            "until": self._find_text(back.until),
            "steps": [self._text(step) for step in back.steps],
            "separated_by": back.separated_by.version.text if back.separated_by else None,
            "missing_security_fixes": [self._issue(issue) for issue in back.lacking],
        }

    def _concern(self, concern: Concern) -> dict[str, Any]:
        return self._issue(concern.issue) | {"new": concern.is_new}

    def _issue(self, issue: OpenIssue) -> dict[str, Any]:
        return {
            "id": issue.placed.id,
            "release": issue.stated_in.version.text,
            **self._change(issue.placed.change),
            "closed_in": _versions(issue.closed_in),
        }

    def _entry(self, entry: Entry) -> dict[str, Any]:
        return {
            "id": entry.placed.id,
            "release": entry.release.version.text,
            "releases": _versions([release for _, release in reversed(entry.statements)]),
            "heading": entry.heading,
            "section": entry.placed.section,
            **self._change(entry.placed.change),
        }

    def _change(self, change: Change) -> dict[str, Any]:
        found = self._text(change.text) | {"component": change.component}
        if change.breaking:
            impact, action = self._find_text(change.breaking.impact), self._find_text(change.breaking.action)
            found["breaking"] = {"impact": impact, "action": action}
        if security := change.security:
            found["security"] = {
                "ids": security.ids,
                "severity": security.severity,
                "cvss": security.cvss,
                "affected": security.affected,
            }
        if isinstance(change, KnownIssue):
            found |= {"affected": change.affected, "workaround": self._find_text(change.workaround)}
        if isinstance(change, Deprecation):
            found |= {"removed_in": change.removed_in, "replacement": self._find_text(change.replacement)}
        return found

    def _text(self, text: Words) -> dict[str, Any]:
        phrase = text.pick(self._language)
        return {"text": plain_text(phrase.text, links="spelled") or phrase.text, "language": phrase.language}

    def _find_text(self, text: Words | None) -> dict[str, Any] | None:
        return self._text(text) if text else None


def _versions(entries: Sequence[VersionedRelease]) -> list[str]:
    return [entry.version.text for entry in entries]


def _accepted(entry: VersionedRelease) -> str | None:
    return entry.release.upgrade.from_ if entry.release.upgrade else None


def _seconds(time: timedelta | None) -> int | None:
    return None if time is None else int(time.total_seconds())


def sums_data(sums: Sums) -> dict[str, Any]:
    """What an upgrade amounts to; each time with the releases that do not state it."""
    return {
        "breaking": sums.breaking,
        "security": sums.security,
        "cves": sums.cves,
        "advisories": sums.advisories,
        "severity": sums.severity,
        "severity_not_stated": sums.severity_unknown,
        "migrations": sums.migrations,
        "irreversible_migrations": sums.irreversible,
        "effort": _total(sums.effort),
        "downtime": _total(sums.downtime),
    }


def _total(total: Total) -> dict[str, Any]:
    known = None if total.is_unknown else _seconds(total.known)
    return {"seconds": known, "not_stated": _versions(total.unknown)}
