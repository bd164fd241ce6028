"""`relcast check`."""

from __future__ import annotations

from pathlib import Path

import click

from ..checks.run import check_folder
from ..problems import Problem, count_words
from .options import open_records


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings fail too.")
def check(paths: tuple[Path, ...], strict: bool) -> None:
    """Find everything wrong with the records, with file, line and column.

    PATHS are records' folders, products' folders in them, or single records; `releases` without any. Exit status: 0 no
    error, 1 errors (with --strict warnings too), 2 wrong usage.
    """
    problems: list[Problem] = []
    for folder, only in _grouped(paths or (Path("releases"),)).items():
        vendor_folder, _, found = open_records(folder)
        wanted = {path.relative_to(folder).parts[0] for path in only}
        found = check_folder(vendor_folder, wanted)
        shown = [vendor_folder.show(vendor_folder.root / path.relative_to(folder)) for path in only]
        problems += [p for p in found if not only or any(p.path == s or p.path.startswith(f"{s}/") for s in shown)]
    for problem in problems:
        click.echo(str(problem))
    click.echo(count_words(problems), err=True)
    failing = {"error", "warning"} if strict else {"error"}
    if any(problem.severity in failing for problem in problems):
        raise click.exceptions.Exit(1)


def _grouped(paths: tuple[Path, ...]) -> dict[Path, list[Path]]:
    """Each records' folder with the paths asked for in it; none asked for is the whole folder."""
    groups: dict[Path, list[Path]] = {}
    for path in paths:
        if not path.exists():
            raise click.UsageError(f"there is no {path}")
        folder = next((p for p in (path, *path.parents) if (p / "vendor.yaml").exists() or (p / "vendor.yml").exists()), None)
        if folder is None and path.is_dir():
            folder = path
        if folder is None:
            raise click.UsageError(f"{path} lies in no folder with a vendor.yaml")
        groups.setdefault(folder, [])
        if path != folder:
            groups[folder].append(path)
    return groups
