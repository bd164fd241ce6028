"""A release's page tells what other records know of it, and decides the questions of an upgrade."""

from __future__ import annotations

import subprocess
from typing import Any

import lxml.html
import pytest
from products_in_memory import product

from relcast.render.addresses import Addresses
from relcast.render.changes import find_advisory
from relcast.render.pages import release_page
from relcast.render.views import Views

SHA = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""Of no bytes at all."""


def record(version: str, day: int, **more: Any) -> dict[str, Any]:
    return {"version": version, "date": f"2026-01-{day:02}", **more}


def page(version: str, *records: dict[str, Any], language: str = "en") -> lxml.html.HtmlElement:
    history = product(*records)
    views = Views(history, language, Addresses("https://acme.example/"))
    entry = history.find(version)
    assert entry is not None
    return lxml.html.document_fromstring(release_page(views, entry).body)


def words(tree: lxml.html.HtmlElement, xpath: str) -> str:
    return " ".join(" ".join(found.text_content().split()) for found in tree.xpath(xpath))


ISSUE = {"id": "slow", "text": "Metrics stop", "affected": ">=1.0.0", "workaround": "Restart"}
RECORDS = (
    record("1.0.0", 1, known_issues=[ISSUE]),
    record("1.1.0", 2, features=["New"], deprecations=[{"id": "v0", "text": "The v0 API"}]),
    record(
        "1.2.0", 3, fixes=[{"text": "Mended", "resolves": ["slow"]}], removals=[{"text": "v0", "deprecation": "v0"}]
    ),
)


def test_a_known_issue_stands_on_every_release_that_has_it_and_on_none_that_closed_it() -> None:
    stated, affected, closed = (page(version, *RECORDS) for version in ("1.0.0", "1.1.0", "1.2.0"))
    assert stated.xpath("//li[@id='slow']//a[@href='../1.2.0/']")
    assert "Metrics stop" in words(affected, "//section[contains(@class, 'known-issues')]")
    assert affected.xpath("//a[@href='../1.0.0/#slow']") and affected.xpath("//a[@href='../1.2.0/']")
    assert not affected.xpath("//*[@id='slow']"), "its permalink is where its record is"
    assert not closed.xpath("//section[contains(@class, 'known-issues')]")


def test_a_fix_names_the_issue_it_closes_and_a_removal_its_announcement() -> None:
    tree = page("1.2.0", *RECORDS)
    assert words(tree, "//div[contains(@class, 'rc-note--resolves')]/dd") == "1.0.0 Metrics stop"
    assert tree.xpath("//div[contains(@class, 'rc-note--announced-in')]//a/@href") == ["../1.1.0/#v0"]


def fact(tree: lxml.html.HtmlElement, name: str) -> str:
    return words(tree, f"//dl[contains(@class, 'rc-facts')]/div[contains(@class, 'rc-fact--{name}')]/dd")


def test_what_nobody_states_of_an_upgrade_is_said_to_be_unknown_and_the_way_back_is_computed() -> None:
    tree = page("1.1.0", *RECORDS)
    assert [fact(tree, name) for name in ("effort", "downtime")] == ["Not stated", "Not stated"]
    assert fact(tree, "rollback") == "To 1.0.0 computed from the records"
    assert fact(page("1.0.0", *RECORDS), "rollback") == "Not stated"


def test_a_stated_way_back_wins_and_is_said_to_be_stated() -> None:
    stated = record("1.1.0", 3, rollback={"possible": True, "to": "1.0.0", "until": "the schema is written"})
    tree = page("1.1.0", record("1.0.0", 1), record("1.0.1", 2), stated)
    assert fact(tree, "rollback") == "To 1.0.0 as stated by the vendor; until the schema is written"
    barred = record("1.2.0", 4, rollback={"possible": False})
    assert fact(page("1.2.0", record("1.0.0", 1), barred), "rollback").startswith("Not possible")


def test_no_way_back_over_a_migration_that_cannot_be_undone() -> None:
    migrated = record("1.1.0", 2, upgrade={"migrations": [{"text": "Schema 2", "reversible": False}]})
    tree = page("1.1.0", record("1.0.0", 1), migrated)
    assert fact(tree, "rollback") == "Not possible computed from the records"


def test_severity_is_a_word_and_the_number_of_its_vector_and_what_breaks_comes_first() -> None:
    fix = {
        "text": "Hole",
        "security": {"ids": ["CVE-2026-1234"], "cvss": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N"},
    }
    broken = {"text": "Gone", "breaking": {"impact": "All", "action": "Move"}}
    tree = page("1.0.0", record("1.0.0", 1, features=["New"], fixes=[fix], improvements=[broken]))
    assert words(tree, "//span[contains(@class, 'rc-severity--high')]") == "High · CVSS 8.2"
    assert tree.xpath("//a[@class='rc-advisory']/@href") == ["https://nvd.nist.gov/vuln/detail/CVE-2026-1234"]
    assert [str(id) for id in tree.xpath("//section/h2/@id")][:3] == ["breaking", "security", "features"]


@pytest.mark.parametrize("id", ["CVE-2026-1", "CVE-2026-1234/../x", "ACME-1", "javascript:1", "GHSA-aaaa-bbbb"])
def test_only_ids_of_public_databases_become_links(id: str) -> None:
    assert find_advisory(id) is None


def test_the_checksum_line_checks_the_download(tmp_path: Any) -> None:
    artifact = {"url": "https://acme.example/gw-1.0.0.tar.gz", "sha256": SHA}
    [line] = page("1.0.0", record("1.0.0", 1, artifacts=[artifact])).xpath("//button/@data-copy")
    (tmp_path / "gw-1.0.0.tar.gz").write_bytes(b"")
    assert subprocess.run(["sh", "-c", line], cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "gw-1.0.0.tar.gz").write_bytes(b"x")
    assert subprocess.run(["sh", "-c", line], cwd=tmp_path, check=False, capture_output=True).returncode != 0


@pytest.mark.parametrize("name", ["a';id;'", "-c", "a%20b", "$(id)"])
def test_a_name_that_a_shell_might_read_gets_no_line(name: str) -> None:
    artifact = {"url": f"https://acme.example/{name}", "sha256": SHA}
    assert not page("1.0.0", record("1.0.0", 1, artifacts=[artifact])).xpath("//button/@data-copy")


def test_each_entry_has_its_id_and_a_button_for_its_link_and_revisions_say_when() -> None:
    revised = record(
        "1.0.0", 1, fixes=[{"id": "f", "text": "x"}], revisions=[{"date": "2026-01-03", "note": "Clearer"}]
    )
    tree = page("1.0.0", revised)
    assert tree.xpath("//li[@id='f']/button[@class='rc-copy']/@data-copy-href") == ["#f"]
    assert words(tree, "//p[@class='rc-updated']") == "Updated 3 January 2026: Clearer"
    assert words(page("1.0.0", revised, language="zh-CN"), "//p[@class='rc-updated']") == "更新于 2026年1月3日：Clearer"


def test_one_revision_is_told_once_and_of_several_all_have_their_list() -> None:
    notes = [{"date": "2026-01-03", "note": "Clearer"}, {"date": "2026-01-04", "note": "Shorter"}]
    once, twice = (page("1.0.0", record("1.0.0", 1, revisions=notes[:count])) for count in (1, 2))
    assert once.text_content().count("Clearer") == 1
    assert words(once, "//*[@id='revisions']") == "Updated 3 January 2026: Clearer"
    assert len(twice.xpath("//*[@id='revisions']")) == 1
    assert words(twice, "//ul[@class='rc-revisions']").count("Updated") == 2
    assert words(twice, "//p[@class='rc-updated']") == "Updated 4 January 2026: Shorter"


def test_a_kind_of_test_that_the_record_leaves_out_is_said_to_be_unknown() -> None:
    tree = page("1.0.0", record("1.0.0", 1, tests={"functional": {"result": "pass"}}))
    assert len(tree.xpath("//li[contains(@class, 'rc-test--unknown')]")) == 3
