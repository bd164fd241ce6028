"""Versions: what a product's versioning scheme makes of a version text, and the order versions come in.

A version stays the text its author wrote (`v1.10`, `5.07.2026041006`); what it means depends on the scheme:

- `semver`: three numbers, pre-release after a hyphen, build after a plus sign (semver.org 2.0.0).
- `calver`: two to four numbers joined by `.` or `-`, the first a year of two or four digits (calver.org).
- `numeric`: one to six numbers joined by `.`.

A leading `v` is accepted everywhere. Under `calver` and `numeric` a missing number is 0, so that `1.2` and `1.2.0` name
the same version; leading zeros don't count; and a pre-release is a word of this closed list, in any case, with or
without numbers and a separator (`-rc.1`, `rc1`, `b2`, `.dev1`, `.BETA4`, `~beta`), where `dev`
may follow another (`rc1.dev2`):

    dev, snapshot, nightly, canary < alpha, a < beta, b < preview, pre, milestone, m, ea < rc, c, cr < the release

Words of one step that aren't synonyms come in alphabetical order. Any other word (`esr`, `post1`, `hotfix`) is refused:
to take it for a pre-release would hide a release from everyone who follows stable ones; its author can write `+esr`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, total_ordering
from itertools import takewhile, zip_longest
from typing import Literal

import semver

Scheme = Literal["semver", "calver", "numeric"]
Step = Literal["major", "minor", "patch", "prerelease", "same"]

Stage = tuple[tuple[int, str, tuple[int, ...]], ...]
"""How far a version has come: one (rank, word, numbers) for each part of its pre-release, or `FINAL`."""
BuildOrder = tuple[tuple[int, int, str], ...]
"""Build metadata, its runs of digits compared as numbers."""
Precedence = tuple[tuple[int, ...], Stage, BuildOrder, str]
"""(numbers without trailing zeros, stage, order of the build, the build)."""

FINAL: Stage = ((9, "", ()),)
"""The stage of a version that is no pre-release; after every other."""

MAX_LENGTH = 64
"""Code points; a version becomes a folder and a part of addresses."""

_PARTS = {"semver": (3, 3), "calver": (2, 4), "numeric": (1, 6)}
_STEPS = ("dev snapshot nightly canary", "alpha", "beta", "preview milestone ea", "rc")
_RANKS = {word: rank for rank, words in enumerate(_STEPS) for word in words.split()}
_SYNONYMS = {"a": "alpha", "b": "beta", "pre": "preview", "m": "milestone", "c": "rc", "cr": "rc"}
_LABEL_RULE = "has letters, digits and hyphens, with single dots between"

# No two neighbouring parts of these patterns can match the same character, so the time they take is linear.
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_CALENDAR_NUMBERS = re.compile(r"[0-9]+(?:[.-][0-9]+)*")
_MODIFIER = re.compile(r"[-.~]?([A-Za-z]+)([0-9]*(?:[-.][0-9]+)*)")
_LABEL = re.compile(r"[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*")
_RUNS = re.compile(r"[0-9]+|[^0-9]+")
_FOREIGN = re.compile(r"[^0-9A-Za-z.+~-]")


class VersionError(ValueError):
    """A text is no version under its scheme; `hint` says what to write instead, or is None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@total_ordering
@dataclass(frozen=True, slots=True)
class Version:
    """A version as its author wrote it, with its place in the order; made by `parse_version`.

    `==` compares texts, `precedence` says whether two texts name the same version. Sorting is by precedence, then by
    text, so that it never depends on the order found. Versions of different schemes have no order (TypeError).
    """

    text: str
    scheme: Scheme
    major: str = field(compare=False, repr=False)
    """The first number as written, such as `2` or `2026`."""
    precedence: Precedence = field(compare=False, repr=False)
    """Equal for texts that name the same version: `v1.2.0` and `1.2.0`; sorts as versions do, within one scheme."""

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Version) or other.scheme != self.scheme:
            return NotImplemented
        return (self.precedence, self.text) < (other.precedence, other.text)

    @property
    def is_prerelease(self) -> bool:
        """True before the release itself: `-rc.1`, `b2`, `.dev1`."""
        return self.precedence[1] != FINAL

    def step_from(self, earlier: Version) -> Step:
        """The first place where the two differ; a fourth number counts as `patch`, a build alone as `same`.

        From `2.0.0-rc.1` to `2.0.0` is a `prerelease` step: the numbers stayed.
        """
        if earlier.scheme != self.scheme:
            raise TypeError(f"no step from a {earlier.scheme} version to a {self.scheme} version")
        pairs = zip_longest(earlier.precedence[0], self.precedence[0], fillvalue=0)
        steps: tuple[Step, ...] = ("major", "minor", "patch")
        for place, (before, after) in enumerate(pairs):
            if before != after:
                return steps[min(place, 2)]
        return "same" if earlier.precedence[1] == self.precedence[1] else "prerelease"


@dataclass(frozen=True, slots=True)
class _Reading:
    """The parts of a version, as written; `rest` is what stands after the numbers and is no pre-release."""

    numbers: tuple[str, ...]
    modifiers: tuple[tuple[str, tuple[str, ...]], ...]
    rest: str
    build: str


@lru_cache(maxsize=4096)  # a version is named by its record, by ranges, and by other records
def parse_version(text: str, scheme: Scheme) -> Version:
    """The version that `text` names under `scheme`; VersionError, in its author's words, where it names none."""
    _refuse_unfit(text, scheme)
    if scheme == "semver":
        return _parse_semver(text)
    reading = _read(text, scheme)
    if reading.rest:
        raise _rest_error(text, scheme, reading)
    stage = tuple(_modifier_key(word, numbers) for word, numbers in reading.modifiers)
    return _version(text, scheme, reading.numbers, (*stage, *FINAL), reading.build)


def part_limits(scheme: Scheme) -> tuple[int, int]:
    """The fewest and the most numbers a version has under `scheme`."""
    return _PARTS[scheme]


def shown(text: str) -> str:
    """A text as error messages quote it: cut when long, control characters spelled out."""
    cut = text if len(text) <= 60 else f"{text[:57]}..."
    return "'" + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in cut) + "'"


def _version(text: str, scheme: Scheme, numbers: tuple[str, ...], stage: Stage, build: str) -> Version:
    runs = tuple((0, int(run), "") if run.isdigit() else (1, 0, run) for run in _RUNS.findall(build))
    return Version(text, scheme, numbers[0], (_significant(numbers), stage, runs, build))


def _significant(numbers: Sequence[str]) -> tuple[int, ...]:
    """The numbers without trailing zeros."""
    values = [int(number) for number in numbers]
    while values and values[-1] == 0:
        values.pop()
    return tuple(values)


def _modifier_key(word: str, numbers: tuple[str, ...]) -> tuple[int, str, tuple[int, ...]]:
    name = _full_word(word)
    return (_RANKS[name], name, _significant(numbers))


def _full_word(word: str) -> str:
    return _SYNONYMS.get(word.lower(), word.lower())


def _bare(text: str) -> str:
    """The text without its leading `v`."""
    return text[1:] if text[:1] in ("v", "V") else text


def _refuse_unfit(text: str, scheme: Scheme) -> None:
    """Refuse, whatever the scheme, what can't be a folder and a part of an address, and what is a range."""
    if not text:
        raise VersionError("the version is empty", "write one, such as 2.3.0")
    if len(text) > MAX_LENGTH:
        raise VersionError(
            f"version {shown(text)} has {len(text)} characters; {MAX_LENGTH} are the most a version can have",
            "shorten what follows the numbers",
        )
    quoted = f"version {shown(text)}"
    if re.search(r"\s", text):
        first, *rest = text.split() or [""]
        spelling = _find_spelling(f"{first}-{'.'.join(rest)}" if rest else first, scheme)
        raise VersionError(f"{quoted} contains a space", f"write {spelling}" if spelling else "write it without spaces")
    if "/" in text or "\\" in text:
        raise VersionError(
            f"{quoted} contains a slash, but becomes a folder and an address",
            "two versions are two records, and a path belongs elsewhere",
        )
    if {"x", "X", "*"} & set(re.split("[-+]", _bare(text))[0].split(".")):
        raise VersionError(f"{quoted} is a range of versions", "write every number, such as 2.0.0")
    if found := _FOREIGN.search(text):
        raise VersionError(
            f"{quoted} contains {shown(found[0])}; a version has the letters A to Z, digits, '.', '-' and '+'",
            "put what isn't part of the version into the title",
        )
    if ".." in text:
        raise VersionError(f"{quoted} contains two dots in a row", "write one dot between numbers")


def _parse_semver(text: str) -> Version:
    try:
        parsed = semver.Version.parse(_bare(text))
    except ValueError:
        raise _semver_error(text) from None
    # Precedence as semver.org, section 11: numbers before words, fewer parts before more. A key sorts many versions
    # faster than the package's own comparison does.
    parts = parsed.prerelease.split(".") if parsed.prerelease else []
    stage: Stage = tuple((0, "", (int(part),)) if part.isdigit() else (1, part, ()) for part in parts)
    numbers = (str(parsed.major), str(parsed.minor), str(parsed.patch))
    return _version(text, "semver", numbers, stage or FINAL, parsed.build or "")


def _semver_error(text: str) -> VersionError:
    """Why the semver package refused this text."""
    quoted = f"version {shown(text)}"
    hint = _semver_hint(text)
    core, hyphen, prerelease = _bare(text).partition("+")[0].partition("-")
    numbers = core.split(".")
    if not all(number.isdigit() for number in numbers):
        if re.match(r"[0-9]+\.[0-9]+\.[0-9]+[.~]?[A-Za-z]", core):
            return VersionError(f"{quoted}: semver wants a hyphen before a pre-release, as in 2.3.0-rc.1", hint)
        return VersionError(f"{quoted}: semver needs three numbers, MAJOR.MINOR.PATCH", hint)
    if len(numbers) != 3:
        return VersionError(f"{quoted} has {_count(numbers)}; semver needs three, MAJOR.MINOR.PATCH", hint)
    for part in (*numbers, *prerelease.split(".")):
        if len(part) > 1 and part.isdigit() and part[0] == "0":
            return VersionError(f"{quoted}: semver allows no leading zero, as in '{part}'", hint)
    if hyphen and not _LABEL.fullmatch(prerelease):
        return VersionError(f"{quoted}: a pre-release after '-' {_LABEL_RULE}", hint)
    return VersionError(f"{quoted}: a build after '+' {_LABEL_RULE}", hint)


def _semver_hint(text: str) -> str:
    """What to write instead, and the scheme under which the text could stay."""
    spelling = _find_spelling(text, "semver")
    ways = (f"write {spelling}" if spelling else None, _find_scheme(text))
    return ", or ".join(filter(None, ways)) or "write it like 2.3.0 or 2.3.0-rc.1"


def _find_scheme(text: str) -> str | None:
    """How to keep the text as it is, by another scheme."""
    schemes: tuple[Scheme, ...] = ("numeric", "calver")
    fitting = (scheme for scheme in schemes if _find_spelling(text, scheme) == text)
    return next((f"set `versioning: {scheme}` in product.yaml" for scheme in fitting), None)


def _find_spelling(text: str, scheme: Scheme) -> str | None:
    """How `scheme` would write what this text seems to mean, or None where that would be a guess."""
    try:
        reading = _read(text, "numeric" if scheme == "semver" else scheme)
    except VersionError:
        return None
    build = _build_with_rest(reading)
    if reading.rest and build is None:
        return None
    if scheme != "semver":
        return text.removesuffix(f"+{reading.build}").removesuffix(reading.rest) + f"+{build}" if reading.rest else text
    if len(reading.numbers) > 3 or len(reading.modifiers) > 1:
        return None
    numbers = (*(str(int(number)) for number in reading.numbers), "0", "0")[:3]
    stage = "".join(
        "-" + ".".join((word, *(str(int(number)) for number in counts))) for word, counts in reading.modifiers
    )
    return ".".join(numbers) + stage + (f"+{build}" if build else "")


def _read(text: str, scheme: Literal["calver", "numeric"]) -> _Reading:
    """The parts of a calver or numeric version; VersionError where the numbers or the build are wrong."""
    quoted = f"version {shown(text)}"
    body, plus, build = _bare(text).partition("+")
    if plus and not _LABEL.fullmatch(build):
        raise VersionError(f"{quoted}: a build after '+' {_LABEL_RULE}", "write it like 2.3.0+build.5")
    match = (_NUMBERS if scheme == "numeric" else _CALENDAR_NUMBERS).match(body)
    if match is None:
        example = "2.3 or 2.3-rc.1" if scheme == "numeric" else "2026.11 or 2026.11-rc.1"
        raise VersionError(f"{quoted} doesn't start with a number", f"write it like {example}")
    numbers = tuple(re.split(r"[.-]", match[0]))
    _refuse_numbers(quoted, numbers, scheme)
    modifiers: list[tuple[str, tuple[str, ...]]] = []
    at = match.end()
    # One word, and `dev` after it (PEP 440); more would read the commit in 1.2-a1b2c3 as alpha, beta and rc.
    for allowed in (_RANKS.keys(), {"dev"}):
        found = _MODIFIER.match(body, at)
        if found is None or _full_word(found[1]) not in allowed:
            break
        modifiers.append((found[1], tuple(re.findall(r"[0-9]+", found[2]))))
        at = found.end()
    if at < len(body):
        return _Reading(numbers, (), body[match.end() :], build)
    return _Reading(numbers, tuple(modifiers), "", build)


def _refuse_numbers(quoted: str, numbers: Sequence[str], scheme: Literal["calver", "numeric"]) -> None:
    if scheme == "calver" and len(numbers[0]) not in (2, 4):
        raise VersionError(
            f"{quoted} doesn't start with a year of two or four digits, as calver needs",
            "write it like 2026.11, or set `versioning: numeric` in product.yaml",
        )
    fewest, most = _PARTS[scheme]
    if not fewest <= len(numbers) <= most:
        raise VersionError(
            f"{quoted} has {_count(numbers)}; {scheme} allows {fewest} to {most}",
            f"write it like {'2026.11' if scheme == 'calver' else '2.3.0'}",
        )


def _count(numbers: Sequence[str]) -> str:
    return "1 number" if len(numbers) == 1 else f"{len(numbers)} numbers"


def _rest_error(text: str, scheme: Scheme, reading: _Reading) -> VersionError:
    """What follows the numbers is no pre-release."""
    quoted = f"version {shown(text)}"
    bare = _without_separator(reading.rest)
    if not bare:
        return VersionError(f"{quoted} ends in '{reading.rest}'", "leave that out")
    if bare.isdigit():
        numbers = ".".join(reading.numbers)
        return VersionError(
            f"{quoted}: '{reading.rest}' could be a later version or a pre-release",
            f"write {numbers}.{bare} for a later version, {numbers}-rc.{bare} for a pre-release",
        )
    spelling = _find_spelling(text, scheme)
    return VersionError(
        f"{quoted}: '{reading.rest}' is no pre-release; one begins with {', '.join(_RANKS)}",
        f"write {spelling} where it names a build" if spelling else _find_scheme(text),
    )


def _build_with_rest(reading: _Reading) -> str | None:
    """The build, led by what stands after the numbers where that could belong to a build; else None."""
    bare = _without_separator(reading.rest).replace("~", "-")
    word = "".join(takewhile(str.isalpha, bare)).lower()
    if reading.rest and (not word or word in _RANKS or not _LABEL.fullmatch(bare)):
        return None
    return ".".join(filter(None, (bare, reading.build)))


def _without_separator(rest: str) -> str:
    return rest[1:] if rest[:1] in ("-", ".", "~") else rest
