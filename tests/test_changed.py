"""`relcast check --changed BASE`: problems in the files of a pull request, and clear words where git can't tell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from relcast.cli import main

ROOT = Path(__file__).parents[1]
RIGHT = "version: {}\ndate: 2026-11-20\n"
BROKEN = "version: {}\ndate: 2026-11-20\nfixs: []\n"

Run = Callable[..., tuple[int, str, str]]


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Release Desk", "-c", "user.email=desk@acme.example", "-c", "protocol.file.allow=always"]
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *who, *arguments], cwd=folder, env=env, check=True, capture_output=True, text=True)
    return done.stdout


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        file = folder / "releases" / f"{name.replace('__', '/')}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone on the branch `topic`, which left `main` after a first commit with one broken record."""
    if shutil.which("git") is None:
        missing = pytest.fail if os.environ.get("RELCAST_NO_SKIPS") else pytest.skip
        missing("git is not installed")
    home = tmp_path / "clone"
    home.mkdir()
    git(home, "init", "-q", "-b", "main")
    write(home, vendor="name: Acme\n", gw__product="name: Gateway\n", old="")
    (home / "releases/old.yaml").unlink()
    (home / "releases/gw/1.0.0.yaml").write_text(BROKEN.format("1.0.0"))
    (home / ".gitignore").write_text("2.0.0.yaml\n")
    git(home, "add", "-A")
    git(home, "commit", "-qm", "first")
    git(home, "switch", "-qc", "topic")
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["check", "--now", "2026-11-26", *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def reported(out: str) -> list[str]:
    return [line.split(":")[0] for line in out.splitlines() if not line.startswith(" ")]


def test_only_changed_files_are_spoken_of(clone: Path, check: Run) -> None:
    assert reported(check()[1]) == ["releases/gw/1.0.0.yaml"]
    assert check("--changed", "main") == (0, "", "no problems\n")
    for name in ("1.0.1", "1.0.2", "2.0.0", "1.0.3"):
        (clone / f"releases/gw/{name}.yaml").write_text(BROKEN.format(name))
        if name == "1.0.1":
            git(clone, "add", "-A")
            git(clone, "commit", "-qm", "second")
        if name == "1.0.2":
            git(clone, "add", "-A")
    code, out, _ = check("--changed", "main")
    assert code == 1
    assert reported(out) == ["releases/gw/1.0.1.yaml", "releases/gw/1.0.2.yaml", "releases/gw/1.0.3.yaml"]
    assert reported(check("--changed", "main", "releases/gw/1.0.2.yaml")[1]) == ["releases/gw/1.0.2.yaml"]


def test_what_main_changed_meanwhile_is_not_the_branch_s(clone: Path, check: Run) -> None:
    git(clone, "switch", "-q", "main")
    (clone / "releases/gw/1.0.0.yaml").write_text(RIGHT.format("1.0.0"))
    git(clone, "commit", "-qam", "mended")
    git(clone, "switch", "-q", "topic")
    assert check("--changed", "main") == (0, "", "no problems\n")


def test_a_changed_record_brings_what_it_contradicts_in_others(clone: Path, check: Run) -> None:
    (clone / "releases/gw/1.0.9.yaml").write_text("version: 1.0.9\ndate: 2026-11-19\n")
    code, out, err = check("--changed", "main", "--ignore", "unknown-key")
    assert (code, err) == (0, "no problems\n")  # 1.0.0 can't be read, so there is nothing to contradict
    (clone / "releases/gw/1.0.0.yaml").write_text(RIGHT.format("1.0.0"))
    code, out, err = check("--changed", "main")
    assert out.startswith("releases/gw/1.0.9.yaml:2:7: RC405 warning: ")


def test_a_file_that_went_is_a_change_too(clone: Path, check: Run) -> None:
    (clone / "releases/gw/product.yaml").unlink()
    assert reported(check("--changed", "main")[1]) == ["releases/gw/product.yaml"]


def test_names_may_hold_anything(clone: Path, check: Run) -> None:
    (clone / 'releases/gw/热 \t"x.yaml').write_text("`")
    assert "RC105" in check("--changed", "main")[1]


def test_fix_mends_only_what_changed(clone: Path, check: Run) -> None:
    for name in ("1.0.0", "1.0.1"):
        (clone / f"releases/gw/{name}.yaml").write_text(f"version: {name}\ndate: 2026/11/20\n")
        if name == "1.0.0":
            git(clone, "commit", "-qam", "slip")
    assert check("--fix", "--changed", "HEAD")[2] == "mended 1 file\nno problems\n"
    assert "2026/11/20" in (clone / "releases/gw/1.0.0.yaml").read_text()


def test_fix_mends_nothing_where_nothing_changed(clone: Path, check: Run) -> None:
    (clone / "releases/gw/1.0.0.yaml").write_text("version: 1.0.0\ndate: 2026/11/20\n")
    git(clone, "commit", "-qam", "slip")
    assert check("--fix", "--changed", "HEAD")[2] == "mended 0 files\nno problems\n"
    assert "2026/11/20" in (clone / "releases/gw/1.0.0.yaml").read_text()


def test_a_link_to_the_folder_leads_to_the_same_files(clone: Path, check: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (clone.parent / "link").symlink_to(clone)
    monkeypatch.chdir(clone.parent)
    (clone / "releases/gw/1.0.1.yaml").write_text(BROKEN.format("1.0.1"))
    assert reported(check("--changed", "main", "link/releases")[1]) == ["link/releases/gw/1.0.1.yaml"]


# Where git can't tell


def test_no_repository(tmp_path: Path, check: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path, vendor="name: Acme\n")
    code, out, err = check("--changed", "main")
    assert (code, out) == (1, "")
    assert "lies in no git repository" in err


@pytest.mark.parametrize("base", ["mian", "--output=x", "", "main..topic", "HEAD:releases", "\x1b[31m", "a b"])
def test_no_such_commit(clone: Path, base: str, check: Run) -> None:
    code, out, err = check("--changed", base)
    assert (code, out) == (1, "")
    assert "git knows no commit" in err
    assert "\x1b" not in err
    assert sorted(path.name for path in clone.iterdir()) == [".git", ".gitignore", "releases"]


def test_nothing_in_common(clone: Path, check: Run) -> None:
    git(clone, "switch", "-q", "--orphan", "other")
    git(clone, "commit", "-qm", "other", "--allow-empty")
    write(clone, vendor="name: Acme\n")
    code, _, err = check("--changed", "main")
    assert code == 1
    assert "'main' and HEAD have no commit in common: name a branch that this one comes from" in err


def test_a_shallow_clone_says_what_to_fetch(clone: Path, check: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (clone / "releases/gw/1.0.1.yaml").write_text(RIGHT.format("1.0.1"))
    git(clone, "add", "-A")
    git(clone, "commit", "-qm", "second")
    git(clone.parent, "clone", "-q", "--depth", "1", clone.as_uri(), "shallow")
    monkeypatch.chdir(clone.parent / "shallow")
    code, _, err = check("--changed", "HEAD~1")
    assert code == 1
    assert "this clone is shallow: fetch more of it (`fetch-depth: 0`, `GIT_DEPTH: 0`)" in err


def test_without_git_it_says_so(clone: Path, tmp_path: Path) -> None:
    code = "import sys; from relcast.cli import main; sys.exit(main(['check', '--changed', 'main']))"
    env = {**os.environ, "PATH": str(tmp_path), "PYTHONPATH": str(ROOT / "generator")}
    done = subprocess.run([sys.executable, "-c", code], cwd=clone, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "git is not installed" in done.stderr
    assert "Traceback" not in done.stderr


# Hooks


def test_hooks_are_commands_that_there_are_and_take_records(clone: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["relcast-check", "relcast-fix"]
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "relcast"
        assert main([*arguments, "releases/gw/1.0.0.yaml", "releases/vendor.yaml"]) == 1
        assert "RC203" in capsys.readouterr().out
