"""`relcast serve`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from .build import CONFIG


@click.command()
@CONFIG
@click.option("-a", "--dev-addr", default="127.0.0.1:8000", show_default=True, help="Address and port to listen at.")
def serve(config_file: Path, dev_addr: str) -> None:
    """Show the site while you write: a saved record shows at once, a broken one shows what is wrong with it.

    One language is shown; `-f mkdocs.zh-CN.yml` shows another.
    """
    from mkdocs.commands import serve as engine
    from mkdocs.exceptions import Abort, BuildError, ConfigurationError

    try:
        engine.serve(os.fspath(config_file), dev_addr=dev_addr, livereload=True)
    except (Abort, BuildError, ConfigurationError) as error:
        raise click.ClickException(str(error)) from None
