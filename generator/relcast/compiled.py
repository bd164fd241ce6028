"""Templates as Python byte code, kept between runs.

Compiling a theme's templates takes longer than drawing a page with them. The code lies where Jinja keeps such things: a
folder of the user's own below the system's temporary one. It is not in `.relcast/`, which may come from anywhere, since
nothing in that can run code.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from hashlib import blake2b

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from jinja2.defaults import DEFAULT_POLICIES

from . import __version__

_KNOWN = frozenset({"jinja2", "markupsafe", "builtins", "_operator", "mkdocs", "properdocs", "relcast"})
"""Packages whose filters and tests stay the same while their versions do. Where a template writes out a filter's value,
Jinja works the filter out while it compiles; what a filter of a user's own hook makes of it may have changed since."""

_SETTINGS = (
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string",
    "comment_end_string", "line_statement_prefix", "line_comment_prefix", "trim_blocks", "lstrip_blocks",
    "newline_sequence", "keep_trailing_newline", "optimized", "autoescape", "is_async", "newstyle_gettext",
)  # fmt: skip
"""Attributes of an environment that decide what a template compiles to."""


def compiled_templates(*versions: str) -> jinja2.BytecodeCache | None:
    """An environment's `bytecode_cache`; None where there is no safe place for one.

    `versions` name what besides Jinja and Relcast decides what the environment's filters do.
    """
    with suppress(OSError, RuntimeError):
        return _Cache(jinja2.__version__, __version__, *versions)
    return None


class _Cache(FileSystemBytecodeCache):
    def __init__(self, *versions: str) -> None:
        super().__init__(pattern="relcast-%s.cache")
        self.versions = versions

    def get_bucket(self, environment: jinja2.Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The code of a template for the environment as it is now, or an empty place for it."""
        settings = [getattr(environment, attribute, None) for attribute in _SETTINGS]
        extensions = sorted((known, extension.priority) for known, extension in environment.extensions.items())
        state = repr((self.versions, settings, extensions, name, filename)).encode()
        bucket = Bucket(environment, blake2b(state, digest_size=16).hexdigest(), self.get_source_checksum(source))
        if _is_known(environment):
            self.load_bytecode(bucket)
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep the code, unless it is somebody else's work too; not worth failing for."""
        if _is_known(bucket.environment):
            with suppress(OSError):
                self.dump_bytecode(bucket)


def _is_known(environment: jinja2.Environment) -> bool:
    """Whether nothing takes part in compiling that isn't named in the cache's keys."""
    parts = [*environment.filters.values(), *environment.tests.values()]
    parts += [type(extension) for extension in environment.extensions.values()]
    parts = [part.func if isinstance(part, partial) else part for part in parts]
    modules = {getattr(part, "__module__", None) or type(part).__module__ for part in parts}
    return (
        type(environment) is jinja2.Environment
        and environment.policies == DEFAULT_POLICIES
        and environment.finalize is None
        and isinstance(environment.autoescape, bool)
        and {module.partition(".")[0] for module in modules} <= _KNOWN
    )
