"""The base of every part of a record, and the mark of what is private in it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True, slots=True)
class Private:
    """Marks a field that nothing under `site/` may hold; it goes to the console pack at most.

    A test fills every field so marked and looks for its content in a built site.
    """


PRIVATE = Private()


class Node(BaseModel):
    """A mapping in a record: its keys are the fields, none other are allowed, and it never changes once read.

    Its validator is made when the first one is read: most commands meet few of the models, and those that stand within
    others need none of their own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
