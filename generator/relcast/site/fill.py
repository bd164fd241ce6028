"""Packs and frames -> pages on disk, written only where something changed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from .frame import Frame
from .pack import Pack, PackedPage
from .workers import spread

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


@dataclass(slots=True)
class Ledger:
    """What was written where in an earlier build, and the folder in which it can still be found."""

    file: Path
    previous: Path | None
    """Root of the earlier pages, or None: nothing is reused."""
    move: bool = False
    """Take files out of `previous` instead of linking them."""


@dataclass(frozen=True, slots=True)
class _Task:
    pack: Path
    key: str


def fill(destination: Destination, packs: Sequence[Pack], ledger: Ledger, executor: Executor | None = None) -> int:
    """Write every page and file of every pack; returns how many files were written rather than reused.

    Files of an earlier build are reused where the product, the frames and the files themselves are unchanged.
    """
    earlier = _read_ledger(ledger.file)
    entries: dict[str, dict[str, object]] = {}
    stale: list[Pack] = []
    frames = blake2b(destination.banner, digest_size=16)
    for kind, frame in sorted(destination.frames.items()):
        frames.update(f"{kind} {frame.digest}".encode())
    state = frames.hexdigest()
    for pack in packs:
        product = pack.header.product
        key = f"{state} {pack.header.key} {pack.header.since}"
        known = earlier.get(product)
        if (
            known
            and known["key"] == key
            and ledger.previous
            and _reuse(destination.root, ledger, product, known["files"])
        ):
            entries[product] = known
        else:
            stale.append(pack)
    write = partial(_write_product, destination)
    files = [pack.file for pack in stale]
    count = 0
    for pack, written in zip(stale, spread(executor, write, files), strict=True):
        key = f"{state} {pack.header.key} {pack.header.since}"
        entries[pack.header.product] = {"key": key, "files": written}
        count += len(written)
    ledger.file.parent.mkdir(parents=True, exist_ok=True)
    temporary = ledger.file.with_suffix(".new")
    temporary.write_text(json.dumps(entries, separators=(",", ":")), encoding="utf-8")
    os.replace(temporary, ledger.file)
    return count


def _read_ledger(file: Path) -> dict[str, dict[str, object]]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _reuse(root: Path, ledger: Ledger, product: str, files: object) -> bool:
    """Bring a product's earlier files here if each is as it was written; False where one isn't."""
    previous = ledger.previous
    if previous is None or not isinstance(files, list):
        return False
    placed: list[str] = []
    try:
        for name, size, modified in files:
            found = os.stat(previous / name)
            if found.st_size != size or found.st_mtime_ns != modified:
                return False
        if previous == root:
            return True
        # A docs page may live in a product's folder: what was there besides our files must not come back with them,
        # and what is there already must stay.
        if ledger.move and not (root / product).exists() and _count_files(previous / product) == len(files):
            os.rename(previous / product, root / product)
            return True
        bring = os.rename if ledger.move else os.link
        folder = ""
        for name, _, _ in files:
            if os.path.dirname(name) != folder:
                folder = os.path.dirname(name)
                os.makedirs(root / folder, exist_ok=True)
            bring(previous / name, root / name)
            placed.append(name)
    except (OSError, ValueError, TypeError):
        for name in placed:  # or they would be written over, and with them the earlier site's, which are the same files
            os.unlink(root / name)
        return False
    return True


def _count_files(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))


def _write_product(destination: Destination, file: Path) -> Written:
    """Write one product's pages and files; runs in a worker."""
    pack = Pack.find(file)
    assert pack is not None, file
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
            put(page.file, frame.fill(values(page, pack.header.product, body), page.contents))
    for extra in pack.header.files:
        if extra.language == destination.language:
            put(extra.file, bodies[extra.content])
    return written


def values(page: PackedPage, product: str, body: bytes) -> dict[str, str | bytes]:
    """What goes into a frame's slots."""
    return {
        "TITLE": page.heading,
        "HEADTITLE": page.title,
        "DESC": page.description,
        "PRODUCT": page.product,
        "P": product,
        "V": page.version or "-",
        "SRC": page.source,
        "HEAD": page.head,
        "CONTENT": body,
    }
