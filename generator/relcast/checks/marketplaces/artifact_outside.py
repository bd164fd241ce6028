"""An artifact's local file lies outside the project.

Why: the file is opened, measured and attached to a submission; a record must not be able to reach for anything else on
the machine it is read on.

Bad:

    version: 2.3.0
    date: 2026-11-20
    artifacts:
      - file: ../../home/build/gw-2.3.0.tar.gz

Good:

    version: 2.3.0
    date: 2026-11-20
    artifacts:
      - file: dist/gw-2.3.0.tar.gz
"""

from __future__ import annotations

from collections.abc import Iterator

from ...artifacts import leaves_project
from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem, Severity

CODE, NAME = "RC551", "artifact-outside"
SEVERITY: Severity = "error"


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every `file` is a path below the project's root, by its words."""
    for position, artifact in enumerate(entry.release.artifacts):
        if artifact.file is not None and leaves_project(artifact.file):
            yield Problem(
                CODE, NAME, f"'{artifact.file[:80]}' leads out of the project",
                "write a path below the folder that holds your records' folder, such as dist/gw-2.3.0.tar.gz",
                path=entry.file, where=("artifacts", position, "file"),
            )  # fmt: skip
