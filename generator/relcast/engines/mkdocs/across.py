"""The pages over all products among the docs: made where there are none, and filled where they are drawn.

Each is an ordinary docs page, so that nav, search, tags and other plugins treat it like one. What may be long, its
rows, is put in last, when the page's HTML is whole: nothing on the way reads it through again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from ...render.across.page import AcrossText
from ...render.across.pages import PAGES
from .files import find_at

log = get_plugin_logger("relcast")

_PLACE = '<div class="rc-across" id="__relcast"></div>'
"""Where the rows go; no id that a record may give to a change."""
_PLACE_AS_DRAWN = re.compile(r"""<div\b[^<>]*\bid=["']?__relcast\b[^<>]*>\s*</div>""")

Making = Callable[[str, Page], AcrossText]
"""Makes the text of the page over all products that goes by this name, or of one below it (`security/2024`), as it
stands on a docs page."""


class AcrossPages:
    """The pages of one build."""

    def __init__(self, make: Making) -> None:
        self._make = make
        self._bodies: dict[str, str] = {}
        """What goes into the pages that are on their way, by source path."""
        self.made: frozenset[str] = frozenset()
        """Source paths of the pages that nobody wrote."""

    def add(
        self, files: Files, config: MkDocsConfig, language: str, prefix: str, taken: Sequence[str],
        parts: Mapping[str, Sequence[str]],
    ) -> None:  # fmt: skip
        """Make the pages whose address is free; `taken` are the products, `parts` the pages below each.

        Where the user has a `nav`, a page stands in it only if it is named there; a part never does by itself.
        """
        level = InclusionLevel.UNDEFINED if config.nav is None else InclusionLevel.NOT_IN_NAV
        made = []
        for name, page in PAGES.items():
            for part in ("", *parts.get(name, ())) if name not in taken else ():
                uri = f"{prefix}{name}/{part}.md" if part else f"{prefix}{name}.md"
                if find_at(files, config, uri) is None:
                    content, place = page.source(language, part), InclusionLevel.NOT_IN_NAV if part else level
                    files.append(File.generated(config, uri, content=content, inclusion=place))
                    made.append(uri)
        self.made = frozenset(made)

    def content(self, html: str, page: Page) -> str:
        """A docs page with what its front matter asks for, as in `relcast: security`."""
        name = page.meta.get("relcast")
        if name is None:
            return html
        if not isinstance(name, str) or name.partition("/")[0] not in PAGES:
            names = ", ".join(PAGES)
            log.warning(f"{page.file.src_uri}: there is no page 'relcast: {name}'; there are: {names}")
            return html
        return self.put(html, page, self._make(name, page))

    def put(self, html: str, page: Page, text: AcrossText) -> str:
        """A docs page with this text below its own."""
        self._bodies[page.file.src_uri] = text.body
        level = min((item.level for item in page.toc), default=1)
        top = page.toc.items[0].children if page.toc.items and level == 1 else page.toc.items
        top += [AnchorLink(title, id, 2) for id, title in text.contents]
        if page.present_anchor_ids is not None:  # docs may link to them under `validation: anchors`
            page.present_anchor_ids |= {id for id, _ in text.contents}
        return f"{html}\n{text.lead}{_PLACE}"

    def finish(self, html: str, page: Page) -> str:
        """The whole page with its rows."""
        body = self._bodies.pop(page.file.src_uri, None)
        if body is None:
            return html
        place = _PLACE_AS_DRAWN.search(html)
        if place is None:
            log.warning(f"{page.file.src_uri}: its template prints no content, so it is without its rows")
            return html
        return f'{html[: place.start()]}<div class="rc-across">\n{body}</div>{html[place.end() :]}'
