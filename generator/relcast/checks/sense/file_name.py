"""The file's name and the record's version differ, or a notice's file and its id.

Why: the name is how people find a record, and how two branches that add the same version collide in time.

Bad (`2.3.0.yaml`):

    version: 2.3.1
    date: 2026-11-20

Good (`2.3.0.yaml`):

    version: 2.3.0
    date: 2026-11-20
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem, Severity

CODE, NAME = "RC301", "file-name"
SEVERITY: Severity = "error"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """A notice's id must be its file's name without its ending."""
    for notice, file in zip(history.notices, history.notice_files, strict=False):
        name = _name(file)
        if _stem(name) != notice.id:
            yield Problem(
                CODE, NAME, f"the file is called '{name}', but the notice's id is {notice.id}",
                f"rename the file to '{notice.id}.yaml', or correct the id", path=file, where=("id",),
            )  # fmt: skip


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """The version must be the file's name without its ending."""
    name = _name(entry.file)
    if _stem(name) != entry.version.text:
        yield Problem(
            CODE, NAME, f"the file is called '{name}', but the version is {entry.version.text}",
            f"correct the version, or rename the file to '{entry.version.text}.yaml'",
            path=entry.file, where=("version",),
        )  # fmt: skip


def _name(file: str) -> str:
    return file.rpartition("/")[2]


def _stem(name: str) -> str:
    """Its name without the ending, which every record has."""
    return name.rpartition(".")[0]
