"""Several files written as one: either all of them are new afterwards, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Writes texts (UTF-8, byte for byte) into a folder, beside what is there already.

    All are written aside first, so that a full disk leaves the old ones whole; then each takes its place in one step.
    """
    folder.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".relcast-", dir=folder))
    try:
        for name, text in files.items():
            (aside / name).write_bytes(text.encode())
        for name in files:
            os.replace(aside / name, folder / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
