"""Files for buyers' tools beside a product's page: releases.json, latest.json, badge.json, and their schemas."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
import semver
from endpoint_shapes import check_renovate, check_schema, check_shields
from hypothesis import given, settings
from hypothesis import strategies as st

from relcast.library.product import ProductHistory, VersionedRelease, newest_first
from relcast.model.notice import Notice
from relcast.model.product import Product, Vendor
from relcast.model.release import Release
from relcast.model.scalars import instant_of, read_moment
from relcast.model.version import parse_version
from relcast.records.parse import parse
from relcast.render.addresses import Addresses
from relcast.render.endpoints.badge import badge_json
from relcast.render.endpoints.latest import latest_json
from relcast.render.endpoints.releases import releases_json
from relcast.render.endpoints.schema import SCHEMAS, schema_json
from relcast.render.endpoints.security_txt import find_fault, security_txt
from relcast.render.views import Views

Record = dict[str, Any]
LANGUAGES = ("en", "zh-CN")
BASE = "https://changes.acme.example/"
WITHDRAWN = {"date": "2026-06-01"}


def read(model: Any, data: Record) -> Any:
    meaning, problems = parse(model, data, languages=LANGUAGES)
    assert not problems
    return meaning


def a_vendor(**more: Any) -> Vendor:
    data = {
        "name": {"en": "Acme Cloud", "zh-CN": "云巅科技"},
        "languages": list(LANGUAGES),
        "feeds": {"authority": "acme.example", "since": "2024-01-01"},
        **more,
    }
    vendor: Vendor = read(Vendor, data)
    return vendor


def views(
    *records: Record, language: str = "en", base: str | None = BASE, now: str = "2026-12-01",
    vendor: Record | None = None, notices: tuple[Record, ...] = (), **product: Any,
) -> Views:  # fmt: skip
    meaning = read(Product, {"name": {"en": "Edge Gateway", "zh-CN": "边缘网关"}, **product})
    releases = []
    for record in records:
        dated = record if "undated" in record else {"date": "2026-01-10", **record}
        version = parse_version(record["version"], meaning.versioning)
        releases.append(VersionedRelease(version, read(Release, dated), f"{record['version']}.yaml"))
    history = ProductHistory(
        "edge-gateway", meaning, a_vendor(**(vendor or {})), newest_first(releases),
        tuple(read(Notice, notice) for notice in notices),
    )  # fmt: skip
    prefix = "" if language == "en" else f"{language}/"
    return Views(history.at(instant_of(read_moment(now))), language, Addresses(base, prefix))


def releases(*records: Record, **more: Any) -> Any:
    value = json.loads(releases_json(views(*records, **more)))
    check_schema("releases", value)
    check_renovate(value)
    return value


def latest(*records: Record, **more: Any) -> Any:
    value = json.loads(latest_json(views(*records, **more)))
    check_schema("latest", value)
    return value


def badge(*records: Record, **more: Any) -> Any:
    value = json.loads(badge_json(views(*records, **more)))
    check_schema("badge", value)
    check_shields(value)
    return value


def every_version(value: Any) -> set[str]:
    """Every version that a file names, wherever."""
    if isinstance(value, dict):
        own = {value["version"]} if "version" in value else set()
        return own.union(*map(every_version, value.values()))
    return set().union(*map(every_version, value)) if isinstance(value, list) else set()


# --- releases.json ---


def test_releases_come_newest_first_and_withdrawn_ones_are_flagged() -> None:
    """facts/feeds.md item 44: `releases.json` newest first, semver parse, withdrawn flagged."""
    found = releases(
        {"version": "1.9.0"},
        {"version": "1.10.0", "withdrawn": {**WITHDRAWN, "reason": "Data loss", "use_instead": "1.10.1"}},
        {"version": "1.10.1"},
        {"version": "2.0.0-rc.1"},
    )["releases"]
    versions = [release["version"] for release in found]
    assert versions == sorted(versions, key=semver.Version.parse, reverse=True)
    assert versions == ["2.0.0-rc.1", "1.10.1", "1.10.0", "1.9.0"]
    flags = {release["version"]: (release["isStable"], release["isDeprecated"]) for release in found}
    assert flags == {
        "2.0.0-rc.1": (False, False), "1.10.1": (True, False), "1.10.0": (False, True), "1.9.0": (True, False),
    }  # fmt: skip
    assert found[2]["withdrawn"] == {"date": "2026-06-01", "reason": "Data loss", "use_instead": "1.10.1"}


def test_what_is_planned_is_apart_and_what_has_not_come_out_is_not_there() -> None:
    found = releases(
        {"version": "1.0.0"},
        {"version": "1.1.0", "date": "2027-02-03"},
        {"version": "2.0.0", "date": "2027-03-01", "status": "planned", "title": "Two"},
    )
    assert [release["version"] for release in found["releases"]] == ["1.0.0"]
    assert found["planned"] == [
        {"version": "2.0.0", "date": "2027-03-01", "title": "Two", "url": f"{BASE}edge-gateway/2.0.0/"}
    ]
    assert "1.1.0" not in every_version(found)


def test_a_release_tells_what_decides_an_upgrade() -> None:
    record = {
        "version": "2.3.0", "date": "2026-11-20", "urgency": "high", "title": "Policies *without* restarts",
        "summary": {"en": "Faster", "zh-CN": "更快"},
        "improvements": [
            {"id": "tls", "text": "TLS 1.0 is off", "breaking": {"impact": "Old clients", "action": "Set `a`"}},
        ],
        "fixes": [
            {"id": "hole", "text": "Fix <request> smuggling",
             "security": {"ids": ["CVE-2026-1234"], "severity": "high", "affected": "<2.3.0"}},
            {"id": "secret", "text": "Hidden", "internal": True, "security": {"ids": ["CVE-2026-9999"]}},
        ],
        "upgrade": {"from": ">=2.1.0", "effort": "15m", "downtime": "0m", "backup": "required", "required_stop": True,
                    "before": ["Take a snapshot"], "during": ["Go"],
                    "migrations": [{"text": "m", "reversible": False}]},
        "rollback": {"possible": True, "to": "2.2.4"},
        "artifacts": [{"url": "https://acme.example/gw.tgz", "file": "dist/gw.tgz", "sha256": "ab" * 32, "size": 7}],
    }  # fmt: skip
    lines = [{"range": "2.x", "eoas": "2027-05-01", "eol": "2027-11-01", "lts": True}, {"range": ">=2.3.0"}]
    [found] = releases(record, lines=lines)["releases"]
    assert found == {
        "version": "2.3.0",
        "releaseTimestamp": "2026-11-20T00:00:00Z",
        "isStable": True,
        "isDeprecated": False,
        "changelogUrl": f"{BASE}edge-gateway/2.3.0/",
        "digest": "ab" * 32,
        "date": "2026-11-20",
        "title": "Policies without restarts",
        "summary": "Faster",
        "urgency": "high",
        "withdrawn": None,
        "breaking": [{"id": "tls", "text": "TLS 1.0 is off", "impact": "Old clients", "action": "Set a"}],
        "security": [
            {"id": "hole", "text": "Fix <request> smuggling", "ids": ["CVE-2026-1234"], "severity": "high",
             "cvss": None, "affected": "<2.3.0", "exploited": False},
        ],
        "upgrade": {"from": ">=2.1.0", "required_stop": True, "effort_seconds": 900, "downtime_seconds": 0,
                    "backup": "required", "steps": 2, "irreversible_migrations": 1},
        "rollback": {"possible": True, "to": "2.2.4"},
        "rollback_target": {"possible": True, "to": "2.2.4", "stated": True},
        "upgrade_path": None,
        "support": {"range": "2.x", "eoas": "2027-05-01", "eol": "2027-11-01", "lts": True},
        "artifacts": [
            {"url": "https://acme.example/gw.tgz", "sha256": "ab" * 32, "size": 7, "platform": None, "image": None}
        ],
    }  # fmt: skip


def test_texts_are_in_the_editions_language_and_addresses_lead_into_it() -> None:
    record = {"version": "1.0.0", "title": {"en": "One", "zh-CN": "一"}, "summary": "Only English"}
    found = releases(record, language="zh-CN")
    assert (found["name"], found["language"]) == ("边缘网关", "zh-CN")
    assert found["$schema"] == f"{BASE}zh-CN/schemas/releases-1.json"
    assert found["homepage"] == found["changelogUrl"] == f"{BASE}zh-CN/edge-gateway/"
    [release] = found["releases"]
    assert (release["title"], release["summary"]) == ("一", "Only English")


def test_without_the_sites_address_there_are_no_links_and_the_schema_is_still_found() -> None:
    found = releases({"version": "1.0.0"}, {"version": "2.0.0", "status": "planned"}, base=None)
    assert not {"homepage", "changelogUrl"} & (set(found) | set(found["releases"][0]))
    assert found["planned"][0]["url"] is None
    assert found["$schema"] == "../schemas/releases-1.json"


def test_two_packages_stand_for_no_digest() -> None:
    packages = [{"url": "https://a.example/1", "sha256": "a" * 64}, {"url": "https://a.example/2", "sha256": "b" * 64}]
    [found] = releases({"version": "1.0.0", "artifacts": packages})["releases"]
    assert "digest" not in found


def test_an_undated_release_has_no_timestamp() -> None:
    [found] = releases({"version": "1.0.0", "undated": True})["releases"]
    assert (found["releaseTimestamp"], found["date"]) == (None, None)


def test_each_release_is_a_line_of_its_own() -> None:
    content = releases_json(views({"version": "1.0.0"}, {"version": "1.1.0"}))
    assert content.endswith(b"\n")
    rows = [json.loads(line.rstrip(b",")) for line in content.splitlines() if line.startswith(b'{"version"')]
    assert [row["version"] for row in rows] == ["1.1.0", "1.0.0"]
    assert json.loads(releases_json(views()))["releases"] == []


# --- latest.json ---


def test_latest_never_names_what_nobody_should_install() -> None:
    """facts/feeds.md item 45: `latest.json` never names withdrawn, scheduled or pre-release; pre-releases are in their
    own channel only."""
    found = latest(
        {"version": "1.0.0"},
        {"version": "1.1.0", "withdrawn": WITHDRAWN},
        {"version": "1.2.0", "status": "planned"},
        {"version": "1.3.0", "date": "2027-01-01"},
        {"version": "2.0.0-rc.1"},
        {"version": "2.0.0-rc.2", "withdrawn": WITHDRAWN},
        lines=[{"range": "1.x"}, {"range": "2.x"}, {"range": ">=1.1.0 <1.4.0"}],
    )
    prerelease = found["channels"].pop("prerelease")
    assert prerelease["version"] == "2.0.0-rc.1"
    assert every_version(found) == {"1.0.0"}
    assert [line["latest"] and line["latest"]["version"] for line in found["lines"]] == ["1.0.0", None, None]
    assert list(found["majors"]) == ["1"]


def test_latest_is_by_version_for_each_channel_line_and_major() -> None:
    found = latest(
        {"version": "1.9.0", "date": "2026-05-01"},
        {"version": "1.10.0", "date": "2026-02-01"},
        {"version": "2.0.0-rc.1", "date": "2026-02-02"},
        {"version": "2.0.0", "date": "2026-03-01"},
        {"version": "2.1.0", "date": "2026-03-02"},
        lines=[{"range": "2.0.x", "eol": "2027-01-01"}, {"range": "1.x", "lts": True}],
    )
    assert found["channels"]["stable"]["version"] == "2.1.0"
    assert found["channels"]["prerelease"]["version"] == "2.1.0", "who follows pre-releases goes on to what is newer"
    assert {major: entry["version"] for major, entry in found["majors"].items()} == {"2": "2.1.0", "1": "1.10.0"}
    assert list(found["majors"]) == ["2", "1"]
    assert [line["latest"]["version"] for line in found["lines"]] == ["2.0.0", "1.10.0"]
    assert found["lines"][0]["eol"] == "2027-01-01"
    assert found["channels"]["stable"]["support"] is None


def test_a_pre_release_of_what_was_withdrawn_is_not_the_way_on() -> None:
    records = [{"version": "1.0.0"}, {"version": "2.0.0-rc.1"}, {"version": "2.0.0", "withdrawn": WITHDRAWN}]
    assert latest(*records)["channels"]["prerelease"]["version"] == "1.0.0"
    assert latest(*records[1:])["channels"]["prerelease"] is None
    newer = latest(*records, {"version": "2.1.0-beta.1"}, {"version": "3.0.0", "status": "planned"})
    assert newer["channels"]["prerelease"]["version"] == "2.1.0-beta.1"


def test_nothing_to_install_is_null() -> None:
    for records in ((), ({"version": "1.0.0", "withdrawn": WITHDRAWN},), ({"version": "1.0.0", "status": "planned"},)):
        found = latest(*records, lines=[{"range": "1.x"}])
        assert found["channels"] == {"stable": None, "prerelease": None}
        assert [line["latest"] for line in found["lines"]] == [None]
        assert found["majors"] == {}


def test_a_support_line_that_cannot_be_read_has_no_release() -> None:
    found = latest({"version": "1.0.0"}, lines=[{"range": "^1"}, {"range": "1.x"}])
    assert [line["latest"] and line["latest"]["version"] for line in found["lines"]] == [None, "1.0.0"]
    assert found["channels"]["stable"]["support"]["range"] == "1.x"


# --- badge.json ---


@pytest.mark.parametrize(
    ("records", "message", "color"),
    [
        ([{"version": "1.0.0"}, {"version": "1.1.0"}, {"version": "2.0.0-rc.1"}], "1.1.0", "blue"),
        ([{"version": "1.0.0"}, {"version": "1.1.0", "withdrawn": WITHDRAWN}], "1.0.0", "blue"),
        ([{"version": "1.0.0", "withdrawn": WITHDRAWN}], "withdrawn", "red"),
        ([{"version": "1.0.0-rc.1"}], "no release yet", "lightgrey"),
        ([{"version": "1.0.0-rc.1", "withdrawn": WITHDRAWN}], "no release yet", "lightgrey"),
        ([{"version": "1.0.0", "status": "planned"}], "no release yet", "lightgrey"),
        ([], "no release yet", "lightgrey"),
    ],
)
def test_a_badge_shows_the_latest_stable_version_or_says_there_is_none(
    records: list[Record], message: str, color: str
) -> None:
    found = badge(*records)
    assert (found["label"], found["message"], found["color"]) == ("Edge Gateway", message, color)


def test_a_badge_speaks_the_editions_language() -> None:
    assert badge(language="zh-CN")["message"] == "暂无版本"
    assert badge({"version": "1.0.0", "withdrawn": WITHDRAWN}, language="zh-CN")["message"] == "已撤回"
    assert badge({"version": "1.0.0"}, language="zh-CN")["label"] == "边缘网关"


# --- withdrawn: what to use instead ---


def test_what_to_use_instead_is_never_withdrawn_planned_or_hidden() -> None:
    def instead(*records: Record) -> str | None:
        [found] = [r for r in releases(*records)["releases"] if r["version"] == "1.0.0"]
        use: str | None = found["withdrawn"]["use_instead"]
        return use

    first = {"version": "1.0.0", "withdrawn": {**WITHDRAWN, "use_instead": "1.0.1"}}
    assert instead(first, {"version": "1.0.1"}) == "1.0.1"
    assert instead(first, {"version": "1.0.1", "withdrawn": WITHDRAWN}) is None
    assert instead(first, {"version": "1.0.1", "status": "planned"}) is None
    assert instead(first, {"version": "1.0.1", "date": "2027-01-01"}) is None
    assert instead(first) is None
    chain = {"version": "1.0.1", "withdrawn": {**WITHDRAWN, "use_instead": "1.0.2"}}
    assert instead(first, chain, {"version": "1.0.2"}) == "1.0.2"
    circle = {"version": "1.0.1", "withdrawn": {**WITHDRAWN, "use_instead": "1.0.0"}}
    assert instead(first, circle) is None


# --- schemas, and any record ---


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_published_schema_is_one_and_knows_where_it_is(name: str) -> None:
    schema = json.loads(schema_json(Addresses(BASE, "changelog/"), name))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"{BASE}changelog/schemas/{name}-1.json"
    assert next(iter(schema)) == "$schema"
    assert "$id" not in json.loads(schema_json(Addresses(), name))


def test_every_key_of_every_schema_says_what_it_is_or_is_plain() -> None:
    """The published schemas are the reference of what each key means."""
    plain = {"$schema", "version", "title", "summary", "text", "id", "kind", "region", "reason", "to", "channels",
             "releases", "schemaVersion", "platform", "sha256", "url", "urgency", "cvss", "possible", "backup", "from",
             "impact", "action", "date", "image", "artifacts", "upgrade", "rollback", "withdrawn", "severity", "range",
             "eoas", "eol", "lts"}  # fmt: skip

    def walk(part: Any, path: str) -> None:
        if isinstance(part, list):
            for item in part:
                walk(item, path)
        elif isinstance(part, dict):
            for key, value in part.get("properties", {}).items():
                assert "description" in value or key in plain, f"{path}.{key}"
            for key, value in part.items():
                walk(value, f"{path}.{key}")

    for name in SCHEMAS:
        walk(json.loads(schema_json(Addresses(), name)), name)


ROOT = Path(__file__).parents[1]
PAGES = [ROOT / folder / "guide/endpoints.md" for folder in ("docs", "docs.zh-CN")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parts[-3])
def test_the_docs_tell_of_every_key(page: Path) -> None:
    told = set(re.findall(r"`([$\w]+)`", page.read_text(encoding="utf-8")))

    def keys(part: Any) -> set[str]:
        if isinstance(part, list):
            return set().union(*map(keys, part))
        if not isinstance(part, dict):
            return set()
        return set(part.get("properties", ())).union(*map(keys, part.values()))

    for name in SCHEMAS:
        assert keys(json.loads(schema_json(Addresses(), name))) - told == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parts[-3])
def test_the_examples_in_the_docs_are_what_they_say(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    renovate, latest = map(json.loads, re.findall(r"```json\n(.*?)```", text, re.DOTALL))
    check_schema("latest", latest)
    [manager] = renovate["customManagers"]
    [source] = renovate["customDatasources"]
    assert manager["datasourceTemplate"] == f"custom.{source}"
    pattern = manager["matchStrings"][0].replace("(?<", "(?P<")
    assert re.search(pattern, "EDGE_GATEWAY_VERSION=2.4.1\n")["currentValue"] == "2.4.1"  # type: ignore[index]
    badges = re.findall(r"endpoint\?url=(\S+?)\)\]\((\S+?)\)", text)
    assert [unquote(url) for url, _ in badges] == [f"{target}badge.json" for _, target in badges]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT)
def test_any_text_survives_as_json(title: str, reason: str) -> None:
    record = {"version": "1.0.0", "title": title, "withdrawn": {**WITHDRAWN, "reason": reason}}
    meaning, problems = parse(Release, {"date": "2026-01-10", **record}, languages=LANGUAGES)
    if problems or meaning is None:
        return  # a title of marks alone is refused
    made = views(record)
    again = json.loads(releases_json(made))
    check_schema("releases", again)
    [release] = again["releases"]
    entry = made.history.releases[0]
    page = made.release(entry, "edge-gateway/1.0.0/", whole=True)
    assert release["title"] == page.title, "tools and pages read the same"


# --- security.txt ---

NOW = datetime(2026, 12, 1, tzinfo=UTC)
CONTACT = {"contacts": {"security": "security@acme.example"}}


def fields(content: bytes) -> list[tuple[str, str]]:
    """The fields of a security.txt (RFC 9116 section 4)."""
    lines = content.decode().split("\n")
    assert lines.pop() == ""
    return [tuple(line.split(": ", 1)) for line in lines if not line.startswith("#")]  # type: ignore[misc]


def test_security_txt_has_what_the_rfc_requires() -> None:
    vendor = a_vendor(
        **CONTACT,
        timezone="Asia/Shanghai",
        security_txt={"expires": "2027-06-01", "policy": "https://acme.example/policy"},
    )
    assert find_fault(vendor, NOW) is None
    content = security_txt(vendor, BASE)
    assert content is not None
    assert fields(content) == [
        ("Contact", "mailto:security@acme.example"),
        ("Expires", "2027-05-31T16:00:00Z"),
        ("Policy", "https://acme.example/policy"),
        ("Preferred-Languages", "en, zh-CN"),
        ("Canonical", f"{BASE}.well-known/security.txt"),
    ]
    for base in (None, "http://changes.acme.example/"):
        plain = security_txt(vendor, base)
        assert plain is not None and b"Canonical" not in plain


@pytest.mark.parametrize(
    ("contact", "uri"),
    [
        ("https://acme.example/report?a=1", "https://acme.example/report?a=1"),
        ("mailto:a@acme.example", "mailto:a@acme.example"),
        ("tel:+1-201-555-0123", "tel:+1-201-555-0123"),
        ("a+b%c@acme.example", "mailto:a+b%25c@acme.example"),
        ("http://acme.example/report", None),
        ("ask us", None),
        ("a@b\r\nExpires: x", None),
    ],
)
def test_a_contact_is_a_uri_or_there_is_no_file(contact: str, uri: str | None) -> None:
    vendor = a_vendor(security_txt={"expires": "2027-06-01"})
    vendor = vendor.model_copy(update={"contacts": vendor.contacts.model_copy(update={"security": contact})})
    content = security_txt(vendor, BASE)
    assert (content and fields(content)[0][1]) == uri
    assert (find_fault(vendor, NOW) is None) == (uri is not None)


def test_without_a_date_from_the_vendor_there_is_no_security_txt_and_it_is_told() -> None:
    assert security_txt(a_vendor(**CONTACT), BASE) is None
    assert "expires" in (find_fault(a_vendor(**CONTACT), NOW) or "")
    assert find_fault(a_vendor(), NOW) is None
    assert "contacts" in (find_fault(a_vendor(security_txt={"expires": "2027-06-01"}), NOW) or "")


def test_a_security_txt_that_no_longer_holds_is_told_and_stays_the_same() -> None:
    vendor = a_vendor(**CONTACT, security_txt={"expires": "2026-12-01"})
    assert "no longer holds" in (find_fault(vendor, NOW) or "")
    assert find_fault(vendor, NOW - timedelta(seconds=1)) is None
    assert security_txt(vendor, BASE) is not None
