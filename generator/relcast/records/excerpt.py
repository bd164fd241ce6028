"""The source lines that problems point to."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from ..problems import Problem
from .reader import open_source


def source_lines(problems: Iterable[Problem], roots: Iterable[Path]) -> dict[tuple[str, int], str]:
    """The lines by path, as the problems give it from the working directory, and number from 1, without their ends.

    Files that can't be read (any more) have none; nor have those that a link leads to outside of `roots`, the records'
    folders: a report is published, and must not show what lies there.
    """
    homes = [Path(os.path.realpath(root)) for root in roots]
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for problem in problems:
        wanted[problem.path].add(problem.line or 1)
    found: dict[tuple[str, int], str] = {}
    for path, numbers in wanted.items():
        file = Path(path)
        if not file.is_file():  # a pipe would be waited for, forever
            continue
        if not any(Path(os.path.realpath(file)).is_relative_to(home) for home in homes):
            continue
        source = open_source(file, path)
        if isinstance(source, Problem):
            continue
        lines = source.text.split("\n")
        found |= {(path, n): lines[n - 1].removesuffix("\r") for n in numbers if n <= len(lines)}
    return found
