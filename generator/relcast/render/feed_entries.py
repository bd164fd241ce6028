"""Releases as feed entries: plain values that fit every format, and a cache file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from urllib.parse import urlsplit

from ..library.arrange import Heading
from ..library.product import VersionedRelease
from ..markup import absolute_links
from ..model.product import Vendor
from ..model.scalars import day_of
from .feed_times import FeedTimes, feed_times
from .pages import render
from .phrases import plain
from .shown import LinkView, ReleaseView
from .views import Views

MAX_ENTRIES = 50
"""Entries in a feed; readers keep what they have seen."""

_CATEGORIES: tuple[Heading, ...] = ("security", "breaking")
_MEDIA_TYPES = {
    "7z": "application/x-7z-compressed",
    "apk": "application/vnd.android.package-archive",
    "bz2": "application/x-bzip2",
    "deb": "application/vnd.debian.binary-package",
    "exe": "application/vnd.microsoft.portable-executable",
    "gz": "application/gzip",
    "jar": "application/java-archive",
    "json": "application/json",
    "pdf": "application/pdf",
    "rpm": "application/x-rpm",
    "tar": "application/x-tar",
    "tgz": "application/gzip",
    "xz": "application/x-xz",
    "zip": "application/zip",
    "zst": "application/zstd",
}
"""By ending; a table of our own, because the system's differs from machine to machine."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry, the same in every feed and format that carries it."""

    id: str
    """A tag: URI (RFC 4151) made of the record, never of addresses."""
    title: str
    """Plain, without `<` and `>`: some readers take what stands between them for a tag and drop it."""
    url: str
    """The release's page, absolute."""
    published: str
    """UTC, ISO 8601 with whole seconds and `Z`, as `updated`; no two entries of a product share either."""
    updated: str
    """Later than `published` only for news that readers should hear of: a material revision, a withdrawal."""
    summary: str
    """A sentence or two, plain."""
    html: str
    """Everything, as sanitised HTML with absolute links."""
    language: str
    categories: tuple[tuple[str, str], ...] = ()
    """(term, label in the entry's language)"""
    enclosures: tuple[tuple[str, str, str], ...] = ()
    """Packages to download: (URL, bytes, media type)"""

    def to_json(self) -> bytes:
        """The entry as a JSON list, UTF-8."""
        return json.dumps([getattr(self, name) for name in self.__slots__], ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, content: bytes) -> FeedEntry:
        """The entry that `to_json` wrote."""
        values = dict(zip(cls.__slots__, json.loads(content), strict=True))
        for name in ("categories", "enclosures"):
            values[name] = tuple(map(tuple, values[name]))
        return cls(**values)


def feed_entries(views: Views, *, limit: int = MAX_ENTRIES) -> list[FeedEntry]:
    """The newest entries of a product's stable releases, at most `limit`, newest first by `published`.

    A withdrawn release keeps its entry and has a second one, dated at the withdrawal, so that those who already read
    the first one hear of it. The vendor must have `feeds`, the site its address.
    """
    times = feed_times(views.history)
    pending: list[tuple[datetime, VersionedRelease, bool]] = []
    for entry in views.history.releases:
        found = times.get(entry.file)
        if found is None or entry.version.is_prerelease:
            continue
        pending.append((found.published, entry, False))
        if found.withdrawn:
            pending.append((found.withdrawn, entry, True))
    pending.sort(key=itemgetter(0), reverse=True)
    return [
        _withdrawal_entry(views, entry, instant) if is_withdrawal else _release_entry(views, entry, times[entry.file])
        for instant, entry, is_withdrawal in pending[:limit]
    ]


def _release_entry(views: Views, entry: VersionedRelease, times: FeedTimes) -> FeedEntry:
    release, table = entry.release, views.words
    path = views.addresses.release(views.history.id, entry.version.text)
    url = views.addresses.absolute(path)
    view = views.release(entry, path, whole=True)
    headings = {group.id for group in view.groups}
    terms: list[str] = [term for term in _CATEGORIES if term in headings]
    title = _title(views, view, entry)
    if view.withdrawn:
        terms.append("withdrawn")
        title = table["feed.withdrawn"].format(title=title)
    return FeedEntry(
        id=_id(views, entry),
        title=title,
        url=url,
        published=stamp(times.published),
        updated=stamp(times.updated),
        summary=_withdrawal_words(views, entry, view) if view.withdrawn else view.description,
        html=absolute_links(render("feed_entry.html", views.language, release=view, link=None), url),
        language=views.language,
        categories=tuple((term, table[term]) for term in terms),
        enclosures=tuple(
            (artifact.url, str(artifact.size), _media_type(artifact.url))
            for artifact in release.artifacts
            if artifact.url and artifact.size
        ),
    )


def _withdrawal_entry(views: Views, entry: VersionedRelease, instant: datetime) -> FeedEntry:
    """What tells of a withdrawal those who already read of the release."""
    path = views.addresses.release(views.history.id, entry.version.text)
    url = views.addresses.absolute(path)
    view = views.release(entry, path, whole=False)
    assert view.withdrawn is not None
    name, table = _plain(views.title(entry)), views.words
    link = LinkView(_title(views, view, entry), url)
    return FeedEntry(
        id=f"{_id(views, entry)}!withdrawn",
        title=f"{name}{table['colon']}{view.withdrawn.on}",
        url=url,
        published=stamp(instant),
        updated=stamp(instant),
        summary=_withdrawal_words(views, entry, view),
        html=absolute_links(render("feed_entry.html", views.language, release=view, link=link), url),
        language=views.language,
        categories=(("withdrawn", table["withdrawn"]),),
    )


def _id(views: Views, entry: VersionedRelease) -> str:
    return tag(views.history.vendor, f"{views.history.id}/{entry.version.text}")


def _title(views: Views, view: ReleaseView, entry: VersionedRelease) -> str:
    """`Edge Gateway 2.3.0: Policies without restarts`"""
    name = views.title(entry)
    return _plain(f"{name}{views.words['colon']}{view.title}" if view.title else name)


def _plain(text: str) -> str:
    return text.replace("<", "‹").replace(">", "›")


def _withdrawal_words(views: Views, entry: VersionedRelease, view: ReleaseView) -> str:
    """`Use 2.3.1 instead. Withdrawn on 15 August 2026: API keys could be lost`"""
    withdrawn, told = entry.release.withdrawn, view.withdrawn
    assert withdrawn is not None
    assert told is not None
    first = told.use.label if told.use else told.wait
    text = f"{first}{'' if first.endswith('。') else ' '}{told.on}"
    return f"{text}{views.words['colon']}{plain(withdrawn.reason, views.language)}" if withdrawn.reason else text


def _media_type(url: str) -> str:
    ending = urlsplit(url).path.rpartition(".")[2].lower()
    return _MEDIA_TYPES.get(ending, "application/octet-stream")


def tag(vendor: Vendor, specific: str) -> str:
    """The id of something of a vendor's: `tag:acme.example,2024-01-01:specific` (RFC 4151 section 2.1)."""
    assert vendor.feeds is not None
    return f"tag:{vendor.feeds.authority},{day_of(vendor.feeds.since).isoformat()}:{specific}"


def stamp(instant: datetime) -> str:
    """An instant as feeds write it (RFC 3339): `2026-11-20T01:30:00Z`."""
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
