"""An earlier site stands aside while its folder is emptied and built in, and comes back if the build fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


class Aside:
    """What lay in the folder `site` before a build that empties it; names with a dot are left where they are."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._holds = False
        self.folder = site / ".relcast-kept"
        """Where it waits, as it lay in the site; part of it may be taken for the new one."""

    def put(self) -> None:
        """Move it aside; what an interrupted build left there goes."""
        shutil.rmtree(self.folder, ignore_errors=True)
        for entry in list(_visible(self._site)):
            self.folder.mkdir(exist_ok=True)
            self._holds = True
            with suppress(OSError):  # a volume of its own, which is emptied in place
                os.rename(entry.path, self.folder / entry.name)

    def restore(self) -> None:
        """Bring it back in place of what was built since, if there was anything."""
        if not self._holds:
            return
        for entry in list(_visible(self._site)):
            if not os.path.ismount(entry.path):
                _remove(entry)
        for kept in list(os.scandir(self.folder)):
            os.rename(kept.path, self._site / kept.name)
        self.drop()

    def drop(self) -> None:
        """Forget it: the new site is whole."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._holds = False


def _visible(folder: Path) -> Iterator[os.DirEntry[str]]:
    if folder.is_dir():
        with os.scandir(folder) as entries:
            yield from (entry for entry in entries if not entry.name.startswith("."))


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        os.unlink(entry.path)
