"""A release does not tell the results of all four kinds of test.

Why: some vendors, and some marketplaces, let nothing out without functional, performance, security and compatibility
tests. This is your policy or it is not: the rule is off until `checks:` turns it on.

Bad (two files):

    # product.yaml
    name: Edge Gateway
    checks:
      missing-tests: warning
    ---
    version: 2.3.0
    date: 2026-11-20
    tests:
      functional: {result: pass}
      performance: {result: pass}
      security: {result: pass}

Good:

    # product.yaml
    name: Edge Gateway
    checks:
      missing-tests: warning
    ---
    version: 2.3.0
    date: 2026-11-20
    tests:
      functional: {result: pass}
      performance: {result: pass}
      security: {result: pass}
      compatibility: {result: skipped, note: The interfaces are those of 2.2}
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.release import TEST_KINDS
from ...problems import Problem

CODE, NAME, SEVERITY = "RC325", "missing-tests", "warning"
IS_POLICY = True


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """What is out, and has a date, tells all four results; a skipped test is told too."""
    release = entry.release
    if release.status != "released" or release.undated:
        return
    missing = [kind for kind in TEST_KINDS if release.tests is None or getattr(release.tests, kind) is None]
    if missing:
        what = "any test" if len(missing) == len(TEST_KINDS) else f"the {' and the '.join(missing)} test"
        yield Problem(
            CODE, NAME, f"the record does not say how {what} went",
            "add it under `tests:`; one that was left out is `result: skipped`, with a note", "warning",
            path=entry.file, where=("tests",),
        )  # fmt: skip
