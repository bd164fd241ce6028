"""A vendor's folder on disk: which files are records, and of what."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ..problems import Problem, Severity

SUFFIXES = (".yaml", ".yml")
_VENDOR, _PRODUCT, _LISTINGS = (
    tuple(name + suffix for suffix in SUFFIXES) for name in ("vendor", "product", "listings")
)
PROFILES = "profiles"
"""The folder beside the products that holds the vendor's own marketplace profiles; no product has its name."""


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
    profiles: tuple[Path, ...] = ()
    """The vendor's own marketplace profiles."""
    problems: tuple[Problem, ...] = field(default=())

    def below(self, file: Path) -> str:
        """A file's path below the folder, with `/` on every system."""
        return os.fspath(file)[len(os.fspath(self.root)) + 1 :].replace(os.sep, "/")

    def show(self, file: Path) -> str:
        """A file's path as messages show it."""
        return f"{self.label}/{self.below(file)}" if self.label not in ("", ".") else self.below(file)


def discover(root: Path, label: str) -> VendorFolder:
    """What lies in a vendor's folder; never follows a link out of it, never reads a file.

    Hidden names and those that start with `_` are left alone. A link to somewhere else is refused, so that no record
    can publish what lies outside the folder. A record where none is looked for is a warning: it would be missed.
    """
    if not root.is_dir():
        message, hint = "there is no such folder", "`relcast init` makes one with a first record"
        problem = Problem.of_file(label, "RC407", "missing-folder", message, hint)
        return VendorFolder(root, label, None, (), problems=(problem,))
    scan = _Scan(VendorFolder(root, label, None, ()))
    vendor: Path | None = None
    products: list[ProductFolder] = []
    profiles: tuple[Path, ...] = ()
    for entry in _entries(root):
        if _is(entry.is_dir):
            if entry.name == PROFILES:
                profiles = scan.profiles(entry)
            elif scan.is_inside(entry):
                products.append(scan.product(Path(entry.path)))
        elif scan.is_record(entry):
            if entry.name in _VENDOR:
                vendor = scan.only(vendor, entry)
            else:
                scan.stray(
                    entry,
                    "this file is not read, since it lies in no product's folder",
                    "move it into its product's folder",
                )
    known = tuple(p for p in products if p.files())
    return VendorFolder(root, label, vendor, known, profiles, tuple(scan.problems))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(
            (entry for entry in entries if not entry.name.startswith((".", "_"))),
            key=lambda entry: entry.name,
        )


def _is(kind: Callable[[], bool]) -> bool:
    """What an entry is; a link that leads round in a circle is nothing."""
    try:
        return kind()
    except OSError:
        return False


def _is_unicode(name: str) -> bool:
    """False where bytes of the name had to be smuggled in as surrogates."""
    return name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in name)


class _Scan:
    """One walk through a folder, and what is wrong with what lies there."""

    def __init__(self, folder: VendorFolder) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def product(self, path: Path) -> ProductFolder:
        """The files of one product."""
        product = listings = None
        releases: list[Path] = []
        deeper: list[os.DirEntry[str]] = []
        parts: dict[str, tuple[Path, ...]] = {"notices": (), "unreleased": ()}
        for entry in _entries(path):
            if _is(entry.is_dir):
                if entry.name in parts and self.is_inside(entry):
                    inner = _entries(Path(entry.path))
                    parts[entry.name] = tuple(Path(found.path) for found in inner if self.is_record(found))
                elif entry.name.endswith(SUFFIXES):
                    self.stray(entry, "this folder is not read, since a record is a file", "give its file this name")
                elif entry.name not in parts and not entry.is_symlink():
                    deeper += (found for found in _entries(Path(entry.path)) if found.name.endswith(SUFFIXES))
            elif self.is_record(entry):
                if entry.name in _PRODUCT:
                    product = self.only(product, entry)
                elif entry.name in _LISTINGS:
                    listings = self.only(listings, entry)
                else:
                    releases.append(Path(entry.path))
            elif entry.name in parts:
                hint = f"make it a folder, {entry.name}/, with a file for each"
                self.stray(entry, f"this file is not read, since {entry.name} is the name of a folder", hint)
        for entry in deeper if product or releases else ():
            self.stray(entry, "this file is not read, since it lies too deep", f"move it up, into {path.name}/")
        return ProductFolder(path.name, path, product, tuple(releases), parts["notices"], parts["unreleased"], listings)

    def profiles(self, entry: os.DirEntry[str]) -> tuple[Path, ...]:
        """The vendor's own marketplace profiles; a product's file among them is told that no product can be here."""
        found: list[Path] = []
        for inner in _entries(Path(entry.path)) if self.is_inside(entry) else ():
            if _is(inner.is_dir) or not self.is_record(inner):
                continue
            if inner.name in _PRODUCT:
                hint = "give the product's folder another name, such as profiles-app"
                self.stray(inner, f"{PROFILES}/ holds marketplace profiles, and this is a product", hint)
            else:
                found.append(Path(inner.path))
        return tuple(found)

    def is_record(self, entry: os.DirEntry[str]) -> bool:
        """Whether it is a YAML file that may be read."""
        if not entry.name.endswith(SUFFIXES):
            if entry.name.lower().endswith(SUFFIXES):
                self.stray(entry, "this file is not read", "write the ending of its name in small letters: .yaml")
            return False
        if not self.is_inside(entry):
            return False
        if not _is(entry.is_file):  # a pipe would be waited for, forever
            self._complain("RC101", "unreadable-file", "this is no ordinary file", "put a text file here", entry)
            return False
        return True

    def is_inside(self, entry: os.DirEntry[str]) -> bool:
        """False for a link that leads out of the folder, and for a name no page could have; both are problems."""
        if not _is_unicode(entry.name):
            message = "this name is not written in UTF-8"
            self._complain("RC114", "unreadable-name", message, "give it another name", entry)
            return False
        if entry.is_symlink():
            root = os.path.realpath(self.folder.root)
            if not Path(os.path.realpath(entry.path)).is_relative_to(root):
                message = "this is a link to something outside the records' folder"
                self._complain("RC113", "link-outside", message, "put the thing itself here", entry)
                return False
        return True

    def only(self, first: Path | None, entry: os.DirEntry[str]) -> Path:
        """The first of two files that mean the same; the second is never read."""
        if first is None:
            return Path(entry.path)
        self.stray(entry, f"this file is not read, since {first.name} lies beside it", "delete one of the two")
        return first

    def stray(self, entry: os.DirEntry[str], message: str, hint: str) -> None:
        """A record that would be missed."""
        self._complain("RC406", "stray-file", message, hint, entry, "warning")

    def _complain(
        self, code: str, name: str, message: str, hint: str, entry: os.DirEntry[str], severity: Severity = "error"
    ) -> None:
        path = os.fsencode(self.folder.show(Path(entry.path))).decode("utf-8", "backslashreplace")
        self.problems.append(Problem.of_file(path, code, name, message, hint, severity))
