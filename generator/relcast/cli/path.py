"""`relcast path`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from ..library.upgrade import NoPath, Upgrades
from ..records.guess import hint_for
from ..render.path_json import path_data
from ..render.path_text import path_text, path_ticket
from .options import get_release, now_option, read_product, records_option


@click.command()
@click.argument("product")
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True,
    help="Markdown is for pasting into a change ticket.",
)  # fmt: skip
@click.option("--lang", "language", help="Default: the vendor's first language.")
@click.option("--prereleases", is_flag=True, help="Step on pre-releases too, and count what they bring.")
@now_option
@records_option
def path(
    product: str, start: str, end: str, form: str, language: str | None, prereleases: bool, now: datetime, records: Path
) -> None:
    """Print the upgrade from one version to another: the way, its sum, its risks and what to do, step by step.

    Exit status: 0 there is an upgrade, or nothing to do; 1 there is none, and the text says why; 2 wrong usage.
    """
    history = read_product(records, product).at(now)
    languages = history.vendor.languages
    language = language or languages[0]
    if language not in languages:
        hint = hint_for(language, languages, otherwise="")
        raise click.UsageError(f"'{language[:60]}' is none of the vendor's languages; {hint}")
    found = Upgrades(history).path(get_release(history, start), get_release(history, end), prereleases=prereleases)
    if form == "json":
        click.echo(json.dumps(path_data(history, found, language), ensure_ascii=False, indent=2))
    else:
        click.echo((path_ticket if form == "markdown" else path_text)(history, found, language), nl=False)
    if isinstance(found, NoPath) and found.why != "same":
        raise click.exceptions.Exit(1)
