"""The latest release: of each channel, and of each line that is supported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..model.product import SupportLine
from .product import ProductHistory, VersionedRelease
from .ranges import find_range

Channel = Literal["stable", "prerelease"]
CHANNELS: tuple[Channel, ...] = ("stable", "prerelease")


@dataclass(frozen=True, slots=True)
class LineLatest:
    """A support line, and what its users should run."""

    line: SupportLine
    latest: VersionedRelease | None
    """The newest stable release in the line's range; None where there is none to recommend."""


def find_latest_of(history: ProductHistory, channel: Channel) -> VersionedRelease | None:
    """The newest version that who follows a channel should run: out, and not withdrawn.

    Who follows pre-releases is given the stable release once it is the newer one.
    """
    if channel == "stable":
        return history.find_latest()
    return next((e for e in history.releases if e.release.status == "released" and not e.release.withdrawn), None)


def latest_of_lines(history: ProductHistory) -> Iterator[LineLatest]:
    """Every support line of product.yaml, in its order, with its newest stable release."""
    stable = [entry for entry in history.releases if entry.is_stable]
    for line in history.product.lines:
        range = find_range(line.range, history.product.versioning)
        yield LineLatest(line, next((entry for entry in stable if range and entry.version in range), None))


def find_line(history: ProductHistory, entry: VersionedRelease) -> SupportLine | None:
    """The first support line of product.yaml that the release is in."""
    for line in history.product.lines:
        range = find_range(line.range, history.product.versioning)
        if range and entry.version in range:
            return line
    return None
