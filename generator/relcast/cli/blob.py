"""`relcast blob`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from ..checks.run import check_product
from ..library.load import load_product
from ..library.product import ProductHistory
from ..marketplaces.blob import Blob, report, summary
from ..marketplaces.blob import blob as make_blob
from ..marketplaces.fit import DoesNotFit
from ..marketplaces.profile import MAIN_FIELD, MarketplaceError
from ..marketplaces.shelf import find_target
from .options import open_records, records_option


@click.command()
@click.argument("product")
@click.argument("version")
@click.option("--for", "target", required=True, metavar="PROFILE|LISTING", help="A marketplace's form, or a listing.")
@click.option("--lang", "language", help="Default: the listing's first language, else the vendor's.")
@click.option("--field", default=MAIN_FIELD, show_default=True, help="Which box of the form.")
@click.option("--url", help="The release's page; default: from site_url in mkdocs.yml.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@records_option
def blob(
    product: str, version: str, target: str, language: str | None, field: str, url: str | None, form: str, records: Path
) -> None:
    """Print the text to paste into a marketplace's console, cut to measure by whole entries.

    The text goes to standard output; its count against the limit, and what was left out, to standard error.
    """
    history = _read(records, product)
    entry = history.find(version)
    if entry is None:
        known = ", ".join(entry.version.text for entry in history.releases[:8])
        raise click.ClickException(f"{product} has no release {version}; the newest are {known}")
    try:
        profile, listing = find_target(history.product, target, history.own_profiles)
        spoken = history.product.listings[listing].languages if listing else []
        language = language or next(iter(spoken), history.vendor.languages[0])
        made = make_blob(
            history, entry, profile, language=language, listing=listing, field=field,
            url=url or _page(history, entry.version.text, language),
        )  # fmt: skip
    except MarketplaceError as error:
        raise click.ClickException(str(error)) from None
    except DoesNotFit as error:
        raise click.ClickException(
            f"{product} {version} for {target}: {error}\n"
            "What must be kept alone is too long. Write a `short:` for its longest entries."
        ) from None
    _print(made, form)


def _print(made: Blob, form: str) -> None:
    if form == "json":
        click.echo(json.dumps({**asdict(made), "summary": summary(made)}, ensure_ascii=False, indent=2))
        return
    click.echo(made.text)
    click.echo(report(made), err=True)


def _read(records: Path, product: str) -> ProductHistory:
    """The product's history; its errors are printed and end the command."""
    folder, vendor, problems = open_records(records)
    found = next((one for one in folder.products if one.id == product), None)
    if vendor is not None and found is None:
        known = ", ".join(one.id for one in folder.products)
        raise click.ClickException(f"there is no product {product}; known: {known}")
    if vendor is not None and found is not None:
        loaded = load_product(folder, found, vendor)
        problems = check_product(folder, loaded)
        if not any(problem.severity == "error" for problem in problems):
            return loaded.history
    for problem in problems:
        click.echo(str(problem), err=True)
    raise click.ClickException("the records have errors")


def _page(history: ProductHistory, version: str, language: str) -> str | None:
    """The release's page in a language on the site that mkdocs.yml describes, if it knows its address."""
    if not Path("mkdocs.yml").is_file():
        return None
    from ..engines.mkdocs import build as engine  # slow to import, and needed only here

    try:
        config = engine.read_config(Path("mkdocs.yml"))
        return engine.release_address(config, history.id, version, language, history.vendor.languages)
    except engine.BuildFailed:
        return None
