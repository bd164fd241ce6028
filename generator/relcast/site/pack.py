"""A product's pack: everything that its pages, feeds and search entries need, in one cache file.

A page is a pack and a frame, so a change of theme fills again without reading a record. The file is a line with the
length of a JSON header, the header, and then the bodies as they go into pages, found by (offset, length): reading a
body is a slice. A cache is content we trust, since its bodies go into pages as they are; reading one runs no code, and
no page of a pack is written outside its product's folder.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any, Literal, get_args

from ..problems import Problem

_MAGIC = "relcast-pack 4"

PageKind = Literal["product", "release", "archive", "upgrade", "path"]

_KINDS = frozenset(get_args(PageKind))

Slice = tuple[int, int]
"""Offset and length in bytes, from the end of the header."""


@dataclass(slots=True)
class PackedPage:
    """One page without its frame. `file` is below the edition's folder, `url` relative to its root."""

    language: str
    kind: PageKind
    file: str
    url: str
    version: str
    heading: str
    title: str
    description: str
    product: str
    source: str
    head: Slice
    """What stands in the page's head besides the site's own; pages share it."""
    contents: list[tuple[str, str]]
    body: Slice
    modified: str
    """The day its record last changed in a way readers should know, ISO 8601; empty when undated."""


@dataclass(slots=True)
class PackedSearch:
    """A release's search entries: the line that finds it by version, title and advisory, and its full text."""

    language: str
    date: str
    brief: Slice
    full: Slice


@dataclass(slots=True)
class PackedFile:
    """A file that goes beside the product's page as it is: one body, or several one after the other."""

    language: str
    file: str
    content: Slice | list[Slice]


@dataclass(slots=True)
class PackedEntry:
    """A feed entry, for feeds over several products; see `render.feeds.Written`."""

    language: str
    id: str
    published: str
    updated: str
    views: list[str]
    weight: int
    formats: list[Slice]
    """In the order of `render.subscribe.FEEDS`."""


@dataclass(slots=True)
class PackedShare:
    """A product's share of a file that is made of several products'."""

    language: str
    kind: Literal["osv", "event", "calendar"]
    """An advisory's record, an event of the calendar of all, what that calendar begins with."""
    key: str
    """The advisory's id, or what the calendar's events are sorted by."""
    content: Slice


@dataclass(slots=True)
class PackedName:
    """What the product is called, as plain text."""

    language: str
    name: str


@dataclass(slots=True)
class PackedRows:
    """What the product says on a page over all products; see `render.across.page`."""

    language: str
    page: str
    """The page's name."""
    content: Slice
    """Its rows, as JSON."""


@dataclass(slots=True)
class PackHeader:
    """The part of a pack that is read whole."""

    product: str
    key: str
    since: str = ""
    """Holds from this instant on (ISO 8601, UTC); empty is always."""
    until: str = ""
    """Holds until before this instant, when a release appears by itself or a rule finds otherwise; empty is always."""
    hidden: str = ""
    """When the next release appears that is still hidden; empty where none is."""
    problems: list[Problem] = field(default_factory=list)
    pages: list[PackedPage] = field(default_factory=list)
    search: list[PackedSearch] = field(default_factory=list)
    files: list[PackedFile] = field(default_factory=list)
    entries: list[PackedEntry] = field(default_factory=list)
    names: list[PackedName] = field(default_factory=list)
    shares: list[PackedShare] = field(default_factory=list)
    rows: list[PackedRows] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    """Ids that the product had before."""

    def holds(self, key: str, now: datetime) -> bool:
        """True when the pack was made from what `key` names and still tells the truth at `now`."""
        if self.key != key:
            return False
        since = not self.since or datetime.fromisoformat(self.since) <= now
        return since and (not self.until or now < datetime.fromisoformat(self.until))


class PackChanged(Exception):
    """Another build put another pack in the place of one that this build is using; the message is for people."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)  # as it was called, so that a worker can send it
        self.file = file

    def __str__(self) -> str:
        return f"{self.file}: another build has changed this meanwhile\n    hint: build again, one build at a time"


class PackWriter:
    """Collects a pack and writes it in one step."""

    def __init__(self, header: PackHeader) -> None:
        self.header = header
        self._parts: list[bytes] = []
        self._length = 0

    def add(self, content: bytes) -> Slice:
        """Where the content will be found."""
        at = (self._length, len(content))
        self._parts.append(content)
        self._length += len(content)
        return at

    def write(self, file: Path) -> None:
        """Write the pack; a reader sees the old one or the new one, never a part."""
        plain = {**_plain(self.header), "length": self._length}
        header = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
        content = b"".join([f"{_MAGIC} {len(header)}\n".encode(), header, *self._parts])
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".pack-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.replace(name, file)
        except BaseException:
            os.unlink(name)
            raise


def _plain(header: PackHeader) -> dict[str, Any]:
    """The header as JSON; rows as lists, since a product has hundreds."""
    return {
        "product": header.product,
        "key": header.key,
        "since": header.since,
        "until": header.until,
        "hidden": header.hidden,
        "aliases": header.aliases,
        "problems": [asdict(problem) for problem in header.problems],
        **{name: [_row(row) for row in getattr(header, name)] for name in _ROWS},
    }


def _row(row: Any) -> list[Any]:
    return [getattr(row, name) for name in row.__slots__]


_ROWS: Mapping[str, type] = {
    "pages": PackedPage,
    "search": PackedSearch,
    "files": PackedFile,
    "entries": PackedEntry,
    "names": PackedName,
    "shares": PackedShare,
    "rows": PackedRows,
}


class Pack:
    """A pack on disk: its header in memory, its bodies read when asked for."""

    def __init__(self, file: Path, header: PackHeader, start: int, state: tuple[int, ...]) -> None:
        self.file = file
        self.header = header
        self._start = start
        self._state = state

    def __reduce__(self) -> tuple[Any, ...]:
        """A worker of another process reads the header again, which is quicker than to send it."""
        return _find_again, (self.file, self.header.product, self.header.key, self.header.since)

    @classmethod
    def find(cls, file: Path, product: str) -> Pack | None:
        """The product's pack in a file, or None where there is none, none of this form, or another product's."""
        try:
            with open(file, "rb", buffering=0) as stream:
                state = _state(stream)
                first = stream.read(64).partition(b"\n")[0] + b"\n"
                magic, _, digits = first.decode("ascii", "replace").rpartition(" ")
                length = int(digits)
                if magic != _MAGIC or not 0 <= length <= state[1] - len(first):
                    return None
                raw = json.loads(_read(stream, len(first), length))
            header = PackHeader(raw["product"], raw["key"], raw["since"], raw["until"], raw["hidden"])
            header.aliases = list(map(str, raw["aliases"]))
            header.problems = [Problem(**{**p, "where": tuple(p["where"])}) for p in raw["problems"]]
            for moment in filter(None, (header.since, header.until, header.hidden)):
                datetime.fromisoformat(moment)
            for name, kind in _ROWS.items():
                setattr(header, name, [kind(*row) for row in raw[name]])
            if state[1] != len(first) + length + raw["length"]:
                return None  # cut short, by a full disk or a crash of the machine
            names = [page.file for page in header.pages] + [extra.file for extra in header.files]
            kinds = {page.kind for page in header.pages}
            if header.product != product or not _are_below(product, names):
                return None
            if not kinds <= _KINDS:
                return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return cls(file, header, len(first) + length, state)

    def read(self, places: Iterable[Slice]) -> list[bytes]:
        """Some bodies of the pack, in the order given. Raises PackChanged."""
        wanted = list(places)
        start = min((offset for offset, _ in wanted), default=0)
        end = max((sum(at) for at in wanted), default=0)
        with self._open() as stream:
            if end - start > 2 * sum(length for _, length in wanted):
                return [_read(stream, self._start + offset, length) for offset, length in wanted]
            content = _read(stream, self._start + start, end - start)  # they lie together: one call for all of them
        return [content[offset - start : offset - start + length] for offset, length in wanted]

    def bodies(self) -> PackBodies:
        """All bodies of the pack, read once. Raises PackChanged."""
        with self._open() as stream:
            stream.seek(self._start)
            return PackBodies(stream.read())

    def _open(self) -> FileIO:
        """The file, whose bodies are only where the header says if it is still the one that was found."""
        try:
            stream = open(self.file, "rb", buffering=0)  # noqa: SIM115 - the caller closes it
        except OSError:
            raise PackChanged(self.file) from None
        if _state(stream) == self._state:
            return stream
        stream.close()
        again = Pack.find(self.file, self.header.product)
        if again is None or again.header != self.header:
            raise PackChanged(self.file)
        self._start, self._state = again._start, again._state  # a build of the same, at the same time
        return self._open()


def _find_again(file: Path, product: str, key: str, since: str) -> Pack:
    pack = Pack.find(file, product)
    if pack is None or (pack.header.key, pack.header.since) != (key, since):
        raise PackChanged(file)
    return pack


def _state(stream: FileIO) -> tuple[int, ...]:
    """What tells a file from one that takes its place: inode, size in bytes, modification time in ns."""
    status = os.fstat(stream.fileno())
    return status.st_ino, status.st_size, status.st_mtime_ns


def _are_below(product: str, files: Sequence[str]) -> bool:
    """True for relative paths below the product's folder, with no way out of it on any system."""
    start = f"{product}/"
    every = "".join([f"/{file}/:" for file in files])  # looked at all at once, since a site has thousands
    leads_out = any(step in every for step in ("//", "/./", "/../", "\\"))
    return not leads_out and all(file.startswith(start) for file in files)


def _read(stream: FileIO, at: int, length: int) -> bytes:
    stream.seek(at)
    return stream.read(length)


class PackBodies:
    """The bytes behind a header."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __getitem__(self, at: Slice | list[Slice]) -> bytes:
        if isinstance(at[0], int):
            offset, length = at
            return self._content[offset : offset + length]
        return b"".join([self._content[offset : offset + length] for offset, length in at])
