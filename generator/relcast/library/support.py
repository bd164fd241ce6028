"""How long the latest release is supported, as the vendor's support lines say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from ..model.scalars import instant_of
from .latest import find_line
from .product import ProductHistory

Phase = Literal["active", "security", "ended"]


@dataclass(frozen=True, slots=True)
class Support:
    """Where a support line stands: active, security fixes only, or ended; the next days on which that changes."""

    phase: Phase
    active_until: date | None
    """The end of active support, while it is to come."""
    until: date | None
    """The end of all support, past or to come; None where nobody says."""
    is_long: bool


def find_support(history: ProductHistory, now: datetime) -> Support | None:
    """The support of the latest release's line at `now`; None without a line, or where the line has no date.

    A day that ends something is the first one without it.
    """
    latest = history.find_latest()
    line = find_line(history, latest) if latest else None
    if line is None or not (line.eoas or line.eol or line.lts):
        return None
    active, until = line.eoas, line.eol
    ended = until is not None and instant_of(until, history.zone) <= now
    passive = active is not None and instant_of(active, history.zone) <= now
    phase: Phase = "ended" if ended else "security" if passive else "active"
    return Support(phase, active if phase == "active" else None, until, line.lts)


def support_turning_points(history: ProductHistory) -> Iterator[datetime]:
    """When a phase of a support line ends."""
    for line in history.product.lines:
        for moment in (line.eoas, line.eol):
            if moment is not None:
                yield instant_of(moment, history.zone)
