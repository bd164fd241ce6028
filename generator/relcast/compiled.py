"""Templates as Python byte code, kept between runs.

Compiling a theme's templates takes longer than drawing a page with them. The code lies where Jinja keeps such things: in
a folder of the user's own below the system's temporary one. It is not in `.relcast/`, which may come from anywhere,
since nothing in that can run code.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.defaults import DEFAULT_POLICIES

from . import __version__

_KNOWN = frozenset({"jinja2", "markupsafe", "builtins", "_operator", "mkdocs", "properdocs", "relcast"})
"""Packages whose filters and tests stay the same while their versions do. Jinja works filters out while it compiles
where a value is written in the template, and what a user's own hook makes of it may have changed since."""

_SYNTAX = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string",
    "comment_end_string", "line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks",
    "newline_sequence", "keep_trailing_newline", "optimized", "autoescape", "is_async",
)  # fmt: skip


class _Cache(FileSystemBytecodeCache):
    """A cache that is not worth failing for."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_templates(environment: jinja2.Environment, *versions: str) -> jinja2.BytecodeCache | None:
    """What an environment, set up as it will be used, may take as its `bytecode_cache`.

    `versions` name what besides Jinja and Relcast decides what its filters do. None where something of a stranger's takes part in
    compiling, or where there is no safe place.
    """
    if type(environment) is not jinja2.Environment or not _KNOWN.issuperset(_parts(environment)):
        return None
    if environment.policies != DEFAULT_POLICIES or environment.finalize or callable(environment.autoescape):
        return None
    settings = [getattr(environment, name) for name in _SYNTAX]
    extensions = sorted((name, extension.priority) for name, extension in environment.extensions.items())
    style = getattr(environment, "newstyle_gettext", False)
    key = repr((jinja2.__version__, __version__, versions, settings, extensions, style)).encode()
    try:
        return _Cache(pattern=f"relcast-{blake2b(key, digest_size=8).hexdigest()}-%s")
    except (OSError, RuntimeError):
        return None


def _parts(environment: jinja2.Environment) -> Iterator[str]:
    """Top packages of everything that takes part in compiling."""
    parts = [*environment.filters.values(), *environment.tests.values()]
    parts += [type(extension) for extension in environment.extensions.values()]
    for part in parts:
        yield (getattr(part, "__module__", None) or type(part).__module__).partition(".")[0]
