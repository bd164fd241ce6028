"""Which changes of a release the public sees, and under which heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ..model.change import Change
from ..model.release import SECTIONS, Notes, Section, change_id, shared_id

Heading = Literal["breaking", "security"] | Section
HEADINGS: tuple[Heading, ...] = ("breaking", "security", *SECTIONS)
"""What a reader must know comes first."""


class PlacedChange(NamedTuple):
    """A change with its permanent id and the section its author put it in."""

    id: str
    section: Section
    change: Change

    @property
    def heading(self) -> Heading:
        """Where it is read: what breaks and what is unsafe are pulled out of the section they were written in."""
        if self.change.breaking is not None:
            return "breaking"
        if self.change.security is not None:
            return "security"
        return self.section

    def key(self, file: str) -> str:
        """What is equal for the same change in two releases, and for no other; `file` is its release's."""
        return shared_id(self.change) or f"{file}#{self.id}"


def public_changes(notes: Notes) -> Iterator[PlacedChange]:
    """The changes that may be published, in the record's order; internal ones are left out but keep their number."""
    for section, position, change in notes.changes():
        if not change.internal:
            yield PlacedChange(change_id(section, position, change), section, change)


def warning_changes(changes: Iterable[PlacedChange]) -> list[PlacedChange]:
    """Those that break something or close an advisory."""
    return [placed for placed in changes if placed.change.breaking is not None or placed.change.security is not None]


def arrange(changes: Iterable[PlacedChange]) -> dict[Heading, list[PlacedChange]]:
    """Changes by heading, in reading order; headings without changes are absent."""
    groups: dict[Heading, list[PlacedChange]] = {heading: [] for heading in HEADINGS}
    for placed in changes:
        groups[placed.heading].append(placed)
    return {heading: group for heading, group in groups.items() if group}
