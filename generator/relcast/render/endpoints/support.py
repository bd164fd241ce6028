"""Until when versions are supported, in endoflife.date's terms."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from ...library.latest import find_line
from ...library.product import ProductHistory, VersionedRelease
from ...model.product import SupportLine
from ...model.scalars import day_of, instant_of
from .dump import Json


def line_facts(line: SupportLine, zone: tzinfo) -> Json:
    """What is said of a support line."""
    return {"range": line.range, "eoas": day(line.eoas, zone), "eol": day(line.eol, zone), "lts": line.lts}


def find_support(history: ProductHistory, entry: VersionedRelease) -> Json | None:
    """What is said of the first support line that a release is in."""
    line = find_line(history, entry)
    return line_facts(line, history.zone) if line else None


def day(moment: date | None, zone: tzinfo) -> str | None:
    """A calendar day of the vendor's, ISO 8601."""
    return day_of(moment, zone).isoformat() if moment else None


def stamp(moment: datetime) -> str:
    """An instant in UTC, ISO 8601 with whole seconds and `Z`."""
    return f"{moment.isoformat()[:19]}Z"


def find_instant(moment: date | None, zone: tzinfo) -> str | None:
    """The instant of a date, which begins at midnight in `zone`."""
    return stamp(instant_of(moment, zone)) if moment else None
