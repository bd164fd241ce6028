"""Options and steps that several verbs share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..model.product import Vendor
from ..problems import Problem
from ..records.folder import VendorFolder
from ..site.produce import open_folder

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
