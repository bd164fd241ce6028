"""A hash is not a hash: it has the wrong length, signs that no hash has, or is that of an empty file.

Why: whoever compares it with what was downloaded is told that somebody tampered with the file.

Bad:

    version: 1.0.0
    date: 2026-11-20
    artifacts:
      - url: https://dl.acme.example/gw-1.0.0.tar.gz
        sha256: 9f86d081884c7d659a2feaa0c55ad015

Good:

    version: 1.0.0
    date: 2026-11-20
    artifacts:
      - url: https://dl.acme.example/gw-1.0.0.tar.gz
        sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem, Severity

CODE, NAME = "RC233", "malformed-hash"
SEVERITY: Severity = "error"

_LENGTHS = {"sha256": 64, "md5": 32}
_NAMES = {32: "an MD5", 40: "a SHA-1", 64: "a SHA-256", 96: "a SHA-384", 128: "a SHA-512"}
_EMPTY = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "d41d8cd98f00b204e9800998ecf8427e"}
_OTHER = re.compile(r"[^0-9a-f]", re.IGNORECASE)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Each hash has the form of its kind."""
    for number, artifact in enumerate(entry.release.artifacts):
        for kind, text in (("sha256", artifact.sha256), ("md5", artifact.md5)):
            if text and (found := _find_fault(text, kind)):
                message, hint, offset = found
                yield Problem(
                    CODE, NAME, message, hint, SEVERITY,
                    path=entry.file, where=("artifacts", number, kind), offset=offset,
                )  # fmt: skip


def _find_fault(text: str, kind: str) -> tuple[str, str, int] | None:
    length = _LENGTHS[kind]
    if match := _OTHER.search(text):
        hint = (
            "write the hash alone" if ":" in text or " " in text else f"copy it again: {length} characters, 0-9 and a-f"
        )
        return f"'{match[0]}' can't stand in a hash", hint, match.start()
    if len(text) != length:
        other = f", as {_NAMES[len(text)]} has" if len(text) in _NAMES else ""
        return (
            f"{_NAMES[length]} hash has {length} characters; this one has {len(text)}{other}",
            "copy the whole hash again",
            0,
        )
    if text.lower() in _EMPTY or len(set(text)) == 1:
        what = "of an empty file" if text.lower() in _EMPTY else "of no file: all its characters are the same"
        return f"this is the hash {what}", "compute it from the file that readers download", 0
    return None
