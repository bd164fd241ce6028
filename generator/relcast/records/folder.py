"""A vendor's folder on disk: which files are records, and of what."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from ..problems import Problem

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class ProductFolder:
    """The files of one product, sorted by name; paths are absolute."""

    id: str
    path: Path
    product: Path | None
    releases: tuple[Path, ...]
    notices: tuple[Path, ...]
    unreleased: tuple[Path, ...]
    listings: Path | None

    def files(self) -> tuple[Path, ...]:
        """Every file whose bytes decide what this product becomes."""
        single = tuple(file for file in (self.product, self.listings) if file is not None)
        return single + self.releases + self.notices + self.unreleased


@dataclass(frozen=True, slots=True)
class VendorFolder:
    """The files below `releases/`."""

    root: Path
    label: str
    """The folder's path as messages show it."""
    vendor: Path | None
    products: tuple[ProductFolder, ...]
    problems: tuple[Problem, ...] = field(default=())

    def show(self, file: Path) -> str:
        """A file's path as messages show it, with `/` on every system."""
        relative = file.relative_to(self.root).as_posix()
        return f"{self.label}/{relative}" if self.label not in ("", ".") else relative


def discover(root: Path, label: str) -> VendorFolder:
    """What lies in a vendor's folder; never follows a link out of it, never reads a file.

    Hidden names and those that start with `_` are left alone. A record that is a link to somewhere else is refused, so
    that no record can publish what lies outside the folder.
    """
    problems: list[Problem] = []
    if not root.is_dir():
        problem = Problem(
            "RC403", "missing-folder", "there is no such folder",
            "`relcast init` makes one with a first record", path=label, line=1, column=1,
        )  # fmt: skip
        return VendorFolder(root, label, None, (), (problem,))
    folder = VendorFolder(root, label, None, ())
    vendor, products = None, []
    for entry in _entries(root):
        if entry.is_dir():
            products.append(_product(Path(entry.path), folder, problems))
        elif entry.name in ("vendor.yaml", "vendor.yml"):
            vendor = Path(entry.path)
    kept = tuple(p for p in products if p.product or p.releases)
    return VendorFolder(root, label, vendor, kept, tuple(problems))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(
            (entry for entry in entries if not entry.name.startswith((".", "_"))),
            key=lambda entry: entry.name,
        )


def _product(path: Path, folder: VendorFolder, problems: list[Problem]) -> ProductFolder:
    product = listings = None
    releases: list[Path] = []
    parts: dict[str, list[Path]] = {"notices": [], "unreleased": []}
    for entry in _entries(path):
        if entry.is_dir():
            if entry.name in parts:
                parts[entry.name] = [
                    Path(inner.path) for inner in _entries(Path(entry.path)) if _is_record(inner, folder, problems)
                ]
        elif _is_record(entry, folder, problems):
            if entry.name in ("product.yaml", "product.yml"):
                product = Path(entry.path)
            elif entry.name in ("listings.yaml", "listings.yml"):
                listings = Path(entry.path)
            else:
                releases.append(Path(entry.path))
    return ProductFolder(
        path.name, path, product, tuple(releases), tuple(parts["notices"]), tuple(parts["unreleased"]), listings
    )


def _is_record(entry: os.DirEntry[str], folder: VendorFolder, problems: list[Problem]) -> bool:
    if not entry.name.endswith(SUFFIXES):
        return False
    if entry.is_symlink() and not Path(entry.path).resolve().is_relative_to(folder.root.resolve()):
        problems.append(
            Problem(
                "RC113", "link-outside", "this is a link to a file outside the records' folder",
                "put the file itself here", path=folder.show(Path(entry.path)), line=1, column=1,
            )  # fmt: skip
        )
        return False
    return True
