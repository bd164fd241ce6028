"""The one place that reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from .model.scalars import instant_of, read_moment


def moment(stated: str | None) -> datetime:
    """What is past and what is future is decided against this instant, in UTC.

    It is what was stated (a date or a date-time with offset), else `SOURCE_DATE_EPOCH` (reproducible-builds.org,
    seconds), else the present. Raises ValueError for what is neither date nor number.
    """
    if stated is not None:
        return instant_of(read_moment(stated))
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None:
        return datetime.fromtimestamp(int(epoch), UTC)
    return datetime.now(UTC)
