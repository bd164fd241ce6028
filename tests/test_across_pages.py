"""What the pages over all products say, from records to HTML."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import lxml.html
import pytest
from products_in_memory import product
from sample_records import ATTACK

from relcast.library.product import ProductHistory
from relcast.model.product import Contacts, Vendor
from relcast.model.text import Words
from relcast.render.across.deprecations import DEPRECATIONS
from relcast.render.across.page import AcrossPage, AcrossText, ProductRows, Setting
from relcast.render.across.security import SECURITY
from relcast.render.addresses import Addresses
from relcast.render.views import Views
from relcast.words import words

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ADDRESSES = Addresses("https://acme.example/")
VENDOR = Vendor(name=Words({"en": "Acme"}), contacts=Contacts(security="security@acme.example"))


def fix(text: str = "A fix", **security: Any) -> dict[str, Any]:
    return {"text": text, "id": text.lower().replace(" ", "-"), "security": security}


def release(version: str, *fixes: dict[str, Any], date: str = "2026-05-01", **more: Any) -> dict[str, Any]:
    return {"version": version, "date": date, "fixes": list(fixes), **more}


def text_of(page: AcrossPage, *histories: ProductHistory, language: str = "en", feeds: bool = True) -> AcrossText:
    setting = Setting(
        language, ADDRESSES, ADDRESSES.across(page.name), VENDOR, NOW, has_feeds=feeds, has_calendar=False
    )
    said = [
        ProductRows(history.id, history.id.title(), list(page.rows(Views(history, language, ADDRESSES))))
        for history in histories
    ]
    return page.text(setting, said)


def tree(page: AcrossPage, *histories: ProductHistory, language: str = "en") -> lxml.html.HtmlElement:
    text = text_of(page, *histories, language=language)
    return lxml.html.fromstring(f"<div>{text.lead}{text.body}</div>")


def cells(root: lxml.html.HtmlElement, table: str) -> list[list[str]]:
    rows = root.xpath(f".//table[contains(@class, '{table}')]/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("td")] for row in rows]


def named(id: str, history: ProductHistory) -> ProductHistory:
    return replace(history, id=id)


@pytest.mark.parametrize("page", [SECURITY, DEPRECATIONS])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_page_with_nothing_to_say_says_so(page: AcrossPage, language: str) -> None:
    root = tree(page, product(release("1.0.0")), language=language)
    assert root.xpath("string(//*[@class='rc-empty'])") == words(language)[f"across.{page.name}.none"]
    assert not root.xpath("//table | //form | //script")


# --- security ---


def test_a_fix_stands_once_with_every_release_that_has_it() -> None:
    same = {"ids": ["CVE-2026-1234"], "cvss": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:N", "affected": "<2.3.0"}
    root = tree(
        SECURITY,
        product(
            release("2.1.0", date="2026-01-01"),
            release("2.2.0", date="2026-02-01"),
            release("2.2.4", fix("Smuggling", **same), date="2026-05-02"),
            release("2.2.5", date="2026-05-20"),
            release("2.3.0", fix("Smuggling", **same)),
        ),
    )
    assert cells(root, "rc-fixes") == [
        ["1 May 2026Gateway", "High · CVSS 8.2CVE-2026-1234Smuggling", "2.1.0 – 2.2.0OSV record", "2.2.4, 2.3.0"]
    ]
    (row,) = root.xpath("//table[contains(@class, 'rc-fixes')]//tr[@id]")
    assert row.get("id") == "gw/CVE-2026-1234"
    assert row.xpath("td[4]/a/@href") == ["../gw/2.2.4/#smuggling", "../gw/2.3.0/#smuggling"]
    assert row.xpath(".//a[@class='rc-advisory']/@href") == ["../gw/2.3.0/#smuggling"]
    assert row.xpath("td[3]//a/@href") == ["../osv/CVE-2026-1234.json"]


def test_a_fix_that_releases_name_differently_stands_once() -> None:
    cve, ghsa = "CVE-2026-1234", "GHSA-2222-3333-4444"
    root = tree(
        SECURITY,
        product(
            release("2.2.0", date="2026-01-01"),
            release("2.2.4", fix("Smuggling", ids=[ghsa, cve], affected="<2.2.4"), date="2026-05-02"),
            release("2.3.0", fix("Smuggling", ids=[cve, ghsa], affected="<2.3.0"), date="2026-05-01"),
        ),
    )
    [row] = root.xpath("//tr[@data-rc-at]")
    assert (row.get("id"), row.xpath(".//a[@class='rc-advisory']/text()")) == (f"gw/{cve}", [cve, ghsa])
    assert row.xpath("td[4]/a/text()") == ["2.2.4", "2.3.0"]


def test_a_security_change_without_ids_has_a_row_too() -> None:
    root = tree(SECURITY, product(release("1.0.0"), release("1.1.0", fix("Safer defaults", severity="low"))))
    assert cells(root, "rc-fixes")[0][1:] == [
        "LowSafer defaults", "1.0.0assumed: the record names no range", "1.1.0",
    ]  # fmt: skip
    assert root.xpath("//tr/@id") == ["gw/safer-defaults"]


def test_fixes_of_all_products_are_read_newest_first_by_year() -> None:
    one = product(release("1.0.0", fix("Old", severity="high"), date="2025-12-31"))
    two = product(release("1.0.0", fix("New", severity="high"), fix("Newer", severity="low"), date="2026-02-01"))
    three = product(release("1.0.0", fix("Newest", severity="high"), date="2026-03-01"))
    text = text_of(SECURITY, named("one", one), named("two", two), named("three", three))
    root = lxml.html.fromstring(f"<div>{text.body}</div>")
    assert [cell[1] for cell in cells(root, "rc-fixes")] == ["HighNewest", "HighNew", "LowNewer", "HighOld"]
    assert list(text.contents) == [
        ("affected", "Is my version affected?"), ("year-2026", "2026 (3)"), ("year-2025", "2025 (1)"),
    ]  # fmt: skip
    assert [" ".join(p.text_content().split()) for p in root.xpath("//p[@class='rc-tally']")] == [
        "High 2 · Low 1", "High 1",
    ]  # fmt: skip


def test_a_fix_that_was_withdrawn_is_no_version_to_use() -> None:
    gone = {"date": "2026-06-01"}
    root = tree(SECURITY, product(release("1.0.0"), release("1.1.0", fix(severity="high"), withdrawn=gone)))
    assert cells(root, "rc-fixes")[0][3] == "No version to use: 1.1.0 withdrawn"
    (row,) = root.xpath("//tr[@data-rc-versions]")
    assert row.get("data-rc-versions") == "1.1.0 1.0.0"
    assert (row.get("data-rc-taken"), row.get("data-rc-refuges")) == ("0", "-1 -1")
    assert cells(root, "rc-latest")[0][2] == "1.0.0 lacks 1"


def test_known_attacks_are_told_and_severity_is_never_left_open() -> None:
    root = tree(SECURITY, product(release("1.0.0", fix(ids=["CVE-2026-1"], exploited="true"))))
    assert cells(root, "rc-fixes")[0][1].startswith("Severity not statedExploited in attacks")


def test_several_vulnerabilities_of_one_change_have_a_row_each_and_names_of_one_share_it() -> None:
    ids = ["CVE-2026-1111", "CVE-2026-2222", "GHSA-2222-3333-4444"]
    root = tree(
        SECURITY, product(release("1.0.0", fix(ids=ids), fix("B", ids=["GHSA-2222-3333-5555", "CVE-2026-3333"])))
    )
    rows = [row.xpath(".//a[@class='rc-advisory']/text()") for row in root.xpath("//tr[@data-rc-at]")]
    assert rows == [
        ["CVE-2026-1111", "GHSA-2222-3333-4444"],
        ["CVE-2026-2222", "GHSA-2222-3333-4444"],
        ["GHSA-2222-3333-5555", "CVE-2026-3333"],
    ]


def test_ids_that_look_alike_keep_places_of_their_own() -> None:
    root = tree(SECURITY, product(release("1.0.0", fix("A", ids=["ACME 7"]), fix("B", ids=["ACME/7"]))))
    assert root.xpath("//tr/@id") == ["gw/ACME-7", "gw/ACME-7~2"]


def test_where_to_follow_and_whom_to_tell() -> None:
    history = product(release("1.0.0", fix(severity="low")))
    assert 'href="../security.atom.xml"' in text_of(SECURITY, history).lead
    assert 'href="mailto:security@acme.example"' in text_of(SECURITY, history).lead
    assert "atom" not in text_of(SECURITY, history, feeds=False).lead


# --- deprecations ---


def going(text: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "id": text.lower().replace(" ", "-"), **more}


def ledger(*found: dict[str, Any], language: str = "en") -> dict[str, list[list[str]]]:
    root = tree(DEPRECATIONS, product(*found), language=language)
    return {
        section.get("data-rc-state"): cells(section, "rc-deprecated")
        for section in root.xpath("//section[@data-rc-state]")
    }


def test_every_deprecation_stands_under_what_has_become_of_it() -> None:
    assert ledger(
        release(
            "1.0.0",
            deprecations=[
                going("Late", removed_in="2.0.0"),
                going("Soon", removed_in="3.0.0", replacement="The new one"),
                going("Some day"),
                going("Gone", removed_in="2.0.0"),
            ],
            date="2026-01-01",
        ),
        release("2.0.0", removals=[{"text": "Gone", "deprecation": "gone"}, {"text": "Unheard of"}], date="2026-02-01"),
        release("3.0.0", status="planned", date="2026-12-24"),
    ) == {
        "overdue": [["GatewayLate", "1.0.01 January 2026", "Planned for 2.0.0still in 2.0.0"]],
        "due": [
            ["GatewaySoonUse instead: The new one", "1.0.01 January 2026", "Planned for 3.0.0expected 24 December 2026"]
        ],
        "announced": [["GatewaySome day", "1.0.01 January 2026", "No version named"]],
        "removed": [
            ["GatewayGone", "1.0.01 January 2026", "Removed in 2.0.01 February 2026"],
            ["GatewayUnheard of", "Not announced beforehand", "Removed in 2.0.01 February 2026"],
        ],
    }


def test_a_release_beyond_the_one_that_was_named_is_told_by_its_own_version() -> None:
    found = ledger(
        release("1.0.0", deprecations=[going("Soon", removed_in="2.0.0")]),
        release("2.1.0", status="planned", date="2026-12-24"),
    )
    assert found["due"][0][2] == "Planned for 2.0.02.1.0expected 24 December 2026"


def test_the_day_of_a_prerelease_is_not_what_is_expected() -> None:
    found = ledger(
        release("1.0.0", deprecations=[going("Soon", removed_in="2.0.0")]),
        release("2.0.0-rc.1", removals=[{"text": "Soon", "deprecation": "soon"}], date="2026-06-01"),
    )
    assert found["due"][0][2] == "Planned for 2.0.02.0.0-rc.1"


def test_a_removal_with_the_id_of_a_deprecation_that_it_does_not_answer_has_a_place_of_its_own() -> None:
    found = product(
        release("1.0.0", deprecations=[going("Old")]),
        release("2.0.0", removals=[going("Old")]),
    )
    assert tree(DEPRECATIONS, found).xpath("//tr/@id") == ["gw/old", "gw/old~2"]


def test_what_goes_first_is_read_first() -> None:
    def with_plan(id: str, date: str) -> ProductHistory:
        plan = release("2.0.0", status="planned", date=date)
        return named(id, product(release("1.0.0", deprecations=[going(id, removed_in="2.0.0")]), plan))

    root = tree(DEPRECATIONS, with_plan("later", "2027-03-01"), with_plan("sooner", "2027-02-01"))
    assert root.xpath("//tr/@data-rc-id") == ["sooner", "later"]


# --- both ---


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_hostile_text_is_only_text(language: str) -> None:
    history = product(
        release(
            "1.0.0",
            fix("A", ids=[ATTACK.replace("\n", " ")], severity="high") | {"text": ATTACK},
            deprecations=[going("a", removed_in="2.0.0") | {"text": ATTACK, "replacement": ATTACK}],
        )
    )
    for page in (SECURITY, DEPRECATIONS):
        root = tree(page, history, language=language)
        assert not root.xpath("//img | //script[not(@src)] | //textarea | //*[@onerror]")
        assert "alert(1)" in root.text_content()


def test_links_lead_on_from_wherever_the_page_is() -> None:
    history = product(release("1.0.0", fix(severity="low")))
    rows = [ProductRows("gw", "Gateway", list(SECURITY.rows(Views(history, "en", ADDRESSES))))]
    for page, up in (("security.html", ""), ("security/", "../"), ("a/b/security/", "../../../")):
        setting = Setting("en", ADDRESSES, page, None, NOW, has_feeds=False, has_calendar=False)
        body = SECURITY.text(setting, rows).body
        assert f'href="{up}gw/1.0.0/#a-fix"' in body
        assert f'src="{up}assets/relcast/affected.js"' in body
        assert "\0" not in body
