"""The theme's templates: found and compiled without what no build needs twice."""

from __future__ import annotations

import os

import jinja2
import mkdocs
from mkdocs.theme import Theme

from ...compiled import compiled_templates


class _Loader(jinja2.FileSystemLoader):
    """Leaves hidden folders out of its list, as MkDocs would do one by one with each of Material's 14,000 icons."""

    def list_templates(self) -> list[str]:
        found = set()
        for root in self.searchpath:
            for folder, folders, names in os.walk(root, followlinks=self.followlinks):
                folders[:] = (name for name in folders if not name.startswith("."))
                below = os.path.relpath(folder, root).replace(os.sep, "/")
                found.update(names if below == "." else [f"{below}/{name}" for name in names])
        return sorted(found)


def quicken(theme: Theme) -> None:
    """Let the environments that the theme will make look for files in visible folders only, and take templates that
    were compiled before."""
    make = theme.get_env

    def get_env() -> jinja2.Environment:
        env = make()
        if type(env.loader) is jinja2.FileSystemLoader:
            env.loader = _Loader(env.loader.searchpath, env.loader.encoding, env.loader.followlinks)
        if env.bytecode_cache is None:
            env.bytecode_cache = compiled_templates(mkdocs.__version__)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]
