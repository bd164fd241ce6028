"""The pack takes its place in one step: what is there is the old pack or the new one, never a part."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ..site.swap import replacing

PLACE = Path("dist") / "console"
"""Below the project's root; private, so never below the site's folder."""
MARK = ".relcast-console"
"""A file that says that the folder is a pack of ours and may be replaced."""


class NotOurs(Exception):
    """There is something else where the pack belongs."""


def write_pack(root: Path, files: Mapping[str, bytes]) -> Path:
    """Put a pack's files into the project's `dist/console/` in place of the pack that is there; its folder comes back.

    Other people of the machine can't read it, and git passes over it, whatever the project ignores. Raises NotOurs, and
    SiteBusy while another command writes it.
    """
    place = root / PLACE
    if place.is_symlink() or (place.exists() and not (place / MARK).is_file() and _is_used(place)):
        raise NotOurs(place)
    with replacing(place) as fresh:
        os.chmod(fresh, 0o700)
        for name, content in sorted(files.items()):
            file = fresh / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        (fresh / ".gitignore").write_bytes(b"*\n")
        (fresh / MARK).write_bytes(b"Made by `relcast console`; the next one replaces this folder.\n")
    return place


def _is_used(place: Path) -> bool:
    return not place.is_dir() or any(True for _ in os.scandir(place))
