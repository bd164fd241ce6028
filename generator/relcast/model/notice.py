"""An upgrade announced beforehand, and where a version stands on each listing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, RootModel

from .node import PRIVATE, Node
from .release import Revision
from .scalars import Id, Instant, Moment, VersionText
from .text import Text


class Window(Node):
    """A span of time, by instants with offset; an open end is not known yet."""

    start: Instant
    end: Instant | None = None


class Notice(Node):
    """The meaning of `<product>/notices/<id>.yaml`."""

    id: Id
    releases: list[VersionText] = []
    title: Text | None = None
    status: Literal["scheduled", "in_progress", "completed", "cancelled"] = "scheduled"
    announced: Moment | None = None
    """When readers were first told; feeds date it so."""
    planned: Window | None = None
    actual: Window | None = None
    impact: Text | None = None
    benefit: Text | None = None
    audience: Text | None = None
    revisions: list[Revision] = []


class Standing(Node):
    """Where one version stands on one listing; private but for `live`."""

    submitted: Annotated[Moment | None, PRIVATE] = None
    in_review: Annotated[Moment | None, PRIVATE] = None
    rejected: Annotated[Moment | None, PRIVATE] = None
    live: Moment | None = None
    restricted: Annotated[Moment | None, PRIVATE] = None


class Listings(RootModel[dict[str, dict[str, Standing]]]):
    """The meaning of `<product>/listings.yaml`: listing id -> version -> standing."""

    model_config = ConfigDict(defer_build=True)
