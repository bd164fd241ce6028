"""A vendor's folder to start from: it builds at once, and nothing that is there is touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

from ..records.folder import discover
from ..records.write import write_file

_RECORDS = "releases/"
_FILES = (
    "releases/vendor.yaml",
    "releases/example-product/product.yaml",
    "releases/example-product/1.0.0.yaml",
    "mkdocs.yml",
    "docs/index.md",
    ".gitignore",
    "README.md",
)
"""What a folder gets, in the order a newcomer looks at it; the text of each lies under `templates/`."""


@dataclass(frozen=True, slots=True)
class Initialized:
    """The files that `init_folder` wrote, and those that were there already; below the folder, in a fixed order."""

    created: tuple[Path, ...]
    kept: tuple[Path, ...]
    advice: tuple[str, ...]
    """What is left to do by hand, where a file that was kept lacks something."""


def init_folder(folder: Path, *, first_release: date) -> Initialized:
    """Make `folder` a vendor's folder with one product and one record of that date.

    Files that exist are kept as they are. Where `releases/` holds records already, nothing is added below it, since an
    example among real products would be published.
    """
    folder.mkdir(parents=True, exist_ok=True)
    has_records = bool(discover(folder / _RECORDS, _RECORDS).products)
    created, kept = [], []
    for name in _FILES:
        file = folder / name
        if has_records and name.startswith(_RECORDS):
            if file.exists():
                kept.append(file)
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            write_file(file, _text(name, first_release), overwrite=False)
            created.append(file)
        except FileExistsError:
            kept.append(file)
    return Initialized(tuple(created), tuple(kept), tuple(_advice(folder, kept)))


def _text(name: str, first_release: date) -> str:
    """The text of a new file; packaging tools pass over hidden files, so a template has no leading dot."""
    template = files(__package__) / "templates" / name.removeprefix(".")
    return Template(template.read_text(encoding="utf-8")).substitute(date=first_release.isoformat())


def _advice(folder: Path, kept: list[Path]) -> list[str]:
    config = folder / "mkdocs.yml"
    if config not in kept or b"relcast" in config.read_bytes():
        return []
    return [f"{config.name} is kept; add `- relcast` to its `plugins` (and `- search`, if it has no `plugins` yet)"]
