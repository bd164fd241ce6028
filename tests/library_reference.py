"""The computed facts of a product worked out plainly and slowly, for tests to compare with.

Nothing here is shared with the code under test but the model: versions and their order, ranges, records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import combinations, pairwise

from relcast.library.arrange import PlacedChange, public_changes
from relcast.library.product import ProductHistory, VersionedRelease
from relcast.model.change import KnownIssue
from relcast.model.range import parse_range
from relcast.model.release import Migration
from relcast.model.version import parse_version

Releases = list[VersionedRelease]
SEVERITIES = ["low", "medium", "high", "critical"]
HEADINGS = ["breaking", "security", "features", "improvements", "fixes", "deprecations", "removals"]


def ascending(history: ProductHistory) -> Releases:
    return sorted(history.releases, key=lambda entry: entry.version)


def is_out(entry: VersionedRelease) -> bool:
    return entry.release.status == "released"


def is_in(history: ProductHistory, entry: VersionedRelease, text: str) -> bool:
    return parse_range(text, history.product.versioning).contains(entry.version)


def _line(entry: VersionedRelease) -> list[int]:
    numbers = [*entry.version.precedence[0], 0, 0]
    return numbers[:2]


def contains(history: ProductHistory, release: VersionedRelease, other: VersionedRelease) -> bool:
    """An earlier version belongs to a release of its own line, or if it was out when the release's line began."""
    if other.version > release.version:
        return False
    if _line(other) == _line(release):
        return True
    own = release.instant(history.zone)
    firsts: list[datetime | None] = [
        entry.instant(history.zone)
        for entry in history.releases
        if _line(entry) == _line(release) and not entry.version.is_prerelease
    ]
    dates = [date for date in [own, *firsts] if date]
    out = other.instant(history.zone)
    return not dates or out is None or out <= min(dates)


def migrations(entry: VersionedRelease) -> list[Migration]:
    return entry.release.upgrade.migrations if entry.release.upgrade else []


# The way


def stops(history: ProductHistory, start: VersionedRelease, end: VersionedRelease, pre: bool) -> Releases | str:
    """The stops on the way in ascending order, or the version of one that is lost."""
    found: dict[str, VersionedRelease] = {}
    for entry in ascending(history):
        if not start.version < entry.version < end.version or not is_out(entry):
            continue
        if entry.version.is_prerelease and not pre:
            continue
        if not (entry.release.upgrade and entry.release.upgrade.required_stop):
            continue
        stop: VersionedRelease | None = entry
        for _ in history.releases:
            if stop and stop.release.withdrawn:
                instead = stop.release.withdrawn.use_instead
                stop = history.find(instead) if instead else None
        if stop is None or stop.release.withdrawn or not is_out(stop):
            return entry.version.text
        if not entry.version <= stop.version <= end.version:
            return entry.version.text
        if stop is not end:
            found[stop.version.text] = stop
    return sorted(found.values(), key=lambda entry: entry.version)


def steppable(history: ProductHistory, start: VersionedRelease, end: VersionedRelease, pre: bool) -> Releases:
    return [
        entry
        for entry in ascending(history)
        if start.version < entry.version < end.version
        and is_out(entry)
        and not entry.release.withdrawn
        and (pre or not entry.version.is_prerelease)
    ]


def takes(history: ProductHistory, entry: VersionedRelease, source: VersionedRelease) -> bool:
    text = entry.release.upgrade.from_ if entry.release.upgrade else None
    return text is None or is_in(history, source, text)


def best_way(
    history: ProductHistory, start: VersionedRelease, end: VersionedRelease, through: Releases, pre: bool
) -> Releases | None:
    """Of all ways that pass the stops and are tested hop by hop, the shortest, and of these the best; by trying all."""
    between = steppable(history, start, end, pre)
    # A stop that stands in for another may itself be a pre-release.
    between = sorted({e.file: e for e in [*between, *through]}.values(), key=lambda entry: entry.version)
    for size in range(len(between) + 1):
        ways = []
        for middle in combinations(between, size):
            if not all(stop in middle for stop in through):
                continue
            if all(takes(history, there, here) for here, there in pairwise([start, *middle, end])):
                ways.append([*middle, end])
        if ways:
            return max(ways, key=lambda way: [_rank(history, entry, [*through, end]) for entry in way])
    return None


def _rank(history: ProductHistory, entry: VersionedRelease, aims: Releases) -> tuple[bool, object]:
    aim = next(aim for aim in aims if aim.version >= entry.version)
    return contains(history, aim, entry), entry.version


def reachable(history: ProductHistory, start: VersionedRelease, end: VersionedRelease, pre: bool) -> Releases:
    """Every release from the start on that can be reached, by going on until nothing is added."""
    nodes = [*steppable(history, start, end, pre), end]
    reached = [start]
    while more := [
        node
        for node in nodes
        if node not in reached and any(one.version < node.version and takes(history, node, one) for one in reached)
    ]:
        reached += more
    return sorted(reached, key=lambda entry: entry.version)


# What comes with it


def crossed(
    history: ProductHistory, start: VersionedRelease, end: VersionedRelease, way: Releases, pre: bool
) -> tuple[Releases, Releases]:
    """What the end contains or the way steps on, and what else lies in between."""
    between = [
        entry
        for entry in ascending(history)
        if start.version < entry.version <= end.version and is_out(entry) and (pre or not entry.version.is_prerelease)
    ]
    inside = [entry for entry in between if entry in way or contains(history, end, entry)]
    return inside, [entry for entry in between if entry not in inside]


def had(history: ProductHistory, start: VersionedRelease) -> Releases:
    return [entry for entry in history.releases if is_out(entry) and contains(history, start, entry)]


def _kind(placed: PlacedChange) -> str:
    return placed.section if placed.section in ("deprecations", "removals") else "change"


def same(one: PlacedChange, other: PlacedChange) -> bool:
    return one.change.id is not None and (one.change.id, _kind(one)) == (other.change.id, _kind(other))


def new_changes(history: ProductHistory, start: VersionedRelease, inside: Releases) -> list[list[PlacedChange]]:
    """Groups of statements of the same change, without what the start has."""
    old = [placed for entry in had(history, start) for placed in public_changes(entry.release)]
    groups: list[list[PlacedChange]] = []
    for entry in reversed(inside):
        for placed in public_changes(entry.release):
            if placed.section == "known_issues" or any(
                same(placed, one) for one in old if one.section != "known_issues"
            ):
                continue
            group = next((group for group in groups if same(group[0], placed)), None)
            if group is None:
                groups.append([placed])
            else:
                group.append(placed)
    return groups


def heading(group: Sequence[PlacedChange]) -> str:
    return min((placed.heading for placed in group), key=HEADINGS.index)


def highest_severity(groups: Sequence[Sequence[PlacedChange]]) -> str | None:
    stated = [p.change.security.severity for group in groups for p in group if p.change.security]
    known = [severity for severity in stated if severity]
    return max(known, key=SEVERITIES.index) if known else None


def new_migrations(history: ProductHistory, start: VersionedRelease, inside: Releases) -> list[tuple[str, bool]]:
    """The release that brings each migration first, and whether it can't be undone by any statement of it."""
    old = {migration.id for entry in had(history, start) for migration in migrations(entry) if migration.id}
    every = [(entry, migration) for entry in inside for migration in migrations(entry) if migration.id not in old]
    found = []
    for number, (entry, migration) in enumerate(every):
        alike = [other for _, other in every if migration.id and other.id == migration.id] or [migration]
        if not any(migration.id and earlier.id == migration.id for _, earlier in every[:number]):
            found.append((entry.version.text, any(other.reversible is False for other in alike)))
    return found


# Latest, the way back, what is open


def latest(history: ProductHistory, may: Callable[[VersionedRelease], bool]) -> str | None:
    usable = [e for e in history.releases if is_out(e) and e.release.withdrawn is None and may(e)]
    return max(usable, key=lambda entry: entry.version).version.text if usable else None


def latest_stable(history: ProductHistory) -> str | None:
    return latest(history, lambda entry: not entry.version.is_prerelease)


def way_back(history: ProductHistory, release: VersionedRelease) -> tuple[bool | None, str | None]:
    """Whether there is one, and to which version."""
    stated = release.release.rollback
    if stated and stated.possible is False:
        return False, None
    if stated and stated.to:
        found = history.find(stated.to)
        return True, found.version.text if found else stated.to
    promised = bool(stated and (stated.possible or stated.until))
    for target in reversed(ascending(history)):
        if target.version < release.version and target.is_stable and not separated(history, release, target, promised):
            return True, target.version.text
    if promised:
        return True, None
    earlier = [entry for entry in history.releases if entry.is_stable and entry.version < release.version]
    return (False if earlier else None), None


def _inside(history: ProductHistory, release: VersionedRelease, target: VersionedRelease) -> Iterator[VersionedRelease]:
    for entry in history.releases:
        is_between = target.version < entry.version < release.version
        if is_between and is_out(entry) and contains(history, release, entry):
            yield entry


def _is_barrier(entry: VersionedRelease) -> bool:
    stated = entry.release.rollback
    if stated and (stated.possible is False):
        return True
    if stated and stated.possible and not stated.until:
        return False
    return any(migration.reversible is False for migration in migrations(entry))


def separated(history: ProductHistory, release: VersionedRelease, target: VersionedRelease, promised: bool) -> bool:
    """Whether something between the two, or the release itself, leaves no way back to the target."""
    barriers = [] if promised else [m for m in migrations(release) if m.reversible is False]
    for entry in _inside(history, release, target):
        stated = entry.release.rollback
        if stated and stated.possible is False:
            return True
        if stated and stated.to and parse_version(stated.to, history.product.versioning) > target.version:
            return True
        if _is_barrier(entry):
            barriers += [m for m in migrations(entry) if m.reversible is False]
    shared = {
        m.id
        for entry in history.releases
        if is_out(entry) and contains(history, target, entry)
        for m in migrations(entry)
    }
    return any(barrier.id is None or barrier.id not in shared for barrier in barriers)


def open_issues(history: ProductHistory, release: VersionedRelease) -> set[str]:
    """Author's ids of the known issues open in a release; `file#id` where there is none."""
    found = set()
    for entry in history.releases:
        if entry is not release and not is_out(entry):
            continue
        for placed in public_changes(entry.release):
            change = placed.change
            if not isinstance(change, KnownIssue):
                continue
            affected = entry is release if change.affected is None else is_in(history, release, change.affected)
            closed = any(
                change.id in closing.resolves
                for other in history.releases
                if (other is release or is_out(other)) and contains(history, release, other)
                for _, _, closing in other.release.changes()
            )
            if affected and not (change.id and closed):
                found.add(change.id or f"{entry.file}#{placed.id}")
    return found


def missing_fixes(history: ProductHistory, release: VersionedRelease) -> set[str]:
    """First ids of the advisories whose range holds a release that contains no fix of them."""
    found = set()
    for entry in history.releases:
        for placed in public_changes(entry.release):
            security = placed.change.security
            if not security or not security.affected or placed.section == "known_issues":
                continue
            if (entry is not release and not is_out(entry)) or not is_in(history, release, security.affected):
                continue
            name = security.ids[0] if security.ids else placed.change.id
            fixes = [
                other
                for other in history.releases
                for one in public_changes(other.release)
                if one.change.security
                and one.section != "known_issues"
                and name == (one.change.security.ids or [one.change.id])[0]
                and (name is not None or (other is entry and one.id == placed.id))
            ]
            fixed = any((o is release or is_out(o)) and contains(history, release, o) for o in fixes)
            if not fixed:
                found.add(name or f"{entry.file}#{placed.id}")
    return found
