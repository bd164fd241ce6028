"""All rules over one product, over the vendor, and over a whole folder; at the levels that were set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..library.load import LoadedProduct, load_product, load_vendor
from ..library.product import ProductHistory
from ..model.product import Vendor
from ..problems import Problem, sort_problems
from ..records.folder import PROFILES, ProductFolder, VendorFolder
from ..records.locate import placed
from ..records.reader import Source, open_source
from ..workers import spread
from .field import unused_setting
from .find import findings, turning_points
from .memory import Checked, Memory
from .rule import rules
from .settings import Settings, leveled
from .texts import check_vendor_texts


def check_product(folder: VendorFolder, loaded: LoadedProduct, now: datetime | None = None) -> list[Problem]:
    """Everything wrong with one product: what reading found, and what the rules find; placed, leveled and sorted.

    It depends on the records alone, so that what is built from them can be kept. Without `now`, what depends on the day
    is not looked for.
    """
    return _check_product(folder, loaded, Settings("", loaded.history.vendor.checks), now)


def check_vendor(folder: VendorFolder, vendor: Vendor, problems: Iterable[Problem] = ()) -> list[Problem]:
    """What reading the folder and vendor.yaml found, and what the rules find there; placed, leveled and sorted."""
    found = [*problems, *_placed_in_vendor(folder, _of_vendor(vendor))]
    return sort_problems(leveled(found, [Settings("", vendor.checks)], {}))


def check_products(folder: VendorFolder, vendor: Vendor, aliases: Mapping[str, Sequence[str]]) -> list[Problem]:
    """What is wrong between products; placed, leveled and sorted. `aliases` are the earlier ids of each, by its id."""
    found: dict[str, list[Problem]] = {}
    for rule in rules():
        if check := getattr(rule.module, "check_products", None):
            for problem in check(aliases):
                found.setdefault(problem.path.partition("/")[0], []).append(problem)
    problems: list[Problem] = []
    for product in folder.products:
        if product.id in found:  # read again, for the places and for the levels that it sets itself
            loaded = load_product(
                folder, replace(product, releases=(), notices=(), unreleased=(), listings=None), vendor
            )
            levels = Settings("", loaded.history.product.checks), Settings("", vendor.checks)
            problems += leveled(placed_in_product(folder, loaded, found[product.id]), levels, {})
    return sort_problems(problems)


def check_folder(
    folder: VendorFolder, only: Iterable[str] = (), *, now: datetime | None = None, memory: Memory | None = None,
    jobs: int = 1, artifacts: bool = False,
) -> list[Problem]:  # fmt: skip
    """Every problem of every file of a vendor's folder, sorted; `only` keeps products by id (and `profiles`).

    The files that records name are looked at, and with `artifacts` read whole. What is wrong between products is told
    where none is left out.

    Without `now`, what depends on the day is not looked for. Products that `memory` knows are not read again; the
    others are read in `jobs` processes (0: one a core).
    """
    vendor, problems = load_vendor(folder, stand_in=True)
    if vendor is None:
        return sort_problems(problems)
    house = Settings("vendor.yaml", vendor.checks)
    problems = leveled([*problems, *_placed_in_vendor(folder, _of_vendor(vendor))], [house], {})
    wanted = set(only)
    products = [product for product in folder.products if not wanted or product.id in wanted]
    parts = _check_products(folder, products, vendor, now, memory, jobs, artifacts)
    for checked in parts:
        problems += checked.problems
        house.count(checked.used)
    if not wanted:
        problems += check_products(
            folder, vendor, {product.id: part.aliases for product, part in zip(products, parts, strict=True)}
        )
        unused = _placed_in_vendor(folder, unused_setting.check_settings(house))
        problems += leveled(unused, [house], {})
    if not wanted or PROFILES in wanted:
        from ..marketplaces.shelf import check_profiles  # slow to import, and a build can do without

        problems += leveled(check_profiles(folder), [house], {})
    problems = sort_problems(problems)
    if memory and now:
        if not wanted and all(checked.is_lasting for checked in parts):
            memory.keep_whole(problems, parts)
        memory.write()
    return problems


@dataclass(frozen=True, slots=True)
class _Order:
    """What a worker needs to check one product."""

    folder: VendorFolder
    product: ProductFolder
    vendor: Vendor
    now: datetime | None
    artifacts: bool


def _check_products(
    folder: VendorFolder, products: Sequence[ProductFolder], vendor: Vendor, now: datetime | None,
    memory: Memory | None, jobs: int, artifacts: bool,
) -> list[Checked]:  # fmt: skip
    """What was found in each product, in their order."""
    alone = replace(folder, products=(), problems=())  # a worker is sent one product, not all of them
    known: dict[str, Checked | None] = {}
    if memory and now:
        known = {product.id: memory.find(product.id, now) for product in products}
    stale = [product for product in products if not known.get(product.id)]
    orders = [_Order(alone, product, vendor, now, artifacts) for product in stale]
    for product, checked in zip(stale, spread(_check, orders, jobs), strict=True):
        known[product.id] = checked
        if memory and now and checked.is_lasting:
            memory.keep(product.id, checked)
    return [part for product in products if (part := known[product.id])]


def _check(order: _Order) -> Checked:
    loaded = load_product(order.folder, order.product, order.vendor)
    house = Settings("vendor.yaml", order.vendor.checks)
    problems = _check_product(order.folder, loaded, house, order.now, hashing=order.artifacts)
    points = turning_points(loaded.history) if order.now else set()
    since = max((point for point in points if order.now and point <= order.now), default=None)
    until = min((point for point in points if order.now and point > order.now), default=None)
    return Checked(
        problems, house.used(), tuple(loaded.history.product.aliases), since, until, not _names_files(loaded.history)
    )


def _names_files(history: ProductHistory) -> bool:
    return any(artifact.file for entry in history.releases for artifact in entry.release.artifacts)


def _check_product(
    folder: VendorFolder, loaded: LoadedProduct, house: Settings, now: datetime | None, *, hashing: bool | None = None
) -> list[Problem]:
    """`hashing` says whether to read the files that records name; None leaves them alone."""
    history = loaded.history
    own = Settings(f"{history.id}/product.yaml", history.product.checks)
    versions = {}
    if own.given or house.given:
        versions = {folder.show(folder.root / entry.file): entry.version.text for entry in history.releases}
    problems = list(loaded.problems)
    if loaded.is_understood:
        problems += placed_in_product(folder, loaded, findings(history, now))
        if hashing is not None:
            problems += placed_in_product(folder, loaded, _of_files(folder, history, hashing=hashing))
    problems = leveled(problems, (own, house), versions)
    if loaded.is_understood:
        problems += leveled(
            placed_in_product(folder, loaded, unused_setting.check_settings(own)), (own, house), versions
        )
    return sort_problems(problems)


def _of_files(folder: VendorFolder, history: ProductHistory, *, hashing: bool) -> Iterator[Problem]:
    for rule in rules():
        if check := getattr(rule.module, "check_files", None):
            yield from check(history, folder.root.parent, hashing=hashing)


def _of_vendor(vendor: Vendor) -> Iterator[Problem]:
    for rule in rules():
        if check := getattr(rule.module, "check_vendor", None):
            yield from check(vendor)
    yield from check_vendor_texts(vendor)


def placed_in_product(folder: VendorFolder, loaded: LoadedProduct, problems: Iterable[Problem]) -> list[Problem]:
    """Problems with paths below the folder, with their lines and columns."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        file = folder.root / problem.path
        if loaded.folder and loaded.folder.product and file.with_suffix("") == loaded.folder.product.with_suffix(""):
            file = loaded.folder.product  # it may be called product.yml
        by_file.setdefault(folder.show(file), []).append(problem)
    return [
        problem for shown, found in by_file.items() for problem in _placed_in(shown, found, loaded.sources.get(shown))
    ]


def _placed_in_vendor(folder: VendorFolder, problems: Iterable[Problem]) -> list[Problem]:
    """Problems of vendor.yaml, with their lines and columns; the file is read again where there are some."""
    found = list(problems)
    if not found or folder.vendor is None:
        return found
    shown = folder.show(folder.vendor)
    source = open_source(folder.vendor, shown)
    return _placed_in(shown, found, source if isinstance(source, Source) else None)


def _placed_in(shown: str, found: list[Problem], source: Source | None) -> list[Problem]:
    return placed(found, source) if source else [problem.placed(path=shown, line=1, column=1) for problem in found]
