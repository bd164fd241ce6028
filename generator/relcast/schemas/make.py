"""The model's classes as JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from ..model.change import Change, Deprecation, KnownIssue, Removal
from ..model.notice import Listings, Notice
from ..model.product import CheckSetting, Product, Vendor
from ..model.release import Release, Step, Unreleased
from ..model.text import LANGUAGE_PATTERN
from .said import description, examples

Schema = dict[str, Any]

KINDS: Mapping[str, type[BaseModel]] = {
    "vendor": Vendor,
    "product": Product,
    "release": Release,
    "unreleased": Unreleased,
    "notice": Notice,
    "listings": Listings,
    "change": Change,
}
"""What a schema can be had of, by its name on the command line."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXTS = "Texts"
_TEXT_ALONE = frozenset(kind.__name__ for kind in (Change, Deprecation, Removal, KnownIssue, Step))
"""Models that may be written as their text alone."""


def make_schema(kind: str) -> Schema:
    """The schema of a kind of file.

    What needs more than the file itself (its languages, components, other versions) is left to `relcast check`.
    """
    model = KINDS[kind]
    schema: Schema = model.model_json_schema(by_alias=True, schema_generator=_Plain)
    definitions: Schema = schema.pop("$defs", {})
    known = {one.__name__: one for one in _all(model)}
    definitions.setdefault(model.__name__, schema)
    for name, part in definitions.items():
        if name in known:
            _describe(part, known[name])
    made = {name: _tidy(part) for name, part in definitions.items()}
    made[_TEXTS] = {
        "title": "Texts by language",
        "description": "A text for each language, by its tag as vendor.yaml declares it.",
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{LANGUAGE_PATTERN})$", "not": {"enum": _keys_of(Change, Step)}},
        "additionalProperties": {"type": "string", "minLength": 1},
        "minProperties": 1,
    }
    root = made.pop(model.__name__)
    return {"$schema": _DIALECT, "title": f"Relcast: {kind}", **root, "$defs": dict(sorted(made.items()))}


class _Plain(GenerateJsonSchema):
    """Without warnings about defaults that JSON can't hold: those are left out."""

    def emit_warning(self, kind: Any, detail: str) -> None:
        """Say nothing."""


def _all(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Every model of the house; those a schema does not name are not asked for."""
    waiting = [BaseModel]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith(f"{__package__.partition('.')[0]}.model."):
            yield one


def _describe(part: Schema, model: type[BaseModel]) -> None:
    for name, field in model.model_fields.items():
        key = field.alias or name
        entry = part.get("properties", {}).get(key)
        if entry is None:
            continue
        entry.pop("title", None)
        if isinstance(entry.get("default"), dict):
            del entry["default"]  # what it holds says its own defaults
        if name == "components":
            ids = {"type": "array", "items": {"type": "string", "pattern": next(iter(entry["patternProperties"]))}}
            part["properties"][key] = entry = {"anyOf": [ids, entry]}
        if said := description(model, name, key):
            entry["description"] = said
        if shown := examples(model, name, key):
            entry["examples"] = shown


def _tidy(part: Any) -> Any:
    """Absent instead of null, one definition for texts by language, and the short forms that a record may take."""
    if isinstance(part, list):
        return [_tidy(one) for one in part]
    if not isinstance(part, dict):
        return part
    if "anyOf" in part and (alternatives := [one for one in part["anyOf"] if one != {"type": "null"}]) != part["anyOf"]:
        rest = {key: value for key, value in part.items() if key != "anyOf" and (key, value) != ("default", None)}
        only = alternatives[0] if len(alternatives) == 1 else {"anyOf": alternatives}
        return _tidy({**only, **rest})
    tidy = {key: _tidy(value) for key, value in part.items() if key != "title" or not isinstance(value, str)}
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    if _is_texts(part):
        return {"$ref": f"#/$defs/{_TEXTS}"}
    name = str(part.get("$ref", "")).rpartition("/")[2]
    if name in _TEXT_ALONE:
        return {"anyOf": [{"type": "string", "minLength": 1}, {"$ref": f"#/$defs/{_TEXTS}"}, tidy]}
    if name == CheckSetting.__name__:
        return {"anyOf": [{"enum": ["error", "warning", "advice"]}, tidy]}
    return tidy


def _is_texts(part: Schema) -> bool:
    return part.get("type") == "object" and part.get("additionalProperties") == {"type": "string"}


def _keys_of(*models: type[BaseModel]) -> list[str]:
    """Keys that look like languages and are none."""
    return sorted({field.alias or name for model in models for name, field in model.model_fields.items()})
