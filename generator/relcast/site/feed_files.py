"""Feeds on their way to disk: a product's into its pack, those of all products from the packs to files."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from ..model.product import Vendor
from ..render import feeds
from ..render.addresses import Addresses
from ..render.feeds import FeedFrames
from ..render.opml import opml
from ..render.subscribe import FEEDS, OPML, FeedKind, feed_files
from ..render.views import Views
from .pack import Pack, PackedEntry, PackedFile, PackWriter, Slice

_PLACE: Mapping[FeedKind, int] = {kind: place for place, kind in enumerate(FEEDS)}
_FRAMES = "feed-frames.json"


@lru_cache(maxsize=4)
def feed_frames(cache_dir: Path, key: str) -> FeedFrames:
    """The frames of XML feeds, drawn once for what `key` names (our code and feedgen's version) and kept in a file."""
    file = cache_dir / _FRAMES
    with suppress(OSError, ValueError, TypeError, KeyError, RecursionError):
        kept = json.loads(file.read_bytes())
        if kept["key"] == key:
            return {str(name): str(text) for name, text in kept["frames"].items()}
    frames = feeds.draw_frames()
    content = json.dumps({"key": key, "frames": dict(frames)}).encode()
    handle, name = tempfile.mkstemp(dir=cache_dir, prefix=".frames-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    os.replace(name, file)
    return frames


def pack_feeds(writer: PackWriter, views: Views, frames: FeedFrames, *, now: datetime, slot: int) -> None:
    """Every feed of a product in one language; each entry is kept once for each format."""
    product, language = views.history.id, views.language
    entries = [feeds.write_entry(frames, entry) for entry in feeds.feed_entries(views, now=now, slot=slot)]
    kept: dict[str, list[Slice]] = {entry.id: [] for entry in entries}
    for kind in FEEDS:  # one after the other, since most feeds then are one slice of the pack
        for entry in entries:
            kept[entry.id].append(writer.add(entry.formats[kind]))
    same: dict[bytes, Slice] = {}

    def add(content: bytes) -> Slice:
        at = same.get(content)
        if at is None:
            at = same[content] = writer.add(content)
        return at

    meta = feeds.FeedMetas.of_product(views, now=now)
    for document in feeds.product_documents(frames, meta, views.addresses, entries):
        parts = document.parts(add, lambda entry, kind: kept[entry.id][_PLACE[kind]], _shortened)
        writer.header.files.append(PackedFile(language, f"{product}/{document.file}", _merged(parts)))
    writer.header.entries += [
        PackedEntry(
            language, entry.id, entry.published, entry.updated, list(entry.views), entry.weight, kept[entry.id]
        )
        for entry in entries
    ]  # fmt: skip


def _shortened(at: Slice, length: int) -> Slice:
    return at[0], at[1] - length


def _merged(parts: Iterable[Slice]) -> list[Slice]:
    """The same bytes in as few slices as possible."""
    merged: list[Slice] = []
    for offset, length in parts:
        if merged and sum(merged[-1]) == offset:
            merged[-1] = merged[-1][0], merged[-1][1] + length
        else:
            merged.append((offset, length))
    return merged


def vendor_files(
    vendor: Vendor, language: str, addresses: Addresses, packs: Sequence[Pack], frames: FeedFrames
) -> dict[str, bytes]:
    """The feeds of all products and the list of all feeds, by file. Raises PackChanged."""
    rows = {
        entry.id: (pack, entry) for pack in packs for entry in pack.header.entries if entry.language == language
    }  # fmt: skip
    documents = list(
        feeds.vendor_documents(
            frames,
            feeds.FeedMetas.of_vendor(vendor, language, addresses),
            [entry for _, entry in rows.values()],
        )
    )
    wanted = {entry.id for document in documents for entry in document.entries}
    bodies: dict[str, list[bytes]] = {}
    for pack in packs:
        own = [entry for entry in pack.header.entries if entry.language == language and entry.id in wanted]
        if own:
            found = pack.read([at for entry in own for at in entry.formats])
            for place, entry in enumerate(own):
                bodies[entry.id] = found[place * len(FEEDS) : (place + 1) * len(FEEDS)]

    def find(entry: PackedEntry, kind: FeedKind) -> bytes:
        return bodies[entry.id][_PLACE[kind]]

    files = {document.file: document.content(find) for document in documents}
    names = [(pack.header.product, row.name) for pack in packs for row in pack.header.names if row.language == language]
    files[OPML] = opml(vendor, language, addresses, names)
    return files


VENDOR_FILES = (*(file for _, _, file in feed_files()), OPML)
"""The files that `vendor_files` makes."""
