"""Products -> packs, each in one worker process, and only where something changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from ..keys import files_key, tool_key
from ..library.cadence import gauge_turning_points
from ..library.live import live_turning_points
from ..library.load import LoadedProduct, load_product, load_vendor
from ..library.product import ProductHistory, VersionedRelease
from ..library.support import support_turning_points
from ..library.upcoming import notice_turning_points
from ..library.upgrade import Upgrades
from ..model.product import Vendor
from ..model.scalars import day_of
from ..problems import Problem, sort_problems
from ..records.folder import ProductFolder, VendorFolder, discover
from ..records.noted import NotedKeys
from ..render import calendar
from ..render.across.subscribe import SUBSCRIBE, product_anchor
from ..render.addresses import page_file, relative
from ..render.draw import PieceBroken, sound_pieces
from ..render.endpoints.badge import badge_json
from ..render.endpoints.latest import latest_json
from ..render.endpoints.links import tool_discovery, tool_links
from ..render.endpoints.osv import advisories
from ..render.endpoints.releases import releases_json
from ..render.feed_times import feed_slots, feed_turning_points
from ..render.feeds import FeedFrames
from ..render.pages import (
    PageText,
    archive_pages,
    newest_in_full,
    product_page,
    release_page,
)  # fmt: skip
from ..render.places import FILE as PLACES
from ..render.places import places_json
from ..render.structured import application, open_graph
from ..render.subscribe import discovery_links, feed_links, find_lack_of_feeds, kind_links
from ..render.upgrade_pages import UpgradePages
from ..render.views import Views
from ..workers import spread
from .across import pack_rows
from .edition import Edition
from .feed_files import feed_frames, pack_feeds
from .pack import (
    Pack,
    PackChanged,
    PackedFile,
    PackedName,
    PackedPage,
    PackedSearch,
    PackedShare,
    PackHeader,
    PackWriter,
    PageKind,
)
from .search import release_entries

ENDPOINTS: Mapping[str, Callable[[Views], bytes]] = {
    "badge.json": badge_json,
    "latest.json": latest_json,
}
"""What makes each of the files for tools beside a product's page that says nothing of ways."""

BROKEN = "broken"
"""Folder of the packs made from records with errors, so that they don't replace the last good ones."""

Check = Callable[[VendorFolder, LoadedProduct, datetime], list[Problem]]
"""Finds what is wrong with a product at an instant; a module's function, so that workers can be handed it."""
TurningPoints = Callable[[ProductHistory], Iterable[datetime]]
"""The instants at which what is wrong with a product changes, although no file has; a module's function too."""


@dataclass(slots=True)
class Produced:
    """A vendor's products as packs, and every problem found on the way."""

    vendor: Vendor | None
    packs: list[Pack]
    problems: list[Problem]

    @property
    def aliases(self) -> dict[str, list[str]]:
        """The earlier ids of each product, by its id, in the site's order."""
        return {pack.header.product: pack.header.aliases for pack in self.packs}

    @property
    def errors(self) -> list[Problem]:
        """The problems that no build may pass over."""
        return [problem for problem in self.problems if problem.severity == "error"]


@dataclass(frozen=True, slots=True)
class _Order:
    """What a worker needs to make one pack."""

    folder: VendorFolder
    product: ProductFolder
    vendor: Vendor
    editions: tuple[Edition, ...]
    now: datetime
    key: str
    file: Path
    check: Check
    slot: int
    """The product's second in feeds."""
    frames: FeedFrames
    turning_points: TurningPoints


def produce(
    folder: VendorFolder, vendor: Vendor, editions: Sequence[Edition], *, now: datetime, cache_dir: Path, check: Check,
    turning_points: TurningPoints | None = None, jobs: int = 1,
) -> Produced:  # fmt: skip
    """The packs of all products, from the cache where they still hold; problems sorted by place.

    A product with errors among its problems comes as it last was without, or, where that is not known, without what is
    broken: good for a preview, not for a build. Raises PackChanged.
    """
    (cache_dir / BROKEN).mkdir(parents=True, exist_ok=True)
    editions, faults = _with_sound_pieces(editions)
    common = _common_key(folder, vendor, editions)
    turns = turning_points or _no_turning_points
    packs: dict[str, Pack] = {}
    orders: list[_Order] = []
    slots = feed_slots(product.id for product in folder.products)
    noted = NotedKeys(cache_dir / "files.json")
    has_feeds = any(find_lack_of_feeds(vendor, edition.addresses.base) is None for edition in editions)
    for product in folder.products:
        name = f"{product.id}.pack"
        key = f"{_key(common, noted, product)} {slots[product.id]}"
        for file in (cache_dir / name, cache_dir / BROKEN / name):
            pack = Pack.find(file, product.id)
            if pack is not None and pack.header.holds(key, now):
                packs[product.id] = pack
                break
        else:
            orders.append(
                _Order(
                    folder, product, vendor, tuple(editions), now, key, cache_dir / name, check, slots[product.id],
                    frames_of(cache_dir) if has_feeds else {}, turns,
                )
            )  # fmt: skip
    noted.write()
    for order, file in zip(orders, spread(_make, orders, jobs), strict=True):
        pack = Pack.find(file, order.product.id)
        if pack is None or not pack.header.holds(order.key, now):
            raise PackChanged(file)
        packs[order.product.id] = pack
    _forget(cache_dir, packs)
    problems = faults + [problem for pack in packs.values() for problem in pack.header.problems]
    ordered = [_shown(packs[product.id], cache_dir, common) for product in folder.products]
    return Produced(vendor, ordered, sort_problems(problems))


def _with_sound_pieces(editions: Sequence[Edition]) -> tuple[list[Edition], list[Problem]]:
    """The editions without own pieces that can't be used, so that a preview shows ours in their place."""
    sound, problems = [], []
    for edition in editions:
        pieces, found = sound_pieces(edition.pieces)
        sound.append(replace(edition, pieces=pieces) if found else edition)
        problems += found
    return sound, problems


def _no_turning_points(history: ProductHistory) -> Iterable[datetime]:
    """What a check that knows no time changes at."""
    return ()


def _shown(pack: Pack, cache_dir: Path, common: str) -> Pack:
    """The pack itself, or in a broken one's place the last good one that the same code made for the same addresses."""
    if pack.file.parent.name != BROKEN:
        return pack
    good = Pack.find(cache_dir / pack.file.name, pack.header.product)
    return good if good is not None and good.header.key.startswith(common) else pack


def _forget(cache_dir: Path, packs: Mapping[str, Pack]) -> None:
    """Packs of products that are gone go too, and broken ones of products that were mended."""
    for file in cache_dir.glob("*.pack"):
        if file.stem not in packs:
            file.unlink(missing_ok=True)
    for file in (cache_dir / BROKEN).glob("*.pack"):
        if file.stem not in packs or packs[file.stem].file != file:
            file.unlink(missing_ok=True)


def _common_key(folder: VendorFolder, vendor: Vendor, editions: Sequence[Edition]) -> str:
    """What all packs are made from: our code, the vendor, the addresses, the vendor's own profiles."""
    digest = blake2b(digest_size=20)
    digest.update(tool_key().encode())
    digest.update(folder.label.encode())
    digest.update(repr(list(editions)).encode())
    digest.update(repr(vendor).encode())
    digest.update(files_key(folder.root, folder.profiles).encode())
    return digest.hexdigest()


def frames_of(cache_dir: Path) -> FeedFrames:
    """The frames of XML feeds that this code draws, kept below `cache_dir`."""
    cache_dir.mkdir(parents=True, exist_ok=True)
    return feed_frames(cache_dir, tool_key())


def _key(common: str, noted: NotedKeys, product: ProductFolder) -> str:
    """What a pack is made from: what all are, then the names and bytes of its files."""
    return f"{common} {noted.key(product.id, product.path, product.files())}"


def _make(order: _Order) -> Path:
    """Read one product, check it, render it in every language, and write its pack; returns the pack's file."""
    loaded = load_product(order.folder, order.product, order.vendor)
    problems = order.check(order.folder, loaded, order.now)
    whole = loaded.history
    points = {
        *whole.turning_points(), *feed_turning_points(whole, order.slot), *gauge_turning_points(whole),
        *live_turning_points(whole), *notice_turning_points(whole), *support_turning_points(whole),
    }  # fmt: skip
    if loaded.is_understood:
        points |= set(order.turning_points(whole))
    since = _stamp(max((p for p in points if p <= order.now), default=None))
    until = _stamp(min((p for p in points if p > order.now), default=None))
    hidden = _stamp(min((p for p in whole.turning_points() if p > order.now), default=None))

    def empty() -> PackWriter:
        header = PackHeader(order.product.id, order.key, since, until, hidden, problems)
        header.aliases = list(whole.product.aliases)
        return PackWriter(header)

    writer = empty()
    public = whole.at(order.now)
    upgrades = Upgrades(public)
    broken = any(problem.severity == "error" for problem in problems)
    try:
        try:
            _render_all(writer, upgrades, order.editions, order)
        except PieceBroken as error:
            broken = True
            problems.append(error.problem)
            writer = empty()  # what was drawn so far goes, and a preview shows our pieces in place of the vendor's
            _render_all(writer, upgrades, [replace(edition, pieces=()) for edition in order.editions], order)
    except Exception:
        # Rendering relies on what the checks find sound, so with errors anything may go wrong; a preview must then live
        # on to show them. Without errors the fault is ours, and is not hidden.
        if not broken:
            raise
        writer = empty()
    file = order.file.parent / BROKEN / order.file.name if broken else order.file
    writer.write(file)
    return file


def _stamp(moment: datetime | None) -> str:
    """An instant as a pack's header has it."""
    return moment.astimezone(UTC).isoformat() if moment else ""


def _render_all(writer: PackWriter, upgrades: Upgrades, editions: Sequence[Edition], order: _Order) -> None:
    for edition in editions:
        _render(writer, upgrades, edition, order)


def _render(writer: PackWriter, upgrades: Upgrades, edition: Edition, order: _Order) -> None:
    history, language, addresses = upgrades.history, edition.language, edition.addresses
    views = Views(history, language, addresses, upgrades.computed, edition.pieces)
    with_feeds = find_lack_of_feeds(history.vendor, addresses.base) is None
    ways = UpgradePages(views, upgrades)
    _pack_product_page(writer, ways, with_feeds, order.now)
    _pack_release_pages(writer, views, with_feeds)
    _pack_search(writer, views)
    _pack_upgrade_pages(writer, ways, with_feeds)
    _pack_archive_pages(writer, views, with_feeds)
    if with_feeds:
        pack_feeds(writer, views, order.frames, now=order.now, slot=order.slot)
    _pack_endpoints(writer, views, ways)
    pack_rows(writer, views)


def _pack_endpoints(writer: PackWriter, views: Views, pages: UpgradePages) -> None:
    """Files for buyers' tools, and the product's share of those that are made of all products'."""
    id, language, header = views.history.id, views.language, writer.header
    made = {name: make_file(views) for name, make_file in ENDPOINTS.items()}
    made["releases.json"] = releases_json(views, pages.ways_to_latest())
    for name, content in made.items():
        header.files.append(PackedFile(language, f"{id}/{name}", writer.add(content)))
    for advisory, content in advisories(views).items():
        header.shares.append(PackedShare(language, "osv", advisory, writer.add(content)))
    if not views.has_calendar:
        return
    events = calendar.calendar_events(views)
    content = calendar.join_calendar(calendar.product_head(views), (event.content for event in events))
    header.files.append(PackedFile(language, f"{id}/{calendar.FILE}", writer.add(content)))
    for name, content in calendar.event_calendars(events):
        header.files.append(PackedFile(language, f"{id}/{name}", writer.add(content)))
    head = calendar.vendor_head(views.history.vendor, language, views.addresses)
    header.shares.append(PackedShare(language, "calendar", "", writer.add(head)))
    for event in events:
        header.shares.append(PackedShare(language, "event", event.key, writer.add(event.content)))


def _pack_page(
    writer: PackWriter, views: Views, kind: PageKind, text: PageText, path: str, folders: Sequence[str], version: str,
    source: str, head: str, modified: str,
) -> None:  # fmt: skip
    """One page, with a preview for links to it in its head."""
    about = open_graph(views, path, text.title, text.description)
    writer.header.pages.append(
        PackedPage(
            views.language, kind, page_file(views.history.id, *folders), path, version,
            text.heading, text.title, text.description, views.name, source, writer.add(f"{head}{about}".encode()),
            list(text.contents), writer.add(text.body.encode()), modified,
        )
    )  # fmt: skip


def _pack_product_page(writer: PackWriter, ways: UpgradePages, with_feeds: bool, now: datetime) -> None:
    views = ways.views
    history, language, addresses = views.history, views.language, views.addresses
    path = addresses.product(history.id)
    links = feed_links(addresses, path, history.id) if with_feeds else []
    more = f"{relative(addresses.across(SUBSCRIBE.name), path)}#{product_anchor(history.id)}"
    ways_in = [*links, *tool_links(views, path), (views.words["subscribe.more"], more)]
    starts = [entry.version.text for entry in ways.starts.pages]
    alone = kind_links(addresses, path, history.id, language) if with_feeds else []
    told = newest_in_full(views)
    text = product_page(views, ways_in, now, starts, alone, told)
    if moved := history.releases[len(told) :]:
        places = writer.add(places_json(views, moved))
        writer.header.files.append(PackedFile(language, f"{history.id}/{PLACES}", places))
    head = _head(views, path, with_feeds) + tool_discovery(views, path) + application(views, views.latest)
    modified = _last_modified(history.releases, views)
    _pack_page(writer, views, "product", text, path, (), "", f"{history.id}/product.yaml", head, modified)
    writer.header.names.append(PackedName(language, views.name))


def _pack_archive_pages(writer: PackWriter, views: Views, with_feeds: bool) -> None:
    product = views.history.id
    for major, releases, text in archive_pages(views):
        path = views.addresses.archive(product, major)
        head, modified = _head(views, path, with_feeds), _last_modified(releases, views)
        folders = ("archive", major)
        _pack_page(writer, views, "archive", text, path, folders, major, f"{product}/product.yaml", head, modified)


def _pack_release_pages(writer: PackWriter, views: Views, with_feeds: bool) -> None:
    paths = [views.addresses.release(views.history.id, entry.version.text) for entry in views.history.releases]
    if paths:  # all of them lie in the same place as seen from the feeds
        head = _head(views, paths[0], with_feeds) + application(views, views.latest)
    for path, entry in zip(paths, views.history.releases, strict=True):
        text, version, modified = release_page(views, entry), entry.version.text, _modified(entry, views)
        _pack_page(writer, views, "release", text, path, (version,), version, entry.file, head, modified)


def _pack_search(writer: PackWriter, views: Views) -> None:
    """The search entries of all releases, one after the other, since a build reads them all."""
    for entry in views.history.releases:
        brief, full = release_entries(views, entry)
        date = day_of(entry.release.date, views.history.zone).isoformat() if entry.release.date else ""
        at = writer.add(full)
        writer.header.search.append(PackedSearch(views.language, date, (at[0], len(brief)), at))


def _pack_upgrade_pages(writer: PackWriter, pages: UpgradePages, with_feeds: bool) -> None:
    views = pages.views
    history, addresses = views.history, views.addresses
    if not any(entry.release.status == "released" for entry in history.releases):
        return
    modified = _last_modified(history.releases, views)
    path, source = addresses.upgrade(history.id), f"{history.id}/product.yaml"
    head = _head(views, path, with_feeds)
    _pack_page(writer, views, "upgrade", pages.choose_page(), path, ("upgrade",), "", source, head, modified)
    below = _head(views, addresses.upgrade(history.id, "-"), with_feeds)  # the pages of ways lie equally deep
    for entry in pages.starts.pages:
        version = entry.version.text
        path, folders = addresses.upgrade(history.id, version), ("upgrade", f"from-{version}")
        text = pages.way_page(entry)
        _pack_page(writer, views, "path", text, path, folders, version, entry.file, below, modified)


def _modified(entry: VersionedRelease, views: Views) -> str:
    """The last day on which the release said something new; the day for which one is planned is not such a day."""
    release = entry.release
    moments = [
        release.date if release.status == "released" else None,
        *(revision.date for revision in release.revisions),
    ]
    if release.withdrawn:
        moments.append(release.withdrawn.date)
    days = [day_of(moment, views.history.zone).isoformat() for moment in moments if moment]
    return max(days, default="")


def _last_modified(releases: Sequence[VersionedRelease], views: Views) -> str:
    return max((_modified(entry, views) for entry in releases), default="")


def _head(views: Views, page: str, with_feeds: bool) -> str:
    return discovery_links(views.language, views.addresses, page, views.name, views.history.id) if with_feeds else ""


def open_folder(root: Path, label: str) -> tuple[VendorFolder, Vendor | None, list[Problem]]:
    """A vendor's folder, its vendor, and what is wrong with the two."""
    folder = discover(root, label)
    vendor, problems = load_vendor(folder)
    return folder, vendor, problems
