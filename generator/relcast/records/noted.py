"""The keys of folders, noted between runs, so that files nobody touched are not read to see that they are the same."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from ..keys import files_key
from .write import write_file

_MOMENT = 2 * 10**9
"""The longest step (ns) in which a usual file system counts time."""


class NotedKeys:
    """What `files_key` says of folders, with a note of it in a file.

    A file is taken for the one that was read if its inode, its size and its times are the same, as git does: its time
    of modification can be set to anything, but then the time of change beside it tells. What changed about when the
    note was written may have changed once more in that moment, and is read again.
    """

    def __init__(self, note: Path) -> None:
        self._note = note
        self._known: dict[str, Any] = {}
        self._written = 0
        self._found: dict[str, tuple[str, str]] = {}
        self._is_changed = False
        if sys.platform == "win32":  # a file's time of change isn't to be had there
            return
        with suppress(OSError, ValueError, RecursionError):
            self._written = os.stat(note).st_mtime_ns
            known = json.loads(note.read_bytes())
            self._known = known if isinstance(known, dict) else {}

    def key(self, id: str, folder: Path, files: Sequence[Path]) -> str:
        """The key of a folder's files; `id` is its name in the note."""
        state, last = _state_of(files)
        match self._known.get(id):
            case [known, str(key)] if known == state and last + _MOMENT < self._written:
                pass
            case _:
                key = files_key(folder, files)
                self._is_changed = True
        self._found[id] = (state, key)
        return key

    def write(self) -> None:
        """Note what was found, and nothing else; not worth failing for."""
        if self._is_changed or self._found.keys() != self._known.keys():
            with suppress(OSError):
                write_file(self._note, json.dumps(self._found, separators=(",", ":")))


def _state_of(files: Iterable[Path]) -> tuple[str, int]:
    """What files look like from outside, and the time (ns) of their last change; nothing is older than what can't be
    looked at."""
    names = [os.fspath(file) for file in files]
    try:
        found = [os.stat(name) for name in names]
    except OSError:
        return "", sys.maxsize
    states = [(one.st_dev, one.st_ino, one.st_size, one.st_mtime_ns, one.st_ctime_ns) for one in found]
    digest = blake2b("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=20)
    digest.update(repr(states).encode())
    return digest.hexdigest(), max((time for state in states for time in state[-2:]), default=0)
