"""What a misspelt name may have meant: the hint of a problem about it."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from functools import lru_cache
from itertools import islice

_LISTED = 8
_COMPARED = 200
_LONGEST = 100
"""Names listed in a hint, names compared, and code points looked at: a hostile record must not make hints costly."""


def hint_for(name: str, known: Collection[str], *, otherwise: str, label: str = "known") -> str:
    """`did you mean 'policy'?`, or the names there are, or `otherwise` where there are none."""
    if not known:
        return otherwise
    close = _closest(name[:_LONGEST], tuple(islice(known, _COMPARED)))
    return f"did you mean '{close}'?" if close else f"{label}: {listed(known)}"


def version_hint(version: str, known: Collection[str]) -> str:
    """The guess and the versions there are: versions look alike, so the guess alone is often wrong."""
    if not known:
        return "it has no releases yet"
    close = _closest(version[:_LONGEST], tuple(islice(known, _COMPARED)))
    return (f"did you mean '{close}'? " if close else "") + f"known: {listed(known)}"


def listed(names: Collection[str]) -> str:
    """The first names of a list, and how many there are besides."""
    more = len(names) - _LISTED
    return ", ".join(islice(names, _LISTED)) + (f" and {more} more" if more > 0 else "")


@lru_cache(maxsize=1024)  # one slip is often made in many places
def _closest(name: str, known: tuple[str, ...]) -> str | None:
    return next(iter(difflib.get_close_matches(name, known, n=1)), None)
