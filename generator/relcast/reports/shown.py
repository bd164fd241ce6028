"""What several forms need: a problem's source line, and an address of the problem that outlives moved lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b

from ..problems import Problem

Lines = Mapping[tuple[str, int], str]
"""Source lines by path as messages show it, and number from 1, without their ends."""


def line_of(problem: Problem, lines: Lines) -> str:
    """The source line a problem stands in; empty where there is none."""
    return lines.get((problem.path, problem.line or 1), "")


def fingerprints(problems: Sequence[Problem], lines: Lines) -> Iterator[str]:
    """For each problem, 32 hexadecimal digits that stay while lines above it come and go.

    They are made of the file, the rule, the message and the words of the source line. Of several that have all these
    in common each has its own, by their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    for problem in problems:
        traits = (problem.path, problem.code, problem.message, line_of(problem, lines).strip())
        seen[traits] += 1
        digest = blake2b(digest_size=16)
        for trait in (*traits, str(seen[traits])):
            digest.update(trait.encode("utf-8", "backslashreplace") + b"\0")
        yield digest.hexdigest()


def slashed(path: str) -> str:
    """The path with `/` between folders, also where Windows wrote it. A `\\` elsewhere is part of a name."""
    is_windows = "/" not in path or path[1:3] in (":\\", ":/")
    return path.replace("\\", "/") if is_windows else path
