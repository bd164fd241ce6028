"""What every importer hands over: record data, a report of what has no place in it, and the count that proves it."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..records.write import Writable, write_file, write_record

PRODUCT_FILE = "product.yaml"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that isn't in the records as it stood in the source, and where it stood (line and column from 1)."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many releases and entries the source holds, how many became records, and how many only the report has."""

    releases_found: int
    releases_kept: int
    releases_reported: int
    entries_found: int
    entries_kept: int
    entries_reported: int

    @property
    def is_whole(self) -> bool:
        """True when nothing disappeared."""
        return (
            self.releases_found == self.releases_kept + self.releases_reported
            and self.entries_found == self.entries_kept + self.entries_reported
        )


@dataclass(frozen=True, slots=True)
class Imported:
    """One product read from another format, ready to be written."""

    id: str
    product: Mapping[str, Writable]
    """The data of `product.yaml`."""
    releases: Mapping[str, Mapping[str, Writable]]
    """The data of each record by its file's name, in the source's order."""
    report: tuple[Note, ...]
    """By place."""
    tally: Tally


def write_imported(imported: Imported, releases_dir: Path, *, overwrite: bool = False) -> list[Path]:
    """Write `<releases_dir>/<product>/` with all its records, or nothing; the files written, product.yaml first.

    The folder is made whole under a hidden name, which readers pass over, and then renamed. A product that is already
    there is left alone (FileExistsError). With `overwrite` the imported files replace those of the same name; the
    folder's other files (notices, listings, later records) stay.
    """
    target = releases_dir / imported.id
    if _holds_files(target) and not overwrite:
        raise FileExistsError(f"{target} exists and is kept")
    releases_dir.mkdir(parents=True, exist_ok=True)
    mark = secrets.token_hex(4)
    fresh, old = (releases_dir / f".{imported.id}.{mark}.{role}" for role in ("new", "old"))
    files = {PRODUCT_FILE: imported.product, **imported.releases}
    try:
        if overwrite and target.is_dir():
            shutil.copytree(target, fresh, symlinks=True)
        else:
            fresh.mkdir()
        for name, data in files.items():
            write_file(fresh / name, write_record(data), overwrite=overwrite)
        if overwrite and target.is_dir():
            _exchange(target, fresh, old)
        else:
            _rename_new(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return [target / name for name in files]


def _holds_files(folder: Path) -> bool:
    return os.path.lexists(folder) and not (folder.is_dir() and not any(folder.iterdir()))


def _rename_new(fresh: Path, target: Path) -> None:
    """Renaming onto a folder that has files fails, so that a product that came meanwhile is kept."""
    try:
        fresh.rename(target)
    except OSError:
        if _holds_files(target):
            raise FileExistsError(f"{target} exists and is kept") from None
        raise


def _exchange(target: Path, fresh: Path, old: Path) -> None:
    target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old)
