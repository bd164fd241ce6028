"""Plain data -> model: every error at once, as problems that say where and what to write instead."""

from __future__ import annotations

import difflib
import re
import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any, TypeVar, Union

from pydantic import BaseModel, RootModel, ValidationError
from pydantic_core import ErrorDetails

from ..model.scalars import shown
from ..problems import Problem, RecordPath
from .amend import find_amended, find_word
from .guess import listed
from .reader import Data
from .spellings import meant_key

M = TypeVar("M", bound=BaseModel)

_ELSEWHERE = {
    "security": "write the change under `fixes:`, with `security:` beside its `text:`",
    "breaking": "write the change in the section it belongs to, with `breaking:` beside its `text:`",
}
_ELSEWHERE |= {"安全": _ELSEWHERE["security"], "不兼容变更": _ELSEWHERE["breaking"]}
"""Sections of other tools that are a property of a change here."""

# pydantic's error type -> (code, name, hint); what is not here is of a wrong type.
_KINDS: dict[str, tuple[str, str, str | None]] = {
    "impossible_date": ("RC204", "impossible-date", "look at the calendar: year, month and day must exist"),
    "date_form": ("RC205", "date-form", "write year-month-day"),
    "instant_form": ("RC205", "date-form", "say at what time, and how far from UTC"),
    "link": ("RC206", "not-a-link", "give the whole address, such as https://acme.example/docs"),
    "id": ("RC207", "malformed-id", "for example: policy-hot-reload"),
    "unknown_language": ("RC208", "unknown-language", "add it to `languages` in vendor.yaml, or correct it"),
    "language_tag": ("RC208", "unknown-language", "for example: en, zh-CN, pt-BR"),
    "empty_text": ("RC209", "empty-text", "write the text, or delete the key"),
    "duration": ("RC210", "duration-form", "write days, hours, minutes and seconds together, such as 1h30m"),
    "timezone": ("RC211", "unknown-time-zone", "for example: Asia/Shanghai, Europe/Berlin, UTC"),
    "authority": ("RC215", "malformed-authority", "for example: acme.example"),
    "flag": ("RC202", "wrong-type", "write true or false"),
    "reason": ("RC201", "missing-key", "write `level: off` and `reason: …` below the rule's name"),
}  # fmt: skip

_ITEM_TEXT = frozenset(("Change", "Deprecation", "Removal", "KnownIssue", "Step"))
"""Models whose items may be written as their text alone."""


def parse(model: type[M], data: Data, *, languages: Sequence[str]) -> tuple[M | None, list[Problem]]:
    """The model of one file's data, or None and every reason why not; problems carry `where`, not yet line and column.

    `languages` are the vendor's, the default one first.
    """
    if not isinstance(data, dict):
        example = next(
            (f"`{name}:`" for name, field in model.model_fields.items() if field.is_required()), "`key: value`"
        )
        message = f"expected keys with values, such as {example}, found {shown(data)}"
        return None, [Problem("RC202", "wrong-type", message, _wide_colon(data))]
    try:
        return model.model_validate(data, context={"languages": tuple(languages)}), []
    except ValidationError as error:
        problems = [problem for detail in error.errors(include_url=False) for problem in _problems(model, detail)]
        return None, [replace(p, where=_as_written(p.where, data)) for p in _without_echoes(problems)]


def _wide_colon(data: Data) -> str | None:
    return "write ': ' after each key, not '：'" if isinstance(data, str) and "：" in data else None


def _as_written(where: RecordPath, data: Data) -> RecordPath:
    """The path without the key `text` where a change was written as its text alone."""
    steps: list[str | int] = []
    here: Any = data
    for step in where:
        if step == "text" and (isinstance(here, str) or (isinstance(here, dict) and step not in here)):
            continue
        steps.append(step)
        inside = (isinstance(here, dict) and step in here) or (isinstance(here, list) and step in range(len(here)))
        here = here[step] if inside else None
    return tuple(steps)


def _without_echoes(problems: list[Problem]) -> list[Problem]:
    """Drop `the key 'text' is missing` where a misspelt `text` is complained of beside it."""
    meant = {(*problem.where[:-1], problem.hint) for problem in problems if problem.name == "unknown-key"}
    return [
        p
        for p in problems
        if p.name != "missing-key"
        or not {(*p.where, _did_you_mean(_MISSING.sub("", p.message))), (*p.where, _TEXT_AS_KEY)} & meant
    ]


_MISSING = re.compile("^the key '|' is missing$")


def _problems(model: type[BaseModel], detail: ErrorDetails) -> Iterator[Problem]:
    where: RecordPath = tuple(detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        yield _unknown_key(model, where)
    elif kind == "missing":
        key = where[-1]
        yield Problem("RC201", "missing-key", f"the key '{key}' is missing", f"add `{key}:` here", where=where[:-1])
    elif kind == "texts":
        for fault in detail["ctx"]["faults"]:
            code, name, hint = _KINDS.get(fault.kind, ("RC202", "wrong-type", None))
            at_key = fault.kind == "unknown_language"
            hint = find_amended(fault.kind, fault.language, fault.languages) or hint
            yield Problem(code, name, fault.message, hint, where=(*where, fault.language), at_key=at_key)
    elif detail["input"] is None:
        message = "there is nothing after this '-'"
        yield Problem("RC209", "empty-text", message, "write something, or delete the line", where=where)
    else:
        code, name, hint = _KINDS.get(kind, ("RC202", "wrong-type", None))
        at_key = where[-1:] == ("[key]",)  # pydantic's way to say that the key is wrong, not what it holds
        message, guess = _message(detail)
        guess = guess or find_amended(kind, detail["input"])
        yield Problem(code, name, message, guess or hint, where=where[:-1] if at_key else where, at_key=at_key)


def _message(detail: ErrorDetails) -> tuple[str, str | None]:
    """Our own words where pydantic speaks of Python's types; and a guess at what was meant."""
    found = shown(detail["input"])
    match detail["type"]:
        case "list_type":
            return f"expected a list (lines that start with `- `), found {found}", _list_hint(detail["input"])
        case "model_type" | "model_attributes_type" | "dict_type" | "mapping_type":
            alone = "a text, or " if detail.get("ctx", {}).get("class_name") in _ITEM_TEXT else ""
            return f"expected {alone}keys with values, found {found}", None
        case "literal_error":
            expected = detail["ctx"]["expected"]
            guess = find_word(str(detail["input"]), re.findall("'(.*?)'", expected))
            return f"expected {expected}, found {found}", _did_you_mean(guess) if guess else None
        case _:
            return detail["msg"], None


def _list_hint(value: Any) -> str | None:
    """Text that shows how its author meant to start the lines of a list."""
    if not isinstance(value, str) or not (match := _BULLET.match(value)):
        return None
    if match[0] == "-":
        return "write a hyphen and an ordinary space, `- `, before each line of a list"
    return f"write `- ` before each line of a list, not '{match[0].strip()}'"


_BULLET = re.compile(r"\s*(?:[-‐-―•·●○▪*+－・]|\d{1,3}[.)、．])")


def _did_you_mean(word: str) -> str:
    return f"did you mean '{word}'?"


def _unknown_key(model: type[BaseModel], where: RecordPath) -> Problem:
    key = str(where[-1])
    known = _keys_at(model, where[:-1])
    bare = key.strip().lower()
    guess = meant_key(bare)
    if guess not in known:
        close = difflib.get_close_matches(bare.replace("-", "_").replace(" ", "_"), known, n=1, cutoff=0.6)
        guess = close[0] if close else None
    hint = (
        _ELSEWHERE[bare] if bare in _ELSEWHERE and "fixes" in known
        else _did_you_mean(guess) if guess
        else _TEXT_AS_KEY if "text" in known and _is_prose(bare)
        else f"known here: {listed(sorted(known))}" if known
        else None
    )  # fmt: skip
    return Problem("RC203", "unknown-key", f"unknown key {shown(key)}", hint, where=where, at_key=True)


_TEXT_AS_KEY = "if this is text that holds ': ', put the whole text in quotes"


def _is_prose(key: str) -> bool:
    """True for what looks like words rather than a key."""
    return not key.isascii() or re.fullmatch(r"[\w.-]+", key) is None


def _keys_at(model: type[BaseModel], where: RecordPath) -> list[str]:
    """The keys allowed at a path, following the model's annotations."""
    kinds: list[Any] = [model]
    for step in where:
        kinds = [inner for kind in kinds for inner in _inside(kind, step)]
    return [field.alias or name for kind in kinds if _is_model(kind) for name, field in kind.model_fields.items()]


def _inside(kind: Any, step: str | int) -> list[Any]:
    """What a value of this type holds at a key or a list position."""
    if _is_model(kind) and issubclass(kind, RootModel):
        kind = kind.model_fields["root"].annotation
    if _is_model(kind):
        fields = {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        return _alternatives(fields[str(step)]) if step in fields else []
    parts = typing.get_args(kind)
    return _alternatives(parts[-1]) if parts else []


def _alternatives(annotation: Any) -> list[Any]:
    """The types an annotation stands for, each without `Annotated` around it."""
    origin = typing.get_origin(annotation)
    if origin is Annotated:
        return _alternatives(typing.get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [kind for part in typing.get_args(annotation) for kind in _alternatives(part)]
    return [annotation]


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)
