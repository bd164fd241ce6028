"""`relcast init`."""

from __future__ import annotations

from pathlib import Path

import click


from ..now import moment


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), default=Path())
def init(folder: Path) -> None:
    """Make a vendor's folder that builds at once: vendor, product, first record, site; never overwrites."""
    raise click.ClickException("not yet")
