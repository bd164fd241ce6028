"""Where the theme folder is."""

from __future__ import annotations

from pathlib import Path


def theme_dir() -> Path:
    """The theme folder: inside the package once installed, at the repository root in a checkout."""
    shipped = Path(__file__).resolve().parent / "theme"
    return shipped if shipped.is_dir() else shipped.parents[2] / "theme"
