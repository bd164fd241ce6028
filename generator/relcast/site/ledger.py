"""What earlier builds wrote, and how it comes into the new site where nobody has touched it since."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Written = list[tuple[str, int, int]]
"""Files below the edition's folder with their size in bytes and their modification time in ns."""

_SEAL = 1_000_000_000 * 10**9
"""The modification time (ns) that a folder is given once all that is in it is ours.

Whatever comes, goes or is renamed there gives the folder another one; so while it has this, nothing did, and it need
not be listed.
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A folder in which an earlier build's pages may be found, and how they get from there to the new ones.

    `move` takes them away, folder by folder; `link` leaves them as well; `stay` is where they already are.
    """

    root: Path
    way: Literal["move", "link", "stay"]


class Ledger:
    """The folders that earlier builds wrote: what each was made from, as a key, and the files in it.

    They are looked for in the sources, in their order.
    """

    def __init__(self, file: Path, sources: Sequence[Source]) -> None:
        self._file = file
        self._sources = sources
        self._earlier = _read(file)
        self._rows: dict[str, dict[str, object]] = {}
        self._moved: list[tuple[str, str]] = []
        """Folders and files that were moved: from where, to where."""

    def reuse(self, root: Path, folder: str, key: str) -> bool:
        """Bring a folder to `root` from a source where each of its files is as it was written; False where it has to be
        made: it was made from something else, or no source has it."""
        row = self._earlier.get(folder)
        if row is None or row.get("key") != key:
            return False
        try:
            wanted = {(name, size, modified) for name, size, modified in row.get("files")}  # type: ignore[attr-defined]
        except (TypeError, ValueError):
            return False
        for source in self._sources:
            moved = _take(os.fspath(root), source, folder, wanted)
            if moved is not None:
                self._moved += moved
                self._rows[folder] = row
                return True
        return False

    def give_back(self) -> None:
        """Move what was moved to where it was."""
        while self._moved:
            origin, place = self._moved.pop()
            with suppress(OSError):  # somebody else's since
                os.rename(place, origin)

    def note(self, folder: str, key: str, files: Written) -> None:
        """Remember a folder that was made."""
        self._rows[folder] = {"key": key, "files": files}

    def write(self) -> None:
        """Write down what was reused and made, and forget all else."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._file.with_suffix(".new")
        temporary.write_text(json.dumps(self._rows, separators=(",", ":")), encoding="utf-8")
        os.replace(temporary, self._file)


def seal(root: str, folder: str, files: Iterable[str]) -> None:
    """Let the next build see at a glance that a folder below `root` holds these files, named below `root`, and no
    others; not worth failing for."""
    with suppress(OSError):
        for name in _folders(folder, files):
            os.utime(f"{root}/{name}", ns=(_SEAL, _SEAL))


def _read(file: Path) -> dict[str, dict[str, object]]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    rows = content.items() if isinstance(content, dict) else ()
    return {folder: row for folder, row in rows if isinstance(row, dict)}


def _take(
    root: str, source: Source, folder: str, wanted: Set[tuple[str, int, int]]
) -> Sequence[tuple[str, str]] | None:
    """What was moved to bring a folder, as `Ledger` keeps it, or None where the source doesn't have it."""
    origin = os.fspath(source.root)
    names = [name for name, _, _ in wanted]
    placed: list[str] = []
    try:
        is_sealed = _is_sealed(origin, folder, names)
        found = {state_of(origin, name) for name in names} if is_sealed else set(_files(origin, folder))
        if not wanted <= found:
            return None
        if source.way == "stay":
            return ()
        # A docs page may live in a product's folder: what was there besides our files must not come back with them,
        # and what is there already must stay.
        is_new = not os.path.lexists(f"{root}/{folder}")
        if source.way == "move" and is_new and wanted == found:
            os.rename(f"{origin}/{folder}", f"{root}/{folder}")
            moved = [folder]
        else:
            is_sealed = False
            bring = os.rename if source.way == "move" else os.link
            for below in {os.path.dirname(name) for name in names}:
                os.makedirs(f"{root}/{below}", exist_ok=True)
            for name in names:
                bring(f"{origin}/{name}", f"{root}/{name}")
                placed.append(name)
            moved = placed if source.way == "move" else []
    except OSError:
        for name in placed:  # or they would be written over, and with them the earlier site's, which are the same files
            if source.way == "move":
                os.rename(f"{root}/{name}", f"{origin}/{name}")
            else:
                os.unlink(f"{root}/{name}")
        return None
    if is_new and not is_sealed:
        seal(root, folder, names)
    return [(f"{origin}/{name}", f"{root}/{name}") for name in moved]


def _is_sealed(root: str, folder: str, files: Iterable[str]) -> bool:
    return all(os.lstat(f"{root}/{name}").st_mtime_ns == _SEAL for name in _folders(folder, files))


def _folders(folder: str, files: Iterable[str]) -> Collection[str]:
    """A folder and all folders in it that lead to the files."""
    found = {folder}
    for name in {file.rpartition("/")[0] for file in files}:
        while name and name not in found:
            found.add(name)
            name = name.rpartition("/")[0]
    return found


def state_of(root: str, name: str) -> tuple[str, int, int]:
    """A file as `Written` has it."""
    state = os.lstat(f"{root}/{name}")
    return name, state.st_size, state.st_mtime_ns


def _files(root: str, folder: str) -> Iterator[tuple[str, int, int]]:
    """Every file in a folder below `root`, as `Written` has them."""
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _files(root, name)
            else:
                yield state_of(root, name)
