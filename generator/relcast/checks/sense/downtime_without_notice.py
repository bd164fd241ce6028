"""A planned release needs downtime, and no notice tells when.

Why: a product with notices is run by you, and its customers plan by them: they want to know the night, not only that
there will be one. Where customers upgrade by themselves no notice is expected: products without any are left alone.

Bad (four files):

    # product.yaml
    name: Edge Gateway
    ---
    version: 2.4.0
    date: 2026-10-20
    ---
    version: 2.5.0
    date: 2026-12-15
    status: planned
    upgrade:
      downtime: 5m
    ---
    # notices/move-to-2.4.yaml
    id: move-to-2.4
    releases: [2.4.0]

Good:

    # product.yaml
    name: Edge Gateway
    ---
    version: 2.4.0
    date: 2026-10-20
    ---
    version: 2.5.0
    date: 2026-12-15
    status: planned
    upgrade:
      downtime: 5m
    ---
    # notices/move-to-2.5.yaml
    id: move-to-2.5
    releases: [2.5.0]
    planned:
      start: 2026-12-15T22:00:00+08:00
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...problems import Problem

CODE, NAME, SEVERITY = "RC323", "downtime-without-notice", "advice"
SUBJECTS = ("upgrade",)


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Where there are notices, each planned release with downtime has one that is not cancelled."""
    if not history.notices:
        return
    announced = {text for notice in history.notices if notice.status != "cancelled" for text in notice.releases}
    for entry in history.releases:
        release = entry.release
        if release.status != "planned" or release.upgrade is None or not release.upgrade.downtime:
            continue
        if entry.version.text not in announced:
            yield Problem(
                CODE, NAME, f"{entry.version.text} needs downtime, and no notice says when",
                "write one under notices/ with `releases:` and `planned:`", "advice",
                path=entry.file, where=("upgrade", "downtime"),
            )  # fmt: skip
