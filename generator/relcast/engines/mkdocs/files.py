"""Files that MkDocs should know of, though it neither reads nor writes them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel


class LinkTarget(File):
    """A page that docs may link to and that we write ourselves."""

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing to copy."""


def add_link_targets(files: Files, config: MkDocsConfig, uris: Iterable[str]) -> None:
    """Let the user's docs link to our pages under `--strict`; a docs file at the same address stops the build."""
    taken = {file.dest_uri: file.src_uri for file in files}
    for uri in uris:
        if uri in taken:
            raise PluginError(
                f"{taken[uri]} and the records both make the page /{uri.removesuffix('index.html')}\n"
                "    hint: move the docs page, or set `at:` of the relcast plugin to a folder of its own"
            )
        target = LinkTarget(
            uri, None, config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.NOT_IN_NAV
        )
        files.append(target)


def add_untranslated(files: Files, config: MkDocsConfig, default_docs: Path) -> set[str]:
    """Docs pages that this language lacks, taken from the default language; returns their source paths."""
    added = set()
    for folder, _, names in os.walk(default_docs):
        for name in names:
            path = Path(folder, name)
            uri = path.relative_to(default_docs).as_posix()
            if files.get_file_from_path(uri) is None and not name.startswith("."):
                file = File(uri, os.fspath(default_docs), config.site_dir, config.use_directory_urls)
                files.append(file)
                added.add(file.src_uri)
    return added
