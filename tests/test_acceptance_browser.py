"""The acceptance checks of the site that need a browser, each named by its number in test_acceptance.py.

They hold for every kind of page, in both languages: a kind that is added to browsing.py is held to all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import LANGUAGES, PAGES, Visit, results
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {320: 700, 1280: 800}
SCHEMES = ("light", "dark")
OPENED = "document.querySelectorAll('details').forEach(one => one.open = true)"

AXE = {
    "resultTypes": ["violations"],
    "preload": False,  # what it would load, the policy refuses
    "rules": {"target-size": {"enabled": True}},
}


@pytest.fixture(scope="module")
def reader(browser: Browser, demo: str) -> Iterator[Visit]:
    """One window for all the looking, which is resized and changes its scheme."""
    context = browser.new_context(reduced_motion="reduce")
    yield Visit(context, demo)
    context.close()


def faults(page: Page) -> list[str]:
    """What axe-core says against a page as it is."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{one['id']} ({one['impact']}): {node['html'][:150]}" for one in found for node in one["nodes"]]


def faults_in_each_size(page: Page) -> dict[str, list[str]]:
    found = {}
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        found[f"{width} px"] = faults(page)
    return {size: wrong for size, wrong in found.items() if wrong}


@pytest.mark.parametrize("path", PAGES)
def test_30_axe_finds_nothing_on_any_kind_of_page(reader: Visit, path: str) -> None:
    """WCAG 2.2 AA and axe's own good practice; all that can be folded is open."""
    found: dict[str, Any] = {}
    for scheme in SCHEMES:
        reader.page.emulate_media(color_scheme=scheme)
        reader.open(path)
        reader.page.evaluate(OPENED)
        if wrong := faults_in_each_size(reader.page):
            found[scheme] = wrong
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_30_axe_finds_nothing_while_the_search_is_open(reader: Visit, language: str, scheme: Any) -> None:
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    reader.page.emulate_media(color_scheme=scheme)
    reader.open(LANGUAGES[language])
    assert results(reader, "2.4.1")
    assert faults_in_each_size(reader.page) == {}
