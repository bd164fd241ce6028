"""The one place that reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime


def moment(stated: str | None) -> datetime:
    """What is past and what is future is decided against this instant, in UTC.

    It is what was stated (a date or a date-time with offset), else `SOURCE_DATE_EPOCH` (reproducible-builds.org,
    seconds), else the present. Raises ValueError, in words for its author, for what is neither date nor number.
    """
    if stated is not None:
        from .model.scalars import instant_of, read_moment  # slow to import, and seldom needed

        try:
            return instant_of(read_moment(stated))
        except ValueError:
            raise ValueError("write a date such as 2026-11-20, or 2026-11-20T09:30:00+08:00") from None
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            message = "the environment's SOURCE_DATE_EPOCH is no number of seconds since 1970; correct it, or unset it"
            raise ValueError(message) from None
    return datetime.now(UTC)
