"""What really lies where a record says that an artifact lies: found inside the project, measured, compared."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Literal

from .model.release import Artifact

_BLOCK = 1 << 20
_WINDOWS_ROOT = re.compile(r"[A-Za-z]:|\\\\|/")

Fault = Literal["outside", "missing", "no_file", "unreadable"]
FAULTS: dict[Fault, str] = {
    "outside": "lies outside the project",
    "missing": "is not there",
    "no_file": "is no ordinary file",
    "unreadable": "can't be read",
}
Value = Literal["size", "sha256", "md5"]
_NAMES: dict[Value, str] = {"size": "size", "sha256": "SHA-256", "md5": "MD5"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found of one artifact's local file; hashes are there when they were asked for."""

    file: str
    """As the record names it."""
    fault: Fault | None = None
    size: int | None = None
    sha256: str | None = None
    md5: str | None = None

    def differences(self, artifact: Artifact) -> Iterator[tuple[Value, str]]:
        """The key of every value of the record that the file contradicts, and how; in the order of a record."""
        stated: tuple[tuple[Value, str | int | None, str | int | None], ...] = (
            ("sha256", artifact.sha256, self.sha256),
            ("md5", artifact.md5, self.md5),
            ("size", artifact.size, self.size),
        )
        for key, typed, found in stated:
            if typed is not None and found is not None and str(typed).lower() != str(found):
                unit = " bytes" if key == "size" else ""
                yield key, f"the {_NAMES[key]} of {self.file} is {found}{unit}, not {typed}"


def leaves_project(file: str) -> bool:
    """Whether a path of a record leads out of the project by its very words, on any system."""
    parts = re.split(r"[/\\]", file)
    return (
        ".." in parts or file.startswith("~") or "\0" in file
        or _WINDOWS_ROOT.match(file) is not None or PureWindowsPath(file).is_absolute()
    )  # fmt: skip


def measure(root: Path, file: str, *, hashing: bool) -> Measured:
    """The file a record names, below the project's root, opened and measured; never one outside it.

    A link may lead elsewhere inside the project. With `hashing` the file is read once, in pieces, for both hashes.
    """
    if leaves_project(file):
        return Measured(file, "outside")
    try:
        path = Path(os.path.realpath(root / file, strict=True))
        if not path.is_relative_to(os.path.realpath(root)):
            return Measured(file, "outside")
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for, forever
            return Measured(file, "no_file")
        if not hashing:
            return Measured(file, size=path.stat().st_size)
        return _hashed(file, path)
    except (FileNotFoundError, NotADirectoryError):
        return Measured(file, "missing")
    except (OSError, ValueError):  # no permission, a link in a circle, a name no file can have
        return Measured(file, "unreadable")


def _hashed(file: str, path: Path) -> Measured:
    sha256 = hashlib.sha256()
    md5 = hashlib.md5(usedforsecurity=False)
    size = 0
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            size += len(block)
            sha256.update(block)
            md5.update(block)
    return Measured(file, None, size, sha256.hexdigest(), md5.hexdigest())
