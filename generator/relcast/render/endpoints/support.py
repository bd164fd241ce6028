"""Until when versions are supported, in endoflife.date's terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from ...library.product import ProductHistory
from ...model.product import SupportLine
from ...model.range import Range, RangeError, parse_range
from ...model.scalars import day_of, instant_of
from ...model.version import Version
from .dump import Json


@dataclass(frozen=True, slots=True)
class Line:
    """A support line that could be read, and what endpoints say of it."""

    range: Range
    facts: Json


def support_lines(history: ProductHistory) -> list[Line]:
    """A product's support lines in the record's order; a preview may have some that can't be read."""
    lines = []
    for line in history.product.lines:
        try:
            range = parse_range(line.range, history.product.versioning)
        except RangeError:
            continue
        lines.append(Line(range, _facts(line, history.zone)))
    return lines


def find_support(lines: Sequence[Line], version: Version) -> Json | None:
    """What is said of the first line that a version is in."""
    return next((line.facts for line in lines if line.range.contains(version)), None)


def _facts(line: SupportLine, zone: tzinfo) -> Json:
    return {"range": line.range, "eoas": day(line.eoas, zone), "eol": day(line.eol, zone), "lts": line.lts}


def day(moment: date | None, zone: tzinfo) -> str | None:
    """A calendar day of the vendor's, ISO 8601."""
    return day_of(moment, zone).isoformat() if moment else None


def stamp(moment: datetime) -> str:
    """An instant in UTC, ISO 8601 with whole seconds and `Z`."""
    return f"{moment.isoformat()[:19]}Z"


def find_instant(moment: date | None, zone: tzinfo) -> str | None:
    """The instant of a date, which begins at midnight in `zone`."""
    return stamp(instant_of(moment, zone)) if moment else None
