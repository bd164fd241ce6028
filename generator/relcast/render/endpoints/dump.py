"""Values as JSON that is the same for the same values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

Json = Mapping[str, object]

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def dump(value: Json) -> bytes:
    """One object on one line, UTF-8."""
    return f"{_encode(value)}\n".encode()


def dump_rows(head: Json, name: str, rows: Iterable[Json]) -> bytes:
    """An object whose last key, `name`, is a list with each row on a line of its own, so that a difference can be read.

    `head` has a key at least.
    """
    lines = ",\n".join(map(_encode, rows))
    end = f"\n{lines}\n]}}\n" if lines else "]}\n"
    return f"{_encode(head)[:-1]},{_encode(name)}:[{end}".encode()
