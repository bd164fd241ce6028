"""No release lies in the range of versions that this one can be upgraded from.

Why: the page and the upgrade path tell every customer that there is no tested way to this release.

Bad (two files of one product):

    version: 2.3.0
    date: 2026-10-20
    ---
    version: 2.4.0
    date: 2026-11-20
    upgrade:
      from: ">=2.3.1"

Good:

    version: 2.3.0
    date: 2026-10-20
    ---
    version: 2.4.0
    date: 2026-11-20
    upgrade:
      from: ">=2.3.0"
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...library.ranges import find_range
from ...problems import Problem

CODE, NAME, SEVERITY = "RC417", "empty-upgrade-range", "warning"
SUBJECTS = ("upgrade",)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """The range holds an older release that was not withdrawn, or reaches back before the oldest record."""
    ascending = history.releases[::-1]
    places = [entry.version.precedence for entry in ascending]
    for place, entry in enumerate(ascending):
        upgrade = entry.release.upgrade
        if place == 0 or upgrade is None or upgrade.from_ is None:
            continue
        found = find_range(upgrade.from_, history.product.versioning)
        if found is None or found.starts_before(ascending[0].version):
            continue
        held = [ascending[at] for first, end in found.spans(places) for at in range(first, min(end, place))][-50:]
        if any(other.release.withdrawn is None for other in held):
            continue
        message = (
            f"every release in '{found.text}' was withdrawn" if held
            else f"no release older than {entry.version.text} lies in '{found.text}'"
        )  # fmt: skip
        yield Problem(
            CODE, NAME, message, "name versions from which the upgrade was tested", "warning",
            path=entry.file, where=("upgrade", "from"),
        )  # fmt: skip
