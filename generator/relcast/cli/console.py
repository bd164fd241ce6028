"""`relcast console`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..artifacts import Measured, measure
from ..checks.marketplaces.wrong_artifact import complaints
from ..checks.run import check_product, placed_in_product
from ..console.pack import ConsolePack
from ..console.standing import waiting
from ..console.write import NotOurs, write_pack
from ..library.load import LoadedProduct, load_product
from ..library.product import VersionedRelease
from ..marketplaces.shelf import check_profiles
from ..model.product import Vendor
from ..problems import Problem, RecordsInvalid, count_words, sort_problems
from ..records.folder import VendorFolder
from ..site.swap import SiteBusy
from .options import get_folder, get_release, open_records, records_option
from .page_finder import page_finder


@click.command()
@click.argument("product", required=False)
@click.argument("version", required=False)
@records_option
def console(product: str | None, version: str | None, records: Path) -> None:
    """Make the private pages from which a version is submitted to its marketplaces: dist/console/index.html.

    Without VERSION, of every version that is not yet live on one of its listings; without PRODUCT, of all products. The
    files that records name as artifacts are measured, and must be what the records say. The pack is replaced whole.
    """
    root = records.resolve().parent
    folder, vendor, chosen = _choose(records, product, version)
    pack = ConsolePack(root, page_finder(root, vendor.languages))
    problems: list[Problem] = []
    for loaded, entries in chosen:
        for entry in entries:
            measured, found = _measure(folder, loaded, entry)
            problems += found
            try:
                pack.add(loaded.history, entry, measured)
            except RecordsInvalid as invalid:
                problems += invalid.problems
    _stop_at(problems)
    try:
        place = write_pack(root, pack.finish())
    except NotOurs:
        shown = root / "dist" / "console"
        raise click.ClickException(
            f"{shown} holds something that is not a console pack, and is left as it is; move it away"
        ) from None
    except SiteBusy:
        raise click.ClickException("another `relcast console` is writing the pack; wait for it") from None
    for part in pack.parts:
        state = f"{part.blocking} to do" if part.blocking else "ready"
        click.echo(f"{part.history.id} {part.entry.version.text}: {state}", err=True)
    if not pack.parts:
        click.echo("no version waits on any listing; name one: `relcast console PRODUCT VERSION`", err=True)
    click.echo(os.path.relpath(place / "index.html"))


def _choose(
    records: Path, product: str | None, version: str | None
) -> tuple[VendorFolder, Vendor, list[tuple[LoadedProduct, list[VersionedRelease]]]]:
    """The folder, its vendor, and the releases to make pages of by product; what is wrong with their records ends the
    command."""
    folder, vendor, problems = open_records(records)
    _stop_at(problems)
    if vendor is None:
        raise click.ClickException("the records can't be read")
    chosen = []
    found = check_profiles(folder)
    for one in folder.products if product is None else [get_folder(folder, product)]:
        loaded = load_product(folder, one, vendor)
        found += check_product(folder, loaded)
        chosen.append((loaded, waiting(loaded.history) if version is None else [get_release(loaded.history, version)]))
    _stop_at(found)
    return folder, vendor, chosen


def _measure(
    folder: VendorFolder, loaded: LoadedProduct, entry: VersionedRelease
) -> tuple[dict[str, Measured], list[Problem]]:
    """The local files of a release as they are, and where they contradict its record."""
    measured: dict[str, Measured] = {}
    problems: list[Problem] = []
    for position, artifact in enumerate(entry.release.artifacts):
        if artifact.file is None:
            continue
        if artifact.file not in measured:
            measured[artifact.file] = measure(folder.root.parent, artifact.file, hashing=True)
        problems += complaints(entry, position, artifact, measured[artifact.file], asked=True)
    return measured, placed_in_product(folder, loaded, problems)


def _stop_at(problems: list[Problem]) -> None:
    """Print problems, and end the command at an error."""
    for problem in sort_problems(problems):
        click.echo(str(problem), err=True)
    if any(problem.severity == "error" for problem in problems):
        click.echo(count_words(problems), err=True)
        raise click.ClickException("no console pack was made; the earlier one, if any, is as it was")
