"""A patch version brings a new feature.

Why: under semver a patch is taken without a test, because it only repairs; who looks for what is new reads the minor
versions.

Bad (two files of one product):

    version: 1.2.0
    date: 2026-10-20
    ---
    version: 1.2.1
    date: 2026-11-20
    features:
      - text: Reload policies without a restart

Good:

    version: 1.2.0
    date: 2026-10-20
    ---
    version: 1.3.0
    date: 2026-11-20
    features:
      - text: Reload policies without a restart
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...library.steps import find_stride
from ...problems import Problem

CODE, NAME, SEVERITY = "RC312", "feature-in-patch", "advice"
SUBJECTS = ("features",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Under semver, features come with a new minor or major version; one problem for each release that has some.

    Nobody can number undated history again.
    """
    numbers = entry.version.precedence[0]
    if history.product.versioning != "semver" or len(numbers) < 3 or numbers[0] == 0 or entry.release.undated:
        return
    shown = [position for position, change in enumerate(entry.release.features) if not change.internal]
    stride = find_stride(entry, history) if shown else None
    if stride and stride.step == "patch":
        what = "a feature" if len(shown) == 1 else f"{len(shown)} features"
        yield Problem(
            CODE, NAME, f"{entry.version.text} is a patch of {stride.before.version.text}, but brings {what}",
            "release it as the next minor version, or call it an improvement or a fix", "advice",
            path=entry.file, where=("features", shown[0]),
        )  # fmt: skip
