"""All rules over one product, over the vendor, and over a whole folder; at the levels that were set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..library.load import LoadedProduct, load_product, load_vendor
from ..model.product import Vendor
from ..problems import Problem, sort_problems
from ..records.folder import VendorFolder
from ..records.locate import placed
from ..records.reader import Source, open_source
from .field import unused_setting
from .find import findings
from .rule import rules
from .settings import Settings, leveled


def check_product(folder: VendorFolder, loaded: LoadedProduct, now: datetime | None = None) -> list[Problem]:
    """Everything wrong with one product: what reading found, and what the rules find; placed, leveled and sorted.

    Without `now`, what depends on the day is not looked for.
    """
    return _check_product(folder, loaded, Settings("", loaded.history.vendor.checks), now)


def check_vendor(folder: VendorFolder, vendor: Vendor, problems: Iterable[Problem] = ()) -> list[Problem]:
    """What reading the folder and vendor.yaml found, and what the rules find there; placed, leveled and sorted."""
    found = [*problems, *_placed_in_vendor(folder, _of_vendor(vendor))]
    return sort_problems(leveled(found, [Settings("", vendor.checks)], {}))


def check_folder(folder: VendorFolder, only: Iterable[str] = (), *, now: datetime | None = None) -> list[Problem]:
    """Every problem of every file of a vendor's folder, sorted; `only` keeps products by id.

    Without `now`, what depends on the day is not looked for.
    """
    vendor, problems = load_vendor(folder, stand_in=True)
    if vendor is None:
        return sort_problems(problems)
    house = Settings("vendor.yaml", vendor.checks)
    problems = leveled([*problems, *_placed_in_vendor(folder, _of_vendor(vendor))], [house], {})
    wanted = set(only)
    for product in folder.products:
        if not wanted or product.id in wanted:
            problems += _check_product(folder, load_product(folder, product, vendor), house, now)
    if not wanted:
        unused = _placed_in_vendor(folder, unused_setting.check_settings(house))
        problems += leveled(unused, [house], {})
    return sort_problems(problems)


def _check_product(folder: VendorFolder, loaded: LoadedProduct, house: Settings, now: datetime | None) -> list[Problem]:
    history = loaded.history
    own = Settings(f"{history.id}/product.yaml", history.product.checks)
    versions = {folder.show(folder.root / entry.file): entry.version.text for entry in history.releases}
    problems = list(loaded.problems)
    if loaded.is_understood:
        problems += _placed(folder, loaded, findings(history, now))
    problems = leveled(problems, (own, house), versions)
    if loaded.is_understood:
        problems += leveled(_placed(folder, loaded, unused_setting.check_settings(own)), (own, house), versions)
    return sort_problems(problems)


def _of_vendor(vendor: Vendor) -> Iterator[Problem]:
    for rule in rules():
        if check := getattr(rule.module, "check_vendor", None):
            yield from check(vendor)


def _placed(folder: VendorFolder, loaded: LoadedProduct, problems: Iterable[Problem]) -> list[Problem]:
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
