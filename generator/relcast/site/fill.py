"""Packs and frames -> pages on disk, written only where something changed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from ..workers import ENOUGH, spread
from .frame import Frame
from .pack import Pack, PackedPage

_ENOUGH = 10 * ENOUGH
"""Products from which on workers pay: filling takes a tenth of the time that making takes."""

Written = list[tuple[str, int, int]]
"""Files below the edition's folder with their size in bytes and their modification time in ns."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where one language's pages go, and what they are filled into."""

    language: str
    root: Path
    """The folder of the edition's pages, the mount point included."""
    frames: Mapping[str, Frame]
    """By kind of page: `product`, `release`."""
    banner: bytes = b""
    """HTML above every page's body: what is wrong while previewing."""


@dataclass(frozen=True, slots=True)
class Source:
    """A folder in which an earlier build's pages may be found, and how they get from there to the new ones.

    `move` takes them away, product by product; `link` leaves them as well; `stay` is where they already are.
    """

    root: Path
    way: Literal["move", "link", "stay"]


@dataclass(slots=True)
class Ledger:
    """What earlier builds wrote, and where it can still be found: the sources, tried in their order."""

    file: Path
    sources: Sequence[Source]


def fill(destination: Destination, packs: Sequence[Pack], ledger: Ledger, jobs: int = 1) -> int:
    """Write every page and file of every pack; returns how many files were written rather than reused.

    Files of an earlier build are reused where the product, the frames and the files themselves are unchanged. Raises
    PackChanged.
    """
    earlier = _read_ledger(ledger.file)
    entries: dict[str, dict[str, object]] = {}
    stale: list[Pack] = []
    frames = blake2b(destination.banner, digest_size=16)
    for kind, frame in sorted(destination.frames.items()):
        frames.update(f"{kind} {frame.digest}".encode())
    keys = {pack.header.product: f"{frames.hexdigest()} {pack.header.key} {pack.header.since}" for pack in packs}
    for pack in packs:
        product = pack.header.product
        known = earlier.get(product)
        unchanged = known is not None and known.get("key") == keys[product]
        if known and unchanged and _reuse(destination.root, ledger, product, known.get("files")):
            entries[product] = known
        else:
            stale.append(pack)
    write = partial(_write_product, destination)
    count = 0
    for pack, written in zip(stale, spread(write, stale, jobs, enough=_ENOUGH), strict=True):
        product = pack.header.product
        entries[product] = {"key": keys[product], "files": written}
        count += len(written)
    ledger.file.parent.mkdir(parents=True, exist_ok=True)
    temporary = ledger.file.with_suffix(".new")
    temporary.write_text(json.dumps(entries, separators=(",", ":")), encoding="utf-8")
    os.replace(temporary, ledger.file)
    return count


def _read_ledger(file: Path) -> dict[str, dict[str, object]]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    rows = content.items() if isinstance(content, dict) else ()
    return {product: row for product, row in rows if isinstance(row, dict)}


def _reuse(root: Path, ledger: Ledger, product: str, files: object) -> bool:
    """Bring a product's earlier files here from a source where each is as it was written; False where none has them."""
    try:
        wanted = {(name, size, modified) for name, size, modified in files}  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        return False
    return any(_take(os.fspath(root), source, product, wanted) for source in ledger.sources)


def _take(root: str, source: Source, product: str, wanted: Set[tuple[str, int, int]]) -> bool:
    origin = os.fspath(source.root)
    placed: list[str] = []
    try:
        found = set(_files(origin, product))
        if not wanted <= found:
            return False
        if source.way == "stay":
            return True
        # A docs page may live in a product's folder: what was there besides our files must not come back with them,
        # and what is there already must stay.
        if source.way == "move" and wanted == found and not os.path.lexists(f"{root}/{product}"):
            os.rename(f"{origin}/{product}", f"{root}/{product}")
            return True
        bring = os.rename if source.way == "move" else os.link
        for folder in {os.path.dirname(name) for name, _, _ in wanted}:
            os.makedirs(f"{root}/{folder}", exist_ok=True)
        for name, _, _ in wanted:
            bring(f"{origin}/{name}", f"{root}/{name}")
            placed.append(name)
    except OSError:
        for name in placed:  # or they would be written over, and with them the earlier site's, which are the same files
            os.unlink(f"{root}/{name}")
        return False
    return True


def _files(root: str, folder: str) -> Iterator[tuple[str, int, int]]:
    """Every file in a folder below `root`, as `Written` has them."""
    with os.scandir(f"{root}/{folder}") as entries:
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _files(root, name)
            else:
                state = os.lstat(entry.path)
                yield name, state.st_size, state.st_mtime_ns


def _write_product(destination: Destination, pack: Pack) -> Written:
    """Write one product's pages and files; runs in a worker."""
    bodies, written = pack.bodies(), []
    root = os.fspath(destination.root)
    made: set[str] = set()

    def put(name: str, content: bytes) -> None:
        target = f"{root}/{name}"
        folder = os.path.dirname(target)
        if folder not in made:
            os.makedirs(folder, exist_ok=True)
            made.add(folder)
        with open(target, "wb", buffering=0) as stream:
            stream.write(content)
            state = os.fstat(stream.fileno())
        written.append((name, state.st_size, state.st_mtime_ns))

    for page in pack.header.pages:
        if page.language == destination.language:
            frame = destination.frames[page.kind]
            body = destination.banner + bodies[page.body]
            put(page.file, frame.fill(values(page, pack.header.product, bodies[page.head], body), page.contents))
    for extra in pack.header.files:
        if extra.language == destination.language:
            put(extra.file, bodies[extra.content])
    return written


def values(page: PackedPage, product: str, head: bytes, body: bytes) -> dict[str, str | bytes]:
    """What goes into a frame's slots."""
    return {
        "TITLE": page.heading,
        "HEADTITLE": page.title,
        "DESC": page.description,
        "PRODUCT": page.product,
        "P": product,
        "V": page.version or "-",
        "SRC": page.source,
        "HEAD": head,
        "CONTENT": body,
    }
