"""Where products and releases are read on the site that a project's mkdocs.yml describes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ..console.boxes import FindPage


def page_finder(root: Path, languages: Sequence[str]) -> FindPage:
    """Reads the project's configuration, and finds pages by it."""
    config_file = root / "mkdocs.yml"
    if not config_file.is_file():
        return lambda *_: None
    from ..engines.mkdocs import build as engine  # slow to import, and needed only here

    try:
        config = engine.read_config(config_file)
    except engine.BuildFailed:
        return lambda *_: None

    @cache
    def find(product: str, version: str | None, language: str) -> str | None:
        try:
            return engine.page_address(config, product, version, language, languages)
        except engine.BuildFailed:
            return None

    return find
