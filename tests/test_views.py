"""What a template sees of a product: plain names, days and windows as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pytest
from pydantic import BaseModel

from relcast.library.arrange import public_changes
from relcast.library.product import ProductHistory, VersionedRelease
from relcast.model.notice import Notice
from relcast.model.product import Product, Vendor
from relcast.model.release import Release
from relcast.model.version import parse_version
from relcast.records.parse import parse
from relcast.render.addresses import Addresses
from relcast.render.phrases import day_words
from relcast.render.times import window_words
from relcast.render.views import Views

M = TypeVar("M", bound=BaseModel)


def read(model: type[M], data: Any) -> M:
    meaning, problems = parse(model, data, languages=("en", "zh-CN"))
    assert meaning is not None, problems
    return meaning


def made(product: Any, release: Any = None, notice: Any = None) -> tuple[Views, VersionedRelease]:
    entry = VersionedRelease(
        parse_version("1.0.0", "semver"),
        read(Release, {"version": "1.0.0", "date": "2026-01-01", **(release or {})}),
        "gw/1.0.0.yaml",
    )
    notices = (read(Notice, {"id": "a", "releases": ["1.0.0"], **notice}),) if notice else ()
    vendor = read(Vendor, {"name": "Acme", "languages": ["en", "zh-CN"]})
    history = ProductHistory("gw", read(Product, product), vendor, (entry,), notices)
    return Views(history, "en", Addresses("https://acme.example/")), entry


def test_names_of_product_and_component_show_no_markdown() -> None:
    product = {"name": "`Edge` **Gateway**", "components": {"policy": {"en": "The *policy* engine"}}}
    views, entry = made(product, {"fixes": [{"text": "a", "component": "policy"}]})
    assert views.title(entry) == "Edge Gateway 1.0.0"
    assert [views.change(change).component for change in public_changes(entry.release)] == ["The policy engine"]


def test_a_support_line_that_cannot_be_read_is_passed_over() -> None:
    lines = [{"range": "^1", "eol": "2030-01-01"}, {"range": "1.x", "eol": "2031-01-01"}]
    views, entry = made({"name": "a", "lines": lines})
    assert views.support_until(entry) == "1 January 2031"


def test_a_release_is_in_the_first_support_line_that_has_it_though_a_later_one_has_a_date() -> None:
    """As releases.json and the product's page say."""
    lines = [{"range": "1.x"}, {"range": "1.0.x", "eol": "2031-01-01"}]
    views, entry = made({"name": "a", "lines": lines})
    assert views.support_until(entry) == ""


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        ("22:00:00+08:00", "2026-10-21T02:00:00+08:00", "22:00 – 21 October 2026, 02:00 (UTC+08:00)"),
        ("22:00:00+08:00", "2026-10-20T18:00:00Z", "22:00 – 21 October 2026, 02:00 (UTC+08:00)"),
        ("22:00:00+08:00", "2026-10-20T15:30:00Z", "22:00 – 23:30 (UTC+08:00)"),
        ("22:00:00-03:30", "2026-10-20T23:30:00-03:30", "22:00 – 23:30 (UTC−03:30)"),
        ("22:00:00Z", "2026-10-20T23:30:00Z", "22:00 – 23:30 (UTC)"),
    ],
)
def test_a_window_is_told_in_the_offset_of_its_start(start: str, end: str, says: str) -> None:
    views, entry = made({"name": "a"}, notice={"planned": {"start": f"2026-10-20T{start}", "end": end}})
    [notice] = views.release(entry, "gw/1.0.0/index.html", whole=True).notices
    assert f">20 October 2026, {says}</time>" in notice.window


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "from 20 October 2026, 22:00 (UTC+08:00)"), ("zh-CN", "2026年10月20日 22:00 起（UTC+08:00）")],
)
def test_a_window_with_an_open_end_says_from_when(language: str, says: str) -> None:
    assert window_words(datetime.fromisoformat("2026-10-20T22:00:00+08:00"), None, language) == says


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "5 March 2026"), ("en-GB", "5 March 2026"), ("zh-CN", "2026年3月5日"), ("xx", "2026-03-05")],
)
def test_a_day_is_written_as_its_language_writes_it(language: str, says: str) -> None:
    assert day_words(date(2026, 3, 5), language, UTC) == says
