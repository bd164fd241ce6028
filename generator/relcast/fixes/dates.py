"""Dates in other forms whose meaning is clear: `2026/11/20`, `2026.11.20`, `2026年11月20日`, `20 Nov 2026`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..records.edit import Edit
from .fix import Fix, Put, Record

RULE = "date-form"

_KEYS = frozenset(("date", "since", "eoas", "eol", "submitted", "in_review", "rejected", "live", "restricted"))
_NUMBERS = re.compile(
    r"(?P<year>\d{4})(?:(?P<sign>[-./ ])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
    r"|[ ]?年[ ]?(?P<month2>\d{1,2})[ ]?月[ ]?(?P<day2>\d{1,2})[ ]?[日号])",
    re.ASCII,
)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})", re.ASCII)
_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS = {short: number for number, name in enumerate(_NAMES, 1) for short in (name, name[:3])} | {"sept": 9}


def find(record: Record) -> Iterator[Fix]:
    """Dates that name the year with four digits and leave no doubt about day and month: never `7/8/2026`."""
    for path, part in record.outline.walk():
        if part.kind != "scalar" or not path or path[-1] not in _KEYS or part.style in ("|", ">"):
            continue
        day = meant_date(part.value.strip())
        if day is not None and day.isoformat() != part.value:
            yield Fix((Edit(part.start, part.end, day.isoformat()),), Put(path, day.isoformat()))


def meant_date(text: str) -> date | None:
    """The day that a text names without doubt; None where there is doubt, or no such day."""
    if match := _NUMBERS.fullmatch(text):
        year, month, day = match["year"], match["month"] or match["month2"], match["day"] or match["day2"]
        return _day(int(year), int(month), int(day))
    if match := _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text):
        month = _MONTHS.get(match["month"].lower())
        return _day(int(match["year"]), month, int(match["day"])) if month else None
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1970 <= year <= 2999 else None
