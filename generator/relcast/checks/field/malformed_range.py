"""A range of versions, or a version that a record points to, can't be read under the product's scheme.

Why: whom a fault affects and what to upgrade to are computed from it; a guess would tell somebody that they are safe.

Bad:

    version: 1.0.0
    date: 2026-11-20
    known_issues:
      - text: Metrics stop on ARM
        affected: "before 1.0"

Good:

    version: 1.0.0
    date: 2026-11-20
    known_issues:
      - text: Metrics stop on ARM
        affected: "<1.0.0"
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.change import Deprecation, KnownIssue
from ...model.range import RangeError, parse_range
from ...model.release import Release
from ...model.version import VersionError, parse_version
from ...problems import Problem, RecordPath, Severity

CODE, NAME = "RC214", "malformed-range"
SEVERITY: Severity = "error"
SUBJECTS = ("affected", "security", "upgrade", "deprecations", "rollback", "withdrawn")


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every range and every version that is pointed to can be read."""
    scheme = history.product.versioning
    for where, text in _ranges(entry.release):
        try:
            parse_range(text, scheme)
        except RangeError as error:
            yield Problem(CODE, NAME, error.message, error.hint, path=entry.file, where=where)
    for where, text in _versions(entry.release):
        try:
            parse_version(text, scheme)
        except VersionError as error:
            yield Problem(CODE, NAME, error.message, error.hint, path=entry.file, where=where)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Every support line's range can be read."""
    for position, line in enumerate(history.product.lines):
        try:
            parse_range(line.range, history.product.versioning)
        except RangeError as error:
            where = ("lines", position, "range")
            yield Problem(CODE, NAME, error.message, error.hint, path=f"{history.id}/product.yaml", where=where)


def _ranges(release: Release) -> Iterator[tuple[RecordPath, str]]:
    for section, position, change in release.changes():
        if change.security and change.security.affected:
            yield (section, position, "security", "affected"), change.security.affected
        if isinstance(change, KnownIssue) and change.affected:
            yield (section, position, "affected"), change.affected
    if upgrade := release.upgrade:
        if upgrade.from_:
            yield ("upgrade", "from"), upgrade.from_
        for moment in ("before", "during", "after"):
            for position, step in enumerate(getattr(upgrade, moment)):
                if step.from_:
                    yield ("upgrade", moment, position, "from"), step.from_


def _versions(release: Release) -> Iterator[tuple[RecordPath, str]]:
    for section, position, change in release.changes():
        if isinstance(change, Deprecation) and change.removed_in:
            yield (section, position, "removed_in"), change.removed_in
    if release.rollback and release.rollback.to:
        yield ("rollback", "to"), release.rollback.to
    if release.withdrawn and release.withdrawn.use_instead:
        yield ("withdrawn", "use_instead"), release.withdrawn.use_instead
