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
    """Let the user's docs link to our pages and feeds under `--strict`; a docs file at an address of ours stops the
    build."""
    taken = {file.dest_uri: file.src_uri for file in files}
    for uri in uris:
        if uri in taken:
            raise PluginError(
                f"{taken[uri]} and the records both make /{uri.removesuffix('index.html')}\n"
                "    hint: move the docs file, or set `at:` of the relcast plugin to a folder of its own"
            )
        target = LinkTarget(uri, None, config.site_dir, config.use_directory_urls, inclusion=InclusionLevel.NOT_IN_NAV)
        files.append(target)


def find_at(files: Files, config: MkDocsConfig, uri: str) -> File | None:
    """The docs page of a source path, or the one that has its address (README.md for index.md)."""
    wanted = File(uri, None, config.site_dir, config.use_directory_urls).dest_uri
    pages = (file for file in files.documentation_pages() if file.dest_uri == wanted)
    return files.get_file_from_path(uri) or next(pages, None)


def add_untranslated(files: Files, config: MkDocsConfig, default_docs: Path) -> set[str]:
    """Docs files that this language lacks, taken from the default language; returns their source paths.

    Which files MkDocs leaves out (hidden ones, `exclude_docs`) it decides afterwards, as for all.
    """
    taken = {file.dest_uri for file in files}
    added = set()
    for folder, folders, names in os.walk(default_docs, followlinks=True):
        folders.sort()
        for name in sorted(names):
            uri = Path(folder, name).relative_to(default_docs).as_posix()
            file = File(uri, os.fspath(default_docs), config.site_dir, config.use_directory_urls)
            if files.get_file_from_path(uri) is None and file.dest_uri not in taken:
                files.append(file)
                added.add(file.src_uri)
                taken.add(file.dest_uri)
    return added


def point_edit_links(files: Files, start: Path) -> None:
    """Let `edit_uri`, which leads to the folder `start`, lead to every docs file wherever it lies."""
    for file in files.documentation_pages():
        if file.abs_src_path is not None:
            file.edit_uri = os.path.relpath(file.abs_src_path, start).replace(os.sep, "/")
