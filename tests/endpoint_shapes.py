"""What readers of our files for tools accept: Renovate, shields.io, OSV, and our own schemas taken strictly."""

from __future__ import annotations

import json
import re
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import icalendar
import jsonschema
import vobject

_OSV = json.loads((Path(__file__).parent / "schemas" / "osv.json").read_text(encoding="utf-8"))


def check_schema(name: str, value: Any) -> None:
    """The value follows our published schema, and has no key that the schema doesn't tell of."""
    text = (files("relcast.render.endpoints") / f"schemas/{name}-1.json").read_text(encoding="utf-8")
    _validate(_strict(json.loads(text)), value)


def check_osv(value: Any) -> None:
    """The value is an OSV record."""
    _validate(_OSV, value)


def _validate(schema: Any, value: Any) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=checker).validate(value)


def _strict(schema: Any) -> Any:
    """The schema with every object closed."""
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: _strict(part) for key, part in schema.items()}
    return {"additionalProperties": False, **closed} if isinstance(schema.get("properties"), dict) else closed


def check_renovate(value: Any) -> None:
    """The value passes Renovate's schema of a custom datasource (lib/modules/datasource/custom/schema.ts): a list of
    releases; an optional text is a text or is not there, never null; a timestamp is one or null."""
    assert isinstance(value, dict)
    assert isinstance(value["releases"], list)
    _optional(value, ("sourceUrl", "sourceDirectory", "changelogUrl", "homepage"), str)
    tags = value.get("tags", {})
    assert isinstance(tags, dict) and all(isinstance(tag, str) for tag in tags.values())
    for release in value["releases"]:
        assert isinstance(release["version"], str)
        texts = ("sourceUrl", "sourceDirectory", "changelogContent", "changelogUrl", "digest")
        _optional(release, texts, str)
        _optional(release, ("isDeprecated", "isStable"), bool)
        if release.get("releaseTimestamp") is not None:
            stamp = datetime.fromisoformat(release["releaseTimestamp"])
            assert stamp.utcoffset() is not None


def _optional(value: dict[str, Any], names: tuple[str, ...], kind: type) -> None:
    for name in names:
        assert name not in value or isinstance(value[name], kind), name


def check_shields(value: Any) -> None:
    """The value passes shields.io's schema of an endpoint, which refuses unknown keys (services/endpoint)."""
    assert isinstance(value, dict)
    assert value["schemaVersion"] == 1
    assert isinstance(value["label"], str)
    assert isinstance(value["message"], str) and value["message"]
    known = {"schemaVersion", "label", "message", "color", "labelColor", "isError", "link", "namedLogo", "logoSvg",
             "logoColor", "logoWidth", "logoPosition", "style", "cacheSeconds"}  # fmt: skip
    assert set(value) <= known
    assert isinstance(value["color"], str)


def check_calendar(content: bytes) -> None:
    """What RFC 5545 and 7986 ask of the bytes, and that both parsers read the same."""
    assert content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content), "every line ends in CRLF"
    for line in content.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()  # no character is torn
    mine = icalendar.Calendar.from_ical(content)
    theirs = vobject.readOne(content.decode())
    theirs.validate(raiseException=True)
    events = mine.walk("VEVENT")
    assert events, "a calendar has a component at least (RFC 5545 section 3.6)"
    assert [str(event["UID"]) for event in events] == [event.uid.value for event in theirs.vevent_list]
    for event, other in zip(events, theirs.vevent_list, strict=True):
        assert event["DTSTART"].dt == other.dtstart.value
        assert str(event["SUMMARY"]) == other.summary.value
        assert str(event["DESCRIPTION"]) == other.description.value
