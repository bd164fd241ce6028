"""What a product's `cadence:` means: spans such as `1-3 months`, counted on the calendar."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_SPAN = re.compile(r"(?:every )?(?:(\d{1,3})(?: ?(?:-|–|to) ?(\d{1,3}))? ?)?(day|week|month|quarter|year)s?", re.ASCII)
_ALONE = {"daily": "day", "weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
_GRACE = {"day": 0, "week": 1, "month": 7, "quarter": 14, "year": 30}
"""Days by which a release may come early or late: nobody ships on the day of the month."""


@dataclass(frozen=True, slots=True)
class Target:
    """A span between two releases, at least `least` and at most `most` units."""

    text: str
    least: int
    most: int
    unit: str

    def earliest(self, since: date) -> date:
        """The first day on which the next release is not too early."""
        return _later(since, self.least, self.unit) - timedelta(days=_GRACE[self.unit])

    def latest(self, since: date) -> date:
        """The last day on which the next release is not yet late."""
        return _later(since, self.most, self.unit) + timedelta(days=_GRACE[self.unit])


def find_target(text: str) -> Target | None:
    """The span that a text describes, or None; `month` alone and `1 month` mean no more than one."""
    plain = " ".join(text.lower().split())
    if plain in _ALONE:
        return Target(text, 1, 1, _ALONE[plain])
    match = _SPAN.fullmatch(plain)
    if match is None:
        return None
    least = int(match[1] or 1)
    most = int(match[2] or least)
    return Target(text, least, most, match[3]) if 1 <= least <= most else None


def _later(day: date, count: int, unit: str) -> date:
    """The day `count` units after `day`; the last of a shorter month stands for days it doesn't have."""
    if unit in ("day", "week"):
        return day + timedelta(days=count * (7 if unit == "week" else 1))
    months = day.month - 1 + count * {"month": 1, "quarter": 3, "year": 12}[unit]
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
