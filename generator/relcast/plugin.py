"""The MkDocs door: the plugin `relcast`. Thin; each event is handed to the stage of the running build."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from mkdocs.config import base
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from .checks.find import turning_points
from .checks.run import check_product, check_products, check_vendor
from .engines.mkdocs.address import mount_prefix
from .engines.mkdocs.language import edition_language
from .engines.mkdocs.own_theme import find_own_theme
from .engines.mkdocs.stage import CACHE, Produce, Settings, Stage
from .engines.mkdocs.templates import quicken
from .now import moment
from .site.edition import Edition
from .site.produce import Produced, open_folder, produce
from .theme import theme_dir


class _Mount(c.Type[str]):
    """A folder of the site, as addresses write it: no way out of the site, and nothing that needs an escape."""

    def run_validation(self, value: object) -> str:
        at = super().run_validation(value).strip("/")
        if at and not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*", at, re.ASCII):
            raise base.ValidationError(
                f"expected a folder such as `changelog`, of letters, digits, . _ -; found {at!r}"
            )
        return at


class Options(base.Config):  # type: ignore[no-untyped-call]
    """What may be set under the plugin's name in mkdocs.yml."""

    releases = c.Dir(exists=True, default="releases")
    at = _Mount(str, default="")
    products_page = c.Type(str, default="index.md")
    jobs = c.Type(int, default=0)


class RelcastPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Release pages, feeds and search entries from records."""

    def __init__(self) -> None:
        self.serving = self.dirty = False
        self.last_good: Produced | None = None
        self.settings: dict[str, Any] = {}
        """Set by `relcast build` for one edition of several; see `Settings`."""
        self.make: Produce | None = None
        self.stage: Stage
        self._is_writing = False
        self._outer: list[Stage] = []
        """Stages of builds from within which another plugin began this one, as those for several languages do."""
        self._switch: AbstractContextManager[None] | None = None

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Being asked keeps this object over rebuilds, and with it the last records that could be read."""
        self.serving, self.dirty = command == "serve", dirty

    @event_priority(100)
    def _dress(self, config: MkDocsConfig) -> MkDocsConfig:
        """Our templates, words and styles come after the user's and before the theme's; early, since other plugins
        (search) look up the theme's words."""
        own = find_own_theme(config)
        if own is not None:
            if not config.theme.custom_dir:
                config.theme.dirs.insert(0, os.fspath(own))
            config.watch.append(os.fspath(own))
        config.theme.dirs.insert(0 if own is None else 1, os.fspath(theme_dir()))
        config.extra_css.insert(0, "assets/relcast/relcast.css")
        config.extra_javascript.append("assets/relcast/product.js")
        config.extra_javascript[:0] = ["assets/relcast/copy.js", "assets/relcast/tables.js"]
        config.watch.append(self.config.releases)
        quicken(config.theme, None if own == theme_dir() else own)
        return config

    @event_priority(-100)
    def _set_stage(self, config: MkDocsConfig) -> MkDocsConfig:
        """A stage for the build that begins; late, since other plugins (offline) change how addresses look."""
        if self._is_writing:
            self._outer.append(self.stage)
        home = Path(config.config_file_path or ".").resolve().parent
        records = Path(self.config.releases)
        label = os.path.relpath(records, home).replace(os.sep, "/")
        make = self.make or _maker(records, label)
        language = self.settings.get("language") or edition_language(config, records, label)
        values: dict[str, Any] = {
            "records": records,
            "prefix": mount_prefix(self.config.at),
            "products_page": self.config.products_page,
            "language": language,
            "jobs": self.config.jobs,
            "now": self.settings.get("now") or _now(),
            # A preview has other addresses, and may run beside a build: each has its own packs.
            "cache_dir": home / CACHE / f"{'serve' if self.serving else 'mkdocs'}-{quote(language, safe='')}",
            "serving": self.serving,
            "dirty": self.dirty or self._is_writing,  # what the outer build wrote is there, and stays
        }
        settings = Settings(**{**values, **self.settings})
        self.stage = Stage(settings, config, make, self.last_good)
        return config

    on_config = CombinedEvent(_dress, _set_stage)

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Before MkDocs empties its folder."""
        self.stage.keep_site()

    def on_build_error(self, *, error: Exception, **_: object) -> None:
        """The earlier site stays, and the configuration is the user's again."""
        self._leave_switch()
        if hasattr(self, "stage"):
            self.stage.restore_site()
            self._leave_stage()

    def on_shutdown(self) -> None:
        """The earlier site stays too where somebody interrupted the build."""
        while self._is_writing:
            self._leave_stage()
        if hasattr(self, "stage"):
            self.stage.restore_site()

    @event_priority(-50)
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the records."""
        files = self.stage.read_records(files)
        if self.stage.produced is not None and self.stage.produced.vendor is not None:
            self.last_good = self.stage.produced
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Know where our pages stand."""
        self.stage.know_nav(nav, files)
        return nav

    @event_priority(-100)
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """Keep what draws pages."""
        self.stage.keep_env(env, files)
        return env

    @event_priority(-100)
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """The products page."""
        return self.stage.page_content(html, page)

    @event_priority(100)
    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """The language switch leads to the same page."""
        self._leave_switch()
        if self.stage.offstage is None:
            self._switch = self.stage.switch_language(page)
            self._switch.__enter__()
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """hreflang."""
        return self.stage.finish_page(output, page) if self._leave_switch() else output

    def _leave_switch(self) -> bool:
        """Undo what on_page_context did, after a page or when drawing it failed; False where nothing was to undo."""
        switch, self._switch = self._switch, None
        if switch is not None:
            switch.__exit__(None, None, None)
        return switch is not None

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The sitemap, and feeds in the head of 404.html."""
        return self.stage.finish_template(output_content, template_name)

    @event_priority(100)
    def _draw(self, *, config: MkDocsConfig) -> None:
        self._is_writing = True
        self.stage.draw_frames()

    @event_priority(90)
    def _write(self, *, config: MkDocsConfig) -> None:
        self.stage.write_pages()

    @event_priority(-50)
    def _search(self, *, config: MkDocsConfig) -> None:
        self.stage.extend_search()

    @event_priority(-1000)
    def _finish(self, *, config: MkDocsConfig) -> None:
        """After whatever other plugins do, since they may fail."""
        self.stage.finish()
        self._leave_stage()

    def _leave_stage(self) -> None:
        """On with the build that this one began in, if in any."""
        self._is_writing = bool(self._outer)
        if self._outer:
            self.stage = self._outer.pop()

    on_post_build = CombinedEvent(_draw, _write, _search, _finish)


def _now() -> datetime:
    try:
        return moment(None)
    except ValueError as error:
        raise PluginError(str(error)) from None


def _maker(records: Path, label: str) -> Produce:
    """Reads the records anew for each build."""

    def make(wanted: Sequence[Edition], *, now: datetime, cache_dir: Path, jobs: int) -> Produced:
        folder, vendor, problems = open_folder(records, label)
        if vendor is None:
            return Produced(None, [], problems)
        produced = produce(
            folder, vendor, wanted, now=now, cache_dir=cache_dir / "packs", check=check_product,
            turning_points=turning_points, jobs=jobs,
        )  # fmt: skip
        between = check_products(folder, vendor, produced.aliases)
        return Produced(vendor, produced.packs, check_vendor(folder, vendor, problems) + between + produced.problems)

    return make
