"""The paths that `relcast check` is asked to look at, by the records' folder they lie in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import click

from ..problems import Problem
from ..records.folder import SUFFIXES, VendorFolder, discover


@dataclass(slots=True)
class Asked:
    """A records' folder, and what of it is asked for."""

    root: Path
    label: str
    """The folder's path as messages show it."""
    only: list[Path] = field(default_factory=list)
    """Absolute; empty is the whole folder."""

    def open(self) -> VendorFolder:
        """What lies in the folder."""
        return discover(self.root, self.label)

    is_needed: bool = True
    """False where there is nothing to look at."""

    def keep(self, files: Iterable[Path]) -> None:
        """Ask no longer for anything but these files, as far as they were asked for."""
        self.only = sorted(file for file in files if file.is_relative_to(self.root) and self.covers(file))
        self.is_needed = bool(self.only)

    @property
    def products(self) -> set[str]:
        """Ids of the products asked for; empty is all of them."""
        return {path.relative_to(self.root).parts[0] for path in self.only}

    def find_memory(self) -> Path | None:
        """Where what was found is kept: in the project around the folder; None where there is none to be seen."""
        home = self.root.parent
        if not any((home / mark).exists() for mark in (".relcast", "mkdocs.yml", ".git")):
            return None
        return home / ".relcast" / "check" / f"{quote(os.fsencode(self.root.name), safe='')}.json"

    def covers(self, file: Path) -> bool:
        """Whether a file, by its absolute path, is asked for."""
        return not self.only or any(file == path or path in file.parents for path in self.only)

    def of(self, problems: Iterable[Problem], folder: VendorFolder) -> list[Problem]:
        """The problems of what is asked for, and vendor.yaml's errors: with those nothing can be built."""
        if not self.only:
            return list(problems)
        shared = folder.show(folder.vendor or self.root / "vendor.yaml")
        shown = [folder.show(path) for path in self.only]
        return [
            problem for problem in problems
            if (problem.path == shared and problem.severity == "error")
            or any(f"{problem.path}/".startswith(f"{path}/") for path in shown)
        ]  # fmt: skip


def asked(paths: tuple[Path, ...]) -> list[Asked]:
    """The folders of the paths given on the command line; of `releases` without any."""
    found: dict[Path, Asked] = {}
    for path in paths or (Path("releases"),):
        if not os.path.exists(path):  # false too for a name that no file can have
            raise click.UsageError(
                f"there is nothing at '{path}'; name a records' folder, or make one with `relcast init`"
            )
        if path.is_file() and path.suffix not in SUFFIXES:
            raise click.UsageError(f"{path} is no record: its name must end in .yaml")
        whole = Path(os.path.normpath(path.absolute()))
        root = next(
            (p for p in (whole, *whole.parents) if any((p / f"vendor{end}").exists() for end in SUFFIXES)), None
        )
        if root is None and path.is_dir():
            root = whole
        if root is None:
            raise click.UsageError(f"{path} lies in no folder with a vendor.yaml; `relcast init` makes one")
        label = (str(root) if path.is_absolute() else os.path.relpath(root)).replace(os.sep, "/")
        found.setdefault(root, Asked(root, label)).only.append(whole)
    for one in found.values():
        if one.root in one.only:
            one.only = []
    return list(found.values())
