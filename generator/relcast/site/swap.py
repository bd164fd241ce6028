"""A new site takes the old one's place in one step.

The new site is built beside the old one. Where the system can exchange two names at once (Linux, renameat2(2) with
RENAME_EXCHANGE), nobody ever finds the site missing; elsewhere the old one is renamed away first, and a build that was
killed between the two renames is put right by the next command.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def staging(site: Path) -> Path:
    """The folder beside `site` in which the next one is built."""
    return site.with_name(f".{site.name}.relcast-new")


def _retired(site: Path) -> Path:
    return site.with_name(f".{site.name}.relcast-old")


def prepare(site: Path) -> Path:
    """An empty folder to build into; first puts right what a killed build may have left."""
    if not site.exists() and _retired(site).exists():
        os.rename(_retired(site), site)
    shutil.rmtree(_retired(site), ignore_errors=True)
    fresh = staging(site)
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(parents=True)
    return fresh


def publish(site: Path) -> None:
    """Put the staged site in place, and remove the old one."""
    fresh = staging(site)
    if not site.exists():
        os.rename(fresh, site)
        return
    if _exchange(fresh, site):
        shutil.rmtree(fresh, ignore_errors=True)
        return
    os.rename(site, _retired(site))
    os.rename(fresh, site)
    shutil.rmtree(_retired(site), ignore_errors=True)


def discard(site: Path) -> None:
    """Remove the staged site; the old one stays as it is."""
    shutil.rmtree(staging(site), ignore_errors=True)


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
