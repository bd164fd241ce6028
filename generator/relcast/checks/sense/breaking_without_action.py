"""A breaking change does not say what stops working, or what to do about it.

Why: it is what readers look for before anything else; without it each of them has to find out by trying, or by asking
you.

Bad:

    version: 2.0.0
    date: 2026-11-20
    improvements:
      - text: TLS 1.0 is off by default
        breaking:
          impact: Clients older than 2014 cannot connect

Good:

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
from ...problems import Problem

CODE, NAME, SEVERITY = "RC310", "breaking-without-action", "warning"
SUBJECTS = ("breaking",)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every breaking change that readers see has both; undated history knows what its source knew."""
    if entry.release.undated:
        return
    for section, position, change in entry.release.changes():
        breaking = change.breaking
        if breaking is None or change.internal or (breaking.impact and breaking.action):
            continue
        lacks = (
            "what stops working and what to do about it" if not (breaking.impact or breaking.action)
            else "what to do about it" if breaking.impact
            else "what stops working, and for whom"
        )  # fmt: skip
        keys = [f"`{key}:`" for key in ("impact", "action") if getattr(breaking, key) is None]
        yield Problem(
            CODE, NAME, f"this breaking change does not say {lacks}", f"add {' and '.join(keys)}", "warning",
            path=entry.file, where=(section, position, "breaking"),
        )  # fmt: skip
