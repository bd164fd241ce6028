"""Security fixes that one page can't hold: the newest stay, years get pages of their own, and none is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from browsing import Visiting, expect, serving, strict_policy
from built_site import Site
from conftest import MakeProject
from playwright.sync_api import Page
from products_in_memory import product
from sample_records import VENDOR as VENDOR_RECORD
from sample_records import dump
from test_across_pages import ADDRESSES, NOW, VENDOR, fix, release
from test_build_command import NOW as AT
from test_build_command import run

from relcast.render.across import security_years
from relcast.render.across.page import AcrossText, ProductRows, Setting
from relcast.render.across.security import SECURITY
from relcast.render.across.security_years import fix_files, part_names, parts_of
from relcast.render.views import Views

MOST = 3


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(security_years, "ROWS", MOST)


def rows(*days: str) -> list[list[str]]:
    return [[day, "", f"gw/{n}", "", ""] for n, day in enumerate(sorted(days, reverse=True))]


def told(*days: str) -> list[tuple[str, list[str]]]:
    return [(part.name, [row[0] for row in part.rows]) for part in parts_of(rows(*days))]


def test_what_fits_on_one_page_is_not_divided() -> None:
    assert told("2026-01-01", "2025-01-01", "2024-01-01") == []


def test_only_years_with_older_fixes_have_pages_and_these_have_all_of_the_year() -> None:
    assert told("2026-02-01", "2026-01-01", "2025-02-01", "2025-01-01", "2024-01-01") == [
        ("2025", ["2025-02-01", "2025-01-01"]), ("2024", ["2024-01-01"]),
    ]  # fmt: skip


def test_a_page_of_a_year_is_full_from_the_oldest_on_and_keeps_what_it_has() -> None:
    days = [f"2025-01-{day:02}" for day in range(1, 9)]
    assert told("", *days) == [
        ("2025-3", ["2025-01-08", "2025-01-07"]),
        ("2025-2", ["2025-01-06", "2025-01-05", "2025-01-04"]),
        ("2025", ["2025-01-03", "2025-01-02", "2025-01-01"]),
        ("undated", [""]),
    ]
    assert told("", *days, "2025-02-01", "2026-01-01")[1:] == told("", *days)[1:]


def test_no_page_has_more_than_it_may_and_every_fix_is_on_one() -> None:
    fixes = [release(f"1.{n}.0", fix(f"Fix {n}", severity="low"), date=f"20{20 + n // 7}-01-01") for n in range(20)]
    history = product(*fixes)
    products = [ProductRows("gw", "Gateway", list(SECURITY.rows(Views(history, "en", ADDRESSES))))]
    every = {f"fix-{n}" for n in range(20)}
    page = Setting("en", ADDRESSES, "security/", VENDOR, NOW, has_feeds=False, has_calendar=False)
    told = {part: told_on(SECURITY.text(replace(page, part=part), products)) for part in ["", *part_names(products)]}
    assert {len(fixes) for fixes in told.values()} <= set(range(1, MOST + 1))
    assert {fix for fixes in told.values() for fix in fixes} == every
    [content] = fix_files(products).values()
    known = json.loads(content.decode().removeprefix("window.relcastFixes="))["gw"]
    assert {anchor for anchor, _, _ in known} == every
    assert all(anchor in told[part] for anchor, _, part in known)


def told_on(text: AcrossText) -> list[str]:
    return re.findall(r'<tr id="gw/([^"]+)"', text.body)


# --- the site ---


def records(count: int = 8) -> dict[str, str]:
    """A product whose every minor version closes what all versions before it lack, two a year, and another one."""
    files = {
        "releases/vendor.yaml": dump(VENDOR_RECORD),
        "releases/gw/product.yaml": dump({"name": {"en": "Gateway", "zh-CN": "网关"}}),
        "releases/gw/1.0.0.yaml": dump({"version": "1.0.0", "date": "2020-12-01", "fixes": ["First"]}),
        "releases/db/product.yaml": dump({"name": {"en": "Database", "zh-CN": "数据库"}}),
        "releases/db/1.0.0.yaml": dump({"version": "1.0.0", "date": "2020-12-01", "fixes": ["First"]}),
    }
    for n in range(count):
        closing = {"ids": [f"CVE-{2021 + n // 2}-{1000 + n}"], "severity": "high", "affected": f"<1.{n + 1}.0"}
        change = {"id": f"hole-{n}", "text": f"Hole {n}", "security": closing}
        date = f"{2021 + n // 2}-0{1 + n % 2}-01"
        files[f"releases/gw/1.{n + 1}.0.yaml"] = dump({"version": f"1.{n + 1}.0", "date": date, "fixes": [change]})
    change = {
        "id": "leak",
        "text": "Leak",
        "security": {"ids": ["CVE-2021-2007"], "severity": "low", "affected": "<1.1.0"},
    }
    files["releases/db/1.1.0.yaml"] = dump({"version": "1.1.0", "date": "2021-01-15", "fixes": [change]})
    return files


def fixes_on(site: Site, file: str) -> list[str]:
    return [id.rpartition("/")[2] for id in site.page(file).ids if "/CVE-" in id]


@pytest.mark.parametrize(
    "config", [{}, {"use_directory_urls": False}, {"nav": [{"Home": "index.md"}, "security.md"]}],
    ids=["folders", "files", "nav"],
)  # fmt: skip
def test_every_fix_has_its_page_in_every_language(config: dict[str, object], project: MakeProject) -> None:
    site = run(project(config, records=records()), "--strict", *AT)
    site.check_links()
    site.check_ids()
    site.check_sitemap()
    end = ".html" if "use_directory_urls" in config else "/index.html"
    for folder in ("", "zh-CN/"):
        assert fixes_on(site, f"{folder}security{end}") == ["CVE-2024-1007", "CVE-2024-1006", "CVE-2023-1005"]
        assert fixes_on(site, f"{folder}security/2023{end}") == ["CVE-2023-1005", "CVE-2023-1004"]
        assert fixes_on(site, f"{folder}security/2021{end}") == ["CVE-2021-1001", "CVE-2021-2007", "CVE-2021-1000"]
        assert f"{folder}security/2024{end}" not in site
        (whole,) = site.page(f"{folder}security{end}").select("//section[@class='rc-year']/p[@class='rc-all']/a/@href")
        assert site.find(whole, f"{folder}security{end}") == f"{folder}security/2023{end}", "which the page cuts"
        links = site.page(f"{folder}security{end}").select("//section[@class='rc-older']//a/@href")
        assert [site.find(link, f"{folder}security{end}") for link in links] == [
            f"{folder}security/{year}{end}" for year in (2023, 2022, 2021)
        ]
        index = json.loads(site.text(f"{folder}search/search_index.json"))["docs"]
        assert "security" in {re.split(r"\W", entry["location"])[0] for entry in index}
        assert not [entry for entry in index if entry["location"].startswith("security/20")]
        nav = site.page(f"{folder}index.html").select("//nav[contains(@class, 'md-nav--primary')]//a/@href")
        assert not [link for link in nav if "2021" in link]


def test_a_site_with_few_fixes_has_neither_pages_of_years_nor_a_file(project: MakeProject) -> None:
    site = run(project(records=records(2)), "--strict", *AT)
    assert not [name for name in site.files if name.startswith("security/") and name != "security/index.html"]
    assert not site.page("security/index.html").select("//*[@data-rc-pages or @id='older']")


def test_a_page_of_the_users_own_at_the_address_of_a_year_stays_theirs(project: MakeProject) -> None:
    made = project(files={"docs/security/2021.md": "# What we learned in 2021\n"}, records=records())
    assert "What we learned" in run(made, *AT).page("security/2021/index.html").words


# --- in a browser ---


@pytest.fixture
def reader(project: MakeProject, visiting: Visiting) -> Iterator[tuple[Page, str]]:
    made = project(records=records())
    with serving(made.root / "site") as (server, address):
        made.configure(site_url=address)
        run(made, *AT)
        server.policy = strict_policy(made.root / "site")
        visit = visiting(address)
        yield visit.page, address
        assert visit.watch.seen == []


def shown(page: Page) -> list[str]:
    expect(page.locator(".rc-chooser__answer")).not_to_be_empty()
    return page.locator(".rc-fixes tbody tr:visible .rc-advisory").all_text_contents()


@pytest.mark.browser
@pytest.mark.slow
def test_the_answer_is_about_all_fixes_and_leads_to_those_on_other_pages(reader: tuple[Page, str]) -> None:
    page, address = reader
    page.goto(f"{address}security/?product=gw&version=1.4.0")
    answer = page.locator(".rc-chooser__answer")
    expect(answer).to_contain_text("Gateway 1.4.0 lacks 4 of 8 security fixes.")
    assert shown(page) == ["CVE-2024-1007", "CVE-2024-1006", "CVE-2023-1005"]
    expect(answer.locator("a[href*='security/'], a[href^='20']")).to_have_text(["2023 (1)"])
    answer.get_by_role("link", name="2023 (1)").click()
    page.wait_for_url("**/security/2023/?product=gw&version=1.4.0")
    expect(answer).to_contain_text("Gateway 1.4.0 lacks 4 of 8 security fixes.")
    assert shown(page) == ["CVE-2023-1005", "CVE-2023-1004"]
    expect(answer.get_by_role("link", name="The newest security fixes (2)")).to_be_visible()
    page.get_by_label("Version").select_option("1.8.0")
    expect(answer).to_contain_text("Gateway 1.8.0 lacks no security fix.")
    page.get_by_role("combobox", name="Product").select_option("Database")
    page.get_by_label("Version").select_option("1.0.0")
    expect(answer).to_contain_text("Database 1.0.0 lacks 1 of 1 security fixes.")
    expect(answer.get_by_role("link", name="2021 (1)")).to_be_visible()


@pytest.mark.browser
@pytest.mark.slow
def test_a_link_to_a_fix_that_has_moved_on_leads_to_its_year(reader: tuple[Page, str]) -> None:
    page, address = reader
    page.goto(f"{address}security/#gw/CVE-2022-1002")
    page.wait_for_url("**/security/2022/#gw/CVE-2022-1002")
    expect(page.locator("[id='gw/CVE-2022-1002']")).to_be_in_viewport()


@pytest.mark.browser
@pytest.mark.slow
def test_from_a_disk_the_answer_is_about_all_fixes_too(project: MakeProject, visiting: Visiting) -> None:
    made = project({"site_url": None, "plugins": ["search", "offline", "relcast"]}, records=records())
    page = visiting("file://").page
    site = run(made, *AT)
    page.goto((site.root / "security.html").as_uri() + "?product=gw&version=1.4.0")
    expect(page.locator(".rc-chooser__answer")).to_contain_text("Gateway 1.4.0 lacks 4 of 8 security fixes.")


@pytest.mark.browser
@pytest.mark.slow
def test_without_the_list_of_all_nothing_is_claimed(reader: tuple[Page, str], project: MakeProject) -> None:
    page, address = reader
    page.route("**/security/fixes.js", lambda route: route.fulfill(status=200, body="", content_type="text/plain"))
    page.goto(f"{address}security/?product=gw&version=1.8.0")
    expect(page.locator(".rc-chooser__answer")).to_have_text(
        "The list of all fixes can't be loaded, so nothing can be said about this version."
    )


@pytest.mark.browser
@pytest.mark.slow
def test_without_javascript_every_page_is_reached(project: MakeProject, visiting: Visiting) -> None:
    made = project(records=records())
    with serving(made.root / "site") as (_, address):
        made.configure(site_url=address)
        run(made, *AT)
        page = visiting(address, script=False).open("security/")
        page.get_by_role("link", name="2023", exact=True).click()
        expect(page.locator(".rc-fixes tbody tr:visible")).to_have_count(2)
        for year in ("2022", "2021"):
            page.locator(".rc-neighbour--previous").click()
            page.wait_for_url(f"**/security/{year}/")
        page.get_by_role("link", name="The newest security fixes").click()
        page.wait_for_url("**/security/")
