"""All languages of a site: MkDocs built once for each, in one process, from records read once."""

from __future__ import annotations

import errno
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import mkdocs
from jinja2 import TemplateError
from mkdocs.commands.build import build
from mkdocs.config import Config, load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError, ConfigurationError

from ...model.product import Vendor
from ...render.addresses import Addresses
from ...site import swap
from ...site.edition import Edition
from ...site.produce import Produced
from ...theme import theme_dir
from ...words import language_name
from .address import mount_prefix, site_base
from .alternates import Alternate
from .language import match_language, theme_language
from .own_theme import read_pieces
from .stage import CACHE, Produce

PLUGIN = "relcast"
_ADDRESS_FAULTS = frozenset({errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES})
"""Why one can't listen at an address: it is taken, it is another machine's, it is for the system's own programs."""


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


def cache_dir(config: MkDocsConfig) -> Path:
    """Where `relcast build` keeps what it may use again."""
    return Path(config.config_file_path).resolve().parent / CACHE / "build"


Make = Callable[[Sequence[Edition], Path], Produced]
"""Reads all records and renders them for the editions asked for, with packs in the folder given."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """One language's build: its configuration, and the options that each plugin was given in it.

    MkDocs keeps one object of a plugin for all configurations that a process loads (search is one), with the options of
    the configuration that was loaded last.
    """

    config: MkDocsConfig
    options: Mapping[str, Config]
    edition: Edition


def build_site(
    config: MkDocsConfig, vendor: Vendor, make: Make, *,
    now: datetime, jobs: int, strict: bool, site_dir: Path | None = None,
) -> Path:  # fmt: skip
    """Build every language below a new folder and put it in the site's place once it is whole; returns the site's path.

    The configuration of another language is `mkdocs.<language>.yml` beside mkdocs.yml where there is one, else
    mkdocs.yml with that theme language. Its docs are `<docs_dir>.<language>/`; pages that are not there come from the
    default docs. Raises BuildFailed; the earlier site then stays as it was.
    """
    _log_to_stderr(logging.WARNING)
    site = (site_dir or Path(config.site_dir)).resolve()
    default = match_language(_theme_tag(config), vendor.languages)
    languages = list(dict.fromkeys([default, *vendor.languages]))
    _check_places(site, config, languages)
    spare = cache_dir(config).with_name(f"spare-{blake2b(os.fsencode(site), digest_size=6).hexdigest()}")
    try:
        with swap.replacing(site, spare) as fresh, tempfile.TemporaryDirectory(prefix="relcast-") as scratch:
            _build_languages(config, languages, make, now, jobs, strict, (site, spare), fresh, Path(scratch))
    except swap.SiteBusy:
        raise BuildFailed(f"another build of {site} is running; wait for it") from None
    except (Abort, BuildError, ConfigurationError) as error:
        logged = isinstance(error, Abort) and isinstance(error.__context__, BuildError)
        raise BuildFailed("" if logged else str(error)) from None
    except TemplateError as error:
        raise BuildFailed(f"a template of the theme is broken: {_place(error)}{error}") from None
    return site


def _build_languages(
    config: MkDocsConfig, languages: Sequence[str], make: Make, now: datetime, jobs: int, strict: bool,
    earlier: tuple[Path, Path], fresh: Path, scratch: Path,
) -> None:  # fmt: skip
    """Build below `fresh`; `earlier` holds the site that it will replace, and the spare one."""
    default = languages[0]
    prefix = mount_prefix(config.plugins[PLUGIN].config.at)
    plans = []
    for language in languages:
        options = {name: plugin.config for name, plugin in config.plugins.items()}
        one = config
        if language == default:
            one.site_dir = os.fspath(fresh)
        else:
            one = _edition_config(config, language, fresh, scratch)
            options = {name: plugin.config for name, plugin in one.plugins.items()}
        _set_language(one, language)
        addresses = Addresses(site_base(one.site_url), prefix, one.use_directory_urls)
        plans.append(_Plan(one, options, Edition(language, addresses, read_pieces(one))))
    packs = _make_once(make, [plan.edition for plan in plans], cache_dir(config))
    urls: frozenset[str] | None = None
    for plan in plans:
        one, language = plan.config, plan.edition.language
        own_docs = Path(one.docs_dir) not in (scratch / language, Path(f"{config.docs_dir}.{language}"))
        plugin: Any = one.plugins[PLUGIN]
        plugin.make = packs
        plugin.settings = {
            "language": language,
            "prefix": prefix,
            "jobs": jobs,
            "now": now,
            "cache_dir": cache_dir(config),
            "previous": earlier[0] / _subfolder(language, default),
            "spare": earlier[1] / _subfolder(language, default),
            "alternates": _alternates(languages, default, language, config.site_url),
            "default_docs": Path(config.docs_dir) if language != default else None,
            "edit_from": Path(one.docs_dir if own_docs else config.docs_dir),
            "urls": urls,
            "everywhere": len(languages) > 1,
        }
        one.strict = strict or one.strict
        for name, chosen in plan.options.items():
            one.plugins[name].config = chosen
        one.plugins.on_startup(command="build", dirty=False)
        try:
            build(one)
        finally:
            one.plugins.on_shutdown()
            plugin.make, plugin.settings = None, {}
        if language == default:
            urls = plugin.stage.docs_urls()


def _make_once(make: Make, editions: Sequence[Edition], cache: Path) -> Produce:
    """Makes the packs of all editions when the first is built, and gives them to each.

    An edition whose addresses a plugin has changed since (offline turns off directories) gets packs of its own.
    """
    made: Produced | None = None

    def give(wanted: Sequence[Edition], **_: Any) -> Produced:
        nonlocal made
        if not set(wanted) <= set(editions):
            return make(wanted, cache / f"packs-{wanted[0].language}")
        if made is None:
            made = make(editions, cache / "packs")
        return made

    return give


_ELSEWHERE = "name a new folder, an empty one, or the site of an earlier build"


def _check_places(site: Path, config: MkDocsConfig, languages: Sequence[str]) -> None:
    """Raise BuildFailed where the new site would take the place of what it is made from, or lie in it."""
    home = Path(config.config_file_path).resolve()
    docs = Path(config.docs_dir).resolve()
    records = records_of(config)[0].resolve()
    for place, what in ((home, "mkdocs.yml"), (docs, "the docs"), (records, "the records")):
        if place.is_relative_to(site):
            raise BuildFailed(f"the site can't be written to {site}: it holds {what}\n    hint: {_ELSEWHERE}")
    for place, what in ((docs, "the docs"), (records, "the records")):
        if site.is_relative_to(place):
            raise BuildFailed(f"the site can't be written to {site}: it lies in {what}\n    hint: {_ELSEWHERE}")
    if not _may_be_replaced(site):
        raise BuildFailed(
            f"the site can't be written to {site}: something is there that is no site\n    hint: {_ELSEWHERE}"
        )
    _check_folders(mount_prefix(config.plugins[PLUGIN].config.at), docs, languages)


def _may_be_replaced(site: Path) -> bool:
    """True for what is not there, an empty folder, and a site: MkDocs writes a sitemap into each."""
    if not site.exists():
        return True
    if not site.is_dir():
        return False
    return (site / "sitemap.xml").is_file() or all(entry.name.startswith(".") for entry in site.iterdir())


def _check_folders(prefix: str, docs: Path, languages: Sequence[str]) -> None:
    """Raise BuildFailed where the default edition has pages in another edition's folder; its language comes first.

    A product of that name is the checks' to find.
    """
    for language in languages[1:]:
        if prefix.startswith(f"{language}/"):
            found, mend = f"`at: {prefix.rstrip('/')}`", "set `at:` to another folder"
        elif (docs / language).exists() or (docs / f"{language}.md").exists():
            name = language if (docs / language).exists() else f"{language}.md"
            found, mend = f"{docs / name}", f"move it; the docs of that language live in {docs.name}.{language}/"
        else:
            continue
        raise BuildFailed(f"/{language}/ is the edition in that language, and {found} is there too\n    hint: {mend}")


def _place(error: TemplateError) -> str:
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    return f"{file}:{line}: " if file and line else ""


def _subfolder(language: str, default: str) -> str:
    return "" if language == default else language


def _theme_tag(config: MkDocsConfig) -> str:
    return str(config.theme["language"]) if "language" in config.theme else ""


def _edition_config(config: MkDocsConfig, language: str, fresh: Path, scratch: Path) -> MkDocsConfig:
    """The configuration of another language's build."""
    own = _own_file(config, language)
    docs = Path(f"{config.docs_dir}.{language}")
    if not docs.is_dir():
        docs = scratch / language
        docs.mkdir()
    one = read_config(own or Path(config.config_file_path), site_dir=os.fspath(fresh / language))
    if own is None or Path(one.docs_dir) == Path(config.docs_dir):
        one.docs_dir = os.fspath(docs)
    if base := site_base(config.site_url):
        one.site_url = urljoin(base, f"{language}/")
    return one


def _own_file(config: MkDocsConfig, language: str) -> Path | None:
    """Another language's own configuration, if it has one."""
    main = Path(config.config_file_path)
    own = main.with_name(f"{main.stem}.{language}{main.suffix}")
    return own if own.is_file() else None


def _set_language(config: MkDocsConfig, language: str) -> None:
    if "language" in config.theme:
        config.theme["language"] = theme_language(language, [*config.theme.dirs, os.fspath(theme_dir())])


def _alternates(languages: Sequence[str], default: str, here: str, site_url: str | None) -> list[Alternate]:
    """Links between the editions, relative, so that they hold on a preview and from a disk too."""
    if len(languages) < 2:
        return []
    up = "" if here == default else "../"
    base = site_base(site_url)

    def link(language: str) -> str:
        return "" if language == here else up if language == default else f"{up}{language}/"

    return [
        Alternate(
            language, language_name(language), link(language),
            base + (f"{language}/" if language != default else "") if base else None,
        )
        for language in languages
    ]  # fmt: skip


class _StderrHandler(logging.Handler):
    """Writes to what is the error stream at the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr)


def _log_to_stderr(level: int) -> None:
    """MkDocs' messages from a level on, for people."""
    logger = logging.getLogger(mkdocs.__name__)  # ProperDocs answers to `mkdocs`, and has another name
    logger.setLevel(logging.INFO)
    if not logger.handlers:
        handler = _StderrHandler()
        handler.setFormatter(logging.Formatter("%(levelname)-8s %(message)s"))
        handler.setLevel(level)
        logger.addHandler(handler)


def serve_site(file: Path, address: str) -> None:
    """Show the site at `host:port` and build it anew at each save, until interrupted; raises BuildFailed."""
    from mkdocs.commands.serve import serve  # a web server and a watcher, which a build can do without

    _log_to_stderr(logging.INFO)
    try:
        serve(os.fspath(file), dev_addr=address, livereload=True)
    except (Abort, BuildError, ConfigurationError) as error:
        raise BuildFailed("" if isinstance(error, Abort) else str(error)) from None
    except OSError as error:
        if error.filename is not None or error.errno not in _ADDRESS_FAULTS:
            raise
        hint = "end what listens there, or choose another address with `-a HOST:PORT`"
        raise BuildFailed(f"nothing can be shown at {address}: {error.strerror}\n    hint: {hint}") from None


def page_address(
    config: MkDocsConfig, product: str, version: str | None, language: str, languages: Sequence[str]
) -> str | None:
    """The absolute address of a release's page, or of the product's (None), in the edition that `build_site` makes for
    a language of the vendor's; None where the site doesn't know its own."""
    base = site_base(config.site_url)
    if base is None:
        return None
    one = config
    default = match_language(_theme_tag(config), languages)
    if language in languages and language != default:
        base = urljoin(base, f"{language}/")
        own = _own_file(config, language)
        one = read_config(own) if own else config
    addresses = Addresses(base, mount_prefix(config.plugins[PLUGIN].config.at), one.use_directory_urls)
    return addresses.absolute(addresses.release(product, version) if version else addresses.product(product))
