"""What tests of several rooms share."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml
from browsing import browser, built, demo, visit, visiting  # noqa: F401  (fixtures)
from built_site import Site
from hypothesis import settings
from mkdocs.commands.build import build
from mkdocs.config import load_config
from sample_records import sample_records

# At a desk each run looks at new examples; where others wait for the verdict, the same code gets the same one.
settings.register_profile("same", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("same")

CONFIG: dict[str, Any] = {
    "site_name": "Quarry Works releases",
    "site_url": "https://quarry.example/",
    "theme": {"name": "material", "font": False},
    "plugins": ["search", "relcast"],
    "extra": {"generator": False},
}


class Project:
    """A vendor's folder on disk, with mkdocs.yml, docs and records."""

    def __init__(self, root: Path, config: Mapping[str, Any]) -> None:
        self.root = root
        self.config = {**CONFIG}
        self.configure(**config)
        (root / "docs").mkdir(exist_ok=True)

    def configure(self, **config: Any) -> None:
        """Change mkdocs.yml."""
        self.config |= config
        self.write({"mkdocs.yml": yaml.safe_dump({k: v for k, v in self.config.items() if v is not None})})

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            file = self.root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")

    def build(self, *, config_file: str = "mkdocs.yml") -> Site:
        """The site that `mkdocs build --strict` makes; raises as it does."""
        config = load_config(str(self.root / config_file), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build(config)
        finally:
            config.plugins.on_shutdown()
        return Site(Path(config.site_dir), config.site_url)


class MakeProject(Protocol):
    def __call__(
        self, config: Mapping[str, Any] = ..., files: Mapping[str, str] = ..., records: Mapping[str, str] | None = ...
    ) -> Project: ...


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeProject:
    """Makes a project below `tmp_path`: changes to mkdocs.yml (None takes a key out), more files, other records."""
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")

    def make(
        config: Mapping[str, Any] | None = None,
        files: Mapping[str, str] | None = None,
        records: Mapping[str, str] | None = None,
    ) -> Project:
        made = Project(tmp_path, config or {})
        made.write({"docs/index.md": "# Products\n\nWelcome.\n"})
        made.write({**(sample_records() if records is None else records), **(files or {})})
        return made

    return make


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write expected files instead of comparing with them")


class Golden(Protocol):
    def __call__(self, file: Path, text: str) -> None: ...


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compares a text with the file that holds what is expected, or writes that file with `--update-golden`."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        assert text == file.read_text(encoding="utf-8")

    return compare
