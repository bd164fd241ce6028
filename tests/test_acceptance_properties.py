"""Computed facts on pages against the plain reference, and permalinks that nothing moves, on random products."""

from __future__ import annotations

import json
import re
from typing import Any

import library_reference as plain
import lxml.html
from hypothesis import event, given, settings
from hypothesis import strategies as st
from products_in_memory import product
from test_upgrade import NOW
from test_upgrade_pages import text
from test_upgrade_properties import products, records

from relcast.library.arrange import public_changes
from relcast.library.product import ProductHistory, VersionedRelease
from relcast.library.upgrade import UpgradePath, Upgrades
from relcast.model.text import Words
from relcast.render.addresses import Addresses
from relcast.render.endpoints.releases import releases_json
from relcast.render.pages import product_page, release_page
from relcast.render.path_json import path_data
from relcast.render.upgrade_pages import UpgradePages
from relcast.render.views import Views
from relcast.words import duration_words, words

Tree = Any
W = words("en")


def views_of(history: ProductHistory, language: str = "en") -> Views:
    return Views(history, language, Addresses("https://acme.example/"))


def page_of(views: Views, entry: VersionedRelease) -> Tree:
    return lxml.html.fragment_fromstring(release_page(views, entry).body, create_parent="div")


def facts(tree: Tree) -> dict[str, str]:
    """The facts of a page by name, each without its small print."""
    found = {}
    for one in tree.xpath("//dl[contains(@class, 'rc-facts')]/div"):
        [name] = re.findall(r"rc-fact--(\S+)", one.get("class"))
        [value] = one.xpath("dd")
        for small in value.xpath("small"):
            small.drop_tree()
        found[name] = text(value)
    return found


# --- facts ---


@given(products())
@settings(max_examples=60, deadline=None)
def test_the_decision_line_says_what_is_stated_and_computed_of_each_release(history: ProductHistory) -> None:
    """Effort and downtime, or that they are unknown; the way back and where it leads; what is open in it."""
    views = views_of(history)
    for entry in history.releases:
        page = page_of(views, entry)
        said, upgrade = facts(page), entry.release.upgrade
        for name in ("effort", "downtime"):
            stated = getattr(upgrade, name) if upgrade else None
            assert said[name] == (W["unknown"] if stated is None else duration_words(stated, "en"))
        possible, to = plain.way_back(history, entry)
        if possible and to:
            event("a way back")
            assert said["rollback"] == W["reversible.to"].format(version=to)
        else:
            event("none" if possible is False else "no word of one")
            assert said["rollback"] == W[{True: "reversible.yes", False: "reversible.no", None: "unknown"}[possible]]
        assert page.xpath("boolean(//section[contains(@class, 'rc-group--rollback')])") == (possible is not None)


@given(products())
@settings(max_examples=60, deadline=None)
def test_every_issue_that_is_open_in_a_release_stands_on_its_page(history: ProductHistory) -> None:
    """Those of its own record, closed or not, and from others those alone that are open in it."""
    views = views_of(history)
    places = {
        placed.change.id or f"{entry.file}#{placed.id}": (entry, placed)
        for entry in reversed(history.releases)
        for placed in public_changes(entry.release)
        if placed.section == "known_issues"
    }
    for entry in history.releases:
        own = {
            placed.change.id or f"{entry.file}#{placed.id}"
            for placed in public_changes(entry.release)
            if placed.section == "known_issues"
        }
        told = page_of(views, entry).xpath(
            "//section[contains(@class, 'known-issues')]//li[div or dl]"
            "[.//div[contains(@class, 'rc-note--told-in')]]//div[contains(@class, 'rc-note--told-in')]//a/@href"
        )
        expected = plain.open_issues(history, entry) - own
        event("told of elsewhere" if expected else "none of others")
        assert len(told) == len(expected)
        assert {str(href).rpartition("#")[2] for href in told} == {places[key][1].id for key in expected}


@given(products())
@settings(max_examples=60, deadline=None)
def test_06_the_pages_name_the_latest_by_version(history: ProductHistory) -> None:
    """On the product's page, as the badge of one release alone, and on every older release as the one to go to."""
    views, expected = views_of(history), plain.latest_stable(history)
    front = lxml.html.fragment_fromstring(product_page(views, [], NOW).body, create_parent="div")
    named = front.xpath("//div[contains(@class, 'rc-fact--latest')]/dd/a/text()")
    assert [str(one) for one in named] == ([expected] if expected else [])
    for entry in history.releases:
        page = page_of(views, entry)
        is_latest = bool(page.xpath("//*[contains(@class, 'rc-badge--latest')]"))
        assert is_latest == (entry.version.text == expected)
        newer = [str(one) for one in page.xpath("//p[@class='rc-newer']/a/text()")]
        latest = history.find(expected) if expected else None
        is_older = latest is not None and entry.version < latest.version and not entry.release.withdrawn
        assert newer == ([expected] if is_older else [])


@given(products())
@settings(max_examples=60, deadline=None)
def test_17_releases_json_tells_the_ways_that_the_pages_show(history: ProductHistory) -> None:
    upgrades = Upgrades(history)
    pages = UpgradePages(Views(history, "en", Addresses("https://acme.example/"), upgrades.computed), upgrades)
    told = {one["version"]: one for one in json.loads(releases_json(pages.views, pages.ways_to_latest()))["releases"]}
    latest = history.find_latest()
    with_page = {entry.version.text for entry in pages.starts.pages}
    for entry in history.releases:
        if entry.release.status != "released":
            assert entry.version.text not in told
            continue
        found = told[entry.version.text]
        back = plain.way_back(history, entry)
        assert (found["rollback_target"]["possible"], found["rollback_target"]["to"]) == back
        path = upgrades.path(entry, latest) if latest and entry.version.text in with_page else None
        if isinstance(path, UpgradePath):
            event("a way")
            data = json.loads(json.dumps(path_data(history, path, "en")))
            assert found["upgrade_path"] == {"to": data["to"], "stops": data["stops"], "sums": data["sums"]}
        else:
            assert found["upgrade_path"] is None


# --- permalinks ---


def permalinks(history: ProductHistory) -> dict[str, list[str]]:
    """For each release's address the places on its page, in the order of the page."""
    views = views_of(history)
    return {
        views.addresses.release(history.id, entry.version.text): [
            str(id) for id in page_of(views, entry).xpath("//li[contains(@class, 'rc-change')]/@id")
        ]
        for entry in history.releases
    }


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_03_neither_order_nor_file_names_nor_words_move_a_permalink(data: st.DataObject) -> None:
    """Records come in any order from files of any name, and words change: every address and place stays. Where each
    change has an id, their order in the record may change too."""
    versions = data.draw(
        st.lists(st.sampled_from(["1.0.0", "1.1.0", "1.10.0", "1.9.0", "2.0.0"]), min_size=2, unique=True)
    )
    found = [data.draw(records(version)) for version in versions]
    before = permalinks(product(*found))
    edited = [_edited(record) for record in data.draw(st.permutations(found))]
    history = product(*edited)
    renamed = tuple(
        VersionedRelease(entry.version, entry.release, f"gw/file-{place}.yaml")
        for place, entry in enumerate(history.releases)
    )
    history = ProductHistory(history.id, history.product, history.vendor, renamed)
    assert permalinks(history) == before
    for record in edited:
        for section in ("features", "fixes", "removals"):
            record[section] = [{**change, "id": f"{section}-{n}"} for n, change in enumerate(record[section] * 3)]
    named = permalinks(product(*edited))
    for record in edited:
        for section in ("features", "fixes", "removals"):
            record[section] = data.draw(st.permutations(record[section]))
    moved = permalinks(product(*edited))
    assert {page: sorted(places) for page, places in moved.items()} == {
        page: sorted(places) for page, places in named.items()
    }


def _edited(record: dict[str, Any]) -> dict[str, Any]:
    """The record with other words everywhere."""
    again = {**record, "title": Words({"en": "Another title"}), "summary": Words({"en": "Other words"})}
    for section in ("features", "fixes", "removals", "known_issues"):
        again[section] = [{**change, "text": Words({"en": "other words"})} for change in record[section]]
    return again


# --- languages ---


def test_34_what_is_not_translated_says_its_language_wherever_it_stands() -> None:
    """Each text that the record has in English alone is marked as English on the Chinese page."""
    said = [f"text {n}" for n in range(12)]
    history = product(
        {"version": "0.9.0"},
        {
            "version": "1.0.0",
            "summary": Words({"en": said[0]}),
            "features": [{"text": Words({"en": said[1]}), "details": Words({"en": said[2]})}],
            "fixes": [{"text": Words({"en": said[3]}), "breaking": {"impact": said[4], "action": said[5]}}],
            "known_issues": [{"text": said[6], "workaround": said[7]}],
            "upgrade": {"before": [said[8]], "migrations": [{"text": said[9]}]},
            "rollback": {"possible": True, "until": said[10], "steps": [said[11]]},
        },
    )
    views = views_of(history, "zh-CN")
    entry = history.find("1.0.0")
    assert entry
    page = page_of(views, entry)
    for one in said:
        places = [place for place in page.iter() if place.text and place.text.strip() == one]
        assert places, one
        for place in places:
            marked = place.xpath("ancestor-or-self::*[@lang='en'][contains(@class, 'rc-foreign')]")
            assert marked, f"{one}: {lxml.html.tostring(place)!r}"
