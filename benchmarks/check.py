"""What `relcast check` costs beside PyYAML's C loader for the same bytes.

Four processes take turns, A B C D, each measured from outside by the operating system (wait4: CPU time with all worker
processes): CSafeLoader loading every record, our reader reading every record, a check that knows nothing, and a check
of records that did not change. Ratios are taken turn by turn; one turn comes first and does not count.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from statistics import median

from records import NEWEST, Shape, write_records

NOW = str(int(datetime.combine(NEWEST, time(), UTC).timestamp()) + 86_400)
"""What rules find must not depend on when this runs."""

_LOAD = """
import sys, yaml
from pathlib import Path
for file in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    yaml.load(file.read_bytes(), yaml.CSafeLoader)
"""
_READ = """
import sys
from pathlib import Path
from relcast.records.reader import open_source, read
for file in sorted(Path(sys.argv[1]).rglob("*.yaml")):
    document = read(open_source(file, file.name))
    assert document.data is not None and not document.problems
"""


@dataclass(frozen=True, slots=True)
class Side:
    """A command, what is done before it without counting, and how much of the loader's CPU it may take."""

    label: str
    command: Sequence[str]
    prepare: Callable[[], None]
    goal: float | None = None


def run(side: Side, folder: Path) -> float:
    """CPU seconds of one run. Ends the benchmark where it finds something: made records are right."""
    side.prepare()
    log = folder / "check.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            side.command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=_environment(folder)
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{side.label}: exit code {process.returncode}\n{log.read_text(errors='replace')[-2000:]}")
    return usage.ru_utime + usage.ru_stime


def _environment(folder: Path) -> dict[str, str]:
    """As installed: modules are compiled once, in the turn that does not count; the day is the day after the newest."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": os.fspath(folder / "pycache"), "SOURCE_DATE_EPOCH": NOW}


def measure(shape: Shape, turns: int, folder: Path) -> None:
    """Make the records, take turns, print CPU seconds and ratios."""
    write_records(folder, shape)
    files = list((folder / "releases").rglob("*.yaml"))
    size = sum(file.stat().st_size for file in files)
    cache = folder / ".relcast"
    check = [sys.executable, "-m", "relcast.cli", "check"]
    python = [sys.executable, "-c"]
    sides = (
        Side("CSafeLoader", [*python, _LOAD, "releases"], lambda: None),
        Side("reading", [*python, _READ, "releases"], lambda: None, 0.7),
        Side("check, cold", check, lambda: shutil.rmtree(cache, ignore_errors=True), 1.8),
        Side("check, warm", check, lambda: None, 0.2),
    )
    print(
        f"{len(files)} files, {size / 1e6:.1f} MB, {shape.entries} changes a record; {turns} turns; {os.cpu_count()} "
        f"cores, Python {platform.python_version()}, {date.today()}\n",
        flush=True,
    )
    costs = [[run(side, folder) for side in sides] for _ in range(turns + 1)][1:]
    print(f"  {'':12}  CPU s: min  median     max   ratio: min  median     max")
    for index, side in enumerate(sides):
        seconds = [turn[index] for turn in costs]
        ratios = [turn[index] / turn[0] for turn in costs]
        cells = "".join(f"{f(seconds):8.2f}" for f in (min, median, max))
        cells += "    " + "".join(f"{f(ratios):8.2f}" for f in (min, median, max))
        met = "" if side.goal is None else f"   goal: {side.goal}, {'met' if median(ratios) <= side.goal else 'missed'}"
        print(f"  {side.label:12}  {cells}{met}", flush=True)


def main() -> None:
    """Read the flags, measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--products", type=int, default=100)
    parser.add_argument("--releases", type=int, default=200, help="for each product")
    parser.add_argument("--entries", type=int, default=8, help="changes in each release")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--turns", type=int, default=3, help="counted turns")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work in this folder, and leave it")
    given = parser.parse_args()
    shape = Shape(given.products, given.releases, given.entries, given.seed)
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
        measure(shape, given.turns, given.keep)
        return
    with tempfile.TemporaryDirectory(prefix="relcast-check-") as scratch:
        measure(shape, given.turns, Path(scratch))


if __name__ == "__main__":
    main()
