"""A new site takes the old one's place in one step.

The new site is built beside the old one. Where the system can exchange two names at once (Linux, renameat2(2) with
RENAME_EXCHANGE), nobody ever finds the site missing; elsewhere the old one is renamed away first, and a build that was
killed between the two renames is put right by the next command.

The old site may be kept as a spare to build the one after the next from: a folder of pages is taken out of it with one
rename, where linking them to the new site and removing the old ones takes many calls for each page. Nothing depends on
a spare, and whoever takes from it looks at every file first.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a folder can't be locked; its files in use can't be removed either
    fcntl = None  # type: ignore[assignment]

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class SiteBusy(Exception):
    """Another build of the same site is running."""


@contextmanager
def replacing(site: Path, spare: Path | None = None) -> Iterator[Path]:
    """An empty folder to build into, which takes the site's place once the block is through.

    The old site then becomes the folder `spare`, if given and on the same file system, in place of what was there; the
    block may take what it likes from there.

    If the block raises, the site stays as it was. Hidden entries of the old site (`.git` of a branch that is published,
    `.nojekyll`) go over to the new one, as MkDocs keeps them, save our own: what a killed `mkdocs build` left is not to
    be published. Raises SiteBusy.
    """
    fresh = site.with_name(f".{site.name}.relcast-new")
    retired = site.with_name(f".{site.name}.relcast-old")
    fresh.mkdir(parents=True, exist_ok=True)
    with _lock(fresh):
        _repair(site, fresh, retired, spare)
        try:
            yield fresh
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
        _publish(site, fresh, retired, spare)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder, and wherever it moves, against other builds; the system lets go when the process ends."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if not os.path.samestat(os.fstat(handle), os.stat(folder)):
                raise SiteBusy  # the other build has just published the folder that we opened
        except OSError:
            raise SiteBusy from None
        yield
    finally:
        os.close(handle)


def _repair(site: Path, fresh: Path, retired: Path, spare: Path | None) -> None:
    """Put right what a killed build left, and empty the folder to build into."""
    if not site.exists() and retired.exists():
        os.rename(retired, site)
    for left in (retired, fresh, spare):
        if left is not None and site.exists():
            _hand_over(left, site)
    shutil.rmtree(retired, ignore_errors=True)
    for entry in list(os.scandir(fresh)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        else:
            os.unlink(entry.path)


def _publish(site: Path, fresh: Path, retired: Path, spare: Path | None) -> None:
    if not site.exists():
        os.rename(fresh, site)
        return
    if spare is not None:
        # Before the exchange, after which the next build may begin and take from the spare.
        shutil.rmtree(spare, ignore_errors=True)
        spare.parent.mkdir(parents=True, exist_ok=True)
    if _exchange(fresh, site):
        left = _retire(fresh, spare, retired)  # at once, so that the next build may begin
        _hand_over(left, site)
    else:
        _hand_over(site, fresh)
        os.rename(site, retired)
        os.rename(fresh, site)
        left = _retire(retired, spare, retired)
    if left == retired:
        shutil.rmtree(retired, ignore_errors=True)


def _retire(old: Path, spare: Path | None, retired: Path) -> Path:
    """Rename the old site to the spare, or, where that can't be (another file system), to what is removed."""
    if spare is not None:
        try:
            os.rename(old, spare)
        except OSError:
            pass
        else:
            return spare
    if old != retired:
        os.rename(old, retired)
    return retired


def _hand_over(old: Path, new: Path) -> None:
    if old.is_dir():
        for entry in list(os.scandir(old)):
            ours = entry.name.startswith(".relcast-")
            if entry.name.startswith(".") and not ours and not os.path.lexists(new / entry.name):
                os.rename(entry.path, new / entry.name)


def _exchange(first: Path, second: Path) -> bool:
    """Exchange two names at once; False where the system or the file system can't."""
    if sys.platform != "linux":
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    if renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.EXDEV, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(second))
