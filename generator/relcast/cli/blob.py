"""`relcast blob`."""

import click


@click.command()
def blob() -> None:
    """x"""
