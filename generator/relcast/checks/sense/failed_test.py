"""A release is out although a test failed, and nothing says why that is right.

Why: the page shows the result to everybody. A failure may be known and bearable, but then readers must learn it.

Bad:

    version: 2.3.0
    date: 2026-11-20
    tests:
      functional:
        result: fail

Good:

    version: 2.3.0
    date: 2026-11-20
    tests:
      functional:
        result: fail
        note: One test of the old console fails, which this release no longer has
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...model.release import TEST_KINDS, Test
from ...problems import Problem

CODE, NAME, SEVERITY = "RC326", "failed-test", "warning"
SUBJECTS = ("tests",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """A failed test of what is out has a note; what was withdrawn has said enough."""
    release = entry.release
    if release.status != "released" or release.tests is None or release.withdrawn:
        return
    for kind in TEST_KINDS:
        test: Test | None = getattr(release.tests, kind)
        if test and test.result == "fail" and not test.note:
            yield Problem(
                CODE, NAME, f"the {kind} test failed, yet {entry.version.text} is out",
                "correct the result, or say in `note:` why it was released all the same", "warning",
                path=entry.file, where=("tests", kind, "result"),
            )  # fmt: skip
