"""What passes the checks can be rendered: pages, feeds and search entries of any record, in every language."""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from endpoint_shapes import check_calendar, check_osv, check_renovate, check_schema, check_shields
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from lxml import etree

from relcast.checks.run import check_folder, check_product
from relcast.library.load import load_vendor
from relcast.model.scalars import day_of, read_moment
from relcast.records.folder import discover
from relcast.records.write import write_record
from relcast.render.addresses import Addresses
from relcast.render.endpoints.schema import SCHEMAS
from relcast.site.edition import Edition
from relcast.site.produce import produce

NOW = datetime(2026, 11, 20, tzinfo=UTC)
EDITIONS = [
    Edition("en", Addresses("https://acme.example/changes/")),
    Edition("zh-CN", Addresses("https://acme.example/changes/", "zh-CN/", directory_urls=False)),
]

HOSTILE = st.sampled_from(
    [
        "策略热加载",
        "<script>",
        "]]>",
        "{{ x }}",
        "{% raw %}",
        "`",
        "**",
        "[a](javascript:a)",
        "![a](https://b.example)",
        "|a|\n|-|\n|b|",
        "&#0;",
        "&#xFFFE;",
        "&#xFFFF;",
        "&#8;",
        "&#27;",
        "&#x202E;",
        "&#xD800;",
        "&#x85;",
        "\u200f",
        "\ufeff",
        "\\",
        "%s {0} {n}",
        "</title>",
        "x" * 300,
        "# a\n\n- b\n  1. c\n",
        "~~~\n",
        "\U0010fffd",
        "\U0001fffe",
        "<!--",
        "&nbsp;&lt;",
        "$1 \\1",
        "1.10",
        "~",
        "http://[",
        "a\u0301",
        "👩‍👩‍👧",
    ]
)
UNFIT = "\u2028\u2029\ufffe\uffff" + "".join(
    map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFDD0, 0xFDF0)])
)
RAW = (
    HOSTILE | st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=UNFIT), min_size=1, max_size=15)
).filter(str.strip)
TEXT = RAW | st.fixed_dictionaries({}, optional={"en": RAW, "zh-CN": RAW}).filter(bool)
LINE = RAW.filter(lambda text: "\n" not in text.strip())
ID = st.from_regex(r"[a-z0-9][a-z0-9.-]{0,8}", fullmatch=True)
DATE = st.sampled_from(
    [
        "1970-01-01",
        "2999-12-31",
        "2026-11-20",
        "2024-02-29",
        "2026-11-19T23:59:59+14:00",
        "1970-01-01T00:00:00+23:59",
        "2999-12-31T23:59:59-23:59",
    ]
)
INSTANT = st.sampled_from(
    ["2026-11-20T02:00:00+08:00", "1970-01-01T00:00:00Z", "2999-12-31T23:59:59-23:59", "2026-11-20T02:00Z"]
)
DURATION = st.sampled_from(["0m", "15m", "9999d9999h99999m99999s", "1s", "1d1s"])
RANGE = st.sampled_from(["*", "<1.0.0", "1.x || 2.x", ">=1.0.0 <2.0.0", ">3.0.0 <2.0.0", "1.0.0"])
VERSION = st.sampled_from(
    ["1.0.0", "v1.0.0", "1.0.1", "2.0.0-rc.1", "2.0.0-RC.1", "2.0.0+a", "10.0.0", "99999999999999999999.0.0"]
)
LINK = st.sampled_from(
    [
        "https://acme.example",
        "https://acme.example/a?b=c&d='e#f",
        "https://[2001:db8::1]/",
        "http://策略.example/修复.gz",
    ]
)
FLAG = st.sampled_from(["true", "false"])
LISTING = st.sampled_from(["aws", "cn"])
SEVERITY = st.sampled_from(["low", "medium", "high", "critical"])


def some(required: dict[str, Any], optional: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(required, optional=optional)


def few(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(inner, max_size=2)


CHANGE = {
    "id": ID,
    "details": TEXT,
    "short": TEXT,
    "component": st.just("policy"),
    "category": LINE,
    "highlight": FLAG,
    "internal": FLAG,
    "only": few(LISTING),
    "except": few(LISTING),
    "links": few(some({"label": LINE, "url": LINK}, {})),
    "breaking": some({}, {"impact": TEXT, "action": TEXT}),
    "resolves": few(LINE),
    "security": some({}, {"ids": few(LINE), "severity": SEVERITY, "cvss": LINE, "affected": RANGE}),
}
STEPS = few(TEXT | some({"text": TEXT}, {"from": RANGE, "when": TEXT}))
TEST = some({"result": st.sampled_from(["pass", "fail", "skipped"])}, {"date": DATE, "evidence": LINK, "note": TEXT})
RELEASE = some(
    {"version": VERSION, "date": DATE},
    {
        "status": st.sampled_from(["planned", "released"]),
        "urgency": SEVERITY,
        "title": TEXT,
        "summary": TEXT,
        "features": few(TEXT | some({"text": TEXT}, CHANGE)),
        "improvements": few(some({"text": TEXT}, CHANGE)),
        "fixes": few(some({"text": TEXT}, CHANGE)),
        "deprecations": few(some({"text": TEXT}, {**CHANGE, "removed_in": VERSION, "replacement": TEXT})),
        "removals": few(some({"text": TEXT}, {**CHANGE, "deprecation": LINE})),
        "known_issues": few(some({"text": TEXT}, {**CHANGE, "affected": RANGE, "workaround": TEXT})),
        "upgrade": some(
            {},
            {
                "from": RANGE,
                "required_stop": FLAG,
                "effort": DURATION,
                "downtime": DURATION,
                "backup": st.sampled_from(["required", "recommended", "none"]),
                "before": STEPS,
                "during": STEPS,
                "after": STEPS,
                "migrations": few(some({"text": TEXT}, {"id": ID, "reversible": FLAG, "duration": DURATION})),
            },
        ),
        "rollback": some({}, {"possible": FLAG, "to": VERSION, "until": TEXT, "steps": few(TEXT)}),
        "tests": some({}, {"functional": TEST, "performance": TEST, "security": TEST, "compatibility": TEST}),
        "scans": few(some({"tool": LINE}, {"target": LINE, "date": DATE})),
        "artifacts": few(
            some(
                {},
                {
                    "url": LINK,
                    "file": LINE,
                    "sha256": LINE,
                    "size": st.integers(0, 10**18),
                    "platform": LINE,
                    "image": some({"kind": LINE, "id": LINE}, {"region": LINE}),
                },
            )
        ),
        "submission": some({}, {"review_notes": TEXT, "how_to_test": few(TEXT), "test_account_ref": LINE}),
        "revisions": few(some({"date": DATE, "note": TEXT}, {"material": FLAG})),
        "withdrawn": some({"date": DATE}, {"reason": TEXT, "use_instead": VERSION}),
    },
)
WINDOW = st.lists(INSTANT, min_size=1, max_size=2).map(
    lambda instants: dict(zip(("start", "end"), sorted(instants, key=datetime.fromisoformat), strict=False))
)
PLACE = some(
    {"profile": st.sampled_from(["aws-marketplace-ami", "aliyun-market"])},
    {"url": LINK, "languages": few(st.just("en"))},
)
FILES = some(
    {
        "vendor": some(
            {"name": TEXT},
            {
                "url": LINK,
                "timezone": st.sampled_from(["UTC", "Asia/Shanghai", "Pacific/Kiritimati"]),
                "feeds": some({"authority": st.just("acme.example"), "since": DATE}, {}),
                "contacts": some({}, {"support": LINE, "security": LINE}),
            },
        ),
        "product": some(
            {"name": TEXT, "listings": some({"aws": PLACE, "cn": PLACE}, {})},
            {
                "summary": TEXT,
                "versioning": st.sampled_from(["semver", "numeric"]),
                "components": st.just({"policy": {"zh-CN": "策略"}}),
                "lines": few(some({"range": RANGE}, {"eoas": DATE, "eol": DATE, "lts": FLAG})),
                "cadence": some({}, {"minor": LINE}),
                "feedback": some({}, {"issues": LINK, "email": LINE}),
                "aliases": few(ID),
            },
        ),
        "releases": st.lists(RELEASE, max_size=3, unique_by=lambda release: release["version"]),
    },
    {
        "notice": some(
            {},
            {
                "releases": few(VERSION),
                "title": TEXT,
                "status": st.sampled_from(["scheduled", "in_progress", "completed", "cancelled"]),
                "announced": DATE,
                "revisions": few(some({"date": DATE, "note": TEXT}, {"material": st.sampled_from(["true", "false"])})),
                "planned": WINDOW,
                "actual": WINDOW,
                "impact": TEXT,
                "benefit": TEXT,
                "audience": TEXT,
            },
        ),
        "listings": st.dictionaries(LISTING, st.dictionaries(VERSION, some({}, {"live": DATE, "submitted": DATE}))),
    },
)


def write(root: Path, files: dict[str, Any]) -> None:
    versions = {release["version"] for release in files["releases"]}
    for release in files["releases"]:
        if release.get("withdrawn", {}).get("use_instead") not in versions - {release["version"]}:
            release.get("withdrawn", {}).pop("use_instead", None)
        if withdrawn := release.get("withdrawn"):
            zone = ZoneInfo(files["vendor"].get("timezone", "UTC"))
            dates = [release["date"], withdrawn["date"]]
            release["date"], withdrawn["date"] = sorted(dates, key=lambda date: day_of(read_moment(date), zone))
    records = {
        "vendor": {**files["vendor"], "languages": ["en", "zh-CN"]},
        "gw/product": files["product"],
        **{f"gw/{release['version']}": release for release in files["releases"]},
        **({"gw/notices/n": {"id": "n", **files["notice"]}} if "notice" in files else {}),
        **({"gw/listings": files["listings"]} if "listings" in files else {}),
    }
    (root / "gw/notices").mkdir(parents=True)
    for name, record in records.items():
        (root / f"{name}.yaml").write_text(write_record(record), encoding="utf-8", newline="")


def _read(file: str, content: bytes) -> None:
    """Read a file beside a product's page as its readers do."""
    if file.endswith(".xml"):
        etree.fromstring(content)
    elif file.endswith(".ics"):
        check_calendar(content)
    else:
        value = json.loads(content)
        name = file.rpartition("/")[2].removesuffix(".json")
        if name in SCHEMAS:
            check_schema(name, value)
        if name == "releases":
            check_renovate(value)
        if name == "badge":
            check_shields(value)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@given(FILES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_record_without_errors_becomes_pages_feeds_and_search_entries(files: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "releases")
        write(root, files)
        found = discover(root, "releases")
        problems = check_folder(found)
        for problem in problems:
            str(problem).encode()
            assert problem.line >= 1
        vendor, _ = load_vendor(found)
        for code in {problem.code for problem in problems if problem.severity == "error"} or {"none"}:
            event(f"errors: {code}")
        if vendor is None or any(problem.severity == "error" for problem in problems):
            return
        made = produce(found, vendor, EDITIONS, now=NOW, cache_dir=Path(folder, "packs"), check=check_product)
        assert made.errors == []
        [pack] = made.packs
        bodies = pack.bodies()
        for page in pack.header.pages:
            bodies[page.body].decode()
        for file in pack.header.files:
            _read(file.file, bodies[file.content])
        for share in pack.header.shares:
            if share.kind == "osv":
                check_osv(json.loads(bodies[share.content]))
        for entry in pack.header.search:
            for part in (entry.brief, entry.full):
                json.loads(b"[" + bodies[part] + b"]")
