"""Upgrade pages: what they say is what the library and `relcast path` say; nothing is lost where much is left out."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from products_in_memory import product, versions
from sample_records import ATTACK
from test_upgrade import demo, path
from test_upgrade_properties import products

from relcast.library.product import ProductHistory
from relcast.library.starts import PAGES, find_starts
from relcast.library.upgrade import NoPath, Total, UpgradePath, Upgrades
from relcast.markup.lined import markdown_line
from relcast.model.text import Words
from relcast.render import path_html
from relcast.render.addresses import Addresses
from relcast.render.pages import PageText
from relcast.render.path_text import path_ticket
from relcast.render.upgrade_pages import UpgradePages, aim_anchor
from relcast.render.views import Views
from relcast.words import duration_words, words

Tree = Any


def pages_of(history: ProductHistory, language: str = "en") -> UpgradePages:
    return UpgradePages(Views(history, language, Addresses("https://acme.example/")), Upgrades(history))


def tree(page: PageText) -> Tree:
    return lxml.html.fragment_fromstring(page.body, create_parent="div")


def text(element: Tree) -> str:
    return " ".join(element.text_content().split())


def section(page: Tree, end: str) -> Tree:
    """What a page shows of the way to one version."""
    [found] = page.xpath("//section[h2[@id=$id]]", id=aim_anchor(end))
    return found


def way(history: ProductHistory, start: str, end: str, language: str = "en") -> Tree:
    here = history.find(start)
    assert here
    return section(tree(pages_of(history, language).way_page(here)), end)


def fact(section: Tree, name: str) -> str:
    [found] = section.xpath(f".//div[contains(@class, 'rc-fact--{name}')]/dd")
    return text(found)


def stops(section: Tree) -> list[str]:
    return [text(link) for link in section.xpath(".//li[@class='rc-way__stop']/a")]


# What a page says is what the library says


@pytest.mark.parametrize(
    ("language", "said", "named"),
    [
        ("en", "security fixes missing: 1", "Security fixes missing there: CVE-2026-1234 (High)"),
        ("zh-CN", "缺少 1 项安全修复", "该版本缺少的安全修复：CVE-2026-1234（高）"),
    ],
)
def test_a_way_back_to_what_is_unsafe_is_told_as_such(language: str, said: str, named: str) -> None:
    hole = {"ids": ["CVE-2026-1234"], "severity": "high", "affected": "<1.1.0"}
    unsafe = product({"version": "1.0.0"}, {"version": "1.1.0", "fixes": [{"text": "x", "security": hole}]},
                     {"version": "1.2.0"})  # fmt: skip
    pages = pages_of(unsafe, language)
    back = tree(pages.way_page(unsafe.releases[1])).xpath("//section[h2[@id='rollback']]")
    assert said in text(back[0].xpath(".//strong")[0])
    assert named in text(back[0])
    assert said in text(tree(pages.choose_page()).xpath("//li[@data-rc-version='1.1.0']")[0])
    assert said not in text(tree(pages.choose_page()).xpath("//li[@data-rc-version='1.2.0']")[0])


def total_in_words(total: Total) -> str:
    if total.is_unknown:
        return "Not stated"
    known = duration_words(total.known, "en")
    return f"at least {known}; not stated for {', '.join(versions(total.unknown))}" if total.unknown else known


@given(products())
@settings(max_examples=100, deadline=None)
def test_a_page_says_what_the_library_and_the_command_say(history: ProductHistory) -> None:
    """Way, stops, sums, tasks, points of no return, every change once and the ticket, to each aim of each start."""
    pages, upgrades = pages_of(history), Upgrades(history)
    for start in pages.starts.pages:
        page = tree(pages.way_page(start))
        for aim in pages.aims(start):
            found = upgrades.path(start, aim.path.end)
            here = section(page, found.end.version.text)
            if isinstance(found, NoPath):
                event("no way")
                assert here.xpath("./div[contains(@class, 'rc-banner--refused')]//li")
                continue
            event("way with stops" if found.stops else "way")
            _compare(history, found, here)


def _compare(history: ProductHistory, path: UpgradePath, here: Tree) -> None:
    assert [text(link) for link in here.xpath(".//ol[@class='rc-way']/li/a")] == versions(
        [path.start, *(hop.end for hop in path.hops)]
    )
    assert stops(here) == versions(hop.end for hop in path.hops if hop.is_stop)
    sums = path.sums
    assert fact(here, "breaking") == str(sums.breaking)
    security = fact(here, "security")
    assert int(security.split()[0]) == sums.security
    assert re.findall("CVE-[0-9-]+", security) == list(sums.cves)
    if sums.severity:
        assert f"highest severity: {words('en')[f'severity.{sums.severity}']}" in security
    assert int(fact(here, "migrations").split()[0]) == sums.migrations
    assert (f"({sums.irreversible} cannot be undone)" in fact(here, "migrations")) == bool(sums.irreversible)
    assert fact(here, "effort") == total_in_words(sums.effort)
    assert fact(here, "downtime") == total_in_words(sums.downtime)
    assert (fact(here, "no-return") == "None known") == (not path.points_of_no_return)

    hops = here.xpath(".//div[contains(@class, 'rc-part--hop')]")
    assert len(hops) == len(path.hops)
    for hop, part in zip(path.hops, hops, strict=True):
        assert len(part.xpath(".//input[@type='checkbox']")) == len(hop.steps)

    links = Counter(link.get("href") for link in here.xpath(".//a[@class='rc-place']"))
    assert links == Counter(
        f"../../{release.version.text}/#{placed.id}" for entry in path.entries for placed, release in entry.statements
    )
    assert len(here.xpath(".//li[@class='rc-change']")) == len(path.entries)
    [ticket] = here.xpath(".//pre/text()")
    assert ticket == path_ticket(history, path, "en")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_demo_vendors_longest_way(language: str) -> None:
    history = demo("acme-db")
    found, here = path(history, "2.9.0", "3.2.1"), way(history, "2.9.0", "3.2.1", language)
    assert stops(here) == ["3.0.1"]
    assert fact(here, "breaking") == "3"
    assert fact(here, "security").startswith("2")
    assert "CVE-2026-90286" in fact(here, "security")
    assert duration_words(timedelta(hours=1, minutes=20), language) == fact(here, "effort")
    [ticket] = here.xpath(".//pre/text()")
    assert ticket == path_ticket(history, found, language)
    headings = [text(one) for one in here.xpath(".//h4[contains(@class, 'rc-kind')]")]
    table = words(language)
    assert headings[:2] == [f"{table['breaking']} 3", f"{table['security']} 2"]
    [breaking] = here.xpath(".//h4[contains(@class, 'rc-kind--breaking')]/following-sibling::ul[1]")
    assert len(breaking.xpath(".//div[contains(@class, 'rc-note--impact')]")) == 3
    assert len(breaking.xpath(".//div[contains(@class, 'rc-note--action')]")) == 3


def test_a_back_port_stands_once_and_names_all_its_releases() -> None:
    here = way(demo("acme-db"), "2.9.0", "3.2.1")
    [item] = [one for one in here.xpath(".//li[@class='rc-change']") if "Installing an extension" in text(one)]
    assert [text(link) for link in item.xpath(".//a[@class='rc-place']")] == ["3.0.1", "2.9.2"]


def test_a_way_that_does_not_exist_is_explained() -> None:
    history = product(
        {"version": "1.0.0"}, {"version": "2.0.0", "upgrade": {"from": ">=1.5.0"}},
    )  # fmt: skip
    here = way(history, "1.0.0", "2.0.0")
    assert "No known upgrade leads from 1.0.0 to 2.0.0." in text(here)
    assert "2.0.0 can be reached directly only from >=1.5.0" in text(here)
    assert not here.xpath(".//pre")
    [row] = tree(pages_of(history).choose_page()).xpath("//li[@data-rc-version='1.0.0']")
    assert "There is no known way" in text(row)


def test_a_condition_is_a_risk_and_stands_at_its_task() -> None:
    here = way(demo("acme-db"), "2.9.2", "3.2.1")
    tasks = here.xpath(".//li[@class='rc-task']")
    assert tasks
    history = product(
        {"version": "1.0.0"},
        {"version": "2.0.0", "upgrade": {"before": [{"text": Words({"en": "Do it"}), "when": Words({"en": "LDAP"})}]}},
    )
    here = way(history, "1.0.0", "2.0.0")
    [risks] = here.xpath(".//div[contains(@class, 'rc-part--risks')]")
    assert "LDAP" in text(risks)
    [task] = here.xpath(".//li[@class='rc-task']")
    assert "LDAP" in text(task)


def test_a_task_keeps_its_name_while_its_words_stay_and_no_longer() -> None:
    """What was ticked off stays so when other steps come before it, but not when it says something else."""

    def names(*steps: str) -> dict[str, str]:
        record = {"version": "2.0.0", "upgrade": {"before": [{"text": Words({"en": step})} for step in steps]}}
        here = way(product({"version": "1.0.0"}, record), "1.0.0", "2.0.0")
        return {text(box.getparent()): box.get("data-rc-task") for box in here.xpath(".//input")}

    assert names("Take a backup")["Take a backup"] == names("Stop it", "Take a backup")["Take a backup"]
    assert names("Take a backup")["Take a backup"] not in names("Take two backups").values()


def test_hostile_text_is_only_text() -> None:
    said = Words({"en": ATTACK})
    history = product(
        {"version": "1.0.0"},
        {
            "version": "2.0.0",
            "features": [{"text": said}],
            "fixes": [{"text": said, "breaking": {"impact": said, "action": said}}],
            "upgrade": {"before": [{"text": said, "when": said}], "migrations": [{"text": said, "reversible": False}]},
        },
    )
    page = tree(pages_of(history).way_page(history.releases[1]))
    for element in page.iter():
        assert element.tag not in ("script", "img", "iframe", "style", "svg")
        assert not [name for name in element.attrib if name.startswith("on")]
        assert "javascript:" not in element.get("href", "")


def test_our_words_on_a_sheet_need_no_escaping() -> None:
    """Labels are written into HTML as they are."""
    for language in ("en", "zh-CN"):
        for name, said in words(language).items():
            if name.startswith(("path.", "froms.", "way.", "rollback", "upgrade", "backup", "migration", "severity")):
                assert not set("<>&") & set(said), name


# Choosing


def test_every_version_that_is_out_is_on_the_page_to_choose_with_its_ways_on() -> None:
    history = demo("edge-gateway")
    page = tree(pages_of(history).choose_page())
    listed = [row.get("data-rc-version") for row in page.xpath("//li[@data-rc-version]")]
    assert listed == versions(entry for entry in history.releases if entry.release.status == "released")
    links = {link.get("href") for link in page.xpath("//a[@class='rc-froms__version']")}
    assert links == {f"from-{entry.version.text}/" for entry in find_starts(history).pages}
    left = product({"version": "1.1.0"}, {"version": "1.0.0", "withdrawn": {"date": "2026-02-01"}})
    assert versions(find_starts(left).pages) == ["1.0.0"], "withdrawn: who runs it wants to leave it"


def test_a_product_without_a_stable_release_says_so() -> None:
    page = pages_of(product({"version": "1.0.0-rc.1"})).choose_page()
    assert "There is no stable release to upgrade to yet." in page.body


def test_a_page_leads_to_the_latest_of_its_line_too() -> None:
    history = product(*({"version": version} for version in ("1.0.0", "1.0.3", "1.1.0", "2.0.0")), lines=("1.x",))
    pages = pages_of(history)
    ends = {start.version.text: versions(aim.path.end for aim in pages.aims(start)) for start in pages.starts.pages}
    assert ends == {"1.1.0": ["2.0.0"], "1.0.3": ["2.0.0", "1.1.0"], "1.0.0": ["2.0.0", "1.1.0"]}
    unstated = pages_of(product(*({"version": version} for version in ("1.0.0", "1.0.3", "1.1.0", "2.0.0"))))
    ends = {one.version.text: versions(aim.path.end for aim in unstated.aims(one)) for one in unstated.starts.pages}
    assert ends == {"1.1.0": ["2.0.0"], "1.0.3": ["2.0.0"], "1.0.0": ["2.0.0", "1.0.3"]}


# Much

LONG = [f"{major}.{minor}.{patch}" for major in (1, 2) for minor in range(4) for patch in range(5)]


def test_of_a_long_history_the_newest_of_each_line_have_pages_and_the_others_a_way_there() -> None:
    history = product(*({"version": version} for version in LONG))
    starts = find_starts(history)
    assert len(starts.pages) == PAGES
    assert set(versions(starts.pages)) >= {f"{line}.4" for line in ("1.0", "1.1", "1.2", "1.3", "2.0", "2.1", "2.2")}
    assert {entry.file for entry in starts.pages} | set(starts.via) | {"gw/2.3.4.yaml"} == {
        entry.file for entry in history.releases
    }
    page = tree(pages_of(history).choose_page())
    assert len(page.xpath("//li[@data-rc-version]")) == len(LONG)
    [row] = page.xpath("//li[@data-rc-version='1.1.2']")
    assert "First to 1.1.4, then on from there." in text(row)


@given(products())
@settings(max_examples=60, deadline=None)
def test_a_version_without_a_page_is_led_to_one_by_a_single_hop(history: ProductHistory) -> None:
    """Even where only three have pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relcast.library.starts.PAGES", 3)
        starts, upgrades = find_starts(history), Upgrades(history)
    assert len(starts.pages) <= 3
    by_file = {entry.file: entry for entry in history.releases}
    for file, stone in starts.via.items():
        event("led on")
        assert stone in starts.pages
        found = upgrades.path(by_file[file], stone, prereleases=True)
        assert isinstance(found, UpgradePath)
        assert len(found.hops) == 1


COUNT = r"(?:New features|Improvements|Fixes) (\d+)|^(\d+)(?= changes)"


@given(products())
@settings(max_examples=60, deadline=None)
def test_what_a_page_does_not_name_it_counts(history: ProductHistory) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(path_html, "SHORT", 1)
        patch.setattr(path_html, "ROWS", 1)
        pages = pages_of(history)
        for start in pages.starts.pages:
            page = tree(pages.way_page(start))
            for aim in pages.aims(start):
                if isinstance(aim.path, UpgradePath):
                    here = section(page, aim.path.end.version.text)
                    named = len(here.xpath(".//li[@class='rc-change']"))
                    counted = [int(n.text) for n in here.xpath(".//details[contains(@class, 'older')]/summary/small")]
                    rows = here.xpath(".//ul[@class='rc-counts']/li")
                    event("counted" if counted else "named")
                    assert named + sum(counted) == len(aim.path.entries)
                    in_rows = sum(int(one or other) for row in rows for one, other in re.findall(COUNT, text(row)))
                    assert in_rows == sum(counted)


@given(
    st.from_regex(
        r"([a-z .]{1,5}|`[a-z _*]{1,4}`|\[[a-z]{1,3}\]\(https://x\.example/[a-z_?=-]{0,4}\)){1,4}", fullmatch=True
    )
)
def test_simple_lines_become_the_markdown_that_the_parser_gives(line: str) -> None:
    quick = markdown_line(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relcast.markup.lined.simple_markdown", lambda text: None)
        assert markdown_line(line) == quick
