"""`relcast init`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from ..authoring.init import init_folder
from .now import now_option


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), default=Path())
@now_option
def init(folder: Path, now: datetime) -> None:
    """Make FOLDER (default: this one) a vendor's folder that builds at once.

    It gets a vendor, a product with a first record, and a site; what is there already is never overwritten.
    """
    made = init_folder(folder, first_release=now.date())
    for file in made.created:
        click.echo(f"created  {file}")
    for file in made.kept:
        click.echo(f"kept     {file}")
    for line in made.advice:
        click.echo(f"to do    {line}")
    inside = "" if folder in (Path(), Path.cwd()) else f"cd {folder} && "
    click.echo(f"\nNow: {inside}relcast build, or {inside}relcast serve to see it while you write.")
