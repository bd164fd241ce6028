"""A cadence can't be read as a span of time.

Why: releases are compared with it; what can't be read is never held against you, nor for you.

Bad (`product.yaml`):

    name: Edge Gateway
    cadence:
      minor: now and then

Good (`product.yaml`):

    name: Edge Gateway
    cadence:
      minor: 1-3 months
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.cadence_target import find_target
from ...library.product import ProductHistory
from ...problems import Problem

CODE, NAME, SEVERITY = "RC601", "malformed-cadence", "warning"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Every stated cadence is a number or two, and a unit."""
    cadence = history.product.cadence
    for key in ("minor", "major") if cadence else ():
        text = getattr(cadence, key)
        if text and find_target(text) is None:
            yield Problem(
                CODE, NAME, f"'{text[:60]}' is no span of time", "write it like 1-3 months, 6 weeks or 1 year",
                "warning", path=f"{history.id}/product.yaml", where=("cadence", key),
            )  # fmt: skip
