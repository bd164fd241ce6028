"""One MkDocs build of one language: what each of its events does for the records."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from hashlib import blake2b
from html import escape
from pathlib import Path
from typing import Any, Protocol

import jinja2
import mkdocs
from markupsafe import Markup
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from ...model.product import Vendor
from ...model.scalars import day_of
from ...problems import Problem
from ...render.across.page import AcrossText, ProductRows, Setting
from ...render.across.pages import PAGES, text_of
from ...render.across.products import PRODUCTS
from ...render.addresses import Addresses
from ...render.draw import PieceBroken, Pieces, sound_pieces
from ...render.endpoints import security_txt
from ...render.phrases import plain
from ...render.structured import link_preview
from ...render.subscribe import discovery_links, find_lack_of_feeds
from ...site import search, shared, sitemap
from ...site.across import read_rows
from ...site.aside import Aside
from ...site.edition import Edition
from ...site.feed_files import VENDOR_FILES, vendor_files
from ...site.fill import Destination, fill
from ...site.frame import Frame, token
from ...site.ledger import Ledger, Source
from ...site.moved import moved_files, moved_names
from ...site.pack import Pack, PackChanged, PackedPage
from ...site.produce import Produced, frames_of
from ...words import words
from . import lost
from .across import AcrossPages
from .address import site_base
from .alternates import Alternate, keep_final_links, read, switched, write_hreflang
from .files import LinkableFiles, LinkTarget, add_untranslated, find_at, point_edit_links
from .offstage import FOLDERS, Offstage
from .own_theme import read_pieces

log = get_plugin_logger("relcast")

CACHE = ".relcast"
"""Folder beside mkdocs.yml for what may be used again."""

_OPEN_GRAPH = re.compile(r"""<meta\s+property=["']?og:title""", re.IGNORECASE)


class Produce(Protocol):
    """Makes the packs of the editions asked for, or gives those that were made for a larger build."""

    def __call__(self, wanted: Sequence[Edition], *, now: datetime, cache_dir: Path, jobs: int) -> Produced: ...


@dataclass(slots=True)
class Settings:
    """How one build is to be done."""

    records: Path
    """The vendor's folder."""
    prefix: str
    """Where the pages live below the site: empty, or with a closing `/`."""
    products_page: str
    """Docs page that lists the products."""
    language: str
    jobs: int
    now: datetime
    cache_dir: Path
    serving: bool = False
    dirty: bool = False
    """MkDocs leaves what is there, and writes only pages whose source is newer."""
    previous: Path | None = None
    """Root of this edition in the site that this build will replace; None where the site is built in place."""
    spare: Path | None = None
    """Root of this edition in the site before that one, which may be taken apart."""
    alternates: Sequence[Alternate] | None = None
    """The site's editions, the default one first; None: what the user's `extra.alternate` says."""
    default_docs: Path | None = None
    """Docs of the default language, for pages that this one lacks."""
    edit_from: Path | None = None
    """The folder that the configuration's `edit_uri` leads to; None: the docs folder."""
    urls: frozenset[str] | None = None
    """Addresses of the default language's docs pages, where this is another one."""
    everywhere: bool = False
    """True when every docs page exists in every language."""


class Stage:
    """Holds what one build's events hand to each other."""

    def __init__(self, settings: Settings, config: MkDocsConfig, make: Produce, last_good: Produced | None) -> None:
        self.settings = settings
        self.config = config
        self.make = make
        self.produced: Produced | None = None
        self.last_good = last_good
        self.banner = b""
        self.pieces: Pieces = ()
        self.alternates = (
            list(settings.alternates)
            if settings.alternates is not None
            else read(config.extra.get("alternate"), config.site_url)
        )
        self.addresses = Addresses(site_base(config.site_url), settings.prefix, config.use_directory_urls)
        self.untranslated: set[str] = set()
        self.offstage: Offstage | None = None
        self.nav: Navigation | None = None
        self.files: Files | None = None
        self.env: jinja2.Environment | None = None
        self.home_uri = settings.products_page
        """Source path of the products page."""
        self.home: Page | None = None
        self.across = AcrossPages(self._across_text)
        self._across_rows: dict[str, list[ProductRows]] = {}
        self.frames: Mapping[str, Frame] = {}
        self.aside: Aside | None = None
        """The earlier site, where MkDocs empties its folder to build in."""
        if settings.previous is None and not settings.dirty:
            self.aside = Aside(Path(config.site_dir))
        self.ledger: Ledger | None = None

    # --- in the order of MkDocs' events ---

    def keep_site(self) -> None:
        """Put the earlier site aside before MkDocs empties its folder."""
        if self.aside is not None:
            self.aside.put()

    def restore_site(self) -> None:
        """After a failed build: the earlier site as it was."""
        if self.aside is not None:
            if self.ledger is not None:
                self.ledger.give_back()
            self.aside.restore()

    def read_records(self, files: Files) -> Files:
        """Make the packs and complain; MkDocs' files with what we add to them."""
        settings = self.settings
        pieces = read_pieces(self.config)
        editions = [Edition(settings.language, self.addresses, pieces)]
        self.pieces, _ = sound_pieces(pieces)
        with _packs_unchanged():
            produced = self.make(editions, now=settings.now, cache_dir=settings.cache_dir, jobs=settings.jobs)
        self._complain(produced)
        if produced.vendor is None and self.last_good is not None:
            produced = Produced(self.last_good.vendor, self.last_good.packs, produced.problems)
        self.produced = produced
        if settings.default_docs is not None:
            self.untranslated = add_untranslated(files, self.config, settings.default_docs)
        if settings.edit_from is not None:
            point_edit_links(files, settings.edit_from)
        home = find_at(files, self.config, settings.products_page)
        if home is None:
            title = words(settings.language)["products"]
            home = File.generated(self.config, settings.products_page, content=f"# {title}\n")
            files.append(home)
        self.home_uri = home.src_uri
        products = [pack.header.product for pack in self._packs()]
        parts = {name: page.parts(self._rows(name)) for name, page in PAGES.items()}
        self.across.add(files, self.config, settings.language, settings.prefix, products, parts)
        return LinkableFiles(files, self.config, (settings.prefix + name for name in self._names()))

    def _complain(self, produced: Produced) -> None:
        serving = self.settings.serving
        if produced.errors and not serving:
            raise PluginError("\n".join(["the records have errors:", *map(str, produced.problems)]))
        for problem in produced.problems:
            # Under `strict` a warning would end a preview's build, and with it every answer of its server.
            quiet = problem.severity == "advice" or (serving and self.config.strict)
            (log.info if quiet else log.warning)(str(problem))
        if produced.errors:
            self.banner = _banner(produced.errors, self.settings.language).encode()
        if produced.vendor is not None and not serving:
            lack = find_lack_of_feeds(produced.vendor, self.addresses.base)
            told = security_txt.find_fault(produced.vendor, self.settings.now)
            for message in filter(None, (lack, told)):
                log.info(message)

    def know_nav(self, nav: Navigation, files: Files) -> None:
        """Keep the nav for the frames; date every docs page by the records rather than by the clock."""
        self.nav = nav
        home = files.get_file_from_path(self.home_uri)
        self.home = home.page if home else None
        unnamed = {page.file.src_uri: page for page in nav.pages if isinstance(page.file, LinkTarget)}
        for page in self._pages() if unnamed else ():
            entry = unnamed.get(self.settings.prefix + page.file)
            if entry is not None and entry.title is None:
                entry.title = escape(page.heading)  # named in `nav` by its address alone; themes print it as HTML
        today = self._today().isoformat()
        newest = min(max((page.modified for page in self._pages()), default="") or today, today)
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = newest

    def keep_env(self, env: jinja2.Environment, files: Files) -> None:
        """What draws the pages."""
        keep_final_links(env)
        self.env, self.files = env, files
        own = next(
            (item.link for item in self.settings.alternates or () if item.language == self.settings.language), ""
        )
        others = [(item.language, item.link) for item in self.settings.alternates or () if item.link != own]
        editions = [
            (language, link, self._known(language)) for language, link in ((self.settings.language, own), *others)
        ]
        env.globals[lost.VARIABLE] = lost.lost_parts(self.addresses, editions, self.home.url if self.home else "")

    def page_content(self, html: str, page: Page) -> str:
        """The products below the products page's own text; a mark on a page in another language."""
        if page.file.src_uri in self.untranslated and self.alternates:
            note = escape(words(self.settings.language)["untranslated"])
            html = (
                f'<p class="rc-untranslated">{note}</p>\n'
                f'<div lang="{escape(self.alternates[0].language)}">\n{html}\n</div>'
            )
        if page.file.src_uri == self.home_uri:
            text = self._across_text(PRODUCTS.name, page)
            return self.across.put(html + self.banner.decode(), page, text)
        return self.across.content(html, page)

    def _across_text(self, name: str, page: Page) -> AcrossText:
        settings, language = self.settings, self.settings.language
        name, _, part = name.partition("/")
        setting = Setting(
            language, self.addresses, page.url, self._vendor,
            settings.now, self._has_feeds(), self._has_calendar(), self.pieces, part,
        )  # fmt: skip
        try:
            return text_of(name, setting, self._rows(name))
        except PieceBroken as error:
            if not settings.serving:
                raise PluginError(str(error)) from None
            log.warning(str(error))
            self.banner += _banner([error.problem], language).encode()
            self.pieces = ()
            return text_of(name, replace(setting, pieces=()), self._rows(name))

    def switch_language(self, page: Page) -> Any:
        """A context in which the theme's language switch leads to this very page."""
        return switched(self.config.extra, self.alternates, page.url, self._shared_url(page))

    def finish_page(self, html: str, page: Page) -> str:
        """Feeds in the head; absolute hreflang links on every docs page that other languages have too."""
        html = self._with_preview(self._with_feeds(html, page.url), page)
        if self.alternates:
            html = write_hreflang(html, self.alternates, self._shared_url(page))
        return self.across.finish(html, page)

    def finish_template(self, text: str, name: str) -> str:
        """Our pages in the sitemap; feeds in the head of pages that stand beside the docs (404.html)."""
        if name == "sitemap.xml":
            return self.extend_sitemap(text)
        return self._with_feeds(text, None) if name.endswith(".html") else text

    def _with_feeds(self, html: str, page: str | None) -> str:
        vendor = self._vendor
        if vendor is None or not self._has_feeds():
            return html
        language = self.settings.language
        links = discovery_links(language, self.addresses, page, plain(vendor.name, language))
        return html.replace("</head>", links + "</head>", 1)

    def _with_preview(self, html: str, page: Page) -> str:
        """What a chat shows of a link to a docs page, unless the theme or another plugin says that already."""
        vendor = self._vendor
        if vendor is None or _OPEN_GRAPH.search(html):
            return html
        about = str(page.meta.get("description") or self.config.site_description or "")
        title = f"{page.title} - {self.config.site_name}" if page.title and not page.is_homepage else ""
        tags = link_preview(
            self.addresses, vendor, self.settings.language, page.url, title or self.config.site_name, about
        )
        return html.replace("</head>", f"{tags}</head>", 1) if tags else html

    def _shared_url(self, page: Page) -> str | None:
        """The page's address if it has the same one in every edition."""
        mine = page.file.src_uri == self.home_uri or page.file.src_uri in self.across.made
        if not mine and not self.settings.everywhere:
            return None
        if self.settings.urls is not None and page.url not in self.settings.urls:
            return None
        return page.url

    def docs_urls(self) -> frozenset[str]:
        """Addresses of the docs pages of this build."""
        pages = self.files.documentation_pages() if self.files else []
        return frozenset(file.page.url for file in pages if file.page is not None)

    def extend_sitemap(self, text: str) -> str:
        """Our pages in the sitemap."""
        return sitemap.extend(text, self.addresses.base, self._pages(), self._today()) if self.addresses.base else text

    def draw_frames(self) -> None:
        """Let MkDocs draw the frames."""
        assert self.nav is not None
        assert self.files is not None
        assert self.env is not None
        docs = self.settings.edit_from or Path(self.config.docs_dir)
        records = os.path.relpath(self.settings.records, docs).replace(os.sep, "/") + "/"
        self.offstage = Offstage(
            self.config, self.nav, self.files, self.env, home=self.home, prefix=self.settings.prefix,
            records=records, alternates=self.alternates, language=self.settings.language,
        )  # fmt: skip
        made = {page.kind for page in self._pages()}
        self.frames, warnings = self.offstage.frames([kind for kind in FOLDERS if kind in made])
        for warning in warnings:
            log.warning(warning)

    def write_pages(self) -> None:
        """Fill every page, write feeds over all products."""
        settings = self.settings
        site = Path(self.config.site_dir)
        root = site / settings.prefix
        root.mkdir(parents=True, exist_ok=True)
        where = "serve" if settings.serving else os.fspath(site)
        before = settings.previous or (self.aside.folder if self.aside else site)
        earlier = before / settings.prefix
        if settings.previous is not None:
            where = os.fspath(earlier)
            sources = [Source(earlier, "link")]
            if settings.spare is not None:
                sources.insert(0, Source(settings.spare / settings.prefix, "move"))
        else:
            sources = [Source(earlier, "move" if self.aside else "stay")]
        name = f"pages-{settings.language}-{blake2b(where.encode(), digest_size=6).hexdigest()}.json"
        destination = Destination(settings.language, root, self.frames, self.banner)
        with _packs_unchanged():
            ledger = self.ledger = Ledger(settings.cache_dir / name, sources)
            fill(destination, self._packs(), ledger, settings.jobs)
            files = dict(shared.shared_files(settings.language, self.addresses, self._packs()))
            shared.write_shared(root, earlier, files, ledger)
            for name, content in moved_files(settings.language, self.addresses, self._packs()):
                shared.put(root / name, content, [earlier / name])
            ledger.write()
            self._write_vendor_feeds(root, earlier)
        for name, content in self._across_files.items():
            shared.put(root / name, content, [earlier / name])
        self._write_robots_txt(site, before)

    def _write_robots_txt(self, site: Path, before: Path) -> None:
        """Below the site's own root too, unless docs or theme have one."""
        assert self.files is not None
        content = sitemap.robots_txt(self._bases())
        ours = self.settings.default_docs is None and self.files.get_file_from_path("robots.txt") is None
        if content is not None and ours and not self.settings.serving:
            shared.put(site / "robots.txt", content.encode(), [before / "robots.txt"])

    @cached_property
    def _across_files(self) -> dict[str, bytes]:
        """What scripts of pages over all products ask for, by paths below the mount point."""
        made = ((name, page.files(self._rows(name))) for name, page in PAGES.items())
        return {f"{name}/{file}": content for name, files in made for file, content in files.items()}

    def finish(self) -> None:
        """Once all is written, unless the build is about to fail: what a site needs that is whole."""
        if _is_failing():
            return
        self._write_security_txt(Path(self.config.site_dir))
        if self.aside is not None:
            self.aside.drop()

    def _write_security_txt(self, site: Path) -> None:
        """Below the site's own root, where nobody but the edition there writes it, and only where docs have none."""
        vendor = self._vendor
        if vendor is None or self.settings.default_docs is not None:
            return
        content = security_txt.security_txt(vendor, self.addresses.base)
        shared.put_security_txt(site, content, self.settings.previous)

    def _write_vendor_feeds(self, root: Path, earlier: Path) -> None:
        vendor = self._vendor
        if vendor is None or not self._has_feeds():
            return
        frames = frames_of(self.settings.cache_dir)
        files = vendor_files(vendor, self.settings.language, self.addresses, self._packs(), frames)
        for name, content in files.items():
            shared.put(root / name, content, [earlier / name])

    def extend_search(self) -> None:
        """Our entries in the search index, if there is one."""
        index = Path(self.config.site_dir, "search", "search_index.json")
        if not index.is_file():
            return
        language = self.settings.language
        found = [(pack, [row for row in pack.header.search if row.language == language]) for pack in self._packs()]
        since = search.newest(row.date for _, rows in found for row in rows)
        fragments: list[bytes] = []
        with _packs_unchanged():
            for pack, rows in found:
                fragments += pack.read(row.full if since is None or row.date > since else row.brief for row in rows)
        frames = (token("P"), token("P", long=True))  # MkDocs' own search knows no page that is left out
        if not search.splice(index, fragments, leave_out=frames):
            log.warning(
                "the site's search won't find releases: its index is of another form; "
                "if the search plugin has `prebuild_index`, switch it off"
            )

    # --- what the events share ---

    def _packs(self) -> list[Pack]:
        return self.produced.packs if self.produced else []

    def _bases(self) -> list[str]:
        """The addresses of the editions that are built together, the default one's first, as far as they are known."""
        together = [item.base for item in self.settings.alternates or ()] or [self.addresses.base]
        return [base for base in together if base]

    def _rows(self, name: str) -> list[ProductRows]:
        """What every product says on a page over all products."""
        if name not in self._across_rows:
            with _packs_unchanged():
                self._across_rows[name] = read_rows(name, self.settings.language, self._packs())
        return self._across_rows[name]

    def _pages(self) -> list[PackedPage]:
        language = self.settings.language
        return [page for pack in self._packs() for page in pack.header.pages if page.language == language]

    def _known(self, language: str) -> list[lost.Known]:
        """The products that a language has pages of."""
        return [
            (pack.header.product, row.name, pack.header.aliases)
            for pack in self._packs() for row in pack.header.names if row.language == language
        ]  # fmt: skip

    @property
    def _vendor(self) -> Vendor | None:
        """The vendor; None before the records are read, and in a preview whose vendor.yaml can't be."""
        return self.produced.vendor if self.produced else None

    def _today(self) -> date:
        """The day it is for the vendor, whose dates are told against it."""
        return day_of(self.settings.now, self._vendor.timezone) if self._vendor else day_of(self.settings.now)

    def _names(self) -> list[str]:
        """Every file that this edition writes, below the mount point."""
        language = self.settings.language
        names = [page.file for page in self._pages()]
        names += [f.file for pack in self._packs() for f in pack.header.files if f.language == language]
        names += shared.shared_names(language, self._packs())
        names += moved_names(language, self._packs())
        names += self._across_files
        return names + (list(VENDOR_FILES) if self._has_feeds() else [])

    def _has_calendar(self) -> bool:
        return shared.has_calendar(self.settings.language, self._packs())

    def _has_feeds(self) -> bool:
        return self._vendor is not None and find_lack_of_feeds(self._vendor, self.addresses.base) is None


@contextmanager
def _packs_unchanged() -> Iterator[None]:
    """Ends the build in plain words where another one has put its packs in the place of ours."""
    try:
        yield
    except PackChanged as error:
        raise PluginError(str(error)) from None


def _is_failing() -> bool:
    """Whether MkDocs, which counts warnings in a strict build, will end it for one when all events are through."""
    handlers = logging.getLogger(mkdocs.__name__).handlers
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in handlers)


def _banner(problems: Sequence[Problem], language: str) -> str:
    table = words(language)
    return Markup(
        '<div class="admonition danger rc-problems"><p class="admonition-title">{}</p><pre lang="en">{}</pre>'
        "<p>{}</p></div>"
    ).format(table["problems"], "\n".join(map(str, problems)), table["problems.note"])
