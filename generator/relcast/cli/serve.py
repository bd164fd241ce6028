"""`relcast serve`."""

from __future__ import annotations

from pathlib import Path

import click

from .build import CONFIG


def _address(context: click.Context, parameter: click.Parameter, value: str) -> str:
    port = value.rpartition(":")[2]
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536 and ":" in value):
        raise click.BadParameter("write HOST:PORT, such as 127.0.0.1:8000")
    return value


@click.command()
@CONFIG
@click.option(
    "-a", "--dev-addr", default="127.0.0.1:8000", show_default=True, callback=_address,
    help="Address and port to listen at.",
)  # fmt: skip
def serve(config_file: Path, dev_addr: str) -> None:
    """Show the site while you write: a saved record shows at once, a broken one shows what is wrong with it.

    One language is shown; `-f mkdocs.zh-CN.yml` shows another.
    """
    from ..engines.mkdocs import build as engine  # slow to import, and the other verbs can do without

    try:
        engine.serve_site(config_file, dev_addr)
    except engine.BuildFailed as error:
        raise click.ClickException(str(error) or "the site can't be shown") from None
