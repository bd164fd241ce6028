"""Ranges of versions: comparators joined by blanks (and) and `||` (or), under a product's own versioning.

    range       := all-of ("||" all-of)*
    all-of      := comparator (" " comparator)*
    comparator  := ("<" | "<=" | ">" | ">=" | "=")? " "* (version | partial)
    partial     := "2.x" | "2.1.x" | "*" (x, X or *), or a version with fewer numbers than its scheme needs

A partial version stands for all it begins: `2.1.x` and `<=2.1.x` reach every 2.1.z, `>2.1.x` starts after them,
`>=2.1.x` and `<2.1.x` mean 2.1.0. So does `2.1` under `semver`, and `2026` under `calver`; under `numeric`, `2.1` is a
version like any other.

Pre-releases come in order, before their release, with one exception: `<2.3.0` leaves out 2.3.0's own pre-releases, and
so does the upper end of a partial version (3.0.0-rc.1 is not in `2.x`). Build metadata counts only where the range
names it: `2.3.0` contains 2.3.0+build.5, `2.3.0+build.5` contains nothing else.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from .version import FINAL, Precedence, Scheme, Version, VersionError, parse_version, part_limits, shown

MAX_LENGTH = 256
"""Code points."""

Cut = tuple[object, ...]
"""A place in the order of versions, comparable with their precedence: (numbers,) comes before every pre-release of
these numbers, (numbers, stage) before every build. Between two cuts are the versions from the first on, up to the
second."""

START: Cut = ()
END: Cut = ((math.inf,),)
_LAST_BUILD: Cut = (((2, 0, ""),),)

_WILDCARDS = {"x", "X", "*"}
_TERM = re.compile(r" *(?:([<>=!~^]+) *)?([^ <>=!~^,|][^ <>=!^,|]*)")
_FOREIGN = re.compile(r"[^ -~]")
_HINT = 'write it like ">=2.1.0 <3.0.0", "2.x" or "1.x || 2.x"'
_OTHER_OPERATORS = {
    "!=": "write <{0} || >{0}",
    "==": "write ={0}",
    "=>": "write >={0}",
    "=<": "write <={0}",
    "<>": "write <{0} || >{0}",
    "^": "write both ends, such as >=2.1.0 <3.0.0",
    "~": "write both ends, such as >=2.1.0 <2.2.0",
    "~>": "write both ends, such as >=2.1.0 <2.2.0",
    "~=": "write both ends, such as >=2.1.0 <2.2.0",
}


class RangeError(ValueError):
    """A text is no range under its scheme; `hint` says what to write instead, or is None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Range:
    """A set of versions of one scheme; made by `parse_range`."""

    text: str
    scheme: Scheme
    _intervals: tuple[tuple[Cut, Cut], ...] = field(compare=False, repr=False)
    """Where each alternative begins and ends."""

    def __str__(self) -> str:
        return self.text

    def contains(self, version: Version) -> bool:
        """Whether the version, of the range's own scheme (else TypeError), is in the range."""
        if version.scheme != self.scheme:
            raise TypeError(f"a {version.scheme} version can't be in a {self.scheme} range")
        return any(low <= version.precedence < high for low, high in self._intervals)

    def __contains__(self, version: object) -> bool:
        return isinstance(version, Version) and self.contains(version)

    @property
    def intervals(self) -> tuple[tuple[Cut, Cut], ...]:
        """Where each alternative begins and ends, in the range's order; one that ends before it begins is empty."""
        return self._intervals

    def spans(self, places: Sequence[Precedence]) -> list[tuple[int, int]]:
        """Where the range's versions stand in a sorted list of precedences: (first, one past the last) of each run.

        A run for each alternative that has any; they may overlap. Takes few looks at a long list.
        """
        found = ((bisect_left(places, low), bisect_left(places, high)) for low, high in self._intervals)
        return [(first, end) for first, end in found if first < end]

    def starts_before(self, version: Version) -> bool:
        """Whether it holds versions, if only some that nobody made, that come before this one."""
        return any(low < min(high, version.precedence) for low, high in self._intervals)

    def is_empty(self) -> bool:
        """True where every alternative ends before it begins, as `>3.0.0 <2.0.0` does."""
        return all(low >= high for low, high in self._intervals)


@lru_cache(maxsize=4096)
def parse_range(text: str, scheme: Scheme) -> Range:
    """The range that `text` describes under `scheme`; RangeError, in its author's words, where it describes none."""
    if len(text) > MAX_LENGTH:
        raise RangeError(
            f"range {shown(text)} has {len(text)} characters; {MAX_LENGTH} are the most a range can have", _HINT
        )
    if not text.strip():
        raise RangeError("the range is empty", "write * for every version")
    if found := _FOREIGN.search(text):
        raise RangeError(f"range {shown(text)} contains {shown(found[0])}", _HINT)
    return Range(text, scheme, tuple(_interval(part, text, scheme) for part in text.split("||")))


def _interval(part: str, text: str, scheme: Scheme) -> tuple[Cut, Cut]:
    """Where the versions begin and end that satisfy every comparator of one alternative."""
    quoted = f"range {shown(text)}"
    part = part.strip(" ")
    if not part:
        raise RangeError(f"{quoted} has nothing on one side of '||'", "write a range on both sides, as in 1.x || 2.x")
    low, high = START, END
    at = 0
    while at < len(part):
        term = _TERM.match(part, at)
        if term is None:
            raise _syntax_error(part[at:], quoted)
        begin, end = _comparator(term[1] or "", term[2], quoted, scheme)
        low, high = max(low, begin), min(high, end)
        at = term.end()
    return low, high


def _comparator(operator: str, version: str, quoted: str, scheme: Scheme) -> tuple[Cut, Cut]:
    """Where the versions begin and end that satisfy one comparator."""
    if version == "-":
        raise RangeError(f"{quoted} has a hyphen between spaces", "write both ends, such as >=2.1.0 <=2.3.0")
    if operator in _OTHER_OPERATORS:
        raise RangeError(f"{quoted}: there is no '{operator}'", _OTHER_OPERATORS[operator].format(version))
    if operator not in ("", "=", "<", "<=", ">", ">="):
        raise RangeError(f"{quoted}: there is no '{operator}'", "use <, <=, >, >= or =")
    try:
        below, first, above = _cuts(version, scheme)
    except VersionError as error:
        raise RangeError(f"{quoted}: {error.message}", error.hint) from None
    if operator and first == START:
        raise RangeError(f"{quoted}: '{operator}' before '{version}' has no meaning", "write * for every version")
    match operator:
        case "<":
            return START, below
        case "<=":
            return START, above
        case ">":
            return above, END
        case ">=":
            return first, END
        case _:
            return first, above


def _cuts(text: str, scheme: Scheme) -> tuple[Cut, Cut, Cut]:
    """Three places in the order of versions: where `<text` ends, where `>=text` begins, and where `<=text` ends."""
    numbers = _find_partial(text, scheme)
    if numbers is None:
        version = parse_version(text, scheme)
        release, stage, _, build = version.precedence
        if build:
            return version.precedence, version.precedence, (*version.precedence, "")
        first = (release, stage)
        return first if version.is_prerelease else (release,), first, (*first, *_LAST_BUILD)
    if not numbers:
        return START, START, END
    fewest, _ = part_limits(scheme)
    floor = parse_version(".".join([*numbers, *["0"] * (fewest - len(numbers))]), scheme).precedence[0]
    following = (*(int(number) for number in numbers[:-1]), int(numbers[-1]) + 1)
    return (floor,), (floor, FINAL), (following,)


def _find_partial(text: str, scheme: Scheme) -> list[str] | None:
    """The numbers before the wildcards, or the too few numbers; None for a whole version or anything else."""
    bare = text[1:] if text[0] in "vV" else text
    parts = (bare.replace("-", ".") if scheme == "calver" else bare).split(".")
    numbers = [part for part in parts if part not in _WILDCARDS]
    fewest, most = part_limits(scheme)
    if len(numbers) == len(parts):
        return numbers if len(numbers) < fewest and all(number.isdigit() for number in numbers) else None
    if not all(part in _WILDCARDS for part in parts[len(numbers) :]):
        raise VersionError(f"'{text}' goes on after a wildcard", "end with the wildcard, as in 2.1.x")
    if not all(number.isdigit() for number in numbers):
        raise VersionError(f"'{text}' has something other than numbers before a wildcard", "write it like 2.1.x")
    if len(numbers) >= most:
        raise VersionError(
            f"'{text}' has a wildcard after {len(numbers)} numbers, the most {scheme} allows", "leave it out"
        )
    return numbers


def _syntax_error(rest: str, quoted: str) -> RangeError:
    """Why no comparator begins here."""
    rest = rest.lstrip(" ")
    if rest.startswith(","):
        return RangeError(
            f"{quoted} contains a comma", "join with a space what must hold together, as in >=2.1.0 <3.0.0"
        )
    if rest.startswith("|"):
        return RangeError(f"{quoted} contains a single '|'", "write || for or, as in 1.x || 2.x")
    return RangeError(f"{quoted} has no version after '{rest.split(' ')[0]}'", _HINT)
