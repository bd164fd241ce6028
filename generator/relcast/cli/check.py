"""`relcast check`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from .. import __version__
from ..checks.memory import Memory
from ..checks.selection import Selection, UnknownRule
from ..problems import Problem, count_words, sort_problems
from ..records.folder import VendorFolder
from .now import now_option
from .paths import Asked, asked
from .terminal import has_colours, say

FORMATS = ("text", "json", "github", "gitlab", "sarif")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings fail too.")
@click.option("--select", "select", multiple=True, metavar="RULES", help="Only these: codes, RC4, names; with commas.")
@click.option("--ignore", "ignore", multiple=True, metavar="RULES", help="All but these.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to report.")
@click.option("--changed", "base", metavar="BASE", help="Only problems in files changed since this commit or branch.")
@click.option("--fix", is_flag=True, help="First mend what is safe to mend, then check.")
@click.option("--diff", "as_diff", is_flag=True, help="With --fix: show what would be mended, and change nothing.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Worker processes; 0 is one a core.")
@click.option("--artifacts", is_flag=True, help="Read the files that records name: compare hashes, tell missing ones.")
@click.option("--no-cache", is_flag=True, help="Read everything again.")
@now_option
def check(
    paths: tuple[Path, ...], strict: bool, select: Sequence[str], ignore: Sequence[str], form: str,
    base: str | None, fix: bool, as_diff: bool, jobs: int, artifacts: bool, no_cache: bool, now: datetime,
) -> None:  # fmt: skip
    """Find everything wrong with the records, with file, line and column.

    PATHS are records' folders, products' folders in them, or single records; `releases` without any. Exit status: 0 no
    error, 1 errors (with --strict warnings too), 2 wrong usage. With --fix --diff: 1 where something would be mended.
    """
    try:
        selection = Selection.of_words(select, ignore)
    except UnknownRule as error:
        raise click.UsageError(str(error)) from None
    if as_diff and not fix:
        raise click.UsageError("--diff shows what --fix would do; give both")
    wanted = asked(paths)
    if base is not None:
        _keep_changed(wanted, base)
    if fix:
        from .fix import mend

        if mend(wanted, selection, now, as_diff=as_diff) and as_diff:
            raise click.exceptions.Exit(1)
        if as_diff:
            return
    problems: list[Problem] = []
    for one in wanted:
        if not one.is_needed:
            continue
        folder = one.open()
        found = _found(one, folder, now, jobs, artifacts=artifacts, with_memory=not no_cache)
        problems += selection.of(one.of(found, folder))
    report(sort_problems(problems), form, [one.root for one in wanted])
    failing = {"error", "warning"} if strict else {"error"}
    if any(problem.severity in failing for problem in problems):
        raise click.exceptions.Exit(1)


def _found(
    one: Asked, folder: VendorFolder, now: datetime, jobs: int, *, artifacts: bool, with_memory: bool
) -> list[Problem]:
    """Every problem of the products asked for; rules and what they stand on are imported where something changed."""
    file = one.find_memory() if with_memory else None
    memory = Memory(file, folder) if file else None
    known = memory.find_whole(now) if memory else None
    if known and not one.only:
        return known.problems
    from ..checks.run import check_folder

    return check_folder(folder, one.products, now=now, memory=memory, jobs=jobs, artifacts=artifacts)


def _keep_changed(wanted: list[Asked], base: str) -> None:
    """Leave nothing to look at but the files that differ from `base`."""
    from ..history.changed import HistoryError, changed_files

    for one in wanted:
        try:
            one.keep(changed_files(one.root, base))
        except HistoryError as error:
            raise click.ClickException(str(error)) from None


def report(problems: Sequence[Problem], form: str, roots: Sequence[Path]) -> None:
    """Print problems of the folders `roots` in one of `FORMATS`, and their number to standard error."""
    if form != "text":
        problems = [_from_here(problem) for problem in problems]
    say(_written(problems, form, roots))
    click.echo(count_words(problems), err=True)


def _written(problems: Sequence[Problem], form: str, roots: Sequence[Path]) -> str:
    """Each form's own module is imported when it is asked for."""
    from ..records.excerpt import source_lines

    lines = source_lines(problems, roots)
    match form:
        case "json":
            from ..reports.data import write_json

            return write_json(problems, lines)
        case "github":
            from ..reports.github import write_github

            return write_github(problems)
        case "gitlab":
            from ..reports.gitlab import write_gitlab

            return write_gitlab(problems, lines)
        case "sarif":
            from ..checks.explain import help_text
            from ..checks.rule import rules
            from ..reports.sarif import RuleHelp, write_sarif

            helps = [RuleHelp(rule.code, rule.name, rule.severity, rule.what, help_text(rule)) for rule in rules()]
            return write_sarif(problems, helps, lines, version=__version__)
        case _:
            from ..reports.text import write_text

            return write_text(problems, lines, colour=has_colours())


def _from_here(problem: Problem) -> Problem:
    """A file below the working directory by its path from there, as code hosts want it, however it was asked for."""
    path = Path(problem.path)
    if not path.is_absolute() or not path.is_relative_to(Path.cwd()):
        return problem
    return replace(problem, path=path.relative_to(Path.cwd()).as_posix())
