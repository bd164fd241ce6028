"""All rules over one product, and over a whole folder."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from types import ModuleType

from ..library.load import LoadedProduct, load_product, load_vendor
from ..library.product import ProductHistory
from ..marketplaces.shelf import check_profiles
from ..problems import Problem, sort_problems
from ..records.folder import PROFILES, VendorFolder
from ..records.locate import placed


@cache
def rules() -> tuple[ModuleType, ...]:
    """Every rule module, by code."""
    from relcast import checks

    modules = (
        importlib.import_module(f"{checks.__name__}.{info.name}") for info in pkgutil.iter_modules(checks.__path__)
    )
    return tuple(sorted((m for m in modules if hasattr(m, "CODE")), key=lambda m: str(m.CODE)))


def check_product(folder: VendorFolder, loaded: LoadedProduct) -> list[Problem]:
    """Everything wrong with one product: what reading found, and what the rules find; placed and sorted.

    It depends on the records alone, so that what is built from them can be kept.
    """
    found = _findings(loaded.history) if loaded.is_understood else ()
    return sort_problems([*loaded.problems, *_placed(folder, loaded, found)])


def check_artifacts(folder: VendorFolder, loaded: LoadedProduct, *, hashing: bool) -> list[Problem]:
    """What the files that a product's records name are not: `hashing` reads them whole, and tells which are missing."""
    root = folder.root.parent
    checks = [check for rule in rules() if (check := getattr(rule, "check_files", None))]
    found = (problem for check in checks for problem in check(loaded.history, root, hashing=hashing))
    return sort_problems(_placed(folder, loaded, found))


def _placed(folder: VendorFolder, loaded: LoadedProduct, found: Iterable[Problem]) -> list[Problem]:
    problems = []
    by_file: dict[str, list[Problem]] = {}
    for problem in found:
        file = folder.root / problem.path
        if loaded.folder and loaded.folder.product and file.with_suffix("") == loaded.folder.product.with_suffix(""):
            file = loaded.folder.product  # it may be called product.yml
        shown = folder.show(file)
        by_file.setdefault(shown, []).append(problem)
    for shown, theirs in by_file.items():
        source = loaded.sources.get(shown)
        problems += placed(theirs, source) if source else [p.placed(path=shown, line=1, column=1) for p in theirs]
    return problems


def _findings(history: ProductHistory) -> Iterator[Problem]:
    for rule in rules():
        if check := getattr(rule, "check_product", None):
            yield from check(history)
        if check := getattr(rule, "check_release", None):
            for entry in history.releases:
                yield from check(entry, history)


def check_folder(folder: VendorFolder, only: Iterable[str] = (), *, artifacts: bool = False) -> list[Problem]:
    """Every problem of every file of a vendor's folder, sorted; `only` keeps products by id (and `profiles`).

    `artifacts` reads the files that records name, too.
    """
    vendor, problems = load_vendor(folder, stand_in=True)
    if vendor is None:
        return sort_problems(problems)
    wanted = set(only)
    for product in folder.products:
        if not wanted or product.id in wanted:
            loaded = load_product(folder, product, vendor)
            problems += check_product(folder, loaded)
            problems += check_artifacts(folder, loaded, hashing=artifacts)
    if not wanted or PROFILES in wanted:
        problems += check_profiles(folder)
    return sort_problems(problems)
