"""What a listing states of a box leaves the box without a way to be filled.

Why: the values of a listing win over its marketplace's profile. HTML without tags, or a text that must be kept without
a place to stand, can't be written.

Bad (`product.yaml`):

    name: Edge Gateway
    listings:
      aliyun:
        profile: aliyun-market
        fields:
          release_notes:
            markup: {dialect: html}

Good (`product.yaml`):

    name: Edge Gateway
    listings:
      aliyun:
        profile: aliyun-market
        fields:
          release_notes:
            markup: {dialect: html, allow: [p, ul, li]}
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...problems import Problem, Severity

CODE, NAME = "RC511", "unsound-box"
SEVERITY: Severity = "error"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Every box is as sound with what its listing states as it is without."""
    if not history.product.listings:
        return
    from ...marketplaces.profile import field_for  # slow to import, and many products are on no marketplace
    from ...marketplaces.profile_lint import lint_field
    from ...marketplaces.shelf import stated_boxes

    for id, listing, profile, name in stated_boxes(history.product, history.own_profiles):
        if name not in profile.fields:
            continue
        before = {found.message for found in lint_field(profile, name, profile.fields[name])}
        for found in lint_field(profile, name, field_for(profile, name, listing)):
            if found.message not in before:
                yield Problem(
                    CODE, NAME, found.message, found.hint,
                    path=f"{history.id}/product.yaml", where=("listings", id, "fields", name),
                )  # fmt: skip
