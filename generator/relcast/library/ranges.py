"""A record's ranges, understood once."""

from __future__ import annotations

from functools import lru_cache

from ..model.range import Range, RangeError, parse_range
from ..model.version import Scheme


@lru_cache(maxsize=4096)  # releases of one product state few different ranges, many times
def find_range(text: str, scheme: Scheme) -> Range | None:
    """The range, or None where it can't be read: a rule tells its author, and a preview goes on without it."""
    try:
        return parse_range(text, scheme)
    except RangeError:
        return None
