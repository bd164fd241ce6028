"""Plain data -> model: every error at once, as problems that say where and what to write instead."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ..problems import Problem, RecordPath
from .reader import Data

M = TypeVar("M", bound=BaseModel)

_SPELLINGS = {
    "features": ("added", "add", "feature", "new", "新增", "新增功能", "新功能", "新特性"),
    "improvements": ("changed", "change", "changes", "improved", "improvement", "enhancements", "优化", "优化改进", "改进"),
    "fixes": ("fixed", "fix", "bugfixes", "bug_fixes", "bugs", "修复", "问题修复", "错误修复"),
    "deprecations": ("deprecated", "deprecation", "废弃"),
    "removals": ("removed", "removal", "移除"),
    "known_issues": ("known-issues", "issues", "已知问题"),
    "text": ("description", "title", "message"),
}  # fmt: skip
_KEY_FOR = {spelling: key for key, spellings in _SPELLINGS.items() for spelling in spellings}
"""How other tools spell our keys."""

# pydantic's error type -> (code, name, hint); what is not here is of a wrong type.
_KINDS: dict[str, tuple[str, str, str | None]] = {
    "missing": ("RC201", "missing-key", None),
    "impossible_date": ("RC204", "impossible-date", "look at the calendar: day and month must exist"),
    "date_form": ("RC205", "date-form", "write year-month-day"),
    "instant_form": ("RC205", "date-form", "say at what time, and in which offset from UTC"),
    "link": ("RC206", "not-a-link", "give the whole address, such as https://acme.example/docs"),
    "id": ("RC207", "malformed-id", "for example: policy-hot-reload"),
    "unknown_language": ("RC208", "unknown-language", "declare it under `languages` in vendor.yaml, or correct the tag"),
    "empty_text": ("RC209", "empty-text", "write the text, or delete the key"),
    "duration": ("RC210", "duration-form", "write days, hours, minutes and seconds together: 1h30m"),
    "timezone": ("RC211", "unknown-time-zone", None),
}  # fmt: skip


def parse(model: type[M], data: Data, *, languages: Sequence[str]) -> tuple[M | None, list[Problem]]:
    """The model of one file's data, or None and every reason why not; problems carry `where`, not yet line and column.

    `languages` are the vendor's, the default one first.
    """
    if not isinstance(data, dict):
        found = "nothing" if data is None else "a list" if isinstance(data, list) else "a text"
        message = f"expected keys with values, such as `version: 1.0.0`, found {found}"
        return None, [Problem("RC202", "wrong-type", message, None)]
    try:
        return model.model_validate(data, context={"languages": tuple(languages)}), []
    except ValidationError as error:
        return None, [_problem(model, detail) for detail in error.errors(include_url=False)]


def _problem(model: type[BaseModel], detail: ErrorDetails) -> Problem:
    where: RecordPath = tuple(detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown_key(model, where)
    code, name, hint = _KINDS.get(kind, ("RC202", "wrong-type", None))
    if kind == "missing":
        message = f"the key '{where[-1]}' is missing"
        return Problem(code, name, message, hint, where=where[:-1])
    return Problem(code, name, _message(detail), hint, where=where)


def _message(detail: ErrorDetails) -> str:
    """Our own words where pydantic speaks of Python's types."""
    found = detail["input"]
    shown = (
        "a mapping" if isinstance(found, Mapping)
        else "a list" if isinstance(found, list)
        else "nothing" if found is None
        else f"'{str(found)[:60]}'"
    )  # fmt: skip
    match detail["type"]:
        case "list_type":
            return f"expected a list (lines that start with `- `), found {shown}"
        case "model_type" | "model_attributes_type" | "dict_type" | "mapping_type":
            return f"expected keys with values below this key, found {shown}"
        case "literal_error":
            return f"expected {detail['ctx']['expected']}, found {shown}"
        case _:
            return detail["msg"]


def _unknown_key(model: type[BaseModel], where: RecordPath) -> Problem:
    key = str(where[-1])
    known = _keys_at(model, where[:-1])
    guess = _KEY_FOR.get(key.lower())
    if guess not in known:
        close = difflib.get_close_matches(key.lower(), known, n=1, cutoff=0.6)
        guess = close[0] if close else None
    hint = (
        f"did you mean '{guess}'?"
        if guess
        else f"known here: {', '.join(sorted(known))}"
        if known
        else None
    )
    return Problem("RC203", "unknown-key", f"unknown key '{key[:60]}'", hint, where=where, at_key=True)


def _keys_at(model: type[BaseModel], where: RecordPath) -> list[str]:
    """The keys allowed at a path, following the model's annotations."""
    kind: Any = model
    for step in where:
        models = list(_models(kind))
        fields = {_name(n, f): f.annotation for m in models for n, f in m.model_fields.items()}
        if isinstance(step, str) and step in fields:
            kind = fields[step]
        # a list position, or the free key of a mapping, stays within the same annotation
    return [_name(n, f) for m in _models(kind) for n, f in m.model_fields.items()]


def _name(name: str, field: Any) -> str:
    return field.alias or name


def _models(annotation: Any) -> list[type[BaseModel]]:
    """The model classes an annotation mentions, outermost only."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    origin = typing.get_origin(annotation)
    if origin is None and not isinstance(annotation, types.UnionType):
        return []
    return [found for part in typing.get_args(annotation) for found in _models(part)]
