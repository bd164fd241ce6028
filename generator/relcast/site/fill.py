"""Packs and frames -> pages on disk, written only where something changed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from ..workers import ENOUGH, spread
from .frame import Frame
from .ledger import Ledger, Written, seal
from .pack import Pack, PackedPage

_ENOUGH = 10 * ENOUGH
"""Products from which on workers pay: filling takes a tenth of the time that making takes."""


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


def fill(destination: Destination, packs: Sequence[Pack], ledger: Ledger, jobs: int = 1) -> int:
    """Write every page and file of every pack; returns how many files were written rather than reused.

    Files of an earlier build are reused where the product, the frames and the files themselves are unchanged. Raises
    PackChanged.
    """
    frames = blake2b(destination.banner, digest_size=16)
    for kind, frame in sorted(destination.frames.items()):
        frames.update(f"{kind} {frame.digest}".encode())
    keys = {pack.header.product: f"{frames.hexdigest()} {pack.header.key} {pack.header.since}" for pack in packs}
    stale = [
        pack for pack in packs if not ledger.reuse(destination.root, product := pack.header.product, keys[product])
    ]
    write = partial(_write_product, destination)
    count = 0
    for pack, written in zip(stale, spread(write, stale, jobs, enough=_ENOUGH), strict=True):
        product = pack.header.product
        ledger.note(product, keys[product], written)
        count += len(written)
    return count


def _write_product(destination: Destination, pack: Pack) -> Written:
    """Write one product's pages and files; runs in a worker."""
    bodies, written = pack.bodies(), []
    root = os.fspath(destination.root)
    is_new = not os.path.lexists(f"{root}/{pack.header.product}")
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
    if is_new:
        seal(root, pack.header.product, (name for name, _, _ in written))
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
