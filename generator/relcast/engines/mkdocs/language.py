"""Which of the vendor's languages a MkDocs build speaks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from ...library.load import load_vendor
from ...records.folder import discover


def edition_language(config: MkDocsConfig, records: Path, label: str) -> str:
    """The vendor's language that the theme is set to: the same tag, else the same language; else the vendor's first."""
    vendor, _ = load_vendor(discover(records, label))
    declared = vendor.languages if vendor else ["en"]
    wanted = str(config.theme["language"]) if "language" in config.theme else ""
    return match_language(wanted, declared)


def match_language(wanted: str, declared: Sequence[str]) -> str:
    """One of the declared tags (BCP 47): the one wanted, else one of the same primary language, else the first."""
    for tag in declared:
        if tag.lower() == wanted.lower():
            return tag
    for tag in declared:
        if tag.lower().split("-")[0] == wanted.lower().split("-")[0]:
            return tag
    return declared[0]


def theme_language(language: str, dirs: Collection[str]) -> str:
    """The theme's own name for a language: the nearest one that its folders have words for, else English."""
    for tag in (language, language.split("-")[0]):
        if any(Path(folder, "partials", "languages", f"{tag}.html").is_file() for folder in dirs):
            return tag
    return "en"
