"""What a box would hold if it had no limit, and what has no place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from .fit import Block, Frame


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something of a release that is not in a text, and why."""

    id: str
    title: str
    """Its words, in one line."""
    why: str
    version: str = ""
    """The release it stands in."""


@dataclass(slots=True)
class Composition:
    """A release as one box would have it if there were no limit."""

    blocks: list[Block] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    """The words of each entry in one line, by its id."""
    versions: dict[str, str] = field(default_factory=dict)
    """The release each change stands in, by its id."""
    left_out: list[LeftOut] = field(default_factory=list)
    """What this box or this listing does not take, however much room there is."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """How many of those are changes a reader can find on the release's page, by heading."""
    foreign: set[str] = field(default_factory=set)
    """Ids of entries with a text that has no translation."""
    frame: Frame = field(default_factory=Frame)
    tail: Callable[[str, str | None], str] = lambda text, url: text
    """The last line in the box's dialect, of its words and the address in them."""


def title_of(form: str) -> str:
    """An entry's first line without its bullet, to name it by; at most 80 code points."""
    line = form.split("\n", 1)[0].removeprefix("- ").removeprefix("<li>").removesuffix("</li>")
    return line if len(line) <= 80 else line[:79] + "…"
