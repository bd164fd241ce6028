"""What `relcast build` costs beside plain MkDocs with Material for the same content.

Every build is a process of its own, measured from outside by the operating system (wait4: CPU time with all its worker
processes, and wall time). The two sides of a comparison take turns, A B A B, and their ratio is taken pair by pair, so
that a machine whose speed drifts changes both. One turn of each comes first and does not count.

Earlier results are moved aside, not removed: an ext4 without a journal looks at every file removed in the last minute
before it makes a new one, which would count for as much as the builds.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from records import Shape, change_record, write_markdown, write_one_page, write_records

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""For both sides: what pip installs comes with its byte code, so a checkout may write its own (in the first turn)."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took, in seconds; `cpu` holds its children's too."""

    cpu: float
    wall: float


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: a command in a folder, and what is done before each run without counting."""

    label: str
    module: str
    folder: Path
    prepare: Callable[[], None]

    def run(self) -> Cost:
        """One build. Ends the benchmark where it fails."""
        self.prepare()
        log = self.folder / "build.log"
        temporary = self.folder / "tmp"  # compiled templates are kept there
        temporary.mkdir(exist_ok=True)
        start = time.perf_counter()
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", self.module, "build"], cwd=self.folder, stdout=output, stderr=subprocess.STDOUT,
                env={**ENVIRONMENT, "TMPDIR": os.fspath(temporary), "NO_MKDOCS_2_WARNING": "1"},
            )  # fmt: skip
            _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said = log.read_text(encoding="utf-8", errors="replace")
            sys.exit(f"{self.label}: exit code {process.returncode}\n{said[-2000:]}")
        return Cost(usage.ru_utime + usage.ru_stime, wall)


def take_turns(first: Side, second: Side, pairs: int) -> list[tuple[Cost, Cost]]:
    """The costs of both sides, pair by pair, after one pair that is not counted."""
    return [(first.run(), second.run()) for _ in range(pairs + 1)][1:]


def table(title: str, sides: tuple[Side, Side], costs: Sequence[tuple[Cost, Cost]], goals: dict[str, float]) -> str:
    """Seconds of both sides and their ratio, as minimum, median and maximum; `goals` are the ratios aimed at."""
    width = max(len(side.label) for side in sides)
    lines = [title, f"  {'':{width}}           min  median     max"]

    def row(label: str, unit: str, values: list[float], note: str = "") -> None:
        low, middle, high = (f"{value:8.2f}" for value in (min(values), median(values), max(values)))
        lines.append(f"  {label:{width}}  {unit:6}{low}{middle}{high}{note}")

    for unit in ("cpu", "wall"):
        for index, side in enumerate(sides):
            row(side.label, f"{unit} s", [getattr(pair[index], unit) for pair in costs])
        ratios = [getattr(first, unit) / getattr(second, unit) for first, second in costs]
        goal = goals.get(unit)
        note = "" if goal is None else f"   goal: {goal} at most, {'met' if median(ratios) <= goal else 'missed'}"
        row("ratio", unit, ratios, note)
    return "\n".join(lines)


def set_aside(project: Path) -> None:
    """Move away what earlier builds left in a project: its site, caches and compiled templates; see above."""
    aside = project.parent / "aside"
    aside.mkdir(exist_ok=True)
    for name in ("site", ".relcast", "tmp"):
        if (project / name).exists():
            (project / name).rename(aside / f"{project.name}-{len(list(aside.iterdir()))}")


def measure(shape: Shape, pairs: int, scratch: Path) -> None:
    """Print both comparisons."""
    ours, plain, least = scratch / "records", scratch / "markdown", scratch / "one-page"
    write_records(ours, shape)
    write_markdown(plain, shape)
    write_one_page(least)
    records = shape.products * shape.releases
    size = sum(file.stat().st_size for file in (ours / "releases").glob("*/*.yaml")) / max(1, records)
    print(
        f"{shape.products} products x {shape.releases} releases x {shape.entries} entries: {records} records of "
        f"{size / 1000:.1f} kB; {pairs} pairs; {os.cpu_count()} cores, Python {platform.python_version()}\n",
        flush=True,
    )
    cold = (
        Side(
            "relcast build, every page and feed", "relcast.cli", ours,
            lambda: set_aside(ours),
        ),
        Side(f"mkdocs build, {1 + shape.products} pages", "mkdocs", plain, lambda: set_aside(plain)),
    )  # fmt: skip
    print(table("Cold", cold, take_turns(*cold, pairs), {"cpu": 0.4}), flush=True)

    edits = iter(range(pairs + 1))
    warm = (
        Side("relcast build, one record changed", "relcast.cli", ours, lambda: change_record(ours, shape, next(edits))),
        Side("mkdocs build, 1 page", "mkdocs", least, lambda: None),
    )
    print("\n" + table("Warm", warm, take_turns(*warm, pairs), {"cpu": 2, "wall": 2}), flush=True)


def main() -> None:
    """Read the flags, make the content, measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    default = Shape()
    parser.add_argument("--products", type=int, default=default.products)
    parser.add_argument("--releases", type=int, default=default.releases, help="for each product")
    parser.add_argument("--entries", type=int, default=default.entries, help="changes in each release")
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--pairs", type=int, default=3, help="counted turns of each comparison")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work in this folder, and leave it")
    given = parser.parse_args()
    shape = Shape(given.products, given.releases, given.entries, given.seed)
    if given.keep:
        measure(shape, given.pairs, given.keep)
        return
    with tempfile.TemporaryDirectory(prefix="relcast-bench-") as scratch:
        measure(shape, given.pairs, Path(scratch))


if __name__ == "__main__":
    main()
