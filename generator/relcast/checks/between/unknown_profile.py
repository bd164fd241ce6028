"""A listing names a marketplace profile that doesn't exist.

Why: the profile says what the console takes; without it there is no text for this listing, which its publisher would
learn on the day of the release.

Bad (`product.yaml`):

    name: Edge Gateway
    listings:
      aws:
        profile: aws-marketplace-amy

Good (`product.yaml`):

    name: Edge Gateway
    listings:
      aws:
        profile: aws-marketplace-ami
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...problems import Problem, Severity

CODE, NAME = "RC410", "unknown-profile"
SEVERITY: Severity = "error"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Every listing's profile is one of ours, or one of the vendor's own."""
    if not history.product.listings:
        return
    from ...marketplaces.profile import suggestion  # slow to import, and many products are on no marketplace
    from ...marketplaces.shelf import has_profile, known_profiles

    for id, listing in history.product.listings.items():
        if not has_profile(listing.profile, history.own_profiles):
            yield Problem(
                CODE, NAME, f"there is no profile '{listing.profile[:60]}'",
                suggestion(listing.profile, known_profiles(history.own_profiles)),
                path=f"{history.id}/product.yaml", where=("listings", id, "profile"),
            )  # fmt: skip
