"""`relcast import`."""

from __future__ import annotations

from pathlib import Path

import click

from ..importers.elastic import import_elastic
from ..importers.imported import write_imported
from ..problems import RecordsInvalid
from .options import records_option

FORMATS = {"elastic": import_elastic}


@click.command("import")
@click.argument("format_", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--product", required=True, metavar="ID", help="The product's id: its folder below the records.")
@click.option("--overwrite", is_flag=True, help="Replace records of the same name.")
@records_option
def import_(format_: str, source: Path, product: str, overwrite: bool, records: Path) -> None:
    """Turn another tool's changelog into records.

    FORMAT is `elastic`: the changelog.yml of an Elastic package (its manifest.yml is read too); SOURCE is the file or
    its folder. What has no place in a record is printed, with its place in the source: nothing disappears unseen.
    """
    try:
        imported = FORMATS[format_](source, product)
    except RecordsInvalid as invalid:
        for problem in invalid.problems:
            click.echo(str(problem))
        raise click.ClickException(f"{source} was not imported") from None
    try:
        files = write_imported(imported, records, overwrite=overwrite)
    except FileExistsError as exists:
        raise click.ClickException(f"{exists}; `--overwrite` replaces records of the same name") from None
    for note in imported.report:
        click.echo(str(note))
    tally = imported.tally
    click.echo(
        f"{records / product}: {len(files)} files; releases {tally.releases_kept} of {tally.releases_found}, "
        f"entries {tally.entries_kept} of {tally.entries_found}",
        err=True,
    )
