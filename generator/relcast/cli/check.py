"""`relcast check`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from ..checks.run import check_folder
from ..problems import Problem, count_words, sort_problems
from ..records.folder import SUFFIXES, discover


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--artifacts", is_flag=True, help="Read the files that records name: compare hashes, tell missing ones.")
def check(paths: tuple[Path, ...], strict: bool, artifacts: bool) -> None:
    """Find everything wrong with the records, with file, line and column.

    PATHS are records' folders, products' folders in them, or single records; `releases` without any. Exit status: 0 no
    error, 1 errors (with --strict warnings too), 2 wrong usage.
    """
    problems: list[Problem] = []
    for root, label, only in _grouped(paths or (Path("releases"),)):
        folder = discover(root, label)
        below = [path.relative_to(root) for path in only]
        found = check_folder(folder, {path.parts[0] for path in below}, artifacts=artifacts)
        shown = [folder.show(root / path) for path in below]
        shared = folder.show(folder.vendor or root / "vendor.yaml")  # without it nothing can be built
        problems += [
            problem for problem in found
            if not only or problem.path == shared or any(f"{problem.path}/".startswith(f"{path}/") for path in shown)
        ]  # fmt: skip
    for problem in sort_problems(problems):
        _say(str(problem))
    click.echo(count_words(problems), err=True)
    failing = {"error", "warning"} if strict else {"error"}
    if any(problem.severity in failing for problem in problems):
        raise click.exceptions.Exit(1)


def _say(line: str) -> None:
    """Print a line, whatever the terminal can show (a pipe on Windows knows few letters)."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(line.encode(encoding, "backslashreplace").decode(encoding))


def _grouped(paths: tuple[Path, ...]) -> list[tuple[Path, str, list[Path]]]:
    """Each records' folder, how messages show it, and the paths asked for in it, absolute; none is the whole folder."""
    labels: dict[Path, str] = {}
    asked: dict[Path, list[Path]] = {}
    for path in paths:
        if not os.path.exists(path):  # false too for a name that no file can have
            raise click.UsageError(f"there is no {path}; name a records' folder, or make one with `relcast init`")
        if path.is_file() and path.suffix not in SUFFIXES:
            raise click.UsageError(f"{path} is no record: its name must end in .yaml")
        whole = Path(os.path.normpath(path.absolute()))
        root = next(
            (p for p in (whole, *whole.parents) if any((p / f"vendor{end}").exists() for end in SUFFIXES)), None
        )
        if root is None and path.is_dir():
            root = whole
        if root is None:
            raise click.UsageError(f"{path} lies in no folder with a vendor.yaml")
        labels.setdefault(root, (str(root) if path.is_absolute() else os.path.relpath(root)).replace(os.sep, "/"))
        asked.setdefault(root, []).append(whole)
    return [(root, labels[root], [] if root in whole else whole) for root, whole in asked.items()]
