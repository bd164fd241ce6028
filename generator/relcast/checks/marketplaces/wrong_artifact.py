"""An artifact's local file is not what the record says it is.

Why: customers compare what they download with the size and the hash on the release's page, and a marketplace rejects a
package that differs; a number typed by hand is soon that of yesterday's build.

Sizes are compared whenever the file is there. Hashes are compared, and a missing file is told, with `--artifacts` and
by `relcast console`: reading gigabytes takes minutes, and where records are only checked, nothing has been built.

Bad (beside a file `dist/gw-2.3.0.tar.gz` of 48 bytes):

    version: 2.3.0
    date: 2026-11-20
    artifacts:
      - file: dist/gw-2.3.0.tar.gz
        size: 47

Good (beside a file `dist/gw-2.3.0.tar.gz` of 48 bytes):

    version: 2.3.0
    date: 2026-11-20
    artifacts:
      - file: dist/gw-2.3.0.tar.gz
        size: 48
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ...artifacts import FAULTS, Measured, leaves_project, measure
from ...library.product import ProductHistory, VersionedRelease
from ...model.release import Artifact
from ...problems import Problem, Severity

CODE, NAME = "RC552", "wrong-artifact"
SEVERITY: Severity = "error"


def check_files(history: ProductHistory, root: Path, *, hashing: bool) -> Iterator[Problem]:
    """Every local file below the project's `root` against its record."""
    for entry in history.releases:
        for position, artifact in enumerate(entry.release.artifacts):
            if artifact.file is not None:
                found = measure(root, artifact.file, hashing=hashing and bool(artifact.sha256 or artifact.md5))
                yield from complaints(entry, position, artifact, found, asked=hashing)


def complaints(
    entry: VersionedRelease, position: int, artifact: Artifact, found: Measured, *, asked: bool
) -> Iterator[Problem]:
    """What is wrong with one artifact as it was found; `asked` tells what can't be looked at, too."""
    if found.fault is not None:
        if (asked or found.fault != "missing") and not leaves_project(found.file):  # which RC551 tells
            yield Problem(
                CODE, NAME, f"{found.file} {FAULTS[found.fault]}", "build it, or correct the path",
                "error" if found.fault == "outside" else "warning",
                path=entry.file, where=("artifacts", position, "file"),
            )  # fmt: skip
        return
    for key, message in found.differences(artifact):
        yield Problem(
            CODE, NAME, message, f"correct `{key}`, or leave it out and let `relcast console` compute it",
            path=entry.file, where=("artifacts", position, key),
        )  # fmt: skip
