"""The computed facts of a product worked out plainly and slowly, for tests to compare with.

Nothing here is shared with the code under test but the model: versions and their order, ranges, records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import combinations, pairwise

from relcast.library.arrange import PlacedChange, public_changes
from relcast.library.product import ProductHistory, VersionedRelease
from relcast.model.change import Change, KnownIssue
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


# Security fixes: what is one vulnerability, and whom it concerns

Fixes = list[tuple[VersionedRelease, PlacedChange]]


def fixes(history: ProductHistory) -> Fixes:
    """Every public security fix that is out, newest version first."""
    return [
        (entry, placed)
        for entry in reversed(ascending(history))
        if is_out(entry)
        for placed in public_changes(entry.release)
        if placed.change.security and placed.section != "known_issues"
    ]


def ids_of(history: ProductHistory, change: Change) -> list[str]:
    """A fix's own ids in small letters, each once, else those of the newest fix of its id that has any."""
    same = [change, *(p.change for _, p in fixes(history) if change.id and p.change.id == change.id)]
    for other in same:
        if other.security and other.security.ids:
            return list(dict.fromkeys(id.lower() for id in other.security.ids))
    return []


def _database(id: str) -> str:
    return next((name for name in ("cve", "ghsa") if id.startswith(name)), "own")


def names(ids: list[str]) -> list[str]:
    """The first one, or every CVE where that is one."""
    return [id for id in ids if _database(id) == "cve"] if ids and _database(ids[0]) == "cve" else ids[:1]


def _pairs(history: ProductHistory) -> set[frozenset[str]]:
    """Two names of one vulnerability, by some change."""
    found = set()
    for _, placed in fixes(history):
        ids = ids_of(history, placed.change)
        if len(names(ids)) == 1:
            databases = [_database(id) for id in ids[1:]]
            found |= {frozenset((ids[0], id)) for id in ids[1:] if databases.count(_database(id)) == 1}
    return found


def same_names(history: ProductHistory, name: str) -> set[str]:
    """All names of the vulnerability of this name, by adding what is paired with one of them until nothing is added."""
    pairs = _pairs(history)
    better = {"cve": [], "ghsa": ["cve"], "own": ["cve", "ghsa"]}

    def is_bulletin(id: str) -> bool:
        beside = [other for pair in pairs if id in pair for other in pair - {id}]
        return any(sum(_database(other) == database for other in beside) > 1 for database in better[_database(id)])

    clear = [pair for pair in pairs if not any(map(is_bulletin, pair))]
    found = {name}
    while more := {id for pair in clear if pair & found for id in pair} - found:
        found |= more
    return found if sum(_database(id) == "cve" for id in found) < 2 else {name}


def vulnerabilities(history: ProductHistory) -> list[tuple[set[str], Fixes]]:
    """Every vulnerability with its names and what closes it; those without a name last."""
    every = [(fix, ids_of(history, fix[1].change)) for fix in fixes(history)]
    found: list[tuple[set[str], Fixes]] = []
    for name in dict.fromkeys(name for _, ids in every for name in names(ids)):
        same = same_names(history, name)
        if not any(name in known for known, _ in found):
            found.append((same, [fix for fix, ids in every if same.intersection(names(ids))]))
    unnamed = [fix for fix, ids in every if not ids]
    own = [placed.change.id or f"#{number}" for number, (_, placed) in enumerate(unnamed)]
    for key in dict.fromkeys(own):
        found.append((set(), [fix for fix, id in zip(unnamed, own, strict=True) if id == key]))
    return found


def is_affected(history: ProductHistory, entry: VersionedRelease, closing: Fixes) -> bool:
    """By looking at every fix: one of the release's own line that came before it has closed it, and all fixes that lie
    before the release have unless a range says otherwise and the release's line had begun before any of them."""
    for fix, _ in closing:
        if _line(entry) == _line(fix) and entry.version >= fix.version:
            return False
    securities = [placed.change.security for _, placed in closing]
    stated = [security.affected for security in securities if security and security.affected]
    is_stated = any(is_in(history, entry, text) for text in stated)
    if all(entry.version > fix.version for fix, _ in closing):
        return is_stated and not any(contains(history, entry, fix) for fix, _ in closing)
    return is_stated or not stated


def missing_fixes(history: ProductHistory, release: VersionedRelease) -> list[set[str]]:
    """The vulnerabilities that concern a release that is out, by their names, else by the place of the newest fix."""
    return [
        known or {f"{closing[0][0].file}#{closing[0][1].id}"}
        for known, closing in vulnerabilities(history)
        if is_out(release) and is_affected(history, release, closing)
    ]
