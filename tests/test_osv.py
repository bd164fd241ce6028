"""OSV records: their ids, their dates, and above all which versions they call affected."""

from __future__ import annotations

import json
from typing import Any

import pytest
import semver
from endpoint_shapes import check_osv
from hypothesis import given, settings
from hypothesis import strategies as st
from test_endpoints import BASE, Record, a_vendor, views

from relcast.library.product import ProductHistory
from relcast.model.range import parse_range
from relcast.model.version import Version, parse_version
from relcast.render.endpoints.osv import advisories, merge, osv_id


def osv(*records: Record, **more: Any) -> dict[str, Any]:
    """The records of one product, by id."""
    found = {id: json.loads(content) for id, content in advisories(views(*records, **more)).items()}
    for id, record in found.items():
        check_osv(record)
        assert record["id"] == id
    return found


def fix(*ids: str, **more: Any) -> Record:
    return {"id": "hole", "text": "Close the hole", "security": {"ids": list(ids), **more}}


def released(version: str, *fixes: Record, **more: Any) -> Record:
    return {"version": version, "fixes": list(fixes), **more}


def is_affected(record: Any, version: str) -> bool:
    """Whether a version is affected, as the OSV schema's pseudocode evaluates it."""
    [affected] = record["affected"]
    if version in affected["versions"]:
        return True
    wanted = semver.Version.parse(version)

    def order(text: str) -> semver.Version:
        return semver.Version.parse("0.0.0-0" if text == "0" else text)

    for stretch in affected.get("ranges", ()):
        vulnerable = False
        for event in stretch["events"]:
            [(kind, text)] = event.items()
            if kind == "introduced" and wanted >= order(text):
                vulnerable = True
            if (kind == "fixed" and wanted >= order(text)) or (kind == "last_affected" and wanted > order(text)):
                vulnerable = False
        if vulnerable:
            return True
    return False


# --- what is one advisory, and what is it called ---


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("CVE-2026-1234", "CVE-2026-1234"),
        ("cve-2026-12345", "CVE-2026-12345"),
        ("GHSA-2M9C-4fpx-744v", "GHSA-2m9c-4fpx-744v"),
        ("ACME-SA-2026-01", "x_acme.example-ACME-SA-2026-01"),
        ("CVE-2026-1", "x_acme.example-CVE-2026-1"),
    ],
)
def test_an_id_is_one_that_osv_allows(text: str, id: str) -> None:
    assert osv_id(text, views().history) == id


def test_ids_that_are_no_file_names_stay_distinct() -> None:
    history = views().history
    strange = ["../../x", "..\\x", "a/b", "a b", "a_b", "策略", "策", "</title>", "x" * 200, "x" * 201, "."]
    made = [osv_id(text, history) for text in strange]
    assert len({id.lower() for id in made}) == len(strange)
    for id in made:
        assert not set(id) & set("/\\<> "), id
        assert len(id) < 120


def test_without_feeds_an_id_has_no_authority() -> None:
    history = views(vendor={"feeds": {"authority": "a@b.example", "since": "2024-01-01"}}).history
    assert osv_id("SA-1", history) == "x_b.example-SA-1"
    bare = a_vendor().model_copy(update={"feeds": None})
    assert osv_id("SA-1", ProductHistory("a", history.product, bare, ())) == "x_SA-1"


@pytest.mark.parametrize(
    ("ids", "records"),
    [
        (["CVE-2026-1111"], {"CVE-2026-1111": ([], [])}),
        (["CVE-2026-1111", "GHSA-aaaa-bbbb-cccc"], {"CVE-2026-1111": (["GHSA-aaaa-bbbb-cccc"], [])}),
        (["SA-1", "CVE-2026-1111"], {"x_acme.example-SA-1": (["CVE-2026-1111"], [])}),
        (["SA-1", "CVE-2026-1111", "CVE-2026-2222"], {"x_acme.example-SA-1": ([], ["CVE-2026-1111", "CVE-2026-2222"])}),
        (
            ["CVE-2026-1111", "CVE-2026-2222", "SA-1"],
            {
                "CVE-2026-1111": ([], ["CVE-2026-2222", "x_acme.example-SA-1"]),
                "CVE-2026-2222": ([], ["CVE-2026-1111", "x_acme.example-SA-1"]),
            },
        ),
        (["CVE-2026-1111", "cve-2026-1111"], {"CVE-2026-1111": ([], [])}),
    ],
)
def test_two_cves_are_two_vulnerabilities_and_other_ids_are_names_of_one(
    ids: list[str], records: dict[str, tuple[list[str], list[str]]]
) -> None:
    found = osv(released("1.0.0", fix(*ids)))
    assert {id: (one.get("aliases", []), one.get("related", [])) for id, one in found.items()} == records


def test_one_record_an_advisory_however_many_releases_close_it() -> None:
    found = osv(
        released("2.2.4", fix("CVE-2026-1111", affected="<2.2.4")),
        released("2.3.1", fix("cve-2026-1111", "GHSA-aaaa-bbbb-cccc", affected=">=2.3.0 <2.3.1")),
        released("2.4.0", fix("CVE-2026-3333")),
    )
    assert set(found) == {"CVE-2026-1111", "CVE-2026-3333"}
    assert found["CVE-2026-1111"]["aliases"] == ["GHSA-aaaa-bbbb-cccc"]
    assert found["CVE-2026-1111"]["affected"][0]["database_specific"]["fixed"] == ["2.2.4", "2.3.1"]


CVE, OTHER_CVE, GHSA = "CVE-2026-1111", "CVE-2026-2222", "GHSA-aaaa-bbbb-cccc"


@pytest.mark.parametrize("dates", [("2026-03-01", "2026-04-01"), ("2026-04-01", "2026-03-01")])
def test_releases_that_name_a_vulnerability_differently_make_one_record_under_the_name_that_came_first(
    dates: tuple[str, str],
) -> None:
    found = osv(
        released("2.2.4", fix(GHSA, CVE, affected="<2.2.4"), date=dates[0]),
        released("2.3.1", fix(CVE, GHSA, affected=">=2.3.0 <2.3.1"), date=dates[1]),
    )
    name, alias = (GHSA, CVE) if dates[0] < dates[1] else (CVE, GHSA)
    assert {id: record["aliases"] for id, record in found.items()} == {name: [alias]}
    assert found[name]["affected"][0]["database_specific"]["fixed"] == ["2.2.4", "2.3.1"]


@pytest.mark.parametrize(
    ("changes", "records"),
    [
        # what one release says of two ids holds for a release that gives one of them alone
        ([[GHSA], [CVE, GHSA], [CVE]], {GHSA: ([CVE], [])}),
        ([["SA-1", GHSA], [GHSA, CVE], [CVE]], {"x_acme.example-SA-1": ([GHSA, CVE], [])}),
        ([["SA-1", CVE], ["SA-2", CVE]], {"x_acme.example-SA-1": ([CVE, "x_acme.example-SA-2"], [])}),
        # a bulletin of several vulnerabilities is no other name of any, and makes them none the same
        (
            [[CVE, "SA-1"], [OTHER_CVE, "SA-1"]],
            {CVE: ([], ["x_acme.example-SA-1"]), OTHER_CVE: ([], ["x_acme.example-SA-1"])},
        ),
        ([[GHSA, CVE], [CVE, "SA-1"], [OTHER_CVE, "SA-1"]],
         {GHSA: ([CVE], ["x_acme.example-SA-1"]), OTHER_CVE: ([], ["x_acme.example-SA-1"])}),
        ([[CVE, "SA-1"], ["SA-1", GHSA], [GHSA, "SA-2"], [OTHER_CVE, "SA-2"]],
         {CVE: ([], ["x_acme.example-SA-1"]), "x_acme.example-SA-1": ([], [GHSA]),
          GHSA: ([], ["x_acme.example-SA-2"]), OTHER_CVE: ([], ["x_acme.example-SA-2"])}),
        # nobody knows which of the two is meant
        ([[CVE, OTHER_CVE, GHSA], [GHSA]],
         {CVE: ([], [OTHER_CVE, GHSA]), OTHER_CVE: ([], [CVE, GHSA]), GHSA: ([], [])}),
    ],
)  # fmt: skip
def test_what_is_another_name_and_what_is_another_vulnerability(
    changes: list[list[str]], records: dict[str, tuple[list[str], list[str]]]
) -> None:
    releases = [released(f"1.0.{number}", fix(*ids)) for number, ids in enumerate(changes)]
    found = osv(*[{**one, "fixes": [{**one["fixes"][0], "id": one["version"]}]} for one in releases])
    names = {id: (set(one.get("aliases", [])), set(one.get("related", []))) for id, one in found.items()}
    assert names == {id: (set(aliases), set(related)) for id, (aliases, related) in records.items()}


def test_a_known_issue_closes_no_advisory() -> None:
    known = {"id": "hole", "text": "There is a hole", "security": {"ids": [CVE]}}
    assert not osv(released("1.0.0", known_issues=[known]))
    [record] = osv(released("1.0.0", known_issues=[known]), released("1.0.1", fix(CVE))).values()
    assert record["affected"][0]["database_specific"]["fixed"] == ["1.0.1"]


def test_planned_hidden_and_internal_fixes_make_no_record() -> None:
    hidden = fix("CVE-2026-1111")
    assert not osv(
        released("1.0.0", hidden, status="planned"),
        released("1.1.0", hidden, date="2027-01-01"),
        released("1.2.0", {**hidden, "internal": True}),
        released("1.3.0", {"text": "No id", "security": {"severity": "high"}}),
    )


# --- what it says ---


def test_a_record_says_what_the_release_says() -> None:
    change = {
        **fix("CVE-2026-1111", severity="high", cvss="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", affected="<2.3.0"),
        "text": "Close the *hole*",
        "details": "Send `<script>` and [more](https://a.example)",
        "links": [{"label": "#1", "url": "https://issues.acme.example/1"}],
    }
    record = osv(released("2.3.0", change, date="2026-03-01"), released("2.2.0", date="2026-02-01"))["CVE-2026-1111"]
    assert record == {
        "schema_version": "1.7.5",
        "id": "CVE-2026-1111",
        "modified": "2026-03-01T00:00:00Z",
        "published": "2026-03-01T00:00:00Z",
        "summary": "Close the hole",
        "details": "Send \\<script\\> and more",
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        "affected": [
            {
                "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.3.0"}]}],
                "versions": ["2.2.0"],
                "database_specific": {
                    "product": "edge-gateway", "name": "Edge Gateway", "fixed": ["2.3.0"], "range_stated": True,
                },
            }
        ],
        "references": [
            {"type": "ADVISORY", "url": f"{BASE}edge-gateway/2.3.0/#hole"},
            {"type": "WEB", "url": "https://issues.acme.example/1"},
        ],
        "database_specific": {"language": "en", "severity": "high"},
    }  # fmt: skip


def test_dates_come_from_the_records_alone() -> None:
    revised = released(
        "1.0.1", fix("CVE-2026-1111"), date="2026-03-01", revisions=[{"date": "2026-04-02", "note": "Clearer"}]
    )
    later = released("1.1.0", fix("CVE-2026-1111"), date="2026-03-05")
    record = osv(revised, later)["CVE-2026-1111"]
    assert (record["published"], record["modified"]) == ("2026-03-01T00:00:00Z", "2026-04-02T00:00:00Z")
    withdrawn = {**later, "withdrawn": {"date": "2026-05-01"}}
    assert osv(revised, withdrawn)["CVE-2026-1111"]["modified"] == "2026-05-01T00:00:00Z"
    undated = osv({"version": "1.0.1", "undated": True, "fixes": [fix("CVE-2026-1111")]})["CVE-2026-1111"]
    assert undated["modified"] == "2024-01-01T00:00:00Z"
    assert "published" not in undated


def test_a_fix_that_was_withdrawn_is_not_recommended() -> None:
    record = osv(
        released("1.0.1", fix("CVE-2026-1111"), withdrawn={"date": "2026-05-01"}),
        released("1.0.2", fix("CVE-2026-1111")),
        released("1.0.0"),
    )["CVE-2026-1111"]
    assert record["affected"][0]["database_specific"]["fixed"] == ["1.0.2"]
    assert record["affected"][0]["versions"] == ["1.0.0"]


@pytest.mark.parametrize(
    ("cvss", "kind"),
    [
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N", "CVSS_V3"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N", "CVSS_V4"),
        ("CVSS:4.0/AV:N", None),
        ("9.8", None),
        ("CVSS:3.1/AV:N</script>", None),
    ],
)
def test_only_a_cvss_vector_is_a_severity(cvss: str, kind: str | None) -> None:
    record = osv(released("1.0.0", fix("CVE-2026-1111", cvss=cvss)))["CVE-2026-1111"]
    assert record.get("severity") == (kind and [{"type": kind, "score": cvss}])


# --- which versions are affected ---

RELEASES = [
    "1.9.0", "2.0.0-rc.1", "2.0.0", "2.1.0", "2.2.0", "2.2.4", "2.2.5", "2.3.0-beta.1", "2.3.0", "2.3.1", "2.4.0",
]  # fmt: skip


def affected(fixes: dict[str, str | None], **more: Any) -> tuple[list[str], dict[str, Any]]:
    """The affected versions of `RELEASES`, where some fix an advisory and say (or don't) which ranges it affects."""
    records = [
        released(version, *([fix("CVE-2026-1111", **({"affected": text} if text else {}))] if version in fixes else []))
        for version, text in ((version, fixes.get(version)) for version in RELEASES)
    ]
    record = osv(*records, **more)["CVE-2026-1111"]
    found: list[str] = record["affected"][0]["versions"]
    return found, record


@pytest.mark.parametrize(
    ("fixes", "versions", "events"),
    [
        ({"2.3.0": "<2.3.0"}, RELEASES[:7], [("0", "fixed", "2.3.0-beta.1")]),
        ({"2.3.0": ">=2.1.0 <2.3.0"}, RELEASES[3:7], [("2.1.0", "fixed", "2.3.0-beta.1")]),
        ({"2.3.0": "2.0.x || 2.2.x"}, ["2.0.0", "2.2.0", "2.2.4", "2.2.5"],
         [("2.0.0", "fixed", "2.1.0"), ("2.2.0", "fixed", "2.3.0-beta.1")]),
        ({"2.3.1": "<=2.3.0"}, RELEASES[:9], [("0", "fixed", "2.3.1")]),
        ({"2.4.0": "2.3.0"}, ["2.3.0"], [("2.3.0", "last_affected", "2.3.0")]),
        ({"2.4.0": ">2.2.4 <2.3.1"}, RELEASES[6:9], [("2.2.5-0", "fixed", "2.3.1")]),
        # an older record needs no edit when a back-port comes
        ({"2.3.1": "<2.3.1", "2.2.4": "<2.2.4"}, [*RELEASES[:5], "2.3.0-beta.1", "2.3.0"],
         [("0", "fixed", "2.2.4"), ("2.3.0-beta.1", "fixed", "2.3.1")]),
        # nobody says: all before the newest fix, save what an older fix reaches
        ({"2.2.4": None}, RELEASES[:5], [("0", "fixed", "2.2.4")]),
        ({"2.2.4": None, "2.3.1": None}, [*RELEASES[:5], "2.3.0-beta.1", "2.3.0"],
         [("0", "fixed", "2.2.4"), ("2.3.0-beta.1", "fixed", "2.3.1")]),
        # what a range says of versions after the newest fix is not so
        ({"2.3.0": ">=2.2.0"}, ["2.2.0", "2.2.4", "2.2.5", "2.3.0-beta.1"], [("2.2.0", "fixed", "2.3.0")]),
        ({"2.3.0": ">3.0.0 <2.0.0"}, [], None),
    ],
)  # fmt: skip
def test_the_affected_versions(
    fixes: dict[str, str | None], versions: list[str], events: list[tuple[str, str, str]] | None
) -> None:
    found, record = affected(fixes)
    assert found == versions
    stretches = record["affected"][0].get("ranges")
    made = stretches and [
        (stretch["events"][0]["introduced"], *next(iter(stretch["events"][1].items()))) for stretch in stretches
    ]
    assert made == events
    assert record["affected"][0]["database_specific"]["range_stated"] is all(fixes.values())
    for version in RELEASES:
        assert is_affected(record, version) == (version in versions), version


def test_a_later_line_that_had_begun_before_a_fix_came_out_is_affected_as_far_as_its_range_says() -> None:
    """2.2.4 mends the line 2.2 when 2.3 is out already; 2.4 began later and is made of it."""
    later = [released("2.3.0", date="2026-03-01"), released("2.3.1", date="2026-05-01")]
    before, after = released("2.2.0", date="2026-01-01"), released("2.4.0", date="2026-06-01")
    made = released("2.2.4", fix("CVE-2026-1111", affected=">=2.2.0"), date="2026-04-01")
    record = osv(before, made, *later, after)["CVE-2026-1111"]
    assert record["affected"][0]["versions"] == ["2.2.0", "2.3.0", "2.3.1"]
    assert [stretch["events"] for stretch in record["affected"][0]["ranges"]] == [
        [{"introduced": "2.2.0"}, {"fixed": "2.2.4"}], [{"introduced": "2.3.0"}, {"fixed": "2.4.0"}],
    ]  # fmt: skip
    within = released("2.2.4", fix("CVE-2026-1111", affected="<2.2.4"), date="2026-04-01")
    assert osv(before, within, *later, after)["CVE-2026-1111"]["affected"][0]["versions"] == ["2.2.0"]


def test_a_range_that_goes_on_is_closed_by_the_fix_alone() -> None:
    record = osv(released("1.0.0"), released("1.1.0", fix("CVE-2026-1111", affected="*")))["CVE-2026-1111"]
    assert record["affected"][0]["ranges"] == [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.1.0"}]}]


def test_where_builds_differ_versions_are_named_one_by_one() -> None:
    record = osv(
        released("1.0.0+build.1"),
        released("1.0.0+build.2"),
        released("1.1.0", fix("CVE-2026-1111", affected="1.0.0+build.1")),
    )["CVE-2026-1111"]
    assert "ranges" not in record["affected"][0]
    assert record["affected"][0]["versions"] == ["1.0.0+build.1"]


@pytest.mark.parametrize("affected", [None, "<=5.07", "<5.07+hotfix1", "5.x"])
def test_a_build_that_brings_a_fix_leaves_the_build_before_it_affected(affected: str | None) -> None:
    made = fix("CVE-2026-1111", **({"affected": affected} if affected else {}))
    record = osv(
        released("5.06"), released("5.07"), released("5.07+hotfix1", made), released("5.08"), versioning="numeric"
    )["CVE-2026-1111"]
    assert record["affected"][0]["versions"] == ["5.06", "5.07"]


def test_where_only_a_build_is_out_its_fix_holds_for_the_version() -> None:
    record = osv(released("1.0.0"), released("1.1.0+build.5", fix("CVE-2026-1111")))["CVE-2026-1111"]
    assert record["affected"][0]["ranges"] == [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.1.0"}]}]


def test_other_versions_than_semver_are_named_one_by_one() -> None:
    record = osv(
        released("2026.05"), released("2026.07"), released("2026.07.1", fix("CVE-2026-1111", affected="2026.07")),
        released("2026.09"), versioning="calver",
    )["CVE-2026-1111"]  # fmt: skip
    assert "ranges" not in record["affected"][0]
    assert record["affected"][0]["versions"] == ["2026.07"]


NUMBER = st.integers(0, 3)
VERSIONS = st.builds(
    lambda numbers, stage: ".".join(map(str, numbers)) + stage,
    st.tuples(st.integers(0, 2), NUMBER, NUMBER),
    st.sampled_from(["", "", "", "-rc.1", "-rc.2", "-beta"]),
)
COMPARATOR = st.builds("{}{}".format, st.sampled_from(["<", "<=", ">", ">=", "="]), VERSIONS)
PARTIAL = st.sampled_from(["1.x", "0.2.x", "2.1.x", ">1.x", ">=1.1.x", "<2.x", "<=0.1.x"])
RANGES = st.lists(st.lists(COMPARATOR | PARTIAL, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3).map(
    " || ".join
)


@settings(max_examples=300, deadline=None)
@given(st.sets(VERSIONS, min_size=1, max_size=12), st.data())
def test_ranges_and_versions_say_the_same_of_every_release(versions: set[str], data: st.DataObject) -> None:
    """A tool that reads the ranges and one that reads the versions come to the same, and both to what the records say:
    in a stated range, and no fix of the same minor line or newest of all before it."""
    ordered = sorted(versions)
    fixing = data.draw(st.lists(st.sampled_from(ordered), min_size=1, max_size=3, unique=True))
    texts = {version: data.draw(RANGES) for version in fixing}
    records = [
        released(version, *([fix("CVE-2026-1111", affected=texts[version])] if version in texts else []))
        for version in ordered
    ]
    record = osv(*records)["CVE-2026-1111"]
    ranges = [parse_range(text, "semver") for text in texts.values()]
    fixes = [parse_version(version, "semver") for version in fixing]

    def truly(version: Version) -> bool:
        numbers = [int(number) for number in version.text.partition("-")[0].split(".")]
        line = [fix for fix in fixes if [int(n) for n in fix.text.partition("-")[0].split(".")][:2] == numbers[:2]]
        is_fixed = version >= max(fixes) or any(version >= fix for fix in line)
        return any(version in range for range in ranges) and not is_fixed

    expected = {text for text in ordered if truly(parse_version(text, "semver"))}
    assert set(record["affected"][0]["versions"]) == expected
    without = {**record, "affected": [{**record["affected"][0], "versions": []}]}
    assert {text for text in ordered if is_affected(without, text)} == expected


# --- several products ---


def share(product: str, *records: Record) -> bytes:
    made = views(*records)
    object.__setattr__(made.history, "id", product)
    [content] = advisories(made).values()
    return content


def test_products_shares_of_an_advisory_become_one_record() -> None:
    first = share("a", released("1.0.1", fix("CVE-2026-1111", severity="low", affected="<1.0.1"), date="2026-03-05"))
    second = share(
        "b",
        released("7.0.0", {**fix("CVE-2026-1111", "GHSA-aaaa-bbbb-cccc", severity="high"), "text": "Newer words"},
                 date="2026-04-01"),
    )  # fmt: skip
    assert merge([first]) == first
    record = json.loads(merge([first, second]))
    check_osv(record)
    assert [one["database_specific"]["product"] for one in record["affected"]] == ["a", "b"]
    assert (record["published"], record["modified"]) == ("2026-03-05T00:00:00Z", "2026-04-01T00:00:00Z")
    assert record["summary"] == "Newer words"
    assert record["aliases"] == ["GHSA-aaaa-bbbb-cccc"]
    assert record["database_specific"]["severity"] == "high"
    assert len(record["references"]) == 2
    swapped = json.loads(merge([second, first]))
    assert {**swapped, "affected": None, "references": None} == {**record, "affected": None, "references": None}
