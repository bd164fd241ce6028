"""The head of a product's page, its archive, and what its script adds."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest
from lxml.html import document_fromstring
from test_views import read

from relcast.library.cadence import find_gauge, gauge_turning_points
from relcast.library.live import live_listings
from relcast.library.product import ProductHistory, VersionedRelease, newest_first
from relcast.library.upcoming import notice_turning_points, upcoming_notices
from relcast.model.notice import Listings, Notice
from relcast.model.product import Product, Vendor
from relcast.model.release import Release
from relcast.model.version import parse_version
from relcast.render.addresses import Addresses
from relcast.render.changes import product_list, product_nodes
from relcast.render.pages import ARCHIVES, NEWEST, archive_pages, product_page
from relcast.render.places import places_json
from relcast.render.views import Views
from relcast.words import words

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def history(
    releases: dict[str, str], notices: list[Any] | None = None, standings: Any = None, changes: int = 1,
    fixes: list[Any] | None = None, **product: Any,
) -> ProductHistory:  # fmt: skip
    made = []
    for version, day in releases.items():
        data = {"version": version, "date": day, "fixes": fixes or [f"Fix {n}" for n in range(changes)]}
        made.append(VersionedRelease(parse_version(version, "semver"), read(Release, data), f"gw/{version}.yaml"))
    return ProductHistory(
        "gw", read(Product, {"name": "Gateway", **product}), read(Vendor, {"name": "Acme"}), newest_first(made),
        tuple(read(Notice, notice) for notice in notices or []),
        standings=read(Listings, standings).root if standings else {},
    )  # fmt: skip


def many(count: int, changes: int = 1) -> ProductHistory:
    day = datetime(2024, 1, 1, tzinfo=UTC)
    return history(
        {f"{1 + n // 20}.{n % 20}.0": f"{day + timedelta(days=n):%Y-%m-%d}" for n in range(count)}, changes=changes
    )


@pytest.mark.parametrize(
    ("target", "verdict"),
    [("1 month", "healthy"), ("6-12 months", "often"), ("1 week", "stale"), (None, None), ("now and then", None)],
)
def test_the_cadence_is_judged_by_the_products_own_target(target: str | None, verdict: str | None) -> None:
    releases = {"1.0.0": "2026-03-01", "1.1.0": "2026-04-01", "1.1.1": "2026-04-05", "1.2.0": "2026-05-01"}
    gauge = find_gauge(history(releases, **({"cadence": {"minor": target}} if target else {})), NOW)
    assert gauge is not None
    assert (gauge.days, gauge.verdict) == (30, verdict)


def test_a_product_turns_stale_by_date_and_the_moment_is_known() -> None:
    quiet = history({"1.0.0": "2026-03-01", "1.1.0": "2026-04-01"}, cadence={"minor": "1 month"})
    verdicts = {}
    for moment in sorted(gauge_turning_points(quiet)):
        for at in (moment - timedelta(seconds=1), moment):
            gauge = find_gauge(quiet, at)
            verdicts[at.isoformat()] = gauge.verdict if gauge else None
    assert list(verdicts.values())[-2:] == ["healthy", "stale"]


def test_one_minor_version_makes_no_cadence() -> None:
    assert find_gauge(history({"1.0.0": "2026-03-01", "1.0.1": "2026-04-01"}), NOW) is None


def test_a_marketplace_shows_the_newest_live_version_and_no_private_date() -> None:
    product = history(
        {"1.0.0": "2026-03-01", "1.1.0": "2026-04-01", "1.2.0": "2026-05-01"},
        listings={"shop": {"profile": "github-release"}, "empty": {"profile": "github-release"}},
        standings={
            "shop": {
                "1.0.0": {"live": "2026-03-02"},
                "1.1.0": {"live": "2026-04-02", "submitted": "2026-01-17"},
                "1.2.0": {"in_review": "2026-05-18"},
            },
            "empty": {"1.2.0": {"submitted": "2026-05-19"}},
        },
    )
    assert [(live.id, live.entry.version.text) for live in live_listings(product, NOW)] == [("shop", "1.1.0")]
    body = product_page(Views(product, "en", Addresses()), [], NOW).body
    assert [day for day in ("2026-01-17", "17 January", "2026-05-18", "18 May", "19 May") if day in body] == []


@pytest.mark.parametrize(("minutes", "shown"), [(-1, 1), (0, 0)])
def test_a_planned_upgrade_leaves_the_page_when_its_window_ends(minutes: int, shown: int) -> None:
    end = datetime(2026, 6, 2, 12, tzinfo=UTC)
    notice = {"id": "n", "planned": {"start": "2026-06-02T10:00:00Z", "end": end.isoformat()}}
    product = history({"1.0.0": "2026-03-01"}, [notice])
    now = end + timedelta(minutes=minutes)
    assert len(upcoming_notices(product, now)) == shown
    assert product_page(Views(product, "en", Addresses()), [], now).body.count("data-rc-until") == shown


@pytest.mark.parametrize(("minutes", "shown"), [(-1, 1), (0, 0)])
def test_an_upgrade_that_ended_early_leaves_the_page_when_it_did(minutes: int, shown: int) -> None:
    end = datetime(2026, 6, 2, 11, tzinfo=UTC)
    notice = {
        "id": "n", "status": "in_progress",
        "planned": {"start": "2026-06-02T10:00:00Z", "end": "2026-06-02T12:00:00Z"},
        "actual": {"start": "2026-06-02T10:00:00Z", "end": end.isoformat()},
    }  # fmt: skip
    product = history({"1.0.0": "2026-03-01"}, [notice])
    assert len(upcoming_notices(product, end + timedelta(minutes=minutes))) == shown
    assert end in list(notice_turning_points(product))


@pytest.mark.parametrize("planned", [True, False])
def test_an_upgrade_under_way_stays_on_the_page_until_its_record_says_that_it_ended(planned: bool) -> None:
    """Who runs the product must not take a late upgrade for a finished one; the page of notices shows it too."""
    window = {"start": "2026-06-02T10:00:00Z", "end": "2026-06-02T12:00:00Z"}
    notice = {"id": "n", "status": "in_progress", "actual": {"start": "2026-06-02T10:05:00Z"}}
    product = history({"1.0.0": "2026-03-01"}, [notice | ({"planned": window} if planned else {})])
    for hours, standing in ((11, "running"), (13, "late" if planned else "running"), (200, None)):
        now = datetime(2026, 6, 2, tzinfo=UTC) + timedelta(hours=hours)
        [upcoming] = upcoming_notices(product, now)
        expected = standing or ("late" if planned else "running")
        assert (upcoming.standing, upcoming.until) == (expected, None)
        body = product_page(Views(product, "en", Addresses()), [], now).body
        assert words("en")[f"standing.{expected}"] in body
        assert "data-rc-until" not in body, "no clock ends it, not even the reader's"
    ended = history({"1.0.0": "2026-03-01"}, [{**notice, "status": "completed"}])
    assert upcoming_notices(ended, now) == []


def test_releases_beyond_the_newest_are_in_the_archive_of_their_major_with_all_its_others() -> None:
    views = Views(many(45), "en", Addresses())
    bodies = {major: text.body for major, _, text in archive_pages(views)}
    assert list(bodies) == ["2", "1"]
    body = bodies["2"]
    assert body.count('class="rc-row"') == 20
    assert 'href="../../2.19.0/"' in body
    page = product_page(views, [], NOW).body
    assert 'href="archive/2/"' in page
    assert 'href="archive/1/"' in page
    assert page.count("<article") == 20


def test_versions_that_differ_by_a_mark_alone_have_a_place_each() -> None:
    """A build and a pre-release may be written alike but for `+` and `-`."""
    versions = ["2.0.0-b+1", "2.0.0-b-1", "2.0.0+b-1", "2.0.0-b.1"]
    days = {version: f"2026-01-{day:02}" for day, version in enumerate(versions, 1)}
    older = {f"1.{n}.0": "2025-01-01" for n in range(NEWEST)}
    product = history({**days, **older, "2.0.0": "2026-02-01"})
    views = Views(product, "en", Addresses())
    text = product_page(views, [], NOW)
    places = [id for id, _ in text.contents]
    assert {f"v{version}" for version in versions} <= set(places)
    archive = next(text.body for major, _, text in archive_pages(views) if major == "1")
    for body, wanted in ((text.body, [*versions, "2.0.0"]), (archive, list(older))):
        ids = [str(id) for id in document_fromstring(body).xpath("//@id")]
        assert len(ids) == len(set(ids))
        assert {f"v{version}" for version in wanted} <= set(ids)
    moved = json.loads(places_json(views, product.releases))["releases"]
    assert [moved[f"v{version}"] for version in versions] == [f"{quote(version, safe='')}/" for version in versions]


def test_of_many_archives_the_page_names_the_newest_and_each_leads_on() -> None:
    count = NEWEST + ARCHIVES + 10
    views = Views(history({f"{n}.0.0": "2026-01-01" for n in range(1, count + 1)}), "en", Addresses())
    pages = [(major, text.body) for major, _, text in archive_pages(views)]
    assert [major for major, _ in pages] == [str(n) for n in range(ARCHIVES + 10, 0, -1)]
    for (major, body), (older, below) in pairwise(pages):
        assert f'rel="prev" href="../{older}/"' in body
        assert f'rel="next" href="../{major}/"' in below
    assert product_page(views, [], NOW).body.count('<li><a href="archive/') == ARCHIVES


def test_long_releases_become_rows_before_the_page_grows_too_large_and_none_is_lost() -> None:
    page = product_page(Views(many(20, changes=40), "en", Addresses()), [], NOW).body
    full, rows = page.count("<article"), page.count('class="rc-row"')
    assert full >= 1
    assert rows >= 1
    assert full + rows == 20
    assert page.count("<") - page.count("</") < 1_200


def test_the_elements_of_changes_are_counted_as_they_are_made() -> None:
    """Void elements don't occur in a line of text."""
    changes = [
        {"text": "Plain"},
        {"text": "With `code`, **weight** and [a link](https://a.example/)", "component": "proxy"},
        {"text": "Two ids", "security": {"ids": ["CVE-2026-1234", "X-1"], "severity": "high", "exploited": "true"}},
        {"text": "Breaks", "breaking": {"impact": "What `breaks`", "action": "Do"}},
    ]
    product = history({"1.0.0": "2026-03-01"}, fixes=changes)
    views = Views(product, "en", Addresses())
    for group in views.groups(product.releases[0]):
        for with_notes in (False, True):
            html = product_list(group.changes, views.words, "x/", with_notes)
            made = html.count("<") - html.count("</")
            assert made == sum(product_nodes(change, with_notes) for change in group.changes), html


def test_only_versions_with_a_way_are_offered() -> None:
    views = Views(many(3), "en", Addresses())
    assert "rc-run" not in product_page(views, [], NOW).body
    assert 'data-href="upgrade/from-1.0.0/">1.0.0<' in product_page(views, [], NOW, ["1.0.0"]).body


@pytest.mark.parametrize(("language", "says"), [("en", "target: 1–3 months"), ("zh-CN", "目标：1–3 个月")])
def test_the_target_is_said_in_the_pages_language(language: str, says: str) -> None:
    product = history({"1.0.0": "2026-03-01", "1.1.0": "2026-05-01"}, cadence={"minor": "1-3 months"})
    assert says in product_page(Views(product, language, Addresses()), [], NOW).body
