"""All languages of a site: MkDocs built once for each, in one process, from records read once."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from ...model.product import Vendor
from ...render.addresses import Addresses
from ...site import swap
from ...site.edition import Edition
from ...site.produce import Produced
from ...theme import theme_dir
from ...words import language_name
from .alternates import Alternate
from .language import match_language, theme_language

PLUGIN = "relcast"


class BuildFailed(Exception):
    """The site was not built; the reason, for people, is the message (it may have been logged already: then empty)."""


def read_config(file: Path | None, **overrides: Any) -> MkDocsConfig:
    """The site's configuration; raises BuildFailed with MkDocs' reason."""
    try:
        config = load_config(os.fspath(file) if file else None, **overrides)
    except (ConfigurationError, Abort, BuildError) as error:
        raise BuildFailed(str(error)) from None
    if PLUGIN not in config.plugins:
        raise BuildFailed(f"{config.config_file_path}: the plugin `{PLUGIN}` is not among `plugins:`")
    return config


def records_of(config: MkDocsConfig) -> tuple[Path, str]:
    """The records' folder, and its path as messages show it."""
    records = Path(config.plugins[PLUGIN].config.releases)
    home = Path(config.config_file_path).resolve().parent
    return records, os.path.relpath(records, home).replace(os.sep, "/")


Make = Callable[[Sequence[Edition]], Produced]
"""Reads all records and renders them for all editions; called once."""


def build_site(
    config: MkDocsConfig, vendor: Vendor, make: Make, *, now: datetime, jobs: int, strict: bool, site_dir: Path | None = None
) -> Path:  # fmt: skip
    """Build every language below a new folder and put it in the site's place once it is whole; returns the site's folder.

    The configuration of another language is `mkdocs.<language>.yml` beside mkdocs.yml where there is one, else mkdocs.yml
    with that theme language. Its docs are `<docs_dir>.<language>/`; pages that are not there come from the default docs.
    Raises BuildFailed; the earlier site then stays as it was.
    """
    _log_to_stderr()
    site = (site_dir or Path(config.site_dir)).resolve()
    if site == Path(config.docs_dir).resolve() or Path(config.docs_dir).resolve().is_relative_to(site):
        raise BuildFailed(f"the site can't be written to {site}: it holds the docs")
    default = match_language(_theme_tag(config), vendor.languages)
    languages = [default, *(language for language in vendor.languages if language != default)]
    fresh = swap.prepare(site)
    try:
        with tempfile.TemporaryDirectory(prefix="relcast-") as scratch:
            configs = {
                language: _edition_config(config, language, default, fresh, Path(scratch)) for language in languages
            }
            prefix = config.plugins[PLUGIN].config.at.strip("/")
            editions = [
                Edition(language, Addresses(_base(one), f"{prefix}/" if prefix else "", one.use_directory_urls))
                for language, one in configs.items()
            ]
            produced = make(editions)
            urls: frozenset[str] | None = None
            for language, one in configs.items():
                plugin = one.plugins[PLUGIN]
                plugin.make = lambda *_, **__: produced
                plugin.settings = {
                    "language": language,
                    "jobs": jobs,
                    "now": now,
                    "previous": site / _subfolder(language, default),
                    "alternates": _alternates(languages, default, language, config.site_url),
                    "default_docs": Path(config.docs_dir) if language != default else None,
                    "urls": urls,
                    "everywhere": len(languages) > 1,
                }
                one.strict = strict or one.strict
                build(one)
                if language == default:
                    urls = plugin.stage.docs_urls()
        swap.publish(site)
    except (Abort, BuildError, ConfigurationError) as error:
        swap.discard(site)
        raise BuildFailed("" if isinstance(error, Abort) else str(error)) from None
    except BaseException:
        swap.discard(site)
        raise
    return site


def _subfolder(language: str, default: str) -> str:
    return "" if language == default else language


def _base(config: MkDocsConfig) -> str | None:
    return config.site_url.rstrip("/") + "/" if config.site_url else None


def _theme_tag(config: MkDocsConfig) -> str:
    return str(config.theme["language"]) if "language" in config.theme else ""


def _edition_config(config: MkDocsConfig, language: str, default: str, fresh: Path, scratch: Path) -> MkDocsConfig:
    """The configuration of one language's build."""
    if language == default:
        one = config
        one.site_dir = os.fspath(fresh)
    else:
        main = Path(config.config_file_path)
        own = main.with_name(f"{main.stem}.{language}{main.suffix}")
        docs = Path(f"{config.docs_dir}.{language}")
        if not docs.is_dir():
            docs = scratch / language
            docs.mkdir()
        one = read_config(own if own.is_file() else main, site_dir=os.fspath(fresh / language))
        if not own.is_file() or Path(one.docs_dir) == Path(config.docs_dir):
            one.docs_dir = os.fspath(docs)
        if config.site_url:
            one.site_url = urljoin(config.site_url.rstrip("/") + "/", f"{language}/")
    if "language" in one.theme:
        one.theme.dirs.append(os.fspath(theme_dir()))
        one.theme["language"] = theme_language(language, one)
        one.theme.dirs.pop()
    return one


def _alternates(languages: Sequence[str], default: str, here: str, site_url: str | None) -> list[Alternate]:
    """Links between the editions, relative, so that they hold on a preview and from a disk too."""
    if len(languages) < 2:
        return []
    up = "" if here == default else "../"
    base = site_url.rstrip("/") + "/" if site_url else None

    def link(language: str) -> str:
        return "" if language == here else up if language == default else f"{up}{language}/"

    return [
        Alternate(
            language, language_name(language), link(language),
            base + (f"{language}/" if language != default else "") if base else None,
        )
        for language in languages
    ]  # fmt: skip


def _log_to_stderr() -> None:
    """MkDocs' messages, warnings and worse, for people."""
    logger = logging.getLogger("mkdocs")
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(levelname)-8s %(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    for handler in logger.handlers:
        handler.setLevel(logging.WARNING)


def serve_site(file: Path, address: str) -> None:
    """Show the site at `host:port` and build it anew at each save, until interrupted; raises BuildFailed."""
    _log_to_stderr()
    logging.getLogger("mkdocs").handlers[0].setLevel(logging.INFO)
    try:
        serve(os.fspath(file), dev_addr=address, livereload=True)
    except (Abort, BuildError, ConfigurationError) as error:
        raise BuildFailed("" if isinstance(error, Abort) else str(error)) from None


def release_address(config: MkDocsConfig, product: str, version: str) -> str | None:
    """The absolute address of a release's page, or None where the site doesn't know its own."""
    prefix = config.plugins[PLUGIN].config.at.strip("/")
    addresses = Addresses(_base(config), f"{prefix}/" if prefix else "", config.use_directory_urls)
    return addresses.absolute(addresses.release(product, version)) if addresses.base else None
