"""A listing states something of a box that its marketplace's form doesn't have.

Why: a limit under a misspelt name limits nothing, and the text is refused in the console on the day of the release.

Bad (`product.yaml`):

    name: Edge Gateway
    listings:
      aliyun:
        profile: aliyun-market
        fields:
          release-notes:
            limit: {max: 500, unit: code_points}

Good (`product.yaml`):

    name: Edge Gateway
    listings:
      aliyun:
        profile: aliyun-market
        fields:
          release_notes:
            limit: {max: 500, unit: code_points}
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...problems import Problem, Severity

CODE, NAME = "RC510", "unknown-box"
SEVERITY: Severity = "error"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Every box that a listing speaks of is on its form."""
    if not history.product.listings:
        return
    from ...marketplaces.profile import suggestion  # slow to import, and many products are on no marketplace
    from ...marketplaces.shelf import stated_boxes

    for id, _, profile, name in stated_boxes(history.product, history.own_profiles):
        if name not in profile.fields:
            yield Problem(
                CODE, NAME, f"{profile.id} has no field '{name[:60]}'", suggestion(name, profile.fields),
                path=f"{history.id}/product.yaml", where=("listings", id, "fields", name), at_key=True,
            )  # fmt: skip
