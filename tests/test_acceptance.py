"""The acceptance checks of the site: which test holds each, and those that the files of the demo site can answer.

Numbers 28's picture and 29 (an embeddable widget) are not part of it. Checks that need a browser are in
test_acceptance_browser.py and, by feature, in the files named below.
"""

from __future__ import annotations

import ast
import json
import re
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import KINDS, LANGUAGES, PRODUCTS, TODAY
from built_site import Page, Site
from library_reference import latest_stable, way_back
from test_upgrade import demo
from test_whole_site import addresses_in

from relcast.library.arrange import public_changes
from relcast.library.product import ProductHistory
from relcast.model.scalars import instant_of, read_moment

CHECKS: dict[int, tuple[str, list[str]]] = {
    1: (
        "every address of the sitemap answers; every link inside the site resolves, with its fragment",
        [
            "acceptance:test_01_every_address_of_the_site_answers",
            "acceptance:test_01_every_link_resolves",
            "acceptance:test_01_no_page_is_without_a_kind",
            "whole_site:test_every_link_in_the_files_leads_to_a_page_of_the_same_language",
        ],
    ),
    2: (
        "each entry's id is unique and is its record's; a link to it shows it below the header",
        [
            "acceptance:test_02_every_change_has_the_id_of_its_record",
            "acceptance_browser:test_02_a_link_to_any_change_marks_it_and_shows_it_below_the_header",
            "browser:test_a_link_to_a_change_shows_it_below_the_header",
        ],
    ),
    3: (
        "reordering records, renaming files and editing titles change no permalink",
        [
            "acceptance_properties:test_03_neither_order_nor_file_names_nor_words_move_a_permalink",
        ],
    ),
    4: (
        "a withdrawn release stays, with a banner and a link to its replacement, and is nowhere the latest",
        [
            "acceptance:test_04_a_withdrawn_release_stays_with_its_banner",
            "whole_site:test_a_withdrawn_version_is_recommended_nowhere_after_one_build",
        ],
    ),
    5: (
        "what breaks and what is urgent precedes what is new",
        [
            "acceptance:test_05_breaking_and_security_come_first",
        ],
    ),
    6: (
        "the latest is the newest by version that is stable and not withdrawn",
        [
            "acceptance:test_06_the_latest_is_by_version",
            "acceptance_properties:test_06_the_pages_name_the_latest_by_version",
        ],
    ),
    7: (
        "search lands on the entry: an advisory, an id, a version, Chinese within a sentence",
        [
            "browser:test_a_version_is_found_and_leads_to_its_page",
            "browser:test_an_advisory_is_found_and_leads_to_its_change",
            "browser:test_an_id_of_a_change_is_found_and_leads_to_it",
            "browser:test_a_chinese_word_inside_a_sentence_is_found_and_leads_to_its_change",
        ],
    ),
    8: (
        "kind and component narrow; what is said is what is shown, and it is announced",
        [
            "browser:test_filters_narrow_count_and_keep_their_state_in_the_address",
        ],
    ),
    9: (
        "the address keeps the choice over a reload and Back",
        [
            "browser:test_filters_narrow_count_and_keep_their_state_in_the_address",
        ],
    ),
    10: (
        "an unknown choice in the address shows everything",
        [
            "browser:test_filters_narrow_count_and_keep_their_state_in_the_address",
        ],
    ),
    11: (
        "what nothing fits says so, and can be taken back",
        [
            "browser:test_a_filter_that_nothing_fits_says_so_and_can_be_taken_back",
        ],
    ),
    12: (
        "how many breaking changes a filter hides is said",
        [
            "browser:test_filters_narrow_count_and_keep_their_state_in_the_address",
        ],
    ),
    13: (
        "a filter answers within 200 ms at a quarter of the speed (benchmarks/browser.py measures), by what it does",
        [
            "acceptance_browser:test_13_a_choice_asks_for_one_layout",
        ],
    ),
    14: (
        "an address with two versions shows the required stops in order",
        [
            "browser:test_an_address_with_two_versions_leads_to_the_way_with_its_stops_in_order",
        ],
    ),
    15: (
        "a back-port stands once",
        [
            "upgrade_pages:test_a_back_port_stands_once_and_names_all_its_releases",
        ],
    ),
    16: (
        "a downgrade is refused, with the way back",
        [
            "browser:test_a_downgrade_is_refused_with_the_way_back",
        ],
    ),
    17: (
        "the sums of a way are those of releases.json",
        [
            "acceptance:test_17_the_sums_on_a_page_are_those_of_releases_json",
            "upgrade_pages:test_a_page_says_what_the_library_and_the_command_say",
        ],
    ),
    18: (
        "without JavaScript a way has the same entries",
        [
            "browser:test_without_javascript_ways_and_choices_are_there_as_they_are_with_it",
        ],
    ),
    19: (
        "ticks outlive a reload until cleared",
        [
            "browser:test_ticks_outlive_a_reload_until_they_are_cleared",
        ],
    ),
    20: (
        "on paper no header and no nav, all open, addresses shown",
        [
            "browser:test_on_paper_all_is_open_and_links_show_where_they_lead",
        ],
    ),
    21: (
        "a window is told in its offset, in UTC and in the reader's zone, across a change of clocks",
        [
            "acceptance_browser:test_21_a_window_is_told_in_the_readers_zone_too",
            "notices_page:test_a_window_is_told_with_its_offset_and_in_utc",
            "notices_page:test_every_time_of_a_window_is_the_same_instant",
        ],
    ),
    22: (
        "calendars parse, their ids stay, what is cancelled says so with a higher sequence",
        [
            "calendar:test_lines_end_and_fold_as_they_must_and_durations_say_so",
            "calendar:test_uid_stamp_and_sequence_are_the_records_own",
            "calendar:test_a_cancelled_window_stays_and_says_so",
            "calendar:test_the_sequence_grows_with_every_material_change_and_never_shrinks",
        ],
    ),
    23: (
        "a notice leaves the page by date without a build",
        [
            "browser:test_a_planned_upgrade_leaves_a_page_that_is_not_built_again",
            "product_page:test_a_planned_upgrade_leaves_the_page_when_its_window_ends",
        ],
    ),
    24: (
        "a severity is a word and a number",
        [
            "release_page:test_severity_is_a_word_and_the_number_of_its_vector_and_what_breaks_comes_first",
        ],
    ),
    25: (
        "feeds are valid, ids stay, every product's page names its feeds",
        [
            "feed_acceptance:test_feeds_are_valid_and_readers_agree_on_them",
            "feed_acceptance:test_a_build_a_day_later_changes_no_byte",
            "feed_acceptance:test_every_page_names_feeds_that_exist",
        ],
    ),
    26: (
        "structured data names the latest and its notes",
        [
            "acceptance:test_26_structured_data_names_the_latest",
            "engine_mkdocs:test_structured_data_names_the_latest_release",
        ],
    ),
    27: (
        "canonical address, languages that name each other, a sitemap of all pages",
        [
            "acceptance:test_27_pages_name_themselves_and_each_other_in_every_language",
        ],
    ),
    28: (
        "previews have a title, badges a message",
        [
            "acceptance:test_28_previews_have_a_title_and_badges_a_message",
        ],
    ),
    30: (
        "axe finds nothing, also while the search is open",
        [
            "acceptance_browser:test_30_axe_finds_nothing_on_any_kind_of_page",
            "acceptance_browser:test_30_axe_finds_nothing_while_the_search_is_open",
        ],
    ),
    31: (
        "all is done by keyboard, with the focus seen",
        [
            "browser:test_a_keyboard_reaches_the_links_of_a_page_and_shows_where_it_is",
            "acceptance_browser:test_31_by_keyboard_alone_to_a_change_and_its_link_is_copied",
        ],
    ),
    32: (
        "targets of 24 pixels; nothing scrolls sideways at 320 pixels and at 400 %",
        [
            "acceptance_browser:test_32_targets_are_large_enough",
            "acceptance_browser:test_32_nothing_scrolls_sideways",
        ],
    ),
    33: (
        "badges stay legible in forced colours, and nothing moves for who wants no motion",
        [
            "acceptance_browser:test_33_badges_are_legible_in_forced_colours",
            "acceptance_browser:test_33_nothing_moves_for_who_wants_no_motion",
        ],
    ),
    34: (
        "pages say their language, what is not translated says so, the switch stays on the page",
        [
            "acceptance:test_34_pages_and_what_is_not_translated_say_their_language",
            "browser:test_the_language_switch_stays_on_the_page",
        ],
    ),
    35: (
        "copying gives the exact text, or selects it",
        [
            "console_browser:test_every_copy_button_gives_its_text_byte_for_byte",
            "console_browser:test_where_nothing_may_be_copied_the_text_is_selected_and_it_is_said",
        ],
    ),
    36: (
        "counters count as the validator does; what is over a limit is not ready",
        [
            "console_browser:test_the_page_counts_exactly_as_python_does_in_every_unit",
            "console_browser:test_a_text_over_the_limit_is_seen_and_heard_and_taken_back",
            "console:test_what_does_not_fit_is_told_with_both_counts",
        ],
    ),
    37: (
        "the pack warns of what marketplaces refuse, and is not in the site",
        [
            "text_lint:test_words_a_marketplace_does_not_want_are_found_with_the_reason",
            "text_lint:test_addresses_are_written_so_that_no_box_gets_one_it_does_not_take",
            "console:test_private_words_reach_the_pack_and_never_the_site",
        ],
    ),
    38: (
        "no request to elsewhere and no error under a strict policy",
        [
            "browser:test_no_page_leaves_its_origin_or_reports_an_error_under_a_strict_policy",
        ],
    ),
    39: (
        "hostile text is only text, everywhere",
        [
            "browser:test_hostile_text_is_shown_as_written_and_does_nothing",
            "engine_mkdocs:test_structured_data_and_previews_hold_hostile_text_as_text",
            "feed_acceptance:test_content_is_safe_and_its_addresses_are_whole",
            "engine_mkdocs:test_site_is_whole_and_safe",
            "console_browser:test_hostile_words_are_only_words",
        ],
    ),
    40: (
        "a product's page weighs at most 150 KB packed, in 1,500 nodes, and stays where it is drawn",
        [
            "acceptance_browser:test_40_pages_are_light_and_do_not_jump",
        ],
    ),
}


def test_every_check_has_tests_that_exist() -> None:
    """Every number but 29, none twice, each with at least one test."""
    assert set(CHECKS) == set(range(1, 41)) - {29}
    for number, (_, tests) in CHECKS.items():
        assert tests, number
        for test in tests:
            file, _, name = test.partition(":")
            tree = ast.parse((Path(__file__).parent / f"test_{file}.py").read_text(encoding="utf-8"))
            names = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
            assert name in names, f"{number}: {test}"


def history_of(product: str) -> ProductHistory:
    """A product of the demo on the day its site is built."""
    return demo(product, instant_of(read_moment(TODAY)))


def pages(site: Site, kind: str, folder: str = "") -> dict[str, Page]:
    """Pages of a kind in a language, by address below the language's folder."""
    found = {}
    for file, page in site.pages.items():
        address = file.removesuffix("index.html")
        if address.startswith(folder) and re.fullmatch(KINDS[kind].addresses, address.removeprefix(folder)):
            found[address.removeprefix(folder)] = page
    assert found, kind
    return found


# --- pages ---


def test_01_every_address_of_the_site_answers(built: Site) -> None:
    """Check 1, first half: over the wire, in both languages, what the sitemaps list."""
    addresses = [*built.sitemap(), *built.sitemap("zh-CN/")]
    assert len(addresses) > 100
    for address in [*addresses, *(f"{built.base}{folder}404.html" for folder in LANGUAGES.values())]:
        with urllib.request.urlopen(address, timeout=30) as response:
            assert response.status == 200


def test_01_every_link_resolves(built: Site) -> None:
    """Check 1, second half: pages, files for tools, the sitemap, every fragment; and nothing has an id twice."""
    built.check()
    for name in built.files:
        if name.endswith(".json") and not re.search("schemas/|search/|assets/", name):
            for address in addresses_in(json.loads(built.files[name])):
                file = built.find(address)
                fragment = urlsplit(address).fragment
                assert not file or not fragment or fragment in built.page(file).ids, f"{name}: {address}"


def test_01_no_page_is_without_a_kind(built: Site) -> None:
    """Whoever adds a kind of page adds it to browsing.py, and it is held to every check there is."""
    kinds = [re.compile(f"({'|'.join(LANGUAGES.values())}){kind.addresses}") for kind in KINDS.values()]
    strange = [
        file for file in built.pages
        if not any(kind.fullmatch(file.removesuffix("index.html")) for kind in kinds)
    ]  # fmt: skip
    assert strange == []


@pytest.mark.parametrize("folder", LANGUAGES.values())
@pytest.mark.parametrize("product", PRODUCTS)
def test_02_every_change_has_the_id_of_its_record(built: Site, product: str, folder: str) -> None:
    for entry in history_of(product).releases:
        page = built.page(f"{folder}{product}/{entry.version.text}/index.html")
        ids = page.select("//*[contains(@class, 'rc-group')]//li[contains(@class, 'rc-change')][@id]/@id")
        assert sorted(map(str, ids)) == sorted(placed.id for placed in public_changes(entry.release))
        assert not {placed.change.id for placed in public_changes(entry.release)} - {None, *ids}


@pytest.mark.parametrize("folder", LANGUAGES.values())
def test_04_a_withdrawn_release_stays_with_its_banner(built: Site, folder: str) -> None:
    page = built.page(f"{folder}edge-gateway/2.3.0/index.html")
    links = page.select("//div[contains(@class, 'rc-banner--withdrawn')]//a/@href")
    assert [built.find(str(link), page.file) for link in links] == [f"{folder}edge-gateway/2.3.1/index.html"]
    for file in built.pages:
        if file.startswith(f"{folder}edge-gateway/"):
            named = built.page(file).select("//*[contains(@class, 'rc-fact--latest') or @class='rc-newer']//a")
            assert "2.3.0" not in [link.text_content() for link in named], file


@pytest.mark.parametrize("folder", LANGUAGES.values())
def test_05_breaking_and_security_come_first(built: Site, folder: str) -> None:
    """On every page that lists changes: of a release, a product and a way."""
    order = ["breaking", "security", "features", "improvements", "fixes", "deprecations", "removals", "known-issues"]
    seen = set()
    for page in pages(built, "release", folder).values():
        ids = [str(id) for id in page.select("//section/h2/@id") if id in order]
        assert ids == sorted(ids, key=order.index), page.file
        seen.update(ids)
    assert seen == set(order)
    kind = re.compile(r"rc-kind--([a-z-]+)")
    for page in pages(built, "product", folder).values():
        for article in page.select("//article[contains(@class, 'rc-release')]"):
            found = [
                kind.findall(heading.get("class")) for heading in article.xpath(".//h3[contains(@class, 'rc-kind')]")
            ]
            ids = [one for [one] in found if one in order]
            assert ids == sorted(ids, key=order.index), page.file


@pytest.mark.parametrize("product", PRODUCTS)
def test_06_the_latest_is_by_version(built: Site, product: str) -> None:
    expected = latest_stable(history_of(product))
    for folder in LANGUAGES.values():
        fact = built.page(f"{folder}{product}/index.html").one("//div[contains(@class, 'rc-fact--latest')]/dd/a")
        assert fact == expected


# --- upgrades ---


@pytest.mark.parametrize("folder", LANGUAGES.values())
@pytest.mark.parametrize("product", PRODUCTS)
def test_17_the_sums_on_a_page_are_those_of_releases_json(built: Site, product: str, folder: str) -> None:
    """Every version with a page of ways: stops, breaking changes, advisories, migrations, minutes; and the way back
    of every release."""
    told = {one["version"]: one for one in json.loads(built.text(f"{folder}{product}/releases.json"))["releases"]}
    ways = {}
    for address, page in pages(built, "path", folder).items():
        owner, _, start = address.removesuffix("/").partition("/upgrade/from-")
        if owner == product:
            ways[start] = page
    with_way = [version for version, one in told.items() if one["upgrade_path"]]
    assert with_way == [version for version in told if version in ways]
    for start in with_way:
        way = told[start]["upgrade_path"]
        section = ways[start].select(f"//section[h2[@id='to-{way['to'].lower()}']]")[0]
        stops = [link.text_content() for link in section.xpath(".//li[@class='rc-way__stop']/a")]
        assert stops == way["stops"]

        def fact(name: str, section: Any = section) -> str:
            [found] = section.xpath(f".//div[contains(@class, 'rc-fact--{name}')]/dd")
            return " ".join(found.text_content().split())

        sums = way["sums"]
        assert int(fact("breaking")) == sums["breaking"]
        assert int(re.findall(r"\d+", fact("security"))[0]) == sums["security"]
        assert re.findall("CVE-[0-9-]+", fact("security")) == sums["cves"]
        assert int(re.findall(r"\d+", fact("migrations"))[0]) == sums["migrations"]
        for name in ("effort", "downtime"):
            seconds = sums[name]["seconds"]
            assert (
                seconds is None
                or sum(
                    int(amount)
                    * {"h": 3600, "m": 60, "小": 3600, "分": 60, "s": 1, "秒": 1, "d": 86400, "天": 86400}[unit]
                    for amount, unit in re.findall(r"(\d+) ?([hmsd小分秒天])", fact(name).split(";")[0].split("；")[0])
                )
                == seconds
            ), fact(name)
    history = history_of(product)
    for entry in history.releases:
        if entry.version.text in told:
            possible, to = way_back(history, entry)
            found = told[entry.version.text]["rollback_target"]
            assert (found["possible"], found["to"]) == (possible, to)


# --- what machines read of a page ---


@pytest.mark.parametrize("folder", LANGUAGES.values())
def test_26_structured_data_names_the_latest(built: Site, folder: str) -> None:
    for product in PRODUCTS:
        page = built.page(f"{folder}{product}/index.html")
        [said] = [json.loads(script.text) for script in page.select("//script[@type='application/ld+json']")]
        version = latest_stable(history_of(product))
        assert (said["@type"], said["softwareVersion"]) == ("SoftwareApplication", version)
        assert built.find(said["releaseNotes"]) == f"{folder}{product}/{version}/index.html"


def test_27_pages_name_themselves_and_each_other_in_every_language(built: Site) -> None:
    """Every page is canonical, names itself in every language, and is named by those; the sitemap has them all and
    nothing of the console."""
    named = {}
    for file, page in built.pages.items():
        if file.endswith("404.html") or page.is_moved:
            continue
        assert built.find(page.one("//link[@rel='canonical']/@href")) == file
        links = {link.get("hreflang"): built.find(link.get("href")) for link in page.select("//link[@hreflang]")}
        assert set(links) == {*LANGUAGES, "x-default"}, file
        language = page.one("//html/@lang")
        assert links[language] == file
        assert links["x-default"] == links["en"]
        named[file] = links
    assert all(named[str(other)] == links for links in named.values() for other in links.values())
    listed = [built.find(address) for folder in LANGUAGES.values() for address in built.sitemap(folder)]
    assert sorted(map(str, listed)) == sorted(named)
    assert not [file for file in built.files if re.search("(^|/)console(/|$)", file.removeprefix("guide/")) and
                "guide/console" not in file]  # fmt: skip


def test_28_previews_have_a_title_and_badges_a_message(built: Site) -> None:
    for kind in ("product", "release", "chooser", "path"):
        for folder in LANGUAGES.values():
            for page in pages(built, kind, folder).values():
                assert page.one("//meta[@property='og:title']/@content")
                assert built.find(page.one("//meta[@property='og:url']/@content")) == page.file
    for product in PRODUCTS:
        for folder in LANGUAGES.values():
            badge = json.loads(built.text(f"{folder}{product}/badge.json"))
            assert badge["schemaVersion"] == 1
            assert badge["message"]


# --- language ---


def test_34_pages_and_what_is_not_translated_say_their_language(built: Site) -> None:
    """Relcast's own changelog is partly English: there every text says so, and is marked."""
    for file, page in built.pages.items():
        assert page.one("//html/@lang") == ("zh-CN" if file.startswith("zh-CN/") else "en"), file
        for element in page.select("//*[contains(@class, 'rc-foreign')]"):
            assert element.get("lang") in set(LANGUAGES) - {page.one("//html/@lang")}, file
