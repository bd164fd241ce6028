# ruff: noqa: E501
"""Records broken on purpose: mutations that know how records are built, and what must hold of every one of them.

    python tests/fuzz_records.py --cases 200000                       # our own records
    python tests/fuzz_records.py --cases 200000 --more path/to/notes  # and whatever YAML lies below a folder

The same seed makes the same cases; a case that fails is printed with its number, and written to a file.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from relcast.checks.run import check_folder
from relcast.fixes.run import Place, find_mended
from relcast.model.product import Vendor
from relcast.model.text import Words
from relcast.problems import Problem
from relcast.records.folder import discover
from relcast.reports.text import excerpt

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 26, tzinfo=UTC)
VENDOR = Vendor(name=Words(en="Acme"), languages=["en", "zh-CN"])

SLOWEST = 2.0
"""CPU seconds that one file may take."""
LARGEST = 300 * 1024 * 1024
"""Bytes of memory that all cases together may take."""

_NAMES = ("gw/1.0.0.yaml", "gw/1.0.0.yaml", "gw/1.0.0.yaml", "gw/product.yaml", "gw/notices/move.yaml",
          "gw/listings.yaml", "gw/unreleased/one.yaml", "vendor.yaml")  # fmt: skip
_NEIGHBOUR = "version: 2.0.0\ndate: 2026-11-20\nfixs: []\n"

_HOSTILE = (
    "`x`", "'", '"', "[", "]", "{", "}", "{a: ", "- ", "? ", ": ", "&a ", "*a", "!!python/object:os.system x", "!!binary x",
    "|", ">", "|2-", ">+9", "#", " #812", "%YAML 1.1", "---", "...", "\t", "\ufeff", "\u202e", "\u200d", "\x00", "\x1b[31m",
    "\u2028", "\x85", "\r", "\r\n", "\ud800", "～", "：", "，", "。", "🚀", "👨‍👩‍👧", "e\u0301", "热加载", "null", "~", "true", "no", "1.10",
    "12:30", "0x1f", "1e999", "-0", "2026-02-30", "2026/11/20", "2026-11-20T99:00:00Z", "9" * 400, "CVE-2026-1", "GHSA-x",
    "CVSS:3.1/AV:N", ">=2.1.0 <", "||", "x.x", "https://", "javascript:alert(1)", "file:///etc/passwd", "<script>", "[a](b",
    "![](x)", "**", "```", "| a |", "{{ x }}", "{% x %}", "../../x", "con", "a" * 3000, "\\", "\\u", "<<: *a", "=", "@x", "%",
)  # fmt: skip
_KEYS = (
    "version", "date", "undated", "status", "urgency", "title", "summary", "features", "improvements", "fixes", "deprecations",
    "removals", "known_issues", "upgrade", "rollback", "tests", "scans", "artifacts", "submission", "revisions", "withdrawn",
    "id", "text", "details", "short", "component", "breaking", "security", "resolves", "links", "impact", "action", "ids", "cvss",
    "severity", "affected", "from", "downtime", "migrations", "removed_in", "use_instead", "name", "languages", "listings",
    "profile", "range", "eol", "checks", "level", "releases", "planned", "start", "added", "新增功能", "en", "zh-CN", "<<", "",
)  # fmt: skip


def mutant(chance: Random, texts: Sequence[str]) -> str:
    """One of the texts, changed in one to six places."""
    text = chance.choice(texts)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        lines = text.splitlines(keepends=True) or ["\n"]
        text = chance.choice(_CHANGES)(chance, lines, texts)[:200_000]
    return text


def _at(chance: Random, lines: list[str]) -> int:
    return chance.randrange(len(lines))


def _delete(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    start = _at(chance, lines)
    return "".join(lines[:start] + lines[start + chance.choice((1, 1, 2, 5)) :])


def _repeat(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    start = _at(chance, lines)
    part = lines[start : start + chance.choice((1, 1, 3, 8))]
    return "".join(lines[:start] + part * chance.choice((2, 2, 3, 200)) + lines[start:])


def _swap(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    a, b = _at(chance, lines), _at(chance, lines)
    lines[a], lines[b] = lines[b], lines[a]
    return "".join(lines)


def _indent(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    start = _at(chance, lines)
    for index in range(start, min(len(lines), start + chance.choice((1, 1, 3, 10)))):
        line = lines[index]
        lines[index] = line[1:] if chance.random() < 0.4 else chance.choice((" ", "  ", "\t", "   ")) + line
    return "".join(lines)


def _value(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    """Another value behind a key or a dash."""
    index = _at(chance, lines)
    line = lines[index].rstrip("\r\n")
    for mark in (": ", "- ") if chance.random() < 0.7 else ("- ", ": "):
        before, found, after = line.partition(mark)
        if found:
            new = chance.choice(
                (chance.choice(_HOSTILE), after + chance.choice(_HOSTILE), chance.choice(_HOSTILE) + after)
            )
            lines[index] = f"{before}{mark}{new}\n"
            break
    return "".join(lines)


def _key(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    """Another key in the place of one."""
    index = _at(chance, lines)
    before, found, after = lines[index].partition(":")
    if found:
        lead = before[: len(before) - len(before.lstrip(" -"))]
        lines[index] = f"{lead}{chance.choice(_KEYS)}:{after}"
    return "".join(lines)


def _insert(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    index = _at(chance, lines)
    line = lines[index]
    at = chance.randrange(len(line) + 1)
    lines[index] = line[:at] + chance.choice(_HOSTILE) + line[at:]
    return "".join(lines)


def _drop_sign(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    index = _at(chance, lines)
    line = lines[index]
    at = chance.randrange(len(line) or 1)
    lines[index] = line[:at] + line[at + chance.choice((1, 1, 4)) :]
    return "".join(lines)


def _splice(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    """Lines of another record, at some depth."""
    other = chance.choice(texts).splitlines(keepends=True) or ["\n"]
    start = _at(chance, other)
    part = other[start : start + chance.randrange(1, 12)]
    lead = " " * chance.choice((0, 0, 2, 4, 6))
    index = _at(chance, lines)
    return "".join(lines[:index] + [lead + line for line in part] + lines[index:])


def _cut(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    text = "".join(lines)
    return text[: chance.randrange(len(text) + 1)]


def _nest(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    """Something deep."""
    index = _at(chance, lines)
    opening = chance.choice(("- ", "[", "{a: ", "? ", "- - ", "{? ", "[{"))
    lines[index] = lines[index].rstrip("\n") + opening * chance.choice((3, 70, 3000)) + "\n"
    return "".join(lines)


def _ends(chance: Random, lines: list[str], texts: Sequence[str]) -> str:
    """Line ends of another system, here or everywhere."""
    text = "".join(lines)
    new = chance.choice(("\r\n", "\r", "\n\n", "\u2028", " \n", "\t\n"))
    return text.replace("\n", new, chance.choice((1, 5, -1)))


_CHANGES: tuple[Callable[[Random, list[str], Sequence[str]], str], ...] = (
    _delete, _repeat, _swap, _indent, _value, _value, _value, _key, _key, _insert, _insert, _drop_sign, _splice, _cut, _nest,
    _ends,
)  # fmt: skip


class Workshop:
    """A vendor's folder in which one file after another is broken."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "releases"
        self.good = {
            "vendor.yaml": "name: Acme\nlanguages: [en, zh-CN]\n",
            "gw/product.yaml": "name: Gateway\ncomponents: [policy]\n",
            "gw/2.0.0.yaml": _NEIGHBOUR,
        }
        for name, text in self.good.items():
            self._write(name, text.encode())

    def _write(self, name: str, raw: bytes) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
        return file

    def judge(self, name: str, text: str) -> tuple[str, list[Problem]]:
        """What went wrong with us (nothing, or a sentence), and what we found wrong with the file."""
        raw = text.encode("utf-8", "surrogatepass")
        file = self._write(name, raw)
        start = time.process_time()
        try:
            problems = check_folder(discover(self.root, "releases"), now=NOW)
            fault = self._fault(name, text, problems) or self._fault_of_fix(name, file, raw)
        finally:
            if name in self.good:
                self._write(name, self.good[name].encode())
            else:
                file.unlink()
        spent = time.process_time() - start
        return fault or (f"it took {spent:.1f} s" if spent > SLOWEST else ""), problems

    def _fault(self, name: str, text: str, problems: list[Problem]) -> str:
        lines = text.removeprefix("\ufeff").split("\n")
        for problem in problems:
            if problem.line < 1 or problem.column < 1 or not problem.path:
                return f"no place: {problem!r}"
            if problem.path == f"releases/{name}":
                if problem.line > len(lines) or problem.column > len(lines[problem.line - 1]) + 1:
                    return f"a place outside the file: {problem!r}"
                excerpt(lines[problem.line - 1], problem.column)
            if not str(problem).replace("\n    hint: ", "").isprintable():
                return f"not printable: {problem!r}"
        unreadable = any(p.path == "releases/vendor.yaml" and p.severity == "error" for p in problems)
        if not unreadable and not any(p.path == "releases/gw/2.0.0.yaml" and p.code == "RC203" for p in problems):
            return "the problem of the neighbour is hidden"
        return ""

    def _fault_of_fix(self, name: str, file: Path, raw: bytes) -> str:
        kind = {"gw/product.yaml": "product", "vendor.yaml": "vendor", "gw/listings.yaml": "listings"}.get(name)
        kind = kind or ("notice" if "notices" in name else "unreleased" if "unreleased" in name else "release")
        place = Place(kind, file, "gw")  # type: ignore[arg-type]
        mended = find_mended(place, "x", VENDOR, now=NOW, wants=lambda rule: True)
        if mended is None:
            return ""
        file.write_bytes(mended.text.encode())
        again = find_mended(place, "x", VENDOR, now=NOW, wants=lambda rule: True)
        return f"a second fix changes more: {mended.text!r} -> {again.text!r}" if again else ""


def gather(folders: Sequence[Path]) -> list[str]:
    """Texts to start from: our own records, and each YAML file below the folders that is no larger than a record."""
    own = [file.read_text(encoding="utf-8") for file in sorted((ROOT / "releases").rglob("*.yaml"))]
    more = [
        file.read_text(encoding="utf-8", errors="replace")
        for folder in folders
        for file in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.yml")])
        if file.is_file() and file.stat().st_size < 60_000
    ]
    return own * max(1, len(more) // len(own)) + more  # as often ours as others


def fuzz(texts: Sequence[str], folder: Path, *, seed: int, first: int, cases: int) -> tuple[list[str], Counter[str]]:
    """The faults of ours that the cases from `first` on bring up, and how often each code was found."""
    workshop = Workshop(folder)
    faults: list[str] = []
    codes: Counter[str] = Counter()
    for number in range(first, first + cases):
        chance = Random(f"{seed}/{number}")
        text = mutant(chance, texts)
        name = chance.choice(_NAMES)
        try:
            fault, problems = workshop.judge(name, text)
        except Exception:
            fault, problems = traceback.format_exc(), []
        codes.update({problem.code for problem in problems} or {"nothing"})
        if fault:
            faults.append(f"case {number}, {name}: {fault}")
            kept = folder / f"case-{number}.yaml"
            kept.write_bytes(text.encode("utf-8", "surrogatepass"))
            print(faults[-1], kept, sep="\n", flush=True)
    return faults, codes


def memory() -> int:
    """Bytes of memory that this process took at most."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def main() -> int:
    """Read the flags, fuzz, say what was found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--more", type=Path, action="append", default=[], metavar="DIR")
    given = parser.parse_args()
    texts = gather(given.more)
    folder = Path(tempfile.mkdtemp(prefix="relcast-fuzz-"))
    start = time.process_time()
    faults, codes = fuzz(texts, folder, seed=given.seed, first=given.first, cases=given.cases)
    if memory() > LARGEST:
        faults.append(f"{memory() / 1024**2:.0f} MiB of memory")
    for code, number in sorted(codes.items()):
        print(f"{code}  {number}")
    print(
        f"{given.cases} cases from {len(texts)} texts, {len(faults)} faults, {time.process_time() - start:.0f} s of CPU, "
        f"{memory() / 1024**2:.0f} MiB; {folder}"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
