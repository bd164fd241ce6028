"""Records with every field that the model has, found by walking the model, so that no new field can be forgotten.

What is private (`PRIVATE` in the model) is filled with texts and days that stand nowhere else: canaries.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from relcast.model.change import Change
from relcast.model.node import Private

FITTING: Mapping[str, Any] = {
    "Vendor.languages": ["en", "zh-CN"], "Vendor.timezone": "Asia/Shanghai", "FeedIdentity.authority": "quarry.example",
    "FeedIdentity.since": "2024-01-01", "Contacts.security": "security@quarry.example", "Product.versioning": "semver",
    "Product.components": {"core": "Core"}, "Product.listings": {"aws": {"profile": "aws-marketplace-ami"}},
    "Product.aliases": [], "SupportLine.range": "1.x", "Cadence.minor": "1-3 months", "Cadence.major": "6-12 months",
    "Release.version": "1.0.1", "Release.status": "released", "Release.undated": False, "Release.withdrawn": None,
    "Artifact.sha256": "ab" * 32, "Artifact.md5": "cd" * 16, "Upgrade.from": ">=0.1.0", "Step.from": ">=0.1.0",
    "Rollback.to": None, "Notice.releases": ["1.0.1"], "Security.affected": "<1.0.1", "KnownIssue.affected": "<=1.0.1",
    "Security.cvss": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "Deprecation.removed_in": "9.0.0",
    "component": "core", "only": [], "except": [], "resolves": [], "deprecation": None,
}  # fmt: skip
"""What fields hold whose values must fit others, by model and key or by key; all else follows from a field's type."""


@dataclass
class Filler:
    """Makes records, and remembers what it put in."""

    secrets: list[str] = field(default_factory=list)
    """Every canary, in every way in which a site would write it."""
    public: list[str] = field(default_factory=list)
    """Every text that is no secret."""
    places: set[str] = field(default_factory=set)
    """The fields with canaries: `Release.scans`."""
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def record(self, model: type[BaseModel], *, secret: bool = False) -> dict[str, Any]:
        """A mapping with every field of a model; with canaries in the private ones, or everywhere (`secret`)."""
        filled = {}
        for name, info in model.model_fields.items():
            key = info.alias or name
            is_private = any(isinstance(mark, Private) for mark in info.metadata)
            if is_private:
                self.places.add(f"{model.__name__}.{key}")
            if name == "internal" and issubclass(model, Change):
                filled[key] = secret
                continue
            value = self._value(f"{model.__name__}.{key}", info, secret or is_private)
            if value is not None:
                filled[key] = value
        return filled

    def _value(self, place: str, info: FieldInfo, secret: bool) -> Any:
        for known in (place, place.partition(".")[2]):
            if known in FITTING:
                return deepcopy(FITTING[known])
        return self._of_type(info.annotation, info.metadata, secret)

    def _of_type(self, kind: Any, marks: list[Any], secret: bool) -> Any:
        kind, more = _bare(kind)
        marks = [*marks, *more]
        if get_origin(kind) is Literal:
            return get_args(kind)[0]
        if get_origin(kind) is list:
            [item] = get_args(kind)
            if isinstance(inner := _bare(item)[0], type) and issubclass(inner, Change):
                return [self.record(inner, secret=hidden) for hidden in ((True,) if secret else (False, True))]
            return [self._of_type(item, [], secret)]
        if get_origin(kind) in (dict, Mapping):
            return {"a": self._of_type(get_args(kind)[1], [], secret)}
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self.record(kind, secret=secret)
        if isinstance(kind, type) and issubclass(kind, date):
            return self._moment(secret, with_time=issubclass(kind, datetime))
        simple: Mapping[Any, Any] = {bool: True, int: 1, timedelta: "5m"}
        if kind in simple:
            return simple[kind]
        text = self._text(secret)
        is_link = any("uri" in str(getattr(mark, "json_schema", "")) for mark in marks)
        return f"https://{text}.example/" if is_link else text

    def _text(self, secret: bool) -> str:
        """Letters and digits, which stay as they are in HTML, JSON, calendars and addresses."""
        text = f"{'canary' if secret else 'public'}{next(self._numbers)}x"
        (self.secrets if secret else self.public).append(text)
        return text

    def _moment(self, secret: bool, *, with_time: bool) -> str:
        if not secret:
            return "2026-02-03T04:05:00Z" if with_time else "2026-02-03"
        day = date(1987, 1, 1) + timedelta(days=next(self._numbers))
        written = ("{0:%Y-%m-%d}", "{0:%Y%m%d}", "{0.day} {0:%B} {0.year}", "{0.year}年{0.month}月{0.day}日")
        self.secrets += [form.format(day) for form in written]
        return f"{day.isoformat()}T04:05:00Z" if with_time else day.isoformat()


def _bare(kind: Any) -> tuple[Any, list[Any]]:
    """A type without what is said about it, and without None."""
    marks: list[Any] = []
    while True:
        if get_origin(kind) is Annotated:
            kind, *more = get_args(kind)
            marks += more
        elif get_origin(kind) in (Union, UnionType):
            kind = next(part for part in get_args(kind) if part is not type(None))
        else:
            return kind, marks
