"""Where a page that is in no nav shows itself while it is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page


@contextmanager
def grafted(
    nav: Navigation, home: Page | None, page: Page, up: Link | None, words: Mapping[str, str]
) -> Iterator[None]:
    """While this lasts, `page` (below the link `up`, if any) stands in the nav below `home`, the products page.

    The two above it become sections, and what led to them says so in `words`: "Edge Gateway", and in it "All releases".

    A page outside the nav has no active tab, no breadcrumb, and no table of contents in the phone's drawer. Giving
    every product a place for good would cost time and bytes by the square of their number.
    """
    siblings = None
    if home is not None:
        siblings = home.parent.children if isinstance(home.parent, Section) else nav.items
    at = next((index for index, item in enumerate(siblings or []) if item is home), None)
    if home is None or siblings is None or at is None:
        yield
        return
    inner: Section | None = None
    children: list[StructureItem] = [Link(words["products.all"], home.url), page]
    if up is not None:
        inner = Section(up.title, [Link(words["releases.all"], up.url), page])
        children[1] = inner
    outer = Section(home.title or "", children)
    outer.parent = home.parent
    above = None if home.is_homepage else outer  # the theme prints the homepage first in a breadcrumb by itself
    if inner is not None:
        inner.parent = above
        page.parent = inner
    else:
        page.parent = above
    siblings[at] = outer
    page.active = True
    outer.active = True
    try:
        yield
    finally:
        siblings[at] = home
        outer.active = False
        page.active = False
        page.parent = None
