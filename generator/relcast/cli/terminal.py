"""Standard output, whatever it is."""

from __future__ import annotations

import os
import sys

import click


def has_colours() -> bool:
    """Whether standard output is a terminal that shows colours, and nobody wants it without (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def say(text: str) -> None:
    """Print a text, whatever the terminal can show (a pipe on Windows knows few letters)."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False)
