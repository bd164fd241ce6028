"""Which files a branch changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")  # without git, importing GitPython would fail
import git


class HistoryError(Exception):
    """Git can't answer; the message says why, `hint` what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}: {self.hint}"


def changed_files(folder: Path, base: str) -> set[Path]:
    """Files below the folder's repository that differ from where the work on them left `base`, as absolute paths.

    Counted are commits since the merge base, what is staged, what is not, and new files that git does not ignore. Paths
    are below the repository as the folder's own path leads to it, links and all. Raises HistoryError.
    """
    try:
        repository = git.Repo(folder, search_parent_directories=True)
        if repository.working_tree_dir is None:
            raise HistoryError(f"{folder} lies in a repository without files", "run it in a clone")
        return set(_changed(repository, folder, base))
    except (git.InvalidGitRepositoryError, git.NoSuchPathError):
        raise HistoryError(f"{folder} lies in no git repository", "--changed compares with a commit") from None
    except git.GitCommandNotFound:
        raise HistoryError("git is not installed", "--changed needs it") from None
    except git.GitCommandError as error:
        said = (error.stderr or "").strip().removeprefix("stderr:").strip(" '\n") or f"exit code {error.status}"
        raise HistoryError("git can't compare the records", said.splitlines()[0]) from None


def _changed(repository: git.Repo, folder: Path, base: str) -> Iterator[Path]:
    top = _top(repository, folder)
    start = _merge_base(repository, base)
    # Names apart by NUL, since a name may hold anything else; in bytes, since it may be no Unicode.
    for listed in (
        repository.git.diff("--name-only", "--no-renames", "-z", start, "--", stdout_as_string=False),
        repository.git.ls_files("--others", "--exclude-standard", "-z", "--", top, stdout_as_string=False),
    ):
        for name in filter(None, listed.split(b"\0")):
            yield top / os.fsdecode(name)


def _top(repository: git.Repo, folder: Path) -> Path:
    """The repository's folder, by the path that the records' folder was asked for."""
    real = Path(os.path.realpath(repository.working_tree_dir or ""))
    return next((p for p in (folder, *folder.parents) if os.path.realpath(p) == os.fspath(real)), real)


def _merge_base(repository: git.Repo, base: str) -> str:
    is_shallow = repository.git.rev_parse("--is-shallow-repository") == "true"
    more = "this clone is shallow: fetch more of it (`fetch-depth: 0`, `GIT_DEPTH: 0`)"
    try:
        commit = repository.git.rev_parse("--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    except git.GitCommandError:
        otherwise = "for example: origin/main, HEAD~1; a branch of another clone is fetched first"
        raise HistoryError(f"git knows no commit '{base}'", more if is_shallow else otherwise) from None
    try:
        return str(repository.git.merge_base("HEAD", commit)).splitlines()[0]
    except git.GitCommandError:
        otherwise = "name a branch that this one comes from"
        raise HistoryError(f"'{base}' and HEAD have no commit in common", more if is_shallow else otherwise) from None
