"""The pipelines that the guide shows are YAML, and what they run of Relcast works in a repository made by `init`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from relcast.cli import main

ROOT = Path(__file__).parents[1]
PAGES = {"en": ROOT / "docs/guide/publishing.md", "zh-CN": ROOT / "docs.zh-CN/guide/publishing.md"}
GIT = ("git", "-c", "user.name=Nobody", "-c", "user.email=nobody@acme.example", "-c", "init.defaultBranch=main")

NEWS = "Reload policies without a restart"


def _pipelines(language: str) -> list[dict[str, Any]]:
    text = PAGES[language].read_text(encoding="utf-8")
    return [yaml.safe_load(block) for block in re.findall(r"``` yaml\n(.*?)```", text, re.DOTALL)]


def _commands(pipeline: object) -> list[str]:
    """Every line that a pipeline's jobs run, in order."""
    if isinstance(pipeline, list):
        return [command for part in pipeline for command in _commands(part)]
    if not isinstance(pipeline, dict):
        return []
    found = []
    for key, value in pipeline.items():
        if key in ("run", "script"):
            found += [value] if isinstance(value, str) else value
        else:
            found += _commands(value)
    return found


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project on a branch that adds a release to `main`, which lies at `origin` too."""
    origin, project = tmp_path / "origin", tmp_path / "project"
    assert main(["init", str(origin)]) == 0

    def git(*arguments: str, cwd: Path) -> None:
        subprocess.run([*GIT, *arguments], cwd=cwd, check=True, capture_output=True)

    git("init", "--quiet", cwd=origin)
    git("add", "--all", cwd=origin)
    git("commit", "--quiet", "--message", "Begin", cwd=origin)
    git("clone", "--quiet", str(origin), str(project), cwd=tmp_path)
    git("checkout", "--quiet", "-b", "next", cwd=project)
    product = project / "releases/example-product"
    first = (product / "1.0.0.yaml").read_text(encoding="utf-8")
    day = re.search(r"^date: (\S+)$", first, re.MULTILINE)
    assert day
    (product / "1.1.0.yaml").write_text(f"version: 1.1.0\ndate: {day[1]}\nfeatures: [{NEWS}]\n", encoding="utf-8")
    git("add", "--all", cwd=project)
    git("commit", "--quiet", "--message", "Announce 1.1.0", cwd=project)
    monkeypatch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    return project


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "site"), [pytest.param(0, "site", id="github"), pytest.param(1, "public", id="gitlab")]
)
def test_what_a_pipeline_runs_checks_the_branch_and_builds_the_site(number: int, site: str, repository: Path) -> None:
    commands = [line for line in _commands(_pipelines("en")[number]) if not line.startswith("pip ")]
    assert [line.split()[:2] for line in commands if line.startswith("relcast ")] == [
        ["relcast", "check"],
        ["relcast", "build"],
    ]
    for line in commands:
        ran = subprocess.run(line, shell=True, cwd=repository, capture_output=True, text=True)
        assert ran.returncode == 0, f"{line}\n{ran.stdout}{ran.stderr}"
    assert (repository / site / "example-product/1.1.0/index.html").is_file()


@pytest.mark.slow
def test_a_pipeline_stops_a_branch_with_a_mistake(repository: Path) -> None:
    record = repository / "releases/example-product/1.1.0.yaml"
    record.write_text(record.read_text(encoding="utf-8") + "fixs: []\n", encoding="utf-8")
    check = next(line for line in _commands(_pipelines("en")[0]) if line.startswith("relcast check"))
    ran = subprocess.run(check, shell=True, cwd=repository, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "::error file=releases/example-product/1.1.0.yaml" in ran.stdout


@pytest.mark.slow
def test_what_a_pipeline_keeps_serves_another_checkout(repository: Path, tmp_path: Path) -> None:
    """`.relcast/build` is all that a run needs of the one before, wherever and whenever the files were checked out."""
    kept = repository / ".relcast/build"
    assert main(["build", "-f", str(repository / "mkdocs.yml")]) == 0
    packs = {file.name: file.stat().st_mtime_ns for file in kept.rglob("*.pack")}
    elsewhere = tmp_path / "elsewhere"
    subprocess.run([*GIT, "clone", "--quiet", "--branch", "next", str(repository), str(elsewhere)], check=True)
    (elsewhere / ".relcast").mkdir()
    kept.rename(elsewhere / ".relcast/build")
    assert main(["build", "-f", str(elsewhere / "mkdocs.yml")]) == 0
    assert packs == {file.name: file.stat().st_mtime_ns for file in (elsewhere / ".relcast/build").rglob("*.pack")}


def test_both_languages_show_the_same_pipelines() -> None:
    assert _pipelines("en") == _pipelines("zh-CN")
