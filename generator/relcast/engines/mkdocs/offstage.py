"""Frames: pages that MkDocs draws after all others, with tokens where a record's values go.

They are never among the site's files, so no sitemap, feed or search of another plugin meets them; the theme, the user's
overrides and other plugins' page hooks work on them as on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from ...site.frame import Frame, FrameBroken, compile_frame, shortened, token
from ...site.pack import PageKind
from ...words import words
from .alternates import Alternate, switched, write_hreflang
from .nav import grafted

FOLDERS: Mapping[PageKind, str] = {
    "product": "{P}/",
    "release": "{P}/{V}/",
    "archive": "{P}/archive/{V}/",
    "upgrade": "{P}/upgrade/",
    "path": "{P}/upgrade/from-{V}/",
}
"""Where the pages of each kind lie below the mount point, with the slots of product and version."""


class Offstage:
    """Draws the frames of one MkDocs build."""

    def __init__(
        self, config: MkDocsConfig, nav: Navigation, files: Files, env: jinja2.Environment, *,
        home: Page | None, prefix: str, records: str, alternates: Sequence[Alternate], language: str,
    ) -> None:  # fmt: skip
        self.config, self.nav, self.files, self.env = config, nav, files, env
        self.home = home
        self.prefix = prefix
        self.records = records
        """The records' folder relative to the docs folder, for edit links; with a closing `/`."""
        self.alternates = alternates
        self.words = words(language)

    def frames(self, kinds: Iterable[PageKind]) -> tuple[dict[str, Frame], list[str]]:
        """The frame of each of these kinds of page, and warnings on templates that look at a value."""
        frames: dict[str, Frame] = {}
        warnings = []
        for kind in kinds:
            try:
                page, other = self._draw(kind, long=False), self._draw(kind, long=True)
                frame = compile_frame(page, name=kind)
                difference = None
                if shortened(other) != page:
                    difference = frame.find_difference(compile_frame(other, name=kind))
            except FrameBroken as error:
                raise PluginError(str(error)) from None
            if missing := {"TITLE", "HEAD"} - frame.slots:
                raise PluginError(
                    f"frame {kind}: the page's template prints no {' and no '.join(sorted(missing))}\n"
                    "    hint: keep `{{ super() }}` in the blocks that your template overrides"
                )
            if difference:
                warnings.append(
                    f"frame {kind}: a template looks at a value that differs from page to page: {difference}"
                )
            frames[kind] = frame
        return frames, warnings

    def _draw(self, kind: PageKind, *, long: bool) -> str:
        """The whole HTML of a page of tokens, after every plugin's page hooks."""

        def t(slot: str) -> str:
            return token(slot, long=long)

        folder = self.prefix + FOLDERS[kind].format(P=t("P"), V=t("V"))
        file = File.generated(self.config, f"{folder}index.md", content="", inclusion=InclusionLevel.NOT_IN_NAV)
        file.edit_uri = self.records + t("SRC")
        page = Page(t("TITLE"), file, self.config)
        page.meta = {
            "title": t("HEADTITLE"),
            "description": t("DESC"),
            "search": {"exclude": True},
            "social": {"cards": False},
        }
        page.markdown = ""
        # `__top`: no id that a record may give to a change, and where a page without sections says its contents are.
        page.content = f'<h1 id="__top" class="rc-title" dir="auto">{t("TITLE")}</h1>\n{t("CONTENT")}'
        top = AnchorLink(t("TITLE"), "__top", 1)
        top.children = [AnchorLink(t(f"TOC{letter}"), t(f"TOCID{letter}"), 2) for letter in "ABC"]
        page.toc = TableOfContents([top])
        page.present_anchor_ids = {"__top"}
        up = None
        if kind != "product":
            index = "" if self.config.use_directory_urls else "index.html"
            up = Link(t("PRODUCT"), f"{self.prefix}{t('P')}/{index}")
        plugins = self.config.plugins
        with (
            grafted(self.nav, self.home, page, up, self.words),
            switched(self.config.extra, self.alternates, page.url, page.url),
        ):
            context = get_context(self.nav, self.files, self.config, page)
            context = plugins.on_page_context(context, page=page, config=self.config, nav=self.nav)
            ours = {"relcast": {"kind": kind, "head": t("HEAD")}}
            html = self.env.get_template(f"relcast/{kind}.html").render(context, **ours)
            html = plugins.on_post_page(html, page=page, config=self.config)
        return write_hreflang(html, self.alternates, page.url)
