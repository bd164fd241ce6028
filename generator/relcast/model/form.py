"""The words in which a console's form is described: a profile states them all, a listing states what differs there."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from .node import Node
from .scalars import Count, Flag, Line
from .text import Text

Unit = Literal["code_points", "utf16", "utf8_bytes", "cjk2", "words"]

Status = Literal["documented", "excerpt", "third_party", "inferred", "vendor_set", "unknown"]
"""How well a number is known: the marketplace's own document read in full, an excerpt of it, somebody else's word, our
reading, stated by the vendor who uses the console, or not at all."""

TextDialect = Literal["plain", "plain_bullets", "markdown", "markdown_subset", "html"]
"""How prose is written; any box of prose can be switched from one to another."""
Dialect = TextDialect | Literal["appstream_xml", "yaml", "enum", "url"]

LinkRule = Literal["allow", "own_site_only", "forbid"]
OnExceed = Literal["reject", "silent_cut", "unknown"]
Lead = Literal["none", "version", "urgency"]
"""The first line: nothing, product with version and date, or these after a label of urgency."""

Section = Literal[
    "headline", "summary", "security", "breaking", "action_required",
    "features", "improvements", "fixes", "deprecations", "removals", "known_issues",
    "counts", "steps", "review_notes", "how_to_test", "test_account",
]  # fmt: skip
"""What can go into a box: the headings of a release, its title and summary, what must be done before upgrading, how
many changes of each kind there are, every step of the upgrade, and what only reviewers read."""

_PERCENT = re.compile(r"(\d{1,2})%", re.ASCII)


def _percent(value: Any) -> int:
    if isinstance(value, int):
        return value
    match = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("percent", "expected a share such as 3%")
    return int(match[1])


Percent = Annotated[int, PlainValidator(_percent), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,2}%$"})]


class LimitOverlay(Node):
    """How long a box may be here."""

    max: Count | None = None
    unit: Unit | None = None
    hard: Flag | None = None
    on_exceed: OnExceed | None = None
    reserve: Percent | None = None


class MarkupOverlay(Node):
    """How a box is written here."""

    dialect: TextDialect | None = None
    allow: list[Line] | None = None


class ComposeOverlay(Node):
    """What goes into a box here."""

    template: Line | None = None
    lead: Lead | None = None
    sections: list[Section] | None = None
    must_keep: list[Section] | None = None
    details: Flag | None = None


class FieldOverlay(Node):
    """What a vendor states about one box of a listing; what is not stated is as the profile has it."""

    label: Text | None = None
    required: Flag | None = None
    limit: LimitOverlay = LimitOverlay()
    markup: MarkupOverlay = MarkupOverlay()
    links: LinkRule | None = None
    compose: ComposeOverlay = ComposeOverlay()
