"""What a template sees of a release: words in one language, safe HTML, no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from .changes import ChangeView


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and a value in the list of facts at the top of a release."""

    name: str
    label: str
    value: Markup | str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class GroupView:
    """Changes under one heading."""

    id: str
    title: str
    changes: Sequence[ChangeView]


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of an upgrade."""

    html: Markup
    condition: Markup | str


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link to another release."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class TestView:
    """One of the four kinds of test."""

    __test__ = False
    kind: str
    label: str
    result: str
    result_label: str
    date: Markup | str
    evidence: str
    note: Markup | None


@dataclass(frozen=True, slots=True)
class ArtifactView:
    """Something to download or start."""

    name: str
    href: str
    platform: str
    size: str
    sha256: str
    md5: str
    image: str
    check: str
    """A line for a shell that checks the download; or empty."""


@dataclass(frozen=True, slots=True)
class MigrationView:
    """A change to the user's data."""

    html: Markup
    tone: str
    """`yes` where it can be taken back, `no` where it can't, else empty."""
    about: str


@dataclass(frozen=True, slots=True)
class WithdrawnView:
    """A release that was taken back."""

    on: str
    reason: Markup | None
    use: LinkView | None
    wait: str
    """What to say where there is nothing to use instead."""


@dataclass(slots=True)
class ReleaseView:
    """A release as its page and the product's page show it."""

    version: str
    href: str
    title: str
    date: Markup | str
    flags: Sequence[tuple[str, str]]
    """Name and word of each badge: latest, withdrawn, planned, prerelease."""
    step: str
    facts: Sequence[Fact]
    """On the release's own page what decides an upgrade, unknown said as unknown; elsewhere what is stated."""
    summary: Markup | None
    groups: Sequence[GroupView]
    description: str
    """One or two sentences, plain: the summary, else the first changes."""
    counts: Sequence[tuple[str, int]] = ()
    """Heading's title and number of changes."""
    withdrawn: WithdrawnView | None = None
    newer: LinkView | None = None
    required_stop: bool = False
    steps: Sequence[tuple[str, Sequence[StepView]]] = ()
    migrations: Sequence[MigrationView] = ()
    rollback_steps: Sequence[Markup] = ()
    tests: Sequence[TestView] = ()
    artifacts: Sequence[ArtifactView] = ()
    revisions: Sequence[tuple[Markup, Markup]] = ()
    notices: Sequence[NoticeView] = ()
    feedback: Sequence[tuple[str, str]] = ()
    """Label and address of each way to answer."""
    previous: LinkView | None = None
    next: LinkView | None = None

    @property
    def has_rollback(self) -> bool:
        """Whether its page says how to go back, or that nobody can."""
        return bool(self.rollback_steps) or any(f.name == "rollback" and f.tone != "unknown" for f in self.facts)


@dataclass(frozen=True, slots=True)
class NoticeView:
    """An upgrade announced beforehand."""

    title: str
    status: str
    status_label: str
    window: Markup | str
    impact: Markup | None
    benefit: Markup | None
