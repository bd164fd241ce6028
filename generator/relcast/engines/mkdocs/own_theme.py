"""The vendor's own theme folder: templates, pieces of pages and files that take the place of ours."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ...render.draw import Piece, Pieces

PIECES = "relcast/pieces"
"""Where a theme folder has the pieces of our pages."""


def find_own_theme(config: MkDocsConfig) -> Path | None:
    """The folder that `theme.custom_dir` names, or a folder `theme/` with our subfolder beside mkdocs.yml."""
    if config.theme.custom_dir:
        return Path(config.theme.custom_dir)
    beside = _home(config) / "theme"
    return beside if (beside / "relcast").is_dir() else None


def read_pieces(config: MkDocsConfig) -> Pieces:
    """The vendor's own pieces, by name."""
    theme = find_own_theme(config)
    folder = theme / PIECES if theme else None
    if folder is None or not folder.is_dir():
        return ()
    pieces = []
    for file in sorted(folder.iterdir()):
        if file.name.startswith(".") or not file.is_file():
            continue
        path = os.path.relpath(file, _home(config)).replace(os.sep, "/")
        try:
            pieces.append(Piece(file.name, path, file.read_text(encoding="utf-8")))
        except (OSError, UnicodeDecodeError) as error:
            fault = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error.strerror)
            pieces.append(Piece(file.name, path, "", fault))
    return tuple(pieces)


def _home(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path or ".").resolve().parent
