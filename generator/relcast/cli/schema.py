"""`relcast schema`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from .terminal import say

KINDS = ("vendor", "product", "release", "unreleased", "notice", "listings", "change")


@click.command()
@click.argument("kind", type=click.Choice(KINDS), default="release")
@click.option("--all", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Write the schema of every kind into this folder, as DIR/KIND.json.")  # fmt: skip
def schema(kind: str, folder: Path | None) -> None:
    """Print the JSON Schema of a kind of record, for editors: of a release, unless another KIND is named."""
    from ..schemas.make import make_schema

    def text(name: str) -> str:
        return json.dumps(make_schema(name), ensure_ascii=False, indent=2) + "\n"

    if folder is None:
        say(text(kind))
        return
    from ..records.write import write_file

    folder.mkdir(parents=True, exist_ok=True)
    for name in KINDS:
        write_file(folder / f"{name}.json", text(name))
    click.echo(f"{len(KINDS)} schemas are in {folder}", err=True)
