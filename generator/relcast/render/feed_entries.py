"""Releases, withdrawals and notices as feed entries: plain values that fit every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit, urlunsplit

from ..library.product import VersionedRelease
from ..markup import absolute_links
from ..model.notice import Notice
from ..model.product import Vendor
from ..model.release import Revision
from ..model.scalars import day_of
from .feed_html import Row, release_html, rows_html, withdrawal_html
from .feed_times import FeedTimes, feed_times, notice_times
from .phrases import day_words, plain, say, shorten
from .shown import ReleaseView
from .subscribe import FeedView
from .times import window_words
from .views import Views

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
    """Plain, without `<`: some readers take what follows it for a tag and drop it."""
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
    author: str
    """The vendor's name."""
    views: tuple[FeedView, ...] = ("stable",)
    """The feeds that carry it."""
    categories: tuple[tuple[str, str], ...] = ()
    """(term, label in the entry's language)"""
    enclosures: tuple[tuple[str, str, str], ...] = ()
    """Packages to download: (URL, bytes, media type)"""
    facts: Mapping[str, object] = field(default_factory=dict)
    """For programs, in JSON alone: product, kind of entry, version and more; no name holds a dot."""


def feed_entries(views: Views, *, now: datetime | None = None, slot: int | None = None) -> list[FeedEntry]:
    """The entries of all of a product's feeds, newest first by `published`.

    A withdrawn release keeps its entry and has a second one, dated at the withdrawal, so that those who already read
    the first one hear of it. Nothing is told that comes after `now`. The vendor must have `feeds`, the site its
    address; `slot` is the product's own among the vendor's (`feed_slots`).
    """
    history, found = views.history, []
    times = feed_times(history, now=now, slot=slot)
    for entry in history.releases:
        when = times.get(entry.file)
        if when is None:
            continue
        made = _release_entry(views, entry, when)
        found.append(made)
        if when.withdrawn:
            found.append(_withdrawal_entry(views, entry, when.withdrawn, made.views))
    told = notice_times(history, now=now, slot=slot) if history.notices else {}
    for file, notice in zip(history.notice_files, history.notices, strict=True):
        if file in told:
            found.append(_notice_entry(views, notice, told[file]))
    return sorted(found, key=lambda entry: (entry.published, entry.id), reverse=True)


def _release_entry(views: Views, entry: VersionedRelease, times: FeedTimes) -> FeedEntry:
    release, table = entry.release, views.words
    path = views.addresses.release(views.history.id, entry.version.text)
    url = views.addresses.absolute(path)
    view = views.release(entry, path, whole=True)
    terms = _terms(entry)
    title = _title(views, view, entry)
    if view.withdrawn:
        title = table["feed.withdrawn"].format(title=title)
    return FeedEntry(
        id=_id(views, entry),
        title=title,
        url=url,
        published=stamp(times.published),
        updated=stamp(times.updated),
        summary=_withdrawal_words(views, entry, view) if view.withdrawn else view.description,
        html=absolute_links(release_html(view, _told(views, release.revisions, times.updated), table), url),
        language=views.language,
        author=_author(views),
        views=("prerelease",) if entry.version.is_prerelease else ("stable", *_views(terms)),
        categories=tuple((term, table[term]) for term in terms),
        enclosures=tuple(
            (_ascii(artifact.url), str(artifact.size), _media_type(artifact.url))
            for artifact in release.artifacts
            if artifact.url and artifact.size
        ),
        facts=_facts(views, entry, "release", terms),
    )


def _terms(entry: VersionedRelease) -> list[str]:
    """Categories of a release, by what its public changes are, wherever they are read."""
    there = {
        "security": any(placed.change.security is not None for placed in entry.changes),
        "breaking": any(placed.change.breaking is not None for placed in entry.changes),
        "prerelease": entry.version.is_prerelease,
        "withdrawn": entry.release.withdrawn is not None,
    }
    return [term for term, is_there in there.items() if is_there]


def _views(terms: list[str]) -> tuple[FeedView, ...]:
    views: list[FeedView] = []
    if "security" in terms:
        views.append("security")
    if "breaking" in terms:
        views.append("breaking")
    return tuple(views)


def _facts(views: Views, entry: VersionedRelease, kind: str, terms: list[str]) -> dict[str, object]:
    facts: dict[str, object] = {
        "product": views.history.id,
        "kind": kind,
        "version": entry.version.text,
        "categories": terms,
    }
    replacement = views.history.find_replacement(entry)
    if replacement is not None:
        facts["use_instead"] = replacement.version.text
    return facts


def _withdrawal_entry(
    views: Views, entry: VersionedRelease, instant: datetime, carried: tuple[FeedView, ...]
) -> FeedEntry:
    """What tells of a withdrawal those who already read of the release.

    It goes where the release's entry is, and to the security view unless that was a pre-release.
    """
    path = views.addresses.release(views.history.id, entry.version.text)
    url = views.addresses.absolute(path)
    view = views.release(entry, path, whole=True)
    assert view.withdrawn is not None
    name, table = without_brackets(views.title(entry)), views.words
    label = _title(views, view, entry)
    return FeedEntry(
        id=f"{_id(views, entry)}!withdrawn",
        title=f"{name}{table['colon']}{view.withdrawn.on}",
        url=url,
        published=stamp(instant),
        updated=stamp(instant),
        summary=_withdrawal_words(views, entry, view),
        html=absolute_links(withdrawal_html(view.withdrawn, label, url, table), url),
        language=views.language,
        author=_author(views),
        views=carried if "security" in carried or "prerelease" in carried else (*carried, "security"),
        categories=(("withdrawn", table["withdrawn"]),),
        facts=_facts(views, entry, "withdrawal", ["withdrawn"]),
    )


def _notice_entry(views: Views, notice: Notice, times: FeedTimes) -> FeedEntry:
    """An upgrade announced beforehand: one entry, whose `updated` moves with each material revision."""
    history, language, table = views.history, views.language, views.words
    releases = [found for version in notice.releases if (found := history.find(version))]
    path = views.addresses.product(history.id)
    if releases:
        path = views.addresses.release(history.id, releases[0].version.text)
    url = views.addresses.absolute(path)
    name = plain(notice.title, language) if notice.title else table["upgrade.planned"]
    title = without_brackets(f"{views.name}{table['colon']}{name}")
    status = table[f"notice.{notice.status}"]
    window = notice.actual or notice.planned
    when = window_words(window.start, window.end, language) if window else ""
    impact = plain(notice.impact, language) if notice.impact else ""
    rows: list[Row] = [(table["feed.status"], status)]
    if notice.planned:
        rows.append((table["notice.planned"], window_words(notice.planned.start, notice.planned.end, language)))
    if notice.actual:
        rows.append((table["feed.actual"], when))
    if notice.releases:
        rows.append((table["feed.releases"], table["list.comma"].join(notice.releases)))
    for label, text in (
        (table["notice.impact"], notice.impact),
        (table["notice.benefit"], notice.benefit),
        (table["feed.audience"], notice.audience),
    ):
        if text:
            rows.append((label, say(text, language)))
    rows += _told(views, notice.revisions, times.updated)
    facts: dict[str, object] = {
        "product": history.id, "kind": "notice", "notice": notice.id, "status": notice.status,
        "versions": list(notice.releases),
    }  # fmt: skip
    if window:
        facts["start"] = stamp(window.start)
        if window.end:
            facts["end"] = stamp(window.end)
    return FeedEntry(
        id=tag(history.vendor, f"{history.id}/notices/{notice.id}"),
        title=table["feed.cancelled"].format(title=title) if notice.status == "cancelled" else title,
        url=url,
        published=stamp(times.published),
        updated=stamp(times.updated),
        summary=shorten(table["feed.semicolon"].join(filter(None, (status, when, impact)))),
        html=absolute_links(rows_html(rows, table), url),
        language=language,
        author=_author(views),
        views=("notices",),
        categories=((notice.status.replace("_", "-"), status),),
        facts=facts,
    )


def _told(views: Views, revisions: list[Revision], until: datetime) -> list[Row]:
    """The material revisions that have come by an instant, each by its day."""
    zone, language = views.history.zone, views.language
    last = day_of(until, zone)
    return [
        (f"{views.words['feed.revised']} {day_words(revision.date, language, zone)}", say(revision.note, language))
        for revision in revisions
        if revision.material and day_of(revision.date, zone) <= last
    ]


def _author(views: Views) -> str:
    return plain(views.history.vendor.name, views.language)


def _id(views: Views, entry: VersionedRelease) -> str:
    return tag(views.history.vendor, f"{views.history.id}/{entry.version.text}")


def _title(views: Views, view: ReleaseView, entry: VersionedRelease) -> str:
    """`Edge Gateway 2.3.0: Policies without restarts`"""
    name = views.title(entry)
    return without_brackets(f"{name}{views.words['colon']}{view.title}" if view.title else name)


def without_brackets(text: str) -> str:
    """A title for every reader; the rule `title-brackets` tells the author."""
    return text.replace("<", "‹").replace(">", "›") if "<" in text else text


def _withdrawal_words(views: Views, entry: VersionedRelease, view: ReleaseView) -> str:
    """`Use 2.3.1 instead. Withdrawn on 15 August 2026: API keys could be lost`"""
    withdrawn, told = entry.release.withdrawn, view.withdrawn
    assert withdrawn is not None
    assert told is not None
    first = told.use.label if told.use else told.wait
    text = f"{first}{'' if first.endswith('。') else ' '}{told.on}"
    return f"{text}{views.words['colon']}{plain(withdrawn.reason, views.language)}" if withdrawn.reason else text


def _ascii(url: str) -> str:
    """The address as RSS wants it: without letters that a URI can't hold (RFC 3986); a host stays as it is."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    path, query = (quote(part, safe="/%:@!$&'()*+,;=?~") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, parts.netloc, path, query, parts.fragment))


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
