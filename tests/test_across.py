"""Pages over all products are docs pages like any other: in nav, search and sitemap, and the user's own where there is
one."""

from __future__ import annotations

import json
import logging

import pytest
from conftest import MakeProject

from relcast.render.across.pages import PAGES

OWN = "# Our promise\n\nWe answer within a day.\n"


def test_every_page_is_there_without_a_word_from_the_user(project: MakeProject) -> None:
    site = project().build()
    for name in PAGES:
        page = site.page(f"{name}/index.html")
        assert page.one("//h1/text()")
        assert f"{name}/" in site.page("index.html").select("//nav//a/@href")
        assert not page.select("//*[@id='__relcast']"), "what goes there has been put there"
        assert f"https://quarry.example/{name}/" in (site.root / "sitemap.xml").read_text()


def test_they_stand_in_a_nav_of_the_users_only_where_it_names_them(project: MakeProject) -> None:
    site = project({"nav": [{"Home": "index.md"}, "security.md"]}).build()  # strict: a warning would end it
    links = site.page("index.html").select("//nav[contains(@class, 'md-nav--primary')]//a/@href")
    assert "security/" in links
    assert "deprecations/" not in links
    assert (site.root / "deprecations/index.html").is_file()


@pytest.mark.parametrize("file", ["docs/security.md", "docs/security/index.md", "docs/security/README.md"])
def test_a_page_of_the_users_own_stays_their_own(project: MakeProject, file: str) -> None:
    page = project(files={file: OWN}).build().page("security/index.html")
    assert "We answer within a day." in page.words
    assert not page.select("//*[contains(@class, 'rc-across')]")


def test_a_page_of_the_users_own_takes_what_its_front_matter_asks_for(project: MakeProject) -> None:
    site = project(files={"docs/legal/advisories.md": f"---\nrelcast: security\n---\n{OWN}"}).build()
    page = site.page("legal/advisories/index.html")
    assert "We answer within a day." in page.words
    assert page.select("//*[contains(@class, 'rc-across')]")


@pytest.mark.parametrize("name", ["nonsense", "[security]", "{a: b}"])
def test_a_name_that_no_page_has_is_told(project: MakeProject, name: str, caplog: pytest.LogCaptureFixture) -> None:
    made = project(files={"docs/own.md": f"---\nrelcast: {name}\n---\n{OWN}"})
    with caplog.at_level(logging.WARNING), pytest.raises(Exception, match="strict"):
        made.build()
    assert "own.md: there is no page 'relcast: " in caplog.text


def test_they_are_found_by_their_subject_and_not_by_what_releases_are_found_by(project: MakeProject) -> None:
    site = project().build()
    rows = json.loads((site.root / "search/search_index.json").read_text())["docs"]
    mine = [row for row in rows if row["location"].startswith("security/")]
    assert any("security fix" in row["text"] for row in mine)
    assert not any("CVE-2026-1234" in row["title"] + row["text"] for row in mine)


def test_where_addresses_are_files_they_are_files(project: MakeProject) -> None:
    site = project({"use_directory_urls": False, "plugins": ["search", {"relcast": {"at": "log"}}]}).build()
    assert site.page("log/security.html").one("//h1/text()")
