"""A release: the meaning of one record file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from .change import Change, Changes, Deprecations, KnownIssues, Removals, SeverityWord
from .node import PRIVATE, Node
from .scalars import Count, Duration, Flag, Id, Line, Link, Moment, RangeText, VersionText
from .text import Text, Title, text_alone

Section = Literal["features", "improvements", "fixes", "deprecations", "removals", "known_issues"]
SECTIONS: tuple[Section, ...] = (
    "features",
    "improvements",
    "fixes",
    "deprecations",
    "removals",
    "known_issues",
)
"""The lists of changes a record may hold, in the order a record is written."""

_DERIVED_ID = re.compile(f"(?:{'|'.join(SECTIONS)})-[1-9][0-9]*".replace("_", "-"))

TEST_KINDS = ("functional", "performance", "security", "compatibility")


class Step(Node):
    """One step of an upgrade."""

    text: Text
    from_: RangeText | None = Field(None, alias="from")
    """This step only when coming from these versions."""
    when: Text | None = None
    """This step only under a condition, in words."""


Steps = list[Annotated[Step, BeforeValidator(text_alone)]]


class Migration(Node):
    """A change to the user's data."""

    id: Id | None = None
    text: Text
    reversible: Flag | None = None
    duration: Duration | None = None


class Upgrade(Node):
    """How to come to this version."""

    from_: RangeText | None = Field(None, alias="from")
    """Tested direct upgrades."""
    required_stop: Flag = False
    """True when every path must pass through this version."""
    effort: Duration | None = None
    downtime: Duration | None = None
    """Absent is unknown, not 0."""
    backup: Literal["required", "recommended", "none"] | None = None
    before: Steps = Field(default_factory=list)
    during: Steps = Field(default_factory=list)
    after: Steps = Field(default_factory=list)
    migrations: list[Migration] = Field(default_factory=list)


class Rollback(Node):
    """Whether and how to go back; what is stated here wins over what is computed."""

    possible: Flag | None = None
    to: VersionText | None = None
    until: Text | None = None
    steps: list[Text] = Field(default_factory=list)


class Test(Node):
    """One of the four kinds of test before a release."""

    __test__ = False  # pytest collects classes of this name
    result: Literal["pass", "fail", "skipped"]
    date: Moment | None = None
    evidence: Link | None = None
    note: Text | None = None


class Tests(Node):
    """The four kinds of test before a release."""

    __test__ = False
    functional: Test | None = None
    performance: Test | None = None
    security: Test | None = None
    compatibility: Test | None = None


class Scan(Node):
    """Private: a security scan of what is shipped."""

    tool: Line
    target: Line | None = None
    date: Moment | None = None
    result: Literal["pass", "fail"] | None = None
    highest_severity: Literal["none"] | SeverityWord | None = None
    report: Line | None = None


class Image(Node):
    """A machine or container image, by the id its cloud knows it under."""

    kind: Line
    id: Line
    region: Line | None = None


class Artifact(Node):
    """Something to download or start."""

    url: Link | None = None
    file: Annotated[Line | None, PRIVATE] = None
    """Private: local path; size and hashes are computed and compared."""
    sha256: Line | None = None
    md5: Line | None = None
    size: Count | None = None
    """Bytes."""
    platform: Line | None = None
    image: Image | None = None


class Submission(Node):
    """Private: what a marketplace's reviewers need."""

    review_notes: Text | None = None
    how_to_test: list[Text] = Field(default_factory=list)
    test_account_ref: Line | None = None
    """Where the credentials are kept; never the credentials."""


class Revision(Node):
    """A change to the record after its publication; append only."""

    date: Moment
    note: Text
    material: Flag = False
    """True moves `updated` in feeds."""


class Withdrawn(Node):
    """The release is taken back."""

    date: Moment
    reason: Text | None = None
    use_instead: VersionText | None = None


class Notes(Node):
    """The lists of changes that a record holds."""

    features: Changes = Field(default_factory=list)
    improvements: Changes = Field(default_factory=list)
    fixes: Changes = Field(default_factory=list)
    deprecations: Deprecations = Field(default_factory=list)
    removals: Removals = Field(default_factory=list)
    known_issues: KnownIssues = Field(default_factory=list)

    def changes(self) -> Sequence[tuple[Section, int, Change]]:
        """Every change with its section and its position there (from 0), in the record's order."""
        return self._changes

    @cached_property
    def _changes(self) -> Sequence[tuple[Section, int, Change]]:
        return [(section, place, change) for section in SECTIONS for place, change in enumerate(getattr(self, section))]


class Unreleased(Notes):
    """Private: one change on its way, `unreleased/<slug>.yaml`, no version and no date yet."""


class Release(Notes):
    """One record: `<product>/<version>.yaml`."""

    version: VersionText
    date: Moment | None = None
    undated: Flag = False
    """True instead of a date, for imported history: on pages, not in feeds."""
    status: Literal["planned", "released"] = "released"
    urgency: SeverityWord | None = None
    title: Title | None = None
    summary: Text | None = None
    upgrade: Upgrade | None = None
    rollback: Rollback | None = None
    tests: Tests | None = None
    scans: Annotated[list[Scan], PRIVATE] = Field(default_factory=list)
    artifacts: list[Artifact] = Field(default_factory=list)
    submission: Annotated[Submission | None, PRIVATE] = None
    revisions: list[Revision] = Field(default_factory=list)
    withdrawn: Withdrawn | None = None


def change_id(section: Section, position: int, change: Change) -> str:
    """The permanent id of a change: its own, or one derived from section and position (from 0).

    Editing the words never moves a permalink; a derived id never means "the same change" across releases.
    """
    return change.id or f"{section.replace('_', '-')}-{position + 1}"


def shared_id(change: Change) -> str | None:
    """The id under which another release tells of the same change; None where its author gave it none.

    One that only says where a change stands in its record is no such id, even written there, as `--fix` writes it.
    """
    return None if change.id is None or _DERIVED_ID.fullmatch(change.id) else change.id
