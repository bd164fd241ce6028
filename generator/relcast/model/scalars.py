"""Values that a record writes as plain text: truth, dates, durations, numbers, addresses, ids.

Every scalar of a record reaches the model as text, so that `1.10`, `no` and `12:30` mean what was written; each kind is
read here, strictly, and complains in the author's words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from .version import shown as quoted

M = TypeVar("M", bound=date)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2})?)(Z|z|[+-]\d{2}:\d{2})", re.ASCII)
_DURATION = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,5})s)?", re.ASCII)
_AUTHORITY = re.compile(
    r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*",
    re.ASCII,
)
_USUAL_LINK = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~/?#=&%+-]*)?", re.ASCII)
_ID = re.compile(r"[a-z0-9][a-z0-9.-]*", re.ASCII)


def _flag(value: Any) -> bool:
    if value in ("true", "True", True):
        return True
    if value in ("false", "False", False):
        return False
    raise PydanticCustomError("flag", "expected true or false, found {found}", {"found": shown(value)})


def read_moment(value: Any) -> date:
    """A calendar day, or an instant with its offset (RFC 3339 section 5.6)."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError(
            "date_form", "expected a date such as 2026-11-20, found {found}", {"found": shown(value)}
        )
    try:
        if _DAY.fullmatch(value):
            return _within_reach(date.fromisoformat(value))
        if match := _INSTANT.fullmatch(value):
            day, clock, offset = match.groups()
            return _within_reach(datetime.fromisoformat(f"{day}T{clock}{offset.upper().replace('Z', '+00:00')}"))
    except ValueError:
        raise PydanticCustomError("impossible_date", "there is no such date as {found}", {"found": value}) from None
    raise PydanticCustomError(
        "date_form",
        "expected a date such as 2026-11-20, or 2026-11-20T09:30:00+08:00, found {found}",
        {"found": shown(value)},
    )


def _within_reach(moment: M) -> M:
    """The moment, in a year that a release can have and that every time zone can express; else ValueError."""
    if not 1970 <= moment.year <= 2999:
        raise ValueError(moment)
    return moment


def _instant(value: Any) -> datetime:
    moment = read_moment(value)
    if not isinstance(moment, datetime):
        raise PydanticCustomError(
            "instant_form",
            "expected a time of day too, such as {found}T02:00:00+08:00",
            {"found": moment.isoformat()},
        )
    return moment


def _duration(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None or not any(match.groups()):
        raise PydanticCustomError(
            "duration",
            "expected a duration such as 15m, 2h, 1h30m or 0m, found {found}",
            {"found": shown(value)},
        )
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _count(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{1,18}", value, re.ASCII):
        return int(value)
    raise PydanticCustomError("count", "expected a whole number, found {found}", {"found": shown(value)})


def _line(value: Any) -> str:
    if isinstance(value, str) and (line := value.strip()) and "\n" not in line:
        return line
    raise PydanticCustomError("plain_text", "expected text on one line, found {found}", {"found": shown(value)})


def _link(value: Any) -> str:
    """An absolute http or https address with a host (RFC 3986 section 3)."""
    if isinstance(value, str) and _USUAL_LINK.fullmatch(value):
        return value
    if isinstance(value, str) and not re.search(r"[\s<>\"\\^`{|}]", value):
        try:
            parts = urlsplit(value)
            if parts.scheme.lower() in ("http", "https") and parts.hostname:
                _ = parts.port  # raises where it is no number
                return value
        except ValueError:
            pass
    raise PydanticCustomError(
        "link", "expected an address that starts with https://, found {found}", {"found": shown(value)}
    )


def _authority(value: Any) -> str:
    """A domain name or an e-mail address, as `tag:` ids begin with (RFC 4151 section 2.1)."""
    if isinstance(value, str) and _AUTHORITY.fullmatch(value):
        return value
    raise PydanticCustomError(
        "authority", "expected a domain name or an e-mail address that is yours, found {found}", {"found": shown(value)}
    )


def _id(value: Any) -> str:
    if isinstance(value, str) and _ID.fullmatch(value) and len(value) <= 80:
        return value
    raise PydanticCustomError(
        "id",
        "expected an id of small letters, digits, dots and hyphens (at most 80), found {found}",
        {"found": shown(value)},
    )


def shown(value: Any) -> str:
    """A value in the words of an error message, cut when it is long."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return "keys with values"
    if isinstance(value, list):
        return "a list"
    return "nothing" if value is None else str(value)


def instant_of(moment: date, zone: tzinfo = UTC) -> datetime:
    """The instant a date or date-time stands for, in UTC; a bare date begins at midnight in `zone`."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime.combine(moment, time(), zone).astimezone(UTC)


def day_of(moment: date, zone: tzinfo = UTC) -> date:
    """The calendar day of a date or date-time, in `zone`."""
    return moment.astimezone(zone).date() if isinstance(moment, datetime) else moment


Flag = Annotated[bool, PlainValidator(_flag), WithJsonSchema({"type": "boolean"})]
Moment = Annotated[
    date,
    PlainValidator(read_moment),
    WithJsonSchema(
        {
            "type": "string",
            "anyOf": [
                {"pattern": f"^{_DAY.pattern}$", "format": "date"},
                {"pattern": f"^{_INSTANT.pattern}$", "format": "date-time"},
            ],
        }
    ),
]
Instant = Annotated[
    datetime,
    PlainValidator(_instant),
    WithJsonSchema({"type": "string", "pattern": f"^{_INSTANT.pattern}$", "format": "date-time"}),
]
Duration = Annotated[
    timedelta,
    PlainValidator(_duration),
    WithJsonSchema({"type": "string", "pattern": f"^(?=.){_DURATION.pattern}$", "examples": ["15m"]}),
]
Count = Annotated[int, PlainValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0})]
Line = Annotated[str, PlainValidator(_line), WithJsonSchema({"type": "string", "minLength": 1})]
Authority = Annotated[str, PlainValidator(_authority), WithJsonSchema({"type": "string", "minLength": 1})]
Link = Annotated[
    str,
    PlainValidator(_link),
    WithJsonSchema({"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "format": "uri"}),
]
Id = Annotated[str, PlainValidator(_id), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9][a-z0-9.-]*$"})]
VersionText = Annotated[str, BeforeValidator(_line), WithJsonSchema({"type": ["string", "number"]})]
RangeText = Annotated[str, BeforeValidator(_line), WithJsonSchema({"type": ["string", "number"]})]
