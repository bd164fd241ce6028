"""The command-line door: `relcast`, one module per verb."""

from __future__ import annotations

import atexit
import errno
import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from .. import __version__

_VERBS = {
    "init": "init.init",
    "check": "check.check",
    "explain": "explain.explain",
    "schema": "schema.schema",
    "build": "build.build",
    "serve": "serve.serve",
    "blob": "blob.blob",
    "console": "console.console",
    "path": "path.path",
    "profiles": "profiles.profiles",
    "import": "importing.import_",
}
"""Each verb's module and function; a verb needs few of the modules that all of them together do."""


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_USERS = _FULL | {
    errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENAMETOOLONG,
}  # fmt: skip
"""What the user can mend: a full disk, a folder without permission, a path that isn't there or leads to another kind of
file. What else goes wrong with a file is a fault of ours, and keeps its traceback."""


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        module, _, function = _VERBS[cmd_name].partition(".")
        command: click.Command = getattr(import_module(f".{module}", __name__), function)
        return command


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="relcast")
def cli() -> None:
    """One record per release, cast into changelog pages, upgrade feeds and console text."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code: 0 done, 1 the records or the site are at fault, 2 wrong usage."""
    # Next to nothing of a command is in cycles, and looking for them takes a tenth of its time: while it imports, while
    # it runs, and once more at the end.
    gc.set_threshold(300_000)
    atexit.register(gc.freeze)
    try:
        code = cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except click.UsageError as error:
        error.show()
        return 2
    except click.ClickException as error:
        error.show()
        return 1
    except click.Abort:
        click.echo("stopped", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:
        if error.errno not in _USERS or (error.filename is None and error.errno not in _FULL):
            raise
        # A copy that fails for want of room names its source first.
        file = error.filename2 if error.errno in _FULL and error.filename2 else error.filename
        where = f"{file}: " if file else ""
        click.echo(f"error: {where}{error.strerror or error}", err=True)
        return 1
    return code if isinstance(code, int) else 0
