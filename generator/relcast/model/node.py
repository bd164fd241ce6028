"""The base of every part of a record."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Node(BaseModel):
    """A mapping in a record: its keys are the fields, none other are allowed, and it never changes once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
