"""Files that belong to no product alone: advisories, the calendar of all, schemas, security.txt."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path

from ..render.addresses import Addresses
from ..render.calendar import FILE, join_calendar
from ..render.endpoints import osv, security_txt
from ..render.endpoints.schema import SCHEMAS, schema_file, schema_json
from .ledger import Ledger, seal, state_of
from .pack import Pack, PackedShare, Slice

CALENDAR = FILE
"""The calendar of all products, below the mount point."""
ADVISORIES = "osv"
"""The folder of advisories below the mount point."""


def shared_names(language: str, packs: Sequence[Pack]) -> list[str]:
    """The files' paths below the mount point, without reading a body."""
    names = [_osv_file(rows[0][1].key) for rows in _advisories(language, packs)]
    if has_calendar(language, packs):
        names.append(CALENDAR)
    return [*names, *map(schema_file, SCHEMAS)]


def has_calendar(language: str, packs: Sequence[Pack]) -> bool:
    """Whether there is a calendar of all products."""
    return any(row.kind == "event" for _, row in _rows(language, packs))


def shared_files(language: str, addresses: Addresses, packs: Sequence[Pack]) -> Iterator[tuple[str, bytes]]:
    """Every file with its path below the mount point. Raises PackChanged."""
    wanted: dict[str, list[tuple[Pack, Slice]]] = {
        _osv_file(rows[0][1].key): [(pack, row.content) for pack, row in rows] for rows in _advisories(language, packs)
    }
    head = next(((pack, row.content) for pack, row in _rows(language, packs) if row.kind == "calendar"), None)
    if head is not None:
        events = [(row.key, pack, row.content) for pack, row in _rows(language, packs) if row.kind == "event"]
        wanted[CALENDAR] = [head, *((pack, at) for _, pack, at in sorted(events, key=lambda event: event[0]))]
    bodies = _read(place for places in wanted.values() for place in places)
    for name, places in wanted.items():
        parts = [bodies[pack.file, tuple(at)] for pack, at in places]
        yield name, join_calendar(parts[0], parts[1:]) if name == CALENDAR else osv.merge(parts)
    for schema in SCHEMAS:
        yield schema_file(schema), schema_json(addresses, schema)


def put(file: Path, content: bytes, earlier: Sequence[Path] = ()) -> None:
    """Write a file where an earlier build's doesn't say the same; else it is that file, with its time."""
    target = os.fspath(file)  # there may be thousands of files, and paths that are objects take longer than the disk
    if _holds(target, content):
        return
    for old in map(os.fspath, earlier):
        if _holds(old, content):
            try:
                _in_folder(target, partial(os.link, old, target))
            except OSError:  # another disk, or a system without links
                break
            return
    _in_folder(target, partial(_write, target, content))


def _holds(file: str, content: bytes) -> bool:
    try:
        if os.stat(file).st_size != len(content):
            return False
        with open(file, "rb", buffering=0) as stream:
            return stream.read() == content
    except OSError:
        return False


def _write(file: str, content: bytes) -> None:
    with open(file, "xb", buffering=0) as stream:
        stream.write(content)


def _in_folder(file: str, make: Callable[[], None]) -> None:
    """Make a file anew, and its folder where there is none."""
    try:
        make()
    except FileNotFoundError:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        make()
    except FileExistsError:  # never written over: it may be the same file as an earlier site's
        os.unlink(file)
        make()


def write_shared(root: Path, earlier: Path, files: Mapping[str, bytes], ledger: Ledger) -> None:
    """Write the files of `shared_files` below `root`, or take those of an earlier build, which lie below `earlier`.

    Advisories may be thousands and hardly ever change, so they go over all at once.
    """
    folder = ADVISORIES
    advisories = {name: content for name, content in files.items() if name.startswith(f"{folder}/")}
    digest = blake2b(digest_size=20)
    for name, content in advisories.items():
        digest.update(f"{name} {len(content)} ".encode() + content)
    is_known = not advisories or ledger.reuse(root, folder, digest.hexdigest())
    is_new = not (root / folder).exists()
    for name, content in files.items():
        if not (is_known and name in advisories):
            put(root / name, content, [earlier / name])
    if not is_known:
        ledger.note(folder, digest.hexdigest(), [state_of(os.fspath(root), name) for name in advisories])
        if is_new:
            seal(os.fspath(root), folder, advisories)


def put_security_txt(site: Path, content: bytes | None, previous: Path | None) -> None:
    """Write security.txt below a site's root, or see that an old one of ours is gone (None).

    `previous` is the root of the site that this one will replace. Hidden folders go over from there as they are unless
    the new site has them; so what else lies in this one is brought along.
    """
    file = site / security_txt.PATH
    if previous is not None and (previous / security_txt.PATH).parent.is_dir():
        old = previous / security_txt.PATH
        ours = old.is_file() and old.read_bytes().startswith(security_txt.SIGNATURE)
        if content is not None or ours:
            for other in sorted(old.parent.rglob("*")):
                target = site / other.relative_to(previous)
                if other.is_file() and not (ours and other == old) and not target.exists():
                    put(target, other.read_bytes(), [other])
            file.parent.mkdir(parents=True, exist_ok=True)
    theirs = file.is_file() and not file.read_bytes().startswith(security_txt.SIGNATURE)
    if theirs:
        return
    if content is not None:
        put(file, content, [previous / security_txt.PATH] if previous else [])
    else:
        file.unlink(missing_ok=True)


def _osv_file(id: str) -> str:
    return f"{ADVISORIES}/{id}.json"


def _rows(language: str, packs: Sequence[Pack]) -> Iterator[tuple[Pack, PackedShare]]:
    return ((pack, row) for pack in packs for row in pack.header.shares if row.language == language)


def _advisories(language: str, packs: Sequence[Pack]) -> list[list[tuple[Pack, PackedShare]]]:
    """Each advisory's shares in the products' order, by id; ids that differ by case alone would be one file on some
    systems, and are one advisory."""
    found: dict[str, list[tuple[Pack, PackedShare]]] = {}
    for pack, row in _rows(language, packs):
        if row.kind == "osv":
            found.setdefault(row.key.lower(), []).append((pack, row))
    return [found[id] for id in sorted(found)]


def _read(places: Iterator[tuple[Pack, Slice]]) -> dict[tuple[Path, tuple[int, ...]], bytes]:
    """The bodies at these places, each pack opened once."""
    wanted: dict[Path, tuple[Pack, list[Slice]]] = {}
    for pack, at in places:
        wanted.setdefault(pack.file, (pack, []))[1].append(at)
    return {
        (file, tuple(at)): body
        for file, (pack, slices) in wanted.items()
        for at, body in zip(slices, pack.read(slices), strict=True)
    }
