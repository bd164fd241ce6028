"""One line of a release: a change, and its kinds that say more."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .node import PRIVATE, Node
from .scalars import Flag, Id, Line, Link, RangeText, VersionText
from .text import Text, text_alone

SeverityWord = Literal["low", "medium", "high", "critical"]


class Reference(Node):
    """A link that belongs to a change, such as an issue or a page of documentation."""

    label: Line
    url: Link


class Breaking(Node):
    """What stops working, for whom, and what to do about it."""

    impact: Text | None = None
    action: Text | None = None


class Security(Node):
    """The advisory that a fix closes."""

    ids: list[Line] = Field(default_factory=list)
    """Advisory ids, such as CVE-2026-1234 or GHSA-…; the first one names the advisory."""
    severity: SeverityWord | None = None
    cvss: Line | None = None
    """A CVSS vector (FIRST, CVSS v3.1 section 6, v4.0 section 7)."""
    affected: RangeText | None = None
    exploited: Flag = False
    """Whether attacks that use the flaw are known."""


class Change(Node):
    """One change, as its reader should hear of it."""

    id: Id | None = None
    """Permanent, unique in a release; the same id in two releases is the same change (a back-port)."""
    text: Text
    details: Text | None = None
    short: Text | None = None
    """The author's own short form, for console fields that are tight."""
    component: Line | None = None
    category: Line | None = None
    highlight: Flag = False
    internal: Annotated[Flag, PRIVATE] = False
    """Private with the whole change: kept in the record, published nowhere."""
    only: list[Line] = Field(default_factory=list)
    """Listings whose console text carries this change; all of them when empty."""
    except_: list[Line] = Field(default_factory=list, alias="except")
    links: list[Reference] = Field(default_factory=list)
    breaking: Breaking | None = None
    security: Security | None = None
    resolves: list[Line] = Field(default_factory=list)
    """Ids of known issues of earlier releases that this change closes."""


class Deprecation(Change):
    """Something that still works and will go."""

    removed_in: VersionText | None = None
    replacement: Text | None = None


class Removal(Change):
    """Something that is gone."""

    deprecation: Line | None = None
    """The id under which it was announced."""


class KnownIssue(Change):
    """Something that is wrong, and known."""

    affected: RangeText | None = None
    workaround: Text | None = None


Changes = list[Annotated[Change, BeforeValidator(text_alone)]]
Deprecations = list[Annotated[Deprecation, BeforeValidator(text_alone)]]
Removals = list[Annotated[Removal, BeforeValidator(text_alone)]]
KnownIssues = list[Annotated[KnownIssue, BeforeValidator(text_alone)]]
