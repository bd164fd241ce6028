"""Values of a record: dates, durations, links, ids, languages, and texts."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from relcast.model.change import Change
from relcast.model.notice import Notice
from relcast.model.product import Product, Vendor
from relcast.model.release import Artifact, Migration, Release, Step, change_id
from relcast.model.scalars import day_of, instant_of
from relcast.model.text import Phrase, Words, is_language_tag
from relcast.records.parse import parse

LANGUAGES = ("en", "zh-CN")


def meaning(model: type[BaseModel], data: dict[str, Any]) -> Any:
    found, problems = parse(model, data, languages=LANGUAGES)
    assert problems == []
    return found


def codes(model: type[BaseModel], data: dict[str, Any]) -> list[str]:
    return [problem.code for problem in parse(model, data, languages=LANGUAGES)[1]]


def release(**more: Any) -> Release:
    found: Release = meaning(Release, {"version": "1.0.0", **more})
    return found


# Dates


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2026-11-20", date(2026, 11, 20)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1970-01-01", date(1970, 1, 1)),
        ("2999-12-31", date(2999, 12, 31)),
        ("2026-11-20T09:30:00Z", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20t09:30z", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20 09:30:00+08:00", datetime(2026, 11, 20, 1, 30, tzinfo=UTC)),
        ("2026-11-20T00:00:00-23:59", datetime(2026, 11, 20, 23, 59, tzinfo=UTC)),
    ],
)
def test_a_date_or_an_instant_is_read(text: str, value: date) -> None:
    found = release(date=text).date
    assert found == value
    assert isinstance(found, datetime) == isinstance(value, datetime)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-31",
        "2026-13-01",
        "2026-04-31",
        "2026-06-31",
        "2023-02-29",
        "2026-00-01",
        "2026-01-00",
        "0000-01-01",
        "0001-01-01",
        "1969-12-31",
        "3000-01-01",
        "9999-12-31",
        "2026-11-20T24:01:00Z",
        "2026-11-20T09:60:00Z",
        "2026-11-20T09:30:61Z",
        "2026-11-20T09:30:00+24:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_a_date_that_does_not_exist_is_impossible(text: str) -> None:
    assert codes(Release, {"version": "1.0.0", "date": text}) == ["RC204"]


@pytest.mark.parametrize(
    "text",
    [
        "20261120",
        "2026-11",
        "2026",
        "26-11-20",
        "2026-1-2",
        "2026/11/20",
        "2026.11.20",
        "20-11-2026",
        "11/20/2026",
        "20 Nov 2026",
        "2026年11月20日",
        "２０２６-11-20",
        "tomorrow",
        "TBD",
        "YYYY-MM-DD",
        "1795132800",
        "2026-11-20T09:30:00",
        "2026-11-20 09:30",
        "2026-11-20T09:30:00+0800",
        "2026-11-20T09:30:00 UTC",
        "2026-W47-5",
        "2026-324",
        "2026-11-20T",
        "2026-11-20T09Z",
        " 2026-11-20",
        "2026-11-20T09:30:00.5Z",
    ],
)
def test_a_date_in_another_form_is_told_the_form(text: str) -> None:
    assert codes(Release, {"version": "1.0.0", "date": text}) == ["RC205"]


def test_a_window_needs_a_time_of_day() -> None:
    assert codes(Notice, {"id": "a", "planned": {"start": "2026-11-20"}}) == ["RC205"]
    assert meaning(Notice, {"id": "a", "planned": {"start": "2026-11-20T02:00:00+08:00"}}).planned.end is None


@given(
    st.dates(date(1970, 1, 1), date(2999, 12, 31)),
    st.sampled_from(["UTC", "Asia/Shanghai", "Pacific/Kiritimati", "Pacific/Pago_Pago"]),
)
def test_every_day_that_is_accepted_has_an_instant_in_every_zone(day: date, zone: str) -> None:
    moment = release(date=day.isoformat()).date
    assert moment == day
    assert day_of(instant_of(day, ZoneInfo(zone)), ZoneInfo(zone)) == day


# Durations, truth, numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("15m", timedelta(minutes=15)),
        ("0m", timedelta()),
        ("0s", timedelta()),
        ("1h30m", timedelta(minutes=90)),
        ("90m", timedelta(minutes=90)),
        ("2d3h4m5s", timedelta(days=2, hours=3, minutes=4, seconds=5)),
        ("9999d", timedelta(days=9999)),
    ],
)
def test_a_duration_is_read(text: str, value: timedelta) -> None:
    assert (
        release(upgrade={"downtime": text}).upgrade
        == meaning(Release, {"version": "1", "upgrade": {"downtime": text}}).upgrade
    )
    found = release(upgrade={"downtime": text}).upgrade
    assert found
    assert found.downtime == value


@pytest.mark.parametrize(
    "text", ["", "15", "m", "15 m", "1.5h", "-5m", "30m1h", "1h1h", "15min", "PT15M", "15M", "99999d", "１5m", "none"]
)
def test_a_duration_in_another_form_is_told_the_form(text: str) -> None:
    assert codes(Release, {"version": "1.0.0", "upgrade": {"downtime": text}}) == ["RC210"]


@pytest.mark.parametrize(("text", "value"), [("true", True), ("True", True), ("false", False), ("False", False)])
def test_true_and_false_are_truth(text: str, value: bool) -> None:
    assert release(undated=text).undated is value


@pytest.mark.parametrize("text", ["yes", "no", "on", "off", "1", "0", "TRUE", "t", "是", ""])
def test_other_words_are_no_truth(text: str) -> None:
    assert codes(Release, {"version": "1.0.0", "undated": text}) == ["RC202"]


@pytest.mark.parametrize("text", ["1e3", "1,000", "1_000", "-1", "1.0", "0x1F", "", "９", "1" * 19])
def test_a_size_is_a_whole_number(text: str) -> None:
    assert codes(Artifact, {"size": text}) == ["RC202"]
    assert meaning(Artifact, {"size": "048211044"}).size == 48211044


# Links, ids, names


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example",
        "http://acme.example:8080/a?b=c&d#e",
        "HTTPS://ACME.example/",
        "https://[2001:db8::1]/",
        "https://策略.example/修复",
        "https://acme.example/%20",
    ],
)
def test_an_address_is_a_link(url: str) -> None:
    assert meaning(Artifact, {"url": url}).url == url


@pytest.mark.parametrize(
    "url",
    [
        "TBD",
        "foobar",
        "",
        "#812",
        "/pull/1",
        "acme.example",
        "www.acme.example",
        "hhttps://acme.example",
        "htps://acme.example",
        "https:/acme.example",
        "https//acme.example",
        "https:///x",
        "https://",
        "https://:80/",
        "https://?a",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "JaVaScRiPt://acme.example/%0aalert(1)",
        "data:text/html,a",
        "file:///etc/passwd",
        "ftp://acme.example",
        "//acme.example",
        "https://acme .example",
        "https://acme.example/a b",
        "https://acme.example/\n",
        " https://acme.example",
        "https://acme.example/<a>",
        'https://acme.example/"',
        "https://acme.example\\a",
        "https://[::1",
        "https://acme.example:port/",
        "https://acme.example:99999/",
        "mailto:a@acme.example",
    ],
)
def test_what_leads_nowhere_safe_is_no_link(url: str) -> None:
    assert codes(Artifact, {"url": url}) == ["RC206"]


@pytest.mark.parametrize("text", ["a", "0", "policy-hot-reload", "2026.11-x", "a" * 80])
def test_an_id_is_small_letters_digits_dots_and_hyphens(text: str) -> None:
    assert meaning(Change, {"text": "a", "id": text}).id == text


@pytest.mark.parametrize(
    "text", ["", "A", "-a", ".a", "a b", "a_b", "a/b", "../a", "策略", "a\n", "é", "a" * 81, '"', "a#b"]
)
def test_anything_else_is_no_id(text: str) -> None:
    assert codes(Change, {"text": "a", "id": text}) == ["RC207"]


@pytest.mark.parametrize("tag", ["en", "zh-CN", "zh-Hant-TW", "pt-BR", "es-419", "yue", "sr-Latn", "de-1996"])
def test_a_language_tag_may_be_a_languages_folder(tag: str) -> None:
    assert is_language_tag(tag)
    assert meaning(Vendor, {"name": {"en": "Acme"}, "languages": ["en", tag] if tag != "en" else ["en"]})


@pytest.mark.parametrize(
    "tag",
    ["", "e", "english", "zh_CN", "en-", "-en", "../x", "en/..", "en us", ".", "中文", "en\n", "assets", "en-x" * 9],
)
def test_anything_else_is_no_language_tag(tag: str) -> None:
    assert not is_language_tag(tag)
    assert codes(Vendor, {"name": "Acme", "languages": ["en", tag]}) == ["RC208"]


@pytest.mark.parametrize("languages", [[], ["en", "en"], ["en", "EN"], ["zh-CN", "en", "zh-cn"]])
def test_languages_are_some_and_each_once(languages: list[str]) -> None:
    assert codes(Vendor, {"name": "Acme", "languages": languages}) == ["RC208"]


@pytest.mark.parametrize(
    "authority",
    ["acme.example", "localhost", "xn--a-1.example", "feeds@acme.example", "a.b_c-d@acme.example", "1.example"],
)
def test_the_authority_of_feeds_is_a_domain_or_an_address(authority: str) -> None:
    vendor = meaning(Vendor, {"name": "Acme", "feeds": {"authority": authority, "since": "2024-01-01"}})
    assert vendor.feeds.authority == authority


@pytest.mark.parametrize(
    "authority",
    [
        "https://acme.example",
        "acme.example/",
        "acme.example,2024",
        "acme..example",
        ".acme",
        "acme.",
        "-a.example",
        "a b",
        "@a.b",
        "策略.example",
        "a:b",
        "a@b@c",
        "acme.example\n",
        "",
    ],
)
def test_anything_else_would_break_the_ids_of_feeds(authority: str) -> None:
    assert codes(Vendor, {"name": "Acme", "feeds": {"authority": authority, "since": "2024-01-01"}}) == ["RC215"]


@pytest.mark.parametrize(
    "zone", ["Beijing", "", "../../etc/passwd", "/etc/passwd", "UTC\x00", "Asia", "CST8", "UTC+8", "asia/shanghai/"]
)
def test_a_time_zone_is_one_of_the_iana_database(zone: str) -> None:
    assert codes(Vendor, {"name": "Acme", "timezone": zone}) == ["RC211"]
    assert meaning(Vendor, {"name": "Acme", "timezone": "Asia/Shanghai"}).timezone == ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("text", ["a\nb", "", "  ", "\n"])
def test_a_label_is_one_line(text: str) -> None:
    assert codes(Change, {"text": "a", "component": text}) == ["RC202"]
    assert meaning(Change, {"text": "a", "component": " a \n"}).component == "a"


def test_a_listing_speaks_languages_of_the_vendor() -> None:
    assert codes(Product, {"name": "a", "listings": {"aws": {"profile": "b", "languages": ["de"]}}}) == ["RC208"]


def test_components_are_ids_or_ids_with_names() -> None:
    assert meaning(Product, {"name": "a", "components": ["b", "c"]}).components == {"b": {"en": "b"}, "c": {"en": "c"}}
    assert meaning(Product, {"name": "a", "components": {"b": {"zh-CN": "乙"}}}).components == {"b": {"zh-CN": "乙"}}
    assert codes(Product, {"name": "a", "components": ["B"]}) == ["RC207"]
    assert codes(Product, {"name": "a", "components": [{"b": "c"}]}) == ["RC202"]


# Texts


def test_a_text_is_in_the_vendors_first_language_or_in_each_that_is_named() -> None:
    assert release(title=" a ").title == {"en": "a"}
    assert list((release(title={"zh-CN": "乙", "en": "b"}).title or {}).items()) == [("en", "b"), ("zh-CN", "乙")]


@pytest.mark.parametrize("text", ["#", "---", "~~~python\n", "&nbsp;", "> -", "***"])
def test_a_name_has_words_once_its_markdown_is_gone(text: str) -> None:
    assert codes(Product, {"name": text}) == codes(Vendor, {"name": {"zh-CN": text, "en": "a"}}) == ["RC209"]
    assert codes(Release, {"version": "1.0.0", "title": text}) == ["RC209"]


def test_a_missing_translation_is_shown_in_a_language_that_is_there() -> None:
    words = Words({"zh-CN": "乙"})
    assert words.pick("zh-CN") == Phrase("乙", "zh-CN")
    assert words.pick("en") == Phrase("乙", "zh-CN")


@pytest.mark.parametrize("alone", ["Start sooner", {"en": "Start sooner"}])
def test_a_change_or_a_step_may_be_its_text_alone(alone: Any) -> None:
    assert (
        release(fixes=[alone]).fixes
        == release(fixes=[{"text": alone}]).fixes
        == [Change(text=Words({"en": "Start sooner"}))]
    )
    found = release(upgrade={"before": [alone]}).upgrade
    assert found
    assert found.before == [Step(text=Words({"en": "Start sooner"}))]


def test_a_migration_is_never_its_text_alone() -> None:
    assert codes(Release, {"version": "1.0.0", "upgrade": {"migrations": ["a"]}}) == ["RC202"]
    assert meaning(Migration, {"text": "a"}).reversible is None


def test_the_language_id_is_not_the_key_id() -> None:
    found, problems = parse(Release, {"version": "1.0.0", "fixes": [{"id": "perbaikan"}]}, languages=("en", "id"))
    assert (problems, found and found.fixes[0].text) == ([], {"id": "perbaikan"})
    assert (
        parse(Release, {"version": "1.0.0", "fixes": [{"id": "a", "component": "b"}]}, languages=("en", "id"))[0]
        is None
    )


def test_derived_ids_count_within_their_section_and_survive_new_words() -> None:
    found = release(known_issues=["a", {"text": "b", "id": "c"}, "d"], features=["e"])
    assert [change_id(*placed) for placed in found.changes()] == ["features-1", "known-issues-1", "c", "known-issues-3"]


def test_a_record_never_changes_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        release().version = "2.0.0"
