"""What reviewers need holds a password, a key or a token instead of saying where it is kept.

Why: records are committed and reviewed; a secret in them is known to everyone who ever clones the repository, and stays
in its history.

Bad:

    version: 2.3.0
    date: 2026-11-20
    submission:
      how_to_test:
        - "Sign in as reviewer, password: Spring-2026"

Good:

    version: 2.3.0
    date: 2026-11-20
    submission:
      how_to_test:
        - Sign in as reviewer
      test_account_ref: vault:market/reviewer
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...marketplaces.secrets import find_secret, find_secret_in_reference
from ...model.release import Submission
from ...problems import Problem, RecordPath, Severity

CODE, NAME = "RC553", "secret-value"
SEVERITY: Severity = "error"


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """No private text of the record looks like a secret."""
    for where, found in _secrets(entry.release.submission) if entry.release.submission else ():
        yield Problem(
            CODE, NAME, f"this looks like {found}",
            "take it out, change it where it is used, and name its place: `test_account_ref: vault:market/reviewer`",
            path=entry.file, where=("submission", *where),
        )  # fmt: skip
    for position, scan in enumerate(entry.release.scans):
        if scan.report and (found_here := find_secret(scan.report)):
            yield Problem(
                CODE, NAME, f"this looks like {found_here}", "name the report's place without the key to it",
                path=entry.file, where=("scans", position, "report"),
            )  # fmt: skip


def _secrets(submission: Submission) -> Iterator[tuple[RecordPath, str]]:
    for language, text in (submission.review_notes or {}).items():
        if found := find_secret(text):
            yield ("review_notes", language), found
    for position, step in enumerate(submission.how_to_test):
        for language, text in step.items():
            if found := find_secret(text):
                yield ("how_to_test", position, language), found
    if submission.test_account_ref and (found := find_secret_in_reference(submission.test_account_ref)):
        yield ("test_account_ref",), found
