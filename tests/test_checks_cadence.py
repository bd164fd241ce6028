"""Rules that look at the calendar: what they find, and that a cached finding never outlives its time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_folders import folder_of, found, history_of, releases

from relcast.checks.find import findings, turning_points
from relcast.checks.run import check_product
from relcast.library.cadence_target import find_target
from relcast.render.addresses import Addresses
from relcast.site.edition import Edition
from relcast.site.produce import open_folder, produce

FOR_MINOR, LAST = "the cadence for minor releases", "the last minor release"
DAYS = {"1.0.0": "2026-01-10", "1.1.0": "2026-03-10", "1.1.1": "2026-03-20"}


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


# What a cadence means


@pytest.mark.parametrize(
    ("text", "least", "most", "unit"),
    [
        ("1-3 months", 1, 3, "month"),
        ("1 - 3 months", 1, 3, "month"),
        ("1–3 months", 1, 3, "month"),
        ("1 to 3 Months", 1, 3, "month"),
        ("6 weeks", 6, 6, "week"),
        ("every 2 weeks", 2, 2, "week"),
        ("every month", 1, 1, "month"),
        ("month", 1, 1, "month"),
        ("monthly", 1, 1, "month"),
        ("quarterly", 1, 1, "quarter"),
        ("12-18 months", 12, 18, "month"),
        ("1 year", 1, 1, "year"),
        ("90 days", 90, 90, "day"),
    ],
)
def test_spans_that_can_be_read(text: str, least: int, most: int, unit: str) -> None:
    target = find_target(text)
    assert target is not None
    assert (target.least, target.most, target.unit) == (least, most, unit)


@pytest.mark.parametrize(
    "text", ["soon", "", "3-1 months", "0 days", "1-3", "months 3", "1.5 years", "-1 month", "1000 days"]
)
def test_spans_that_cannot_be_read(text: str) -> None:
    assert find_target(text) is None


@given(
    st.dates(date(1970, 1, 1), date(2900, 1, 1)), st.integers(1, 99), st.integers(0, 50),
    st.sampled_from(["day", "week", "month", "quarter", "year"]),
)  # fmt: skip
def test_the_earliest_day_is_never_after_the_latest(since: date, least: int, more: int, unit: str) -> None:
    target = find_target(f"{least}-{least + more} {unit}s")
    assert target is not None
    assert target.earliest(since) <= target.latest(since)
    assert target.latest(since) > since


def test_months_are_counted_on_the_calendar() -> None:
    target = find_target("1-3 months")
    assert target is not None
    assert target.earliest(date(2026, 1, 31)) == date(2026, 2, 28) - timedelta(days=7)
    assert target.latest(date(2026, 11, 30)) == date(2027, 2, 28) + timedelta(days=7)


# Too often, too seldom


@pytest.mark.parametrize(
    ("days", "count"),
    [
        ({"1.1.0": "03-01", "1.2.0": "03-04", "1.3.0": "03-07"}, 1),
        ({"1.1.0": "03-01", "1.2.0": "03-04", "1.3.0": "03-08"}, 0),
        ({"1.1.0": "03-01", "1.1.1": "03-02", "1.1.2": "03-03", "1.1.3": "03-04"}, 0),
        ({"1.1.0": "03-01", "1.2.0-rc.1": "03-02", "1.2.0-rc.2": "03-03", "1.2.0": "03-04"}, 0),
        (
            {
                "1.1.0": "03-01",
                "1.2.0": "03-02",
                "1.3.0": "03-03",
                "1.6.0": "06-01",
                "1.7.0": "06-01",
                "1.8.0": "06-02",
            },
            2,
        ),
        ({"0.1.0": "01-01", "0.2.0": "01-01", "0.3.0": "01-01"}, 0),  # the whole past brought in on the first day
    ],
)
def test_several_releases_within_a_week(tmp_path: Path, days: Mapping[str, str], count: int) -> None:
    made = folder_of(tmp_path, releases({"1.0.0": "2026-01-01", **{v: f"2026-{day}" for v, day in days.items()}}))
    assert len(found(made, "RC602")) == count


def test_a_product_is_stale_after_a_year_and_a_day(tmp_path: Path) -> None:
    made = folder_of(tmp_path, releases(DAYS))
    assert found(made, "RC603", now=at("2027-03-20")) == []
    assert found(made, "RC603", now=at("2027-03-21")) == ["1.1.1:2:7 nothing has come out since 1.1.1 on 2026-03-20"]
    assert found(made, "RC603", now=None) == []


@pytest.mark.parametrize(
    ("product", "files", "count"),
    [
        ("", {"1.2.0.yaml": "version: 1.2.0\nstatus: planned\n"}, 0),
        ("", {"1.2.0.yaml": "version: 1.2.0\ndate: 2031-01-01\n"}, 0),
        ("lines: [{range: 1.x, eol: 2027-01-01}]\n", {}, 0),
        ("lines: [{range: 1.x, eol: 2031-01-01}]\n", {}, 1),
        ("lines: [{range: 1.x}]\n", {}, 1),
        ("", {"1.2.0.yaml": "version: 1.2.0\nundated: true\n"}, 1),
    ],
)
def test_who_has_ended_or_announced_is_not_stale(
    tmp_path: Path, product: str, files: Mapping[str, str], count: int
) -> None:
    made = folder_of(tmp_path, {**releases(DAYS), **files}, product=product)
    assert len(found(made, "RC603", now=at("2028-01-01"))) == count


@pytest.mark.parametrize(
    ("minor", "now", "says"),
    [
        ("1-3 months", "2026-04-01", []),
        ("3-4 months", "2026-04-01", [f"1.1.0:2:7 1.1.0 came 59 days after 1.0.0; {FOR_MINOR} is 3-4 months"]),
        ("1-3 months", "2026-06-17", []),  # a week of grace
        ("1-3 months", "2026-06-18", [f"product.yaml:3:10 {LAST}, 1.1.0, is 100 days old; the cadence is 1-3 months"]),
        ("now and then", "2030-01-01", []),
    ],
)  # fmt: skip
def test_a_product_keeps_its_own_cadence(tmp_path: Path, minor: str, now: str, says: list[str]) -> None:
    made = folder_of(tmp_path, releases(DAYS), product=f"cadence:\n  minor: {minor}\n")
    said = found(made, "RC604", now=at(now))
    assert [line.replace("product:", "product.yaml:") for line in said] == says


def test_what_is_announced_is_not_late(tmp_path: Path) -> None:
    product = "cadence: {minor: 1 month}\n"
    made = folder_of(tmp_path, {**releases(DAYS), "1.2.0.yaml": "version: 1.2.0\nstatus: planned\n"}, product=product)
    assert found(made, "RC604", now=at("2027-01-01")) == []
    made = folder_of(tmp_path, {"1.2.0.yaml": "version: 1.1.2\nstatus: planned\n"}, product=product)
    assert len(found(made, "RC604", now=at("2027-01-01"))) == 1  # a patch is no minor release


# Time passes


def test_a_plan_is_overdue_when_its_day_is_over_in_the_vendors_zone(tmp_path: Path) -> None:
    plan = {"1.2.0.yaml": "version: 1.2.0\ndate: 2026-06-10\nstatus: planned\n"}
    made = folder_of(tmp_path, plan, vendor="timezone: Asia/Shanghai\n")
    assert found(made, "RC328", now=datetime(2026, 6, 10, 15, 59, tzinfo=UTC)) == []
    assert found(made, "RC328", now=datetime(2026, 6, 10, 16, 0, tzinfo=UTC)) == [
        "1.2.0:2:7 1.2.0 was planned for 2026-06-10, which has passed"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "withdrawn: {date: 2026-06-11, reason: a}",
        "revisions: [{date: 2026-06-11, note: a}]",
        "tests: {security: {result: pass, date: 2026-06-11}}",
        "scans: [{tool: a, date: 2026-06-11}]",
    ],
)
def test_what_has_happened_is_not_dated_ahead(tmp_path: Path, text: str) -> None:
    made = folder_of(tmp_path, {"1.0.0.yaml": f"version: 1.0.0\ndate: 2026-06-01\n{text}\n"})
    assert found(made, "RC330", now=at("2026-06-11")) == []
    [line] = found(made, "RC330", now=at("2026-06-10"))
    assert line.endswith(" is dated 2026-06-11, which lies in the future")


MOMENTS = st.dates(date(2025, 1, 1), date(2028, 12, 31)).map(date.isoformat)


@settings(deadline=None, max_examples=40)
@given(
    days=st.lists(MOMENTS, min_size=1, max_size=5), planned=MOMENTS, actual=MOMENTS, eol=MOMENTS,
    minor=st.sampled_from(["1-3 months", "2 weeks", "1 year"]),
    zone=st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York"]),
    looks=st.lists(st.datetimes(datetime(2024, 12, 1), datetime(2031, 1, 1)), min_size=2, max_size=12),
)  # fmt: skip
def test_between_two_turning_points_nothing_changes(
    tmp_path_factory: pytest.TempPathFactory, days: list[str], planned: str, actual: str, eol: str, minor: str,
    zone: str, looks: list[datetime],
) -> None:  # fmt: skip
    """So a pack that holds from one to the next tells the truth."""
    files = releases({f"1.{n}.0": day for n, day in enumerate(days)})
    files["1.0.0.yaml"] += f"revisions: [{{date: {actual}, note: a}}]\n"
    files["2.0.0.yaml"] = f"version: 2.0.0\ndate: {planned}\nstatus: planned\n"
    product = f"cadence: {{minor: {minor}}}\nlines: [{{range: 1.x, eol: {eol}}}]\n"
    vendor = f"timezone: {zone}\n"
    history = history_of(folder_of(tmp_path_factory.mktemp("a"), files, vendor=vendor, product=product))
    points = sorted(turning_points(history))
    told: dict[int, set[str]] = {}
    for look in looks + [point.replace(tzinfo=None) for point in points]:
        now = look.replace(tzinfo=UTC)
        era = sum(point <= now for point in points)
        said = {f"{p.path} {p.where} {p.code}" for p in findings(history, now)}
        assert told.setdefault(era, said) == said


def test_a_cached_pack_does_not_freeze_what_the_calendar_says(tmp_path: Path) -> None:
    folder_of(tmp_path, releases(DAYS))
    folder, vendor, _ = open_folder(tmp_path / "releases", "releases")
    assert vendor is not None

    def codes(day: str) -> set[str]:
        made = produce(
            folder, vendor, [Edition("en", Addresses("https://acme.example/"))], now=at(day),
            cache_dir=tmp_path / "cache", check=check_product, turning_points=turning_points,
        )  # fmt: skip
        assert all(pack.header.hidden == "" for pack in made.packs)
        return {problem.code for problem in made.problems}

    assert codes("2027-03-20") == set()
    assert codes("2027-03-21") == {"RC603"}
    assert codes("2027-03-20") == set()


def test_a_cached_pack_ends_when_a_window_does_whatever_its_offset(tmp_path: Path) -> None:
    """22:00 at +08:00 comes before 16:00 in UTC, although its text comes after."""
    window = "planned: {start: 2026-12-15T20:00:00+08:00, end: 2026-12-15T22:00:00+08:00}"
    files = {
        **releases({"1.0.0": "2026-11-01", "1.1.0": "2026-12-16"}),
        "notices/n.yaml": f"id: n\nreleases: [1.1.0]\n{window}\n",
    }
    folder_of(tmp_path, files, vendor="timezone: Asia/Shanghai\n")
    folder, vendor, _ = open_folder(tmp_path / "releases", "releases")
    assert vendor is not None

    def banners(now: datetime) -> int:
        made = produce(
            folder, vendor, [Edition("en", Addresses("https://acme.example/"))], now=now,
            cache_dir=tmp_path / "cache", check=check_product, turning_points=turning_points,
        )  # fmt: skip
        [page] = [page for page in made.packs[0].header.pages if page.kind == "product"]
        return made.packs[0].bodies()[page.body].count(b"data-rc-until")

    assert banners(datetime(2026, 12, 15, 13, tzinfo=UTC)) == 1
    assert banners(datetime(2026, 12, 15, 14, tzinfo=UTC)) == 0
