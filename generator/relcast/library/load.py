"""Record files -> the library: read, parsed, put in order; what is wrong is gathered, never raised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from ..model.notice import Listings, Notice
from ..model.product import Product, Vendor
from ..model.release import Release, Unreleased
from ..model.text import Words
from ..model.version import VersionError, parse_version
from ..problems import Problem
from ..records.folder import ProductFolder, VendorFolder
from ..records.locate import placed
from ..records.parse import parse
from ..records.reader import Data, Source, open_source, read
from .product import ProductHistory, VersionedRelease, newest_first

M = TypeVar("M", bound=BaseModel)


@dataclass(slots=True)
class LoadedProduct:
    """A product as far as it could be read, what could not, and the sources to look places up in.

    With errors among the problems the history lacks the broken records; it then serves a preview, never a build.
    """

    history: ProductHistory
    problems: list[Problem] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    """By path as messages show it."""
    is_understood: bool = True
    """False where product.yaml can't be used: nobody knows then what its versions and components mean."""
    folder: ProductFolder | None = None


def load_vendor(folder: VendorFolder, *, stand_in: bool = False) -> tuple[Vendor | None, list[Problem]]:
    """The vendor, or None and why not.

    With `stand_in`, a vendor comes back too where only the languages could be read: enough to check the other files.
    """
    problems = list(folder.problems)
    if folder.vendor is None:
        if all(problem.name != "missing-folder" for problem in problems):
            problems.append(
                Problem.of_file(
                    folder.show(folder.root / "vendor.yaml"),
                    "RC403",
                    "missing-vendor",
                    "the records' folder has no vendor.yaml",
                    "write one with at least `name:`; `relcast init` can do it",
                )
            )
        return None, problems
    source = open_source(folder.vendor, folder.show(folder.vendor))
    if isinstance(source, Problem):
        return None, [*problems, source]
    document = read(source)
    problems += document.problems
    if document.data is None and document.problems:
        return None, problems
    languages = _declared_languages(document.data)
    vendor, found = parse(Vendor, document.data, languages=languages)
    problems += placed(found, source)
    if any(problem.severity == "error" for problem in problems):
        known: dict[str, Data] = {"name": "Vendor", "languages": [*languages]}
        vendor = (vendor or parse(Vendor, known, languages=languages)[0]) if stand_in else None
    return vendor, problems


def _declared_languages(data: object) -> Sequence[str]:
    """The vendor's languages must be known before its own texts can be read."""
    declared = data.get("languages") if isinstance(data, dict) else None
    if isinstance(declared, list) and declared and all(isinstance(tag, str) for tag in declared):
        return declared
    return ("en",)


def load_product(folder: VendorFolder, product: ProductFolder, vendor: Vendor) -> LoadedProduct:
    """One product with all its records; every problem of every file at once, with its place."""
    loading = _Loading(folder, vendor)
    meaning = loading.file(Product, product.product) if product.product else None
    is_understood = meaning is not None
    if product.product is None:
        loading.problems.append(
            Problem.of_file(
                folder.show(product.path / "product.yaml"),
                "RC402",
                "missing-product",
                f"the folder '{product.id}' has records but no product.yaml",
                "write one with at least `name:`",
            )
        )
    if meaning is None:
        meaning = Product(name=Words({vendor.languages[0]: product.id}))
    releases = []
    for file in product.releases:
        release, is_sound = loading.any_file(Release, file)
        if release is None:
            continue
        shown = folder.show(file)
        try:
            version = parse_version(release.version, meaning.versioning)
        except VersionError as error:
            if not is_understood:
                continue
            problem = Problem("RC212", "malformed-version", error.message, error.hint, where=("version",))
            loading.problems += placed([problem], loading.sources[shown])
            continue
        if is_sound:
            releases.append(VersionedRelease(version, release, folder.below(file)))
    notices = [(notice, file) for file in product.notices if (notice := loading.file(Notice, file))]
    unreleased = [(notes, file) for file in product.unreleased if (notes := loading.file(Unreleased, file))]
    listings = loading.file(Listings, product.listings) if product.listings else None
    history = ProductHistory(
        product.id,
        meaning,
        vendor,
        newest_first(releases),
        tuple(notice for notice, _ in notices),
        tuple(folder.below(file) for _, file in notices),
        listings.root if listings else {},
        {file.stem: file for file in folder.profiles},
        tuple((notes, folder.below(file)) for notes, file in unreleased),
    )
    return LoadedProduct(history, loading.problems, loading.sources, is_understood, product)


class _Loading:
    """What one product's files have in common while they are read."""

    def __init__(self, folder: VendorFolder, vendor: Vendor) -> None:
        self.folder = folder
        self.languages = tuple(vendor.languages)
        self.problems: list[Problem] = []
        self.sources: dict[str, Source] = {}

    def file(self, model: type[M], file: Path) -> M | None:
        """What a file means; None where it can't be parsed, or was read with errors.

        A preview must not show half of what was meant, nor text that no page and no feed can hold.
        """
        meaning, is_sound = self.any_file(model, file)
        return meaning if is_sound else None

    def any_file(self, model: type[M], file: Path) -> tuple[M | None, bool]:
        """What a file means, if only half of it could be read; and whether it was read without errors."""
        shown = self.folder.show(file)
        source = open_source(file, shown)
        if isinstance(source, Problem):
            self.problems.append(source)
            return None, False
        self.sources[shown] = source
        document = read(source)
        self.problems += document.problems
        if document.data is None and document.problems:
            return None, False
        meaning, found = parse(model, document.data, languages=self.languages)
        self.problems += placed(found, source)
        return meaning, all(problem.severity != "error" for problem in document.problems)
