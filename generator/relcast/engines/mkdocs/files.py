"""Files that MkDocs should know of, though it neither reads nor writes them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel


class LinkTarget(File):
    """A page that docs may link to and that we write ourselves."""

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing to copy."""


class LinkableFiles(Files):
    """MkDocs' files, and our pages and feeds for who looks one up, so that the user's docs may link to them under
    `--strict` and the nav may name them.

    They are in no list of files: there are thousands, and MkDocs goes through its lists again and again.
    """

    def __init__(self, files: Files, config: MkDocsConfig, uris: Iterable[str]) -> None:
        super().__init__(files)
        self._config = config
        self._uris = frozenset(uris)
        self._targets: dict[str, LinkTarget] = {}
        for file in files:
            if file.dest_uri in self._uris:
                raise PluginError(
                    f"{file.src_uri} and the records both make /{file.dest_uri.removesuffix('index.html')}\n"
                    "    hint: move the docs file, or set `at:` of the relcast plugin to a folder of its own"
                )

    def get_file_from_path(self, path: str) -> File | None:
        """The file of a source path, or what stands for a page of ours."""
        return super().get_file_from_path(path) or self._find_target(PurePath(path).as_posix())

    def __contains__(self, path: str) -> bool:
        return self.get_file_from_path(path) is not None

    @property
    def src_uris(self) -> Mapping[str, File]:
        """Every file and all that is ours, by source path."""
        ours = {uri: target for uri in sorted(self._uris) if (target := self._find_target(uri))}
        return {**ours, **super().src_uris}

    def _find_target(self, uri: str) -> LinkTarget | None:
        if uri not in self._uris:
            return None
        if uri not in self._targets:
            site, urls = self._config.site_dir, self._config.use_directory_urls
            self._targets[uri] = LinkTarget(uri, None, site, urls, inclusion=InclusionLevel.NOT_IN_NAV)
        return self._targets[uri]


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
