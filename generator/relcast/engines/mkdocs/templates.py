"""The theme's templates: found and compiled without what no build needs twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import jinja2
import mkdocs
from mkdocs.theme import Theme

from ...compiled import compiled_templates
from ...render.draw import DEFAULT


class _Loader(jinja2.FileSystemLoader):
    """Finds the default of a template too, as `!default/NAME`: the one that the user's own takes the place of.

    Leaves hidden folders out of its list, as MkDocs would do one by one with each of Material's 14,000 icons.
    """

    def __init__(self, theirs: jinja2.FileSystemLoader, own: Path | None) -> None:
        super().__init__(theirs.searchpath, theirs.encoding, theirs.followlinks)
        defaults = [folder for folder in self.searchpath if own is None or Path(folder) != own]
        self.defaults = jinja2.FileSystemLoader(defaults, self.encoding, self.followlinks)

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template.startswith(DEFAULT):
            return self.defaults.get_source(environment, template.removeprefix(DEFAULT))
        return super().get_source(environment, template)

    def list_templates(self) -> list[str]:
        found = set()
        for root in self.searchpath:
            for folder, folders, names in os.walk(root, followlinks=self.followlinks):
                folders[:] = (name for name in folders if not name.startswith("."))
                below = os.path.relpath(folder, root).replace(os.sep, "/")
                found.update(names if below == "." else [f"{below}/{name}" for name in names])
        return sorted(found)


def quicken(theme: Theme, own: Path | None) -> None:
    """Let the environments that the theme will make look for files in visible folders only, take templates that were
    compiled before, and find what templates in the user's `own` folder take the place of."""
    make = theme.get_env

    def get_env() -> jinja2.Environment:
        env = make()
        if type(env.loader) is jinja2.FileSystemLoader:
            env.loader = _Loader(env.loader, own)
        if env.bytecode_cache is None:
            env.bytecode_cache = compiled_templates(mkdocs.__version__)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]
