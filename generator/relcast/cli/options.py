"""Options and steps that several verbs share; what needs little has a module of its own, such as `now`."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..checks.run import check_product
from ..library.load import load_product
from ..library.product import ProductHistory, VersionedRelease
from ..model.product import Vendor
from ..problems import Problem
from ..records.folder import ProductFolder, VendorFolder
from ..records.guess import hint_for, version_hint
from ..site.produce import open_folder
from .now import now_option as now_option

F = TypeVar("F", bound=Callable[..., Any])


def records_option(function: F) -> F:
    """`--records DIR`."""
    return click.option(
        "--records", type=click.Path(path_type=Path), default=Path("releases"), show_default=True,
        help="The vendor's folder of records.",
    )(function)  # fmt: skip


def open_records(records: Path) -> tuple[VendorFolder, Vendor | None, list[Problem]]:
    """The folder by its path as given on the command line."""
    return open_folder(records.resolve(), os.path.normpath(records).replace(os.sep, "/"))


def read_product(records: Path, product: str) -> ProductHistory:
    """The product's history; its errors are printed and end the command."""
    folder, vendor, problems = open_records(records)
    if vendor is not None:
        loaded = load_product(folder, get_folder(folder, product), vendor)
        problems = check_product(folder, loaded)
        if not any(problem.severity == "error" for problem in problems):
            return loaded.history
    for problem in problems:
        click.echo(str(problem), err=True)
    raise click.ClickException("the records have errors")


def get_folder(folder: VendorFolder, product: str) -> ProductFolder:
    """The files of a product by its id as typed; UsageError with what was perhaps meant."""
    for found in folder.products:
        if found.id == product:
            return found
    hint = hint_for(product, [one.id for one in folder.products], otherwise="there are none yet")
    raise click.UsageError(f"there is no product '{product[:60]}'; {hint}")


def get_release(history: ProductHistory, version: str) -> VersionedRelease:
    """The release of a version as typed; UsageError with what was perhaps meant."""
    if entry := history.find(version):
        return entry
    hint = version_hint(version, [entry.version.text for entry in history.releases])
    raise click.UsageError(f"{history.id} has no release '{version[:60]}'; {hint}")
