"""A record's ranges, as far as they can be read."""

from __future__ import annotations

from ..model.range import Range, RangeError, parse_range
from ..model.version import Scheme


def find_range(text: str, scheme: Scheme) -> Range | None:
    """The range, or None where it can't be read: a rule tells its author, and a preview goes on without it."""
    try:
        return parse_range(text, scheme)
    except RangeError:
        return None
