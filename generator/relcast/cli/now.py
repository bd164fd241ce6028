"""The option `--now`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import click

from ..now import moment

F = TypeVar("F", bound=Callable[..., Any])


def now_option(function: F) -> F:
    """`--now TIME`, given to the verb as a UTC instant."""
    return click.option(
        "--now", metavar="TIME", callback=_now,
        help="Decide what is past or future against this date or time, not the present.",
    )(function)  # fmt: skip


def _now(context: click.Context, parameter: click.Parameter, value: str | None) -> datetime:
    try:
        moment(None)  # a broken SOURCE_DATE_EPOCH stops MkDocs, whatever `--now` says
        return moment(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
