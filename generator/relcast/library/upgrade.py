"""The upgrade from one version to another: the way, what comes with it, what it takes, and what can't be undone.

Crossed is what the end contains and the start does not: every release in between that is out, withdrawn ones too, as
later releases are made of them. A release of another line that came out after the end's line had begun is left aside,
unless the way steps on it: what the end shares with it, the end's own line states under the same id (see `lineage`).
Changes and migrations are counted over all that is crossed, effort and downtime over the steps taken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, NamedTuple, TypeVar

from ..model.change import SeverityWord
from ..model.release import Migration, Step
from ..model.version import Scheme, Version, VersionError, parse_version
from .arrange import Heading
from .computed import Computed
from .known_issues import OpenIssue
from .merged import Changes, Entry
from .product import ProductHistory, VersionedRelease
from .ranges import find_range
from .rollback import WayBack
from .route import DeadEnd, LostStop, find_route

T = TypeVar("T", "VersionedRelease", "CrossedMigration")
Found = TypeVar("Found")

Phase = Literal["before", "during", "after"]
PHASES: tuple[Phase, ...] = ("before", "during", "after")

_SEVERITIES: tuple[SeverityWord, ...] = ("low", "medium", "high", "critical")


class CrossedMigration(NamedTuple):
    """A change to the user's data on the way; one that several releases state under one id is one."""

    migration: Migration
    """As the first of them states it, but one that can't be undone where any says so."""
    release: VersionedRelease
    """The first of them."""


class PlacedStep(NamedTuple):
    """Something to do on one hop."""

    phase: Phase
    position: int
    """In its list in the record, from 0."""
    step: Step

    @property
    def is_conditional(self) -> bool:
        """Whether it concerns only some who take this hop, or only because of where they come from."""
        return self.step.when is not None or self.step.from_ is not None


class Concern(NamedTuple):
    """A known issue of the end, or a security fix that it lacks."""

    issue: OpenIssue
    is_new: bool
    """Whether it does not concern the start."""


class Hop(NamedTuple):
    """One step of the way: from one release straight to another."""

    start: VersionedRelease
    end: VersionedRelease
    is_stop: bool
    """Whether every way must pass the end of this hop."""
    is_tested: bool
    """Whether the release states this upgrade as a tested one; else it states nothing."""
    crossed: tuple[VersionedRelease, ...]
    """What comes with this hop, oldest first, its end included."""
    steps: tuple[PlacedStep, ...]
    """Before, during and after, without those for people who come from elsewhere."""
    migrations: tuple[CrossedMigration, ...]
    way_back: WayBack
    """From its end, as its record states it or as it is computed."""
    issues: tuple[OpenIssue, ...]
    """Known issues of its end that are closed where the way leads: they concern who stays there for a while."""

    has_way_back: bool
    """Whether its end's record states a way back to where the hop begins, or to before that, if only for a time."""

    @property
    def irreversible(self) -> tuple[CrossedMigration, ...]:
        """The migrations of this hop that can't be undone."""
        return tuple(crossed for crossed in self.migrations if crossed.migration.reversible is False)

    @property
    def is_point_of_no_return(self) -> bool:
        """Whether there is no way back to its start: a migration can't be undone, or the record says so.

        A stated way back wins over a migration; one that closes makes this a point of no return from then on.
        """
        if self.way_back.is_stated and self.way_back.possible is False:
            return True
        return bool(self.irreversible) and not (self.has_way_back and self.way_back.until is None)


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of times, some of which nobody states."""

    known: timedelta
    unknown: tuple[VersionedRelease, ...]
    """The releases that state nothing."""
    count: int
    """How many releases were asked."""

    @property
    def is_unknown(self) -> bool:
        """Whether nothing at all is stated."""
        return self.count > 0 and len(self.unknown) == self.count


class Sums(NamedTuple):
    """What an upgrade amounts to."""

    breaking: int
    """Changes that break something, a back-port counted once."""
    security: int
    """Security fixes, those that break something included."""
    advisories: tuple[str, ...]
    """The ids of what they close, CVE ids and others, each once, sorted."""
    severity: SeverityWord | None
    """The highest that is stated."""
    severity_unknown: int
    """Security fixes that state none."""
    migrations: int
    irreversible: int
    effort: Total
    downtime: Total

    @property
    def cves(self) -> tuple[str, ...]:
        """Those of the advisories that have a CVE id."""
        return tuple(id for id in self.advisories if id.upper().startswith("CVE-"))


class UpgradePath(NamedTuple):
    """The upgrade between two versions."""

    start: VersionedRelease
    end: VersionedRelease
    hops: tuple[Hop, ...]
    crossed: tuple[VersionedRelease, ...]
    """Oldest first."""
    aside: tuple[VersionedRelease, ...]
    """Releases in between by version that the end does not contain, oldest first."""
    changes: Mapping[Heading, Sequence[Entry]]
    """What is new, each change once, without known issues and without what the start has already; what must be known
    first."""
    issues: tuple[Concern, ...]
    """Known issues of the end."""
    advisories: tuple[Concern, ...]
    """Security fixes that the end lacks."""
    sums: Sums

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The changes in one row."""
        return tuple(entry for entries in self.changes.values() for entry in entries)

    @property
    def stops(self) -> tuple[VersionedRelease, ...]:
        """What every way must pass, in order; without the end."""
        return tuple(hop.end for hop in self.hops if hop.is_stop)

    @property
    def migrations(self) -> tuple[CrossedMigration, ...]:
        """All of them in the order they come."""
        return tuple(crossed for hop in self.hops for crossed in hop.migrations)

    @property
    def points_of_no_return(self) -> tuple[Hop, ...]:
        """The hops after which there is no way back to before them."""
        return tuple(hop for hop in self.hops if hop.is_point_of_no_return)


Why = Literal["same", "downgrade", "planned", "withdrawn", "stop", "dead-end"]


class NoPath(NamedTuple):
    """Why there is no upgrade between two versions."""

    start: VersionedRelease
    end: VersionedRelease
    why: Why
    release: VersionedRelease | None = None
    """The release that is planned or withdrawn, or the required stop that was withdrawn."""
    instead: VersionedRelease | None = None
    """What to use instead of a withdrawn one."""
    way_back: WayBack | None = None
    """For a downgrade: the way back from the start."""
    dead_end: DeadEnd | None = None


class Upgrades:
    """Finds upgrades between releases of one product, as the public sees it: `history` is `at(now)` already.

    What several upgrades ask for is found once.
    """

    def __init__(self, history: ProductHistory, computed: Computed | None = None) -> None:
        self.history = history
        self.computed = computed or Computed(history)
        self.lineage = self.computed.lineage
        self._ascending = history.releases[::-1]
        self._places = {entry.file: place for place, entry in enumerate(self._ascending)}
        self._found: dict[tuple[str, str], Any] = {}
        """By what is asked and the release's file."""

    @cached_property
    def _changes(self) -> Changes:
        return Changes(self.history.releases)

    @cached_property
    def _migrating(self) -> list[VersionedRelease]:
        """The releases that change the user's data, oldest first."""
        return [entry for entry in self._ascending if _migrations(entry)]

    def way_back(self, entry: VersionedRelease) -> WayBack:
        """The way back from one release, with the security fixes that one lacks again after it."""
        return self._once("way back", self._way_back, entry)

    def _way_back(self, entry: VersionedRelease) -> WayBack:
        back = self.computed.way_back(entry)
        return replace(back, lacking=self.missing_fixes(back.target)) if back.target else back

    def open_issues(self, entry: VersionedRelease) -> tuple[OpenIssue, ...]:
        """The known issues that are open in a release."""
        return self.computed.open_issues(entry)

    def missing_fixes(self, entry: VersionedRelease) -> tuple[OpenIssue, ...]:
        """The security fixes that a release lacks."""
        return self._once("fixes", self._missing_fixes, entry)

    def _missing_fixes(self, entry: VersionedRelease) -> tuple[OpenIssue, ...]:
        return tuple([self._fixes[advisory.key] for advisory in self.computed.advisories.lacking(entry)])

    @cached_property
    def _fixes(self) -> dict[str, OpenIssue]:
        """Each advisory as what a release without its fix has, by its key."""
        found = {}
        for advisory in self.computed.advisories.all:
            release, placed = advisory.told
            found[advisory.key] = OpenIssue(advisory.key, placed, release, tuple(advisory.usable))
        return found

    def _once(self, name: str, find: Callable[[VersionedRelease], Found], entry: VersionedRelease) -> Found:
        key = (name, entry.file)
        if key not in self._found:
            self._found[key] = find(entry)
        found: Found = self._found[key]
        return found

    def _contained(self, entry: VersionedRelease) -> frozenset[str]:
        """The files of what a release contains."""
        earlier = self._ascending[: self._places[entry.file] + 1]
        return frozenset(other.file for other in earlier if self.lineage.contains(entry, other))

    def path(
        self, start: VersionedRelease, end: VersionedRelease, *, prereleases: bool = False
    ) -> UpgradePath | NoPath:
        """The upgrade from one release to another, or why there is none.

        Pre-releases are stepped on and counted where `prereleases` asks for them, or one end of the way is one.
        """
        if refusal := self._refuse(start, end):
            return refusal
        prereleases = prereleases or start.version.is_prerelease or end.version.is_prerelease
        between = [
            entry for entry in self._ascending[self._places[start.file] + 1 : self._places[end.file] + 1]
            if entry.release.status == "released" and (prereleases or not entry.version.is_prerelease)
        ]  # fmt: skip
        route = find_route(self.history, self.lineage, start, end, between[:-1])
        if isinstance(route, DeadEnd):
            return NoPath(start, end, "dead-end", dead_end=route)
        if isinstance(route, LostStop):
            return NoPath(start, end, "stop", route.stop, route.instead)
        taken = self._once("contained", self._contained, end).union([entry.file for entry in route.steps])
        crossed = [entry for entry in between if entry.file in taken]
        aside = [entry for entry in between if entry.file not in taken]

        def has(entry: VersionedRelease) -> bool:
            return entry.release.status == "released" and self.lineage.contains(start, entry)

        changes = self._changes.new(reversed(crossed), has)
        migrations: list[CrossedMigration] = []
        if self._migrating:
            had = {migration.id for entry in self._migrating if has(entry) for migration in _migrations(entry)}
            migrations = _merge_migrations(crossed, had)
        stops = {entry.file for entry in route.stops}
        hops = [
            self._hop(here, there, end, there.file in stops, crossed, migrations)
            for here, there in pairwise([start, *route.steps])
        ]
        concerns = _concerns(self.open_issues(end), self.open_issues(start))
        advisories = _concerns(self.missing_fixes(end), self.missing_fixes(start))
        return UpgradePath(
            start, end, tuple(hops), tuple(crossed), tuple(aside), changes, concerns, advisories, _sums(changes, hops),
        )  # fmt: skip

    def _hop(
        self, here: VersionedRelease, there: VersionedRelease, end: VersionedRelease, is_stop: bool,
        crossed: Sequence[VersionedRelease], migrations: Sequence[CrossedMigration],
    ) -> Hop:  # fmt: skip
        steps = tuple(_steps(there, here, self.history.product.versioning))
        issues = () if there is end else _without(self.open_issues(there), self.open_issues(end))
        tested = bool(there.release.upgrade and there.release.upgrade.from_)
        changed, back = _between(migrations, here, there), self.way_back(there)
        return Hop(
            here, there, is_stop, tested, _between(crossed, here, there), steps, changed, back, issues,
            self._leads_back(back, here, there, changed),
        )  # fmt: skip

    def _refuse(self, start: VersionedRelease, end: VersionedRelease) -> NoPath | None:
        """What can be told without looking for a way."""
        if end is start:
            return NoPath(start, end, "same")
        for entry in (start, end):
            if entry.release.status == "planned":
                return NoPath(start, end, "planned", entry)
        if end.version < start.version:
            return NoPath(start, end, "downgrade", way_back=self.way_back(start))
        if end.release.withdrawn:
            instead = self.history.find_replacement(end)
            return NoPath(start, end, "withdrawn", end, instead)
        return None

    def _leads_back(
        self, back: WayBack, start: VersionedRelease, end: VersionedRelease, migrations: Sequence[CrossedMigration]
    ) -> bool:
        """Whether a stated way back reaches the start of a hop.

        Who promises it without naming a version promises it for what the release itself migrates.
        """
        if not back.is_stated or not back.possible:
            return False
        stated = end.release.rollback.to if end.release.rollback else None
        if stated is None:
            return all(crossed.release is end for crossed in migrations if crossed.migration.reversible is False)
        if back.target:
            return back.target.version <= start.version
        try:
            return parse_version(stated, self.history.product.versioning) <= start.version
        except VersionError:
            return False


def _between(crossed: Sequence[T], start: VersionedRelease, end: VersionedRelease) -> tuple[T, ...]:
    """Those that come with the hop from one release to another, of many in ascending order."""
    first = bisect_right(crossed, start.version, key=_version)
    return tuple(crossed[first : bisect_right(crossed, end.version, key=_version)])


def _version(crossed: VersionedRelease | CrossedMigration) -> Version:
    return crossed.release.version if isinstance(crossed, CrossedMigration) else crossed.version


def _steps(entry: VersionedRelease, start: VersionedRelease, scheme: Scheme) -> Iterator[PlacedStep]:
    """What a release asks of those who come from `start`."""
    for phase in PHASES if entry.release.upgrade else ():
        for position, step in enumerate(getattr(entry.release.upgrade, phase)):
            range = find_range(step.from_, scheme) if step.from_ else None
            if range is None or start.version in range:
                yield PlacedStep(phase, position, step)


def _migrations(entry: VersionedRelease) -> list[Migration]:
    return entry.release.upgrade.migrations if entry.release.upgrade else []


def _merge_migrations(crossed: Sequence[VersionedRelease], had: Collection[str | None]) -> list[CrossedMigration]:
    """The migrations of releases in ascending order, each once, without those that the start has had."""
    found: dict[str, CrossedMigration] = {}
    for entry in crossed:
        for position, migration in enumerate(_migrations(entry)):
            if migration.id and migration.id in had:
                continue
            key = migration.id or f"{entry.file}#{position}"  # no id has a #
            first = found.setdefault(key, CrossedMigration(migration, entry))
            if migration.reversible is False and first.migration.reversible is not False:
                found[key] = CrossedMigration(first.migration.model_copy(update={"reversible": False}), first.release)
    return list(found.values())


def _without(issues: Sequence[OpenIssue], others: Sequence[OpenIssue]) -> tuple[OpenIssue, ...]:
    known = {issue.key for issue in others}
    return tuple(issue for issue in issues if issue.key not in known)


def _concerns(issues: Sequence[OpenIssue], present: Sequence[OpenIssue]) -> tuple[Concern, ...]:
    known = {issue.key for issue in present}
    return tuple(Concern(issue, issue.key not in known) for issue in issues)


def _sums(changes: Mapping[Heading, Sequence[Entry]], hops: Sequence[Hop]) -> Sums:
    security = severity_unknown = 0
    advisories: dict[str, str] = {}
    severities: list[SeverityWord] = []
    breaking = changes.get("breaking", ())
    for entry in (*breaking, *changes.get("security", ())):  # no other entry has a statement that closes anything
        closed = [placed.change.security for placed, _ in entry.statements if placed.change.security]
        if closed:
            security += 1
            stated = [one.severity for one in closed if one.severity]
            severity_unknown += not stated
            severities += stated
            for id in (id for one in closed for id in one.ids):
                advisories.setdefault(id.upper(), id)
    migrations = [crossed.migration for hop in hops for crossed in hop.migrations]
    upgrades = [(hop.end, hop.end.release.upgrade) for hop in hops]
    return Sums(
        len(breaking), security, tuple(sorted(advisories.values())),
        max(severities, key=_SEVERITIES.index, default=None), severity_unknown,
        len(migrations), sum(migration.reversible is False for migration in migrations),
        _total([(entry, upgrade.effort if upgrade else None) for entry, upgrade in upgrades]),
        _total([(entry, upgrade.downtime if upgrade else None) for entry, upgrade in upgrades]),
    )  # fmt: skip


def _total(stated: Sequence[tuple[VersionedRelease, timedelta | None]]) -> Total:
    known = sum((time for _, time in stated if time is not None), timedelta())
    return Total(known, tuple(entry for entry, time in stated if time is None), len(stated))
