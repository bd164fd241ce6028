"""What a cache entry is made from, as one short text: our own code, the libraries it stands on, the bytes of files."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = (
    "cmarkgfm", "cvss", "feedgen", "icalendar", "jinja2", "lxml", "markupsafe", "nh3", "pydantic", "pyyaml", "semver",
    "tzdata",
)  # fmt: skip
"""Distributions whose version may change what we make."""

_MOST = 16 * 1024 * 1024


@cache
def tool_key() -> str:
    """Changes whenever our own code does, or what it stands on, so that nothing old outlives it."""
    package = os.path.dirname(os.path.realpath(__file__))
    digest = blake2b(digest_size=20)
    digest.update(repr((sys.version_info[:2], [_version(name) for name in _LIBRARIES])).encode())
    for path, _, names in sorted(os.walk(package)):
        for name in sorted(names):
            if name.endswith((".py", ".html", ".json", ".yaml")):
                with open(f"{path}/{name}", "rb", buffering=0) as stream:
                    digest.update(stream.read())
    return digest.hexdigest()


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def files_key(folder: Path, files: Iterable[Path]) -> str:
    """The names below the folder and the bytes of files, or why those can't be had.

    Content, not times: a fresh clone has new times for old files, and an old time may stand on new bytes. Of a file
    that is far too large for a record, the beginning and the size do.
    """
    digest = blake2b(digest_size=20)
    start = len(os.fspath(folder)) + 1
    for file in map(os.fspath, files):
        try:
            with open(file, "rb", buffering=0) as stream:
                size = os.fstat(stream.fileno()).st_size
                content = stream.read(_MOST if size > _MOST else -1)
        except OSError as error:
            content = repr(error).encode()
            size = len(content)
        digest.update(f"{file[start:]}\0{size}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return digest.hexdigest()
