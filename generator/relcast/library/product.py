"""A product with its releases in order, and what can be said of it at a given moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import Path

from ..model.notice import Notice, Standing
from ..model.product import Product, Vendor
from ..model.release import Release, Unreleased
from ..model.scalars import instant_of
from ..model.version import Version
from .arrange import Heading, PlacedChange, arrange, public_changes


@dataclass(frozen=True)  # without slots, for what is found once and kept
class VersionedRelease:
    """A release with its version understood under the product's scheme."""

    version: Version
    release: Release
    file: str
    """The record's path below the records' folder, with `/`."""

    @cached_property
    def changes(self) -> Sequence[PlacedChange]:
        """The public changes, in the record's order."""
        return tuple(public_changes(self.release))

    @cached_property
    def arranged(self) -> Mapping[Heading, Sequence[PlacedChange]]:
        """The public changes by heading, in reading order; headings without changes are absent."""
        return arrange(self.changes)

    def instant(self, zone: tzinfo) -> datetime | None:
        """When it came or comes out, in UTC; None when undated."""
        return instant_of(self.release.date, zone) if self.release.date else None

    def is_public(self, now: datetime, zone: tzinfo) -> bool:
        """Planned releases are announced; released ones show once their date has come."""
        if self.release.status == "planned":
            return True
        instant = self.instant(zone)
        return instant is None or instant <= now

    @property
    def is_stable(self) -> bool:
        """Out, not a pre-release, and not taken back: what a reader may be told to use."""
        return self.release.status == "released" and not self.version.is_prerelease and self.release.withdrawn is None


@dataclass(frozen=True, slots=True)
class ProductHistory:
    """One product and all its releases, newest version first."""

    id: str
    product: Product
    vendor: Vendor
    releases: tuple[VersionedRelease, ...]
    notices: tuple[Notice, ...] = ()
    notice_files: tuple[str, ...] = ()
    """The notices' paths below the records' folder, in the notices' order."""
    standings: Mapping[str, Mapping[str, Standing]] = field(default_factory=dict)
    own_profiles: Mapping[str, Path] = field(default_factory=dict)
    """The files of the vendor's own marketplace profiles, by id."""
    unreleased: tuple[tuple[Unreleased, str], ...] = ()
    """What is on its way, each with its path below the records' folder."""

    @property
    def zone(self) -> tzinfo:
        """The time zone in which the vendor's bare dates begin."""
        return self.vendor.timezone

    def at(self, now: datetime) -> ProductHistory:
        """The same product as the public sees it at `now`: releases whose time has not come, and notices that are yet
        to be announced, are not there."""
        public = tuple(entry for entry in self.releases if entry.is_public(now, self.zone))
        told = [at for at, notice in enumerate(self.notices) if _is_announced(notice, now, self.zone)]
        if len(public) == len(self.releases) and len(told) == len(self.notices):
            return self
        notices = tuple(self.notices[at] for at in told)
        files = tuple(self.notice_files[at] for at in told if at < len(self.notice_files))
        return replace(self, releases=public, notices=notices, notice_files=files)

    def find_latest(self) -> VersionedRelease | None:
        """The newest stable release by version, not by date."""
        return next((entry for entry in self.releases if entry.is_stable), None)

    def find(self, version: str) -> VersionedRelease | None:
        """The release of a version as written, with or without `v`."""
        for entry in self.releases:
            if entry.version.text == version:
                return entry
        bare = version.lower().removeprefix("v")
        for entry in self.releases:
            if entry.version.text.lower().removeprefix("v") == bare:
                return entry
        return None

    def find_replacement(self, entry: VersionedRelease) -> VersionedRelease | None:
        """What to use instead of a withdrawn release: what it names, and where that was taken back too, what that one
        names; None while nothing of it is out and safe."""
        seen = {entry.file}
        withdrawn = entry.release.withdrawn
        while withdrawn is not None and withdrawn.use_instead:
            found = self.find(withdrawn.use_instead)
            if found is None or found.file in seen or found.release.status == "planned":
                return None
            withdrawn = found.release.withdrawn
            if withdrawn is None:
                return found
            seen.add(found.file)
        return None

    def turning_points(self) -> list[datetime]:
        """The instants at which something of this product appears by itself, sorted."""
        moments = {entry.instant(self.zone) for entry in self.releases if entry.release.status == "released"}
        moments |= {instant_of(notice.announced, self.zone) for notice in self.notices if notice.announced}
        return sorted(moment for moment in moments if moment is not None)


def _is_announced(notice: Notice, now: datetime, zone: tzinfo) -> bool:
    """A notice that doesn't say since when it is known is known."""
    return notice.announced is None or instant_of(notice.announced, zone) <= now


def newest_first(releases: Sequence[VersionedRelease]) -> tuple[VersionedRelease, ...]:
    """Releases by version, newest first; the same order whatever the files are called."""
    # By the parts of a version's order, which is its order without a call for each comparison.
    return tuple(sorted(releases, key=lambda e: (e.version.precedence, e.version.text, e.file), reverse=True))
