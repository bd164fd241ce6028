"""The versions said to be affected can't be: there are none, or the release that has the fix is among them.

Why: customers and their scanners decide by this range. With the fixed release in it they are told to run from the very
version that helps; with nothing in it they are told that nobody is concerned.

Bad:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          severity: high
          affected: "<=2.3.0"

Good:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234]
          severity: high
          affected: "<2.3.0"
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...library.ranges import find_range
from ...model.change import KnownIssue
from ...model.range import Range
from ...problems import Problem, RecordPath

CODE, NAME, SEVERITY = "RC315", "affected-range", "warning"
SUBJECTS = ("security", "affected")


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """A range holds something, and that of a flaw not the release that mends it.

    What can't be read as a range is another rule's.
    """
    scheme, own = history.product.versioning, entry.version
    for section, position, change in entry.release.changes():
        if change.security and change.security.affected:
            found = find_range(change.security.affected, scheme)
            where: RecordPath = (section, position, "security", "affected")
            if found is None:
                continue
            if found.is_empty():
                yield _empty(found, entry, where)
            elif own in found and section == "fixes":
                yield Problem(
                    CODE, NAME, f"the affected versions '{found.text}' include {own.text}, which has the fix",
                    f'end the range before this release, for example "<{own.text}"', "warning",
                    path=entry.file, where=where,
                )  # fmt: skip
        if isinstance(change, KnownIssue) and change.affected:
            found = find_range(change.affected, scheme)
            where = (section, position, "affected")
            if found is None:
                continue
            if found.is_empty():
                yield _empty(found, entry, where)


def _empty(found: Range, entry: VersionedRelease, where: RecordPath) -> Problem:
    return Problem(
        CODE, NAME, f"no version can be in '{found.text}': the range ends before it begins",
        'write the lower end first, as in ">=2.0.0 <2.3.0"', "warning", path=entry.file, where=where,
    )  # fmt: skip
