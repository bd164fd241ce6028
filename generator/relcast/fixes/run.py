"""All fixes over one file, and which files there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ..model.product import Vendor
from ..model.release import Release
from ..model.scalars import instant_of
from ..problems import Problem
from ..records.folder import VendorFolder
from ..records.outline import find_outline
from ..records.parse import parse
from ..records.reader import Source, open_source, read
from . import aliases, cut_text, dates, ids, key_order, trailing_space
from .fix import Finder, Kind, Record, applied

Wants = Callable[[str | None], bool]
"""Whether a rule's problems, by the rule's name, are to be mended; None stands for what is layout alone."""

FIXES: tuple[tuple[str | None, Finder], ...] = tuple(
    (module.RULE, module.find) for module in (cut_text, aliases, dates, ids, key_order, trailing_space)
)
"""In this order: what comes first may make the record readable for what comes after."""

_MENDABLE = frozenset(("RC111", "RC112"))
"""Errors of reading with which the rest of a record is still what it seems."""
_MOST_ROUNDS = 8


class Place(NamedTuple):
    """A file that may be mended."""

    kind: Kind
    file: Path
    product: str
    """The product's id; empty for vendor.yaml."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A file and its text after all fixes."""

    file: Path
    source: Source
    text: str


def find_places(folder: VendorFolder) -> Iterator[Place]:
    """Every record of a vendor's folder."""
    if folder.vendor:
        yield Place("vendor", folder.vendor, "")
    for product in folder.products:
        if product.product:
            yield Place("product", product.product, product.id)
        if product.listings:
            yield Place("listings", product.listings, product.id)
        yield from (Place("release", file, product.id) for file in product.releases)
        yield from (Place("notice", file, product.id) for file in product.notices)
        yield from (Place("unreleased", file, product.id) for file in product.unreleased)


def find_mended(place: Place, shown: str, vendor: Vendor, *, now: datetime, wants: Wants) -> Mended | None:
    """The file as it would be after all fixes; None where nothing is to be mended, or nothing can be read.

    `shown` is the file's path as messages show it; `now` decides which releases are published.
    """
    source = open_source(place.file, shown)
    if isinstance(source, Problem):
        return None
    record = _read(source.text, place.kind, vendor, now)
    for _ in range(_MOST_ROUNDS):  # what one fix mends may show another what to mend
        before = record
        for rule, find in FIXES:
            if record is not None and wants(rule) and (text := applied(record, find(record))) != record.text:
                record = _read(text, place.kind, vendor, now)
        if record is before:
            break
    return Mended(place.file, source, record.text) if record and record.text != source.text else None


def _read(text: str, kind: Kind, vendor: Vendor, now: datetime) -> Record | None:
    document = read(Source("", text, text.encode()))
    outline = find_outline(text)
    errors = {problem.code for problem in document.problems if problem.severity == "error"}
    if outline is None or document.data is None or not errors <= _MENDABLE:
        return None
    release: Release | None = None
    if kind == "release" and not errors:
        release, _ = parse(Release, document.data, languages=vendor.languages)
    is_published = release is not None and _is_published(release, vendor, now)
    return Record(kind, text, outline, document.data, vendor.languages, release, is_published)


def _is_published(release: Release, vendor: Vendor, now: datetime) -> bool:
    if release.status != "released":
        return False
    return release.date is None or instant_of(release.date, vendor.timezone) <= now
