"""What a CVSS vector comes to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .change import SeverityWord

_PREFIXES = ("CVSS:3.0/", "CVSS:3.1/", "CVSS:4.0/")
_BASE = {
    "3": ("AV", "AC", "PR", "UI", "S", "C", "I", "A"),
    "4": ("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"),
}
"""The metrics that every vector has (CVSS v3.1 section 6, v4.0 section 7)."""
_LEVELS: tuple[tuple[float, SeverityWord], ...] = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"), (0.1, "low"))
"""From which score on a word is used (CVSS v3.1 section 5, v4.0 section 6)."""
_LONGEST = 300
"""Characters; a vector with every metric of version 4.0 has fewer."""


class Score(NamedTuple):
    """The base score, and its word; a score of 0 has none."""

    base: float
    severity: SeverityWord | None


def find_score(vector: str) -> Score | None:
    """The score of a well-formed vector of CVSS 3.0, 3.1 or 4.0; None for every other text."""
    read = _read(vector)
    return read if isinstance(read, Score) else None


def find_fault(vector: str) -> str | None:
    """Why a text is no vector of CVSS 3.0, 3.1 or 4.0, as the end of a sentence; None if it is one."""
    read = _read(vector)
    return read if isinstance(read, str) else None


@lru_cache(maxsize=1024)
def _read(vector: str) -> Score | str:
    if not vector.startswith(_PREFIXES):
        if vector.upper().startswith(_PREFIXES):
            return "is not written in capital letters"
        return "does not start with CVSS:3.1/ or CVSS:4.0/"
    if len(vector) > _LONGEST:
        return f"has {len(vector)} characters"
    from cvss import CVSS3, CVSS4, CVSSError  # only records with vectors pay for the tables of version 4

    version = vector[5]
    try:
        base = float((CVSS4 if version == "4" else CVSS3)(vector).base_score)
    except CVSSError as error:
        return _reason(vector, version, str(error))
    return Score(base, next((word for floor, word in _LEVELS if base >= floor), None))


def _reason(vector: str, version: str, words: str) -> str:
    """What the package complains of, in our words."""
    metrics = [part.partition(":")[0] for part in vector.split("/")[1:]]
    if twice := [metric for metric in metrics if metric and metrics.count(metric) > 1]:
        return f"has the metric {twice[0][:20]} twice"
    if "" in metrics:
        return "has nothing after a '/'"
    if "andatory" in words:
        missing = [metric for metric in _BASE[version] if metric not in metrics]
        return f"lacks the metric {missing[0]}" if len(missing) == 1 else f"lacks the metrics {', '.join(missing)}"
    parts = re.findall(r'"([^"]*)"', words)
    return f"has the part '{parts[-1][:20]}', which CVSS {vector[5:8]} does not know" if parts else "can't be read"
