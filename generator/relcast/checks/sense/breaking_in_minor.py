"""A breaking change comes in a minor or a patch version.

Why: under semver customers take such a version without reading; their automation installs it by itself. Before 1.0.0
anything may change, so it is not looked at.

Bad (two files of one product):

    version: 1.2.0
    date: 2026-10-20
    ---
    version: 1.3.0
    date: 2026-11-20
    improvements:
      - text: TLS 1.0 is off by default
        breaking:
          impact: Clients older than 2014 cannot connect
          action: Set `tls.min` to 1.0 to keep the old behaviour

Good:

    version: 1.2.0
    date: 2026-10-20
    ---
    version: 2.0.0
    date: 2026-11-20
    improvements:
      - text: TLS 1.0 is off by default
        breaking:
          impact: Clients older than 2014 cannot connect
          action: Set `tls.min` to 1.0 to keep the old behaviour
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...library.steps import find_stride
from ...problems import Problem

CODE, NAME, SEVERITY = "RC311", "breaking-in-minor", "warning"
SUBJECTS = ("breaking",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Under semver, what breaks comes with a new major version; nobody can number undated history again."""
    if history.product.versioning != "semver" or entry.version.major == "0" or entry.release.undated:
        return
    stride = find_stride(entry, history)
    if stride is None or stride.step not in ("minor", "patch"):
        return
    for section, position, change in entry.release.changes():
        if change.breaking is not None and not change.internal:
            yield Problem(
                CODE, NAME, f"this breaks what worked in {stride.before.version.text}, but {entry.version.text} is a "
                f"{stride.step} version",
                f"release it as {int(entry.version.major) + 1}.0.0, or keep the old behaviour by default until then",
                "warning", path=entry.file, where=(section, position, "breaking"),
            )  # fmt: skip
