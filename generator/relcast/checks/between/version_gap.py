"""A version between two others has no record.

Why: readers who go from one version to the next stumble over the hole and ask what was in it; often its record was
forgotten. Left alone are vendors who skip numbers as a habit, holes of more than one number, versions before 1.0.0, and
undated history.

Bad (two files of one product):

    version: 2.3.0
    date: 2026-10-20
    ---
    version: 2.3.2
    date: 2026-11-20

Good (three files of one product):

    version: 2.3.0
    date: 2026-10-20
    ---
    version: 2.3.1
    date: 2026-11-01
    ---
    version: 2.3.2
    date: 2026-11-20
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem

CODE, NAME, SEVERITY = "RC412", "version-gap", "advice"

STEPS_FOR_A_GAP = 4
"""How many steps without a gap make each further gap an oversight."""


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Under semver, patch numbers of one line and minor numbers of one major version leave out no single number."""
    if history.product.versioning != "semver":
        return
    lines: dict[tuple[int, int], list[tuple[int, VersionedRelease]]] = {}
    majors: dict[int, dict[int, VersionedRelease]] = {}
    for entry in reversed(history.releases):
        if entry.version.is_prerelease or entry.version.major == "0" or entry.release.undated:
            continue
        major, minor, patch = (*entry.version.precedence[0], 0, 0, 0)[:3]
        lines.setdefault((major, minor), []).append((patch, entry))
        majors.setdefault(major, {}).setdefault(minor, entry)
    patches = _gaps([(f"{major}.{minor}.", "", found) for (major, minor), found in lines.items()])
    minors = _gaps([(f"{major}.", ".0", list(found.items())) for major, found in majors.items()])
    for missing, before, after in (*patches, *minors):
        yield Problem(
            CODE, NAME, f"there is no record of {missing}, between {before.version.text} and {after.version.text}",
            "add its record; if the number was skipped, switch this rule off for this release",
            "advice", path=after.file, where=("version",),
        )  # fmt: skip


def _gaps(
    counted: list[tuple[str, str, list[tuple[int, VersionedRelease]]]],
) -> list[tuple[str, VersionedRelease, VersionedRelease]]:
    """What is missing in lists of ascending numbers, each with what stands around them; none where gaps are usual."""
    gaps, steps = [], 0
    for begin, end, found in counted:
        for (number, before), (following, after) in pairwise(found):
            if following - number == 2:
                gaps.append((f"{begin}{number + 1}{end}", before, after))
            steps += following - number == 1
    return gaps if len(gaps) <= max(1, steps // STEPS_FOR_A_GAP) else []
