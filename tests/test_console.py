"""The console pack: what waits, what is missing, what is said, and that nothing of it gets where it doesn't belong."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from conftest import MakeProject, Project
from hypothesis import given
from hypothesis import strategies as st
from sample_records import ATTACK
from sample_records import dump as dump_record

from relcast.artifacts import Measured, measure
from relcast.cli import main
from relcast.console.announcements import CHANNELS, FACTS, Announcement, Templates, gather, moments_of
from relcast.console.boxes import Form
from relcast.console.checklist import release_items
from relcast.console.difference import difference
from relcast.console.items import Item, fill_slots
from relcast.console.listing_checklist import listing_items, requests
from relcast.console.pack import ConsolePack
from relcast.console.remarks import say_remark
from relcast.console.standing import find_greatest_live, find_last_submitted, find_live_now, waiting
from relcast.library.lineage import Lineage
from relcast.library.load import load_product, load_vendor
from relcast.library.product import ProductHistory, VersionedRelease
from relcast.library.rollback import WaysBack
from relcast.marketplaces.blob import blob
from relcast.marketplaces.fit import DoesNotFit
from relcast.marketplaces.profile import MarketplaceError
from relcast.marketplaces.shelf import load_profile, profiles
from relcast.model.product import Listing
from relcast.model.version import Version, parse_version
from relcast.problems import RecordsInvalid
from relcast.records.folder import discover
from relcast.words import words

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("en", "zh-CN")

VENDOR = {
    "name": {"en": "Quarry Works", "zh-CN": "采石科技"},
    "languages": ["en", "zh-CN"],
    "timezone": "Asia/Shanghai",
    "contacts": {"support": "help@quarry.example"},
}
PRODUCT: dict[str, Any] = {
    "name": {"en": "Gateway", "zh-CN": "网关"},
    "listings": {
        "aws": {"profile": "aws-marketplace-ami", "languages": ["en"]},
        "aliyun": {
            "profile": "aliyun-market",
            "languages": ["zh-CN"],
            "fields": {"release_notes": {"limit": {"max": 300, "unit": "code_points"}}},
        },
    },
}
SECURITY = {"ids": ["CVE-2026-1001"], "severity": "high", "affected": "<1.1.0"}
PASS = {"result": "pass", "date": "2026-11-18"}
WHOLE: dict[str, Any] = {
    "version": "1.1.0",
    "date": "2026-11-20",
    "title": {"en": "Faster", "zh-CN": "更快"},
    "features": [{"id": "fast", "text": {"en": "Twice as fast", "zh-CN": "速度翻倍"}, "highlight": True}],
    "fixes": [{"id": "hole", "text": {"en": "Close a hole", "zh-CN": "修复鉴权漏洞"}, "security": SECURITY}],
    "upgrade": {"downtime": "5m", "backup": "required", "before": [{"en": "Take a snapshot", "zh-CN": "创建快照"}]},
    "rollback": {"possible": True, "to": "1.0.0", "steps": [{"en": "Restore it", "zh-CN": "恢复快照"}]},
    "tests": dict.fromkeys(("functional", "performance", "security", "compatibility"), PASS),
    "scans": [{"tool": "Scanner", "date": "2026-11-19", "result": "pass", "highest_severity": "low"}],
    "artifacts": [{"file": "dist/gw.tar.gz"}],
    "submission": {
        "review_notes": {"en": "Nothing else changed", "zh-CN": "其余不变"},
        "how_to_test": [{"en": "Sign in", "zh-CN": "登录"}, {"en": "Press run", "zh-CN": "点击运行"}],
        "test_account_ref": "vault:market/reviewer",
    },
}
NOTICE = {
    "id": "2026-11-upgrade",
    "releases": ["1.1.0"],
    "planned": {"start": "2026-11-28T22:00:00+08:00", "end": "2026-11-29T00:30:00+08:00"},
    "impact": {"en": "Ten minutes without service", "zh-CN": "服务中断约 10 分钟"},
    "benefit": {"en": "Twice the speed", "zh-CN": "速度翻倍"},
    "audience": {"en": "Everybody", "zh-CN": "全部客户"},
}
LISTINGS = {"aws": {"1.0.0": {"submitted": "2026-01-11", "live": "2026-01-15"}}}


def dump(record: object) -> str:
    """A record as its author would save it; no value is shared, which YAML would write as an alias."""
    return dump_record(json.loads(json.dumps(record)))


def records(**changes: Any) -> dict[str, str]:
    """A product with two releases, a notice and where they stand; `changes` go into the newer record."""
    record = {key: value for key, value in {**WHOLE, **changes}.items() if value is not None}
    return {
        "releases/vendor.yaml": dump(VENDOR),
        "releases/gw/product.yaml": dump(PRODUCT),
        "releases/gw/1.0.0.yaml": dump({"version": "1.0.0", "date": "2026-01-10", "features": ["First"]}),
        "releases/gw/1.1.0.yaml": dump(record),
        "releases/gw/notices/2026-11-upgrade.yaml": dump(NOTICE),
        "releases/gw/listings.yaml": dump(LISTINGS),
        "dist/gw.tar.gz": "package",
    }


def load(root: Path, product: str = "gw") -> ProductHistory:
    folder = discover(root / "releases", "releases")
    vendor, problems = load_vendor(folder)
    assert vendor is not None, problems
    loaded = load_product(folder, next(one for one in folder.products if one.id == product), vendor)
    assert loaded.problems == []
    return loaded.history


def entry_of(history: ProductHistory, version: str) -> VersionedRelease:
    found = history.find(version)
    assert found is not None
    return found


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, hidden ones too."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def here(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = project(records=records())
    monkeypatch.chdir(made.root)
    return made


def console(*arguments: str) -> int:
    return main(["console", *arguments])


# --- the checklist ---


def items(project: Project, version: str = "1.1.0") -> dict[str, Item]:
    history = load(project.root)
    entry = entry_of(history, version)
    measured: dict[str, Measured] = {}
    for artifact in entry.release.artifacts:
        if artifact.file:
            measured[artifact.file] = measure(project.root, artifact.file, hashing=True)
    found = release_items(history, entry, measured, WaysBack(history, Lineage(history)).of(entry))
    for item in found:
        for language in LANGUAGES:
            said = item.say_title(language, history) + item.say_remark(language, history)
            assert "{" not in said.replace("rollback: {possible", ""), said
    assert len({item.id for item in found}) == len(found)
    return {item.id: item for item in found}


def test_a_whole_record_has_nothing_in_the_way(here: Project) -> None:
    assert {item.id: item.state for item in items(here).values() if item.state != "done"} == {}


@pytest.mark.parametrize(
    ("changes", "id", "state", "english"),
    [
        ({"tests": None}, "tests.functional", "missing", "add `tests.functional`"),
        ({"tests": {"security": {"result": "fail"}}}, "tests.security", "wrong", "failed"),
        ({"tests": {"performance": {"result": "skipped"}}}, "tests.performance", "missing", "skipped"),
        ({"scans": None}, "scans", "missing", "add one under `scans`"),
        ({"scans": [{"tool": "S", "result": "fail"}]}, "scans", "wrong", "S has found something"),
        ({"scans": [{"tool": "S"}]}, "scans", "missing", "S has no result yet"),
        (
            {"scans": [{"tool": "S", "result": "pass", "highest_severity": "critical"}]},
            "scans", "advised", "S reports findings of severity Critical",
        ),
        ({"artifacts": None}, "package", "missing", "add `artifacts`"),
        ({"artifacts": [{"file": "dist/no.zip"}]}, "package.dist/no.zip", "missing", "dist/no.zip is not there."),
        ({"artifacts": [{"url": "https://a.example/x"}]}, "package", "advised", "as typed"),
        ({"artifacts": [{"image": {"kind": "ami", "id": "ami-1"}}]}, "package", "done", "By image id: 1"),
        ({"rollback": None, "upgrade": {"migrations": [{"text": "M", "reversible": False}]}}, "rollback", "missing",
         "Because of 1.1.0 there seems to be no way back"),
        ({"rollback": None}, "rollback", "done", "To 1.0.0, computed from the records"),
        ({"rollback": {"possible": False}}, "rollback", "done", "there is no way back"),
        ({"submission": None}, "review_notes", "missing", "add `submission.review_notes`"),
        ({"submission": None}, "how_to_test", "missing", "add `submission.how_to_test`"),
        ({"submission": {"review_notes": "x"}}, "account", "advised", "only if reviewers need none"),
        ({"submission": {"how_to_test": ["x"]}}, "how_to_test", "done", "1 step"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(
    project: MakeProject, changes: Mapping[str, Any], id: str, state: str, english: str
) -> None:
    made = project(records=records(**changes))
    item = items(made)[id]
    assert item.state == state
    assert english in item.say_remark("en", load(made.root))
    chinese = item.say_remark("zh-CN", load(made.root))
    assert chinese != item.say_remark("en", load(made.root)) and re.search(r"[\u4e00-\u9fff]", chinese)


@pytest.mark.parametrize(
    ("notice", "english"),
    [
        (None, "No notice names this version"),
        ({**NOTICE, "releases": ["1.0.0"]}, "No notice names this version"),
        ({**NOTICE, "status": "cancelled"}, "is cancelled"),
        ({key: value for key, value in NOTICE.items() if key != "planned"}, "does not say when"),
        ({key: value for key, value in NOTICE.items() if key != "benefit"}, "does not state the benefit"),
    ],
)
def test_an_upgrade_needs_a_notice_with_time_impact_and_benefit(
    project: MakeProject, notice: Mapping[str, Any] | None, english: str
) -> None:
    files = records()
    del files["releases/gw/notices/2026-11-upgrade.yaml"]
    if notice is not None:
        files["releases/gw/notices/2026-11-upgrade.yaml"] = dump(notice)
    made = project(records=files)
    item = items(made)["notice"]
    assert item.state == "missing"
    assert english in item.say_remark("en", load(made.root))


def on_listing(
    project: MakeProject, profile: str, *, as_version: Version | None = None, **changes: Any
) -> dict[str, Item]:
    """What holds for the newer release on a listing of another form."""
    product = {**PRODUCT, "listings": {"there": {"profile": profile}}}
    files = {**records(**changes), "releases/gw/product.yaml": dump(product)}
    made = project(records={**files, "releases/gw/listings.yaml": dump({"there": {"1.0.0": {"live": "2026-01-15"}}})})
    history = load(made.root)
    entry = entry_of(history, "1.1.0")
    entry = replace(entry, version=as_version or entry.version)
    names = [artifact.file for artifact in entry.release.artifacts if artifact.file]
    measured = {name: measure(made.root, name, hashing=False) for name in names}
    form = Form(history, entry, "there", load_profile(profile), lambda *_: "https://changelog.example/gw/1.1.0/")
    boxes = [] if as_version else form.fill()
    found = listing_items(history, entry, "there", form.profile, boxes, measured)
    for item in found:
        for language in LANGUAGES:
            assert "{" not in item.say_title(language, history) + item.say_remark(language, history)
    return {item.id: item for item in found}


@pytest.mark.parametrize(
    ("profile", "artifact", "state", "key"),
    [
        ("jetbrains", {"file": "dist/gw.tar.gz"}, "missing", "check.format.none"),
        ("jetbrains", {"file": "dist/gw.zip", "size": 7}, "done", "check.format.done"),
        ("jetbrains", {"url": "https://a.example/gw.JAR?x=1", "size": 500_000_000}, "wrong", "check.format.large"),
        ("tencent-cloud-market", {"file": "dist/gw.tar.gz"}, "advised", "check.format.none"),
        ("huawei-koogallery", {"url": "https://a.example/gw.img", "size": 10**12}, "advised", "check.format.large"),
    ],
)
def test_packages_are_held_against_what_the_form_is_known_to_take(
    project: MakeProject, profile: str, artifact: Mapping[str, Any], state: str, key: str
) -> None:
    """What is documented stands in the way; what is only heard of is for a person to judge."""
    item = on_listing(project, profile, artifacts=[artifact])["format.0"]
    assert (item.state, item.remark) == (state, key)


def test_a_file_for_another_listing_does_not_stand_in_the_way(project: MakeProject) -> None:
    found = on_listing(project, "jetbrains", artifacts=[{"file": "dist/gw.tar.gz"}, {"file": "dist/gw.zip"}])
    assert found["format.0"].state == "done"


def test_a_version_is_held_against_the_form_that_is_asked_for(project: MakeProject) -> None:
    patterns = {profile.id: profile.version.pattern for profile in profiles() if profile.version.pattern}
    assert len(set(patterns.values())) > 1
    for profile, pattern in patterns.items():
        assert "version_form" not in on_listing(project, profile)
        version = parse_version("v1.1.0" if pattern == "semver" else "1.1.0-rc.1", "semver")
        assert "version_form" in on_listing(project, profile, as_version=version), profile


def test_what_a_marketplace_asks_for_is_marked_where_the_record_is_silent(project: MakeProject) -> None:
    made = project(records=records(scans=None))
    entry = entry_of(load(made.root), "1.1.0")
    asked = requests(entry, load_profile("aws-marketplace-ami"), list(items(made).values()))
    silent = {request.item.needs for request in asked if request.is_silent}
    assert silent == {"scans", "images"}


def test_a_slot_is_filled_once() -> None:
    assert fill_slots("{a} and {b} {c}", {"a": "{b}", "b": "x}{a"}) == "{b} and x}{a {c}"


# --- which versions wait ---


def waiting_with(project: MakeProject, listings: Mapping[str, Any], **changes: Any) -> list[str]:
    made = project(records={**records(**changes), "releases/gw/listings.yaml": dump(listings)})
    return [entry.version.text for entry in waiting(load(made.root))]


def test_a_version_waits_until_it_is_live_everywhere(project: MakeProject) -> None:
    live = {"live": "2026-11-25"}
    assert waiting_with(project, {"aws": {"1.1.0": live}}) == ["1.1.0"]
    assert waiting_with(project, {"aws": {"1.1.0": live}, "aliyun": {"v1.1.0": live}}) == []


def test_a_version_below_the_one_that_is_live_does_not_wait(project: MakeProject) -> None:
    live = {"live": "2026-11-25"}
    assert waiting_with(project, {"aws": {"1.1.0": live}, "aliyun": {"1.1.0": live, "1.0.0": {}}}) == []


def test_where_nothing_is_live_only_the_latest_version_waits(project: MakeProject) -> None:
    assert waiting_with(project, {}) == ["1.1.0"]


def test_a_withdrawn_version_waits_until_it_is_restricted(project: MakeProject) -> None:
    taken_back = {"withdrawn": {"date": "2026-11-26", "use_instead": "1.0.0"}}
    live = {"live": "2026-11-25"}
    last = {"1.0.0": live}
    standing = {"aws": {"1.1.0": live, **last}, "aliyun": last}
    assert waiting_with(project, standing, **taken_back) == ["1.1.0"]
    standing["aws"] = {"1.1.0": {**live, "restricted": "2026-11-27"}, **last}
    assert waiting_with(project, standing, **taken_back) == []


def test_last_live_and_last_submitted_are_told_apart() -> None:
    history = load(ROOT, "edge-gateway")
    newest = entry_of(history, "2.4.1")
    live, submitted = find_greatest_live(history, "aliyun"), find_last_submitted(history, "aliyun", history.releases[0])
    assert (live and live.version.text, submitted and submitted.version.text) == ("2.4.0", "2.4.1")
    before = find_last_submitted(history, "aws-ami", entry_of(history, "2.4.0"))
    assert before is not None and before.version.text == "2.3.1", "2.3.0 was withdrawn"
    assert find_last_submitted(history, "aws-ami", newest) is entry_of(history, "2.4.0")


def test_what_is_restricted_is_not_live_but_was(project: MakeProject) -> None:
    live = {"live": "2026-01-15"}
    standing = {"aws": {"1.0.0": live, "1.1.0": {**live, "restricted": "2026-02-01"}}}
    made = project(records={**records(), "releases/gw/listings.yaml": dump(standing)})
    history = load(made.root)
    now, greatest = find_live_now(history, "aws"), find_greatest_live(history, "aws")
    assert (now and now.version.text, greatest and greatest.version.text) == ("1.0.0", "1.1.0")


# --- announcements ---


def announce(root: Path, version: str, language: str) -> dict[tuple[str, str], Announcement]:
    history = load(root)
    entry = entry_of(history, version)
    way_back = WaysBack(history, Lineage(history)).of(entry)
    facts = gather(history, entry, language, url="https://quarry.example/gw/", way_back=way_back)
    assert tuple(facts) and sorted(facts) == list(FACTS)
    return {
        (moment, channel): Templates(root).write(moment, channel, language, facts)
        for moment in moments_of(entry)
        for channel in CHANNELS
    }


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", ["Gateway", "28 November 2026, 22:00 – 29 November 2026, 00:30 (UTC+08:00)",
                "Ten minutes without service", "Twice the speed"]),
        ("zh-CN", ["网关", "2026年11月28日 22:00 – 2026年11月29日 00:30（UTC+08:00）", "服务中断约 10 分钟",
                   "速度翻倍"]),
    ],
)  # fmt: skip
def test_before_an_upgrade_time_impact_and_benefit_are_said(
    here: Project, channel: str, language: str, wanted: list[str]
) -> None:
    message = announce(here.root, "1.1.0", language)["before", channel]
    assert [text for text in wanted if text not in message.text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_after_an_upgrade_what_is_new_is_said(here: Project, language: str) -> None:
    for channel in CHANNELS:
        message = announce(here.root, "1.1.0", language)["after", channel].text
        wanted = {"en": ["Twice as fast", "Close a hole"], "zh-CN": ["速度翻倍", "修复鉴权漏洞"]}[language]
        assert [text for text in [*wanted, "CVE-2026-1001"] if text not in message] == []


@pytest.mark.parametrize(
    ("language", "wanted"), [("en", ["sorry", "Data loss", "1.0.0"]), ("zh-CN", ["歉", "数据丢失", "1.0.0"])]
)
def test_a_withdrawn_version_gets_an_apology_and_the_way_back(
    project: MakeProject, language: str, wanted: list[str]
) -> None:
    withdrawn = {"date": "2026-11-26", "reason": {"en": "Data loss", "zh-CN": "数据丢失"}, "use_instead": "1.0.0"}
    made = project(records=records(withdrawn=withdrawn))
    messages = announce(made.root, "1.1.0", language)
    assert {moment for moment, _ in messages} == {"withdrawn"}
    for channel in CHANNELS:
        assert [text for text in wanted if text not in messages["withdrawn", channel].text] == []
    assert {"en": "Restore it", "zh-CN": "恢复快照"}[language] in messages["withdrawn", "email"].body


@pytest.mark.parametrize(("language", "says"), [("en", "Why: Data loss.\n"), ("zh-CN", "原因：数据丢失。\n")])
@pytest.mark.parametrize("stop", [("", ""), (".", "。")])
def test_a_reason_ends_with_one_full_stop(
    project: MakeProject, language: str, says: str, stop: tuple[str, str]
) -> None:
    reason = {"en": f"Data loss{stop[0]}", "zh-CN": f"数据丢失{stop[1]}"}
    made = project(records=records(withdrawn={"date": "2026-11-26", "reason": reason, "use_instead": "1.0.0"}))
    assert says in announce(made.root, "1.1.0", language)["withdrawn", "chat"].text


def test_messages_without_anything_to_say_still_read_well(project: MakeProject) -> None:
    bare = {"releases/vendor.yaml": "name: Acme\n", "releases/gw/product.yaml": "name: Gateway\n"}
    bare["releases/gw/1.0.0.yaml"] = "version: 1.0.0\nundated: true\n"
    bare["releases/gw/1.1.0.yaml"] = "version: 1.1.0\nundated: true\nwithdrawn: {date: 2026-11-20}\n"
    made = project(records=bare)
    for version in ("1.0.0", "1.1.0"):
        for language in LANGUAGES:
            for (_, channel), message in announce(made.root, version, language).items():
                assert message.body or channel == "site"
                assert not re.search(r"\n{3,}|None|[:：]\s*$|(?<!用户)[:：]\n\n|\(\)|（）", message.text), message.text


def test_a_subject_is_one_line_whatever_a_record_says(project: MakeProject) -> None:
    product = {**PRODUCT, "name": f"Gateway\nBcc: everybody@example.org {ATTACK}"}
    made = project(records={**records(), "releases/gw/product.yaml": dump(product)})
    for message in announce(made.root, "1.1.0", "en").values():
        assert "\n" not in message.subject


def test_a_vendor_says_it_in_words_of_their_own(here: Project) -> None:
    here.write({"announcements/before.chat.zh-CN.txt": "【{{ vendor }}】{{ product }} {{ version }}\r\n"})
    assert announce(here.root, "1.1.0", "zh-CN")["before", "chat"].text == "【采石科技】网关 1.1.0"
    assert "【" not in announce(here.root, "1.1.0", "en")["before", "chat"].text


@pytest.mark.parametrize(
    ("template", "place", "says"),
    [
        ("ok\n{{ prodct }}\n", 2, "'prodct' is undefined"),
        ("{% if %}", 1, "Expected an expression"),
        ("a\nb\n{{ ''.__class__.__mro__ }}", 3, "unsafe"),
        ("{% include '../mkdocs.yml' %}", 1, "../mkdocs.yml"),
        ("{% include '/etc/passwd' %}", 1, "/etc/passwd"),
        ("{{ 1 // 0 }}", 1, "zero"),
        ("{% for n in range(10**9) %}{% endfor %}", 1, "Range too big"),
    ],
)
def test_a_template_that_cannot_be_used_is_a_problem_with_its_place(
    here: Project, template: str, place: int, says: str
) -> None:
    here.write({"announcements/before.email.en.txt": template})
    with pytest.raises(RecordsInvalid) as caught:
        announce(here.root, "1.1.0", "en")
    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.line) == ("RC554", "announcements/before.email.en.txt", place)
    assert says in problem.message


def test_a_template_from_outside_the_project_is_refused(here: Project, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.txt").write_text("secret", encoding="utf-8")
    (here.root / "announcements").mkdir()
    (here.root / "announcements" / "before.site.en.txt").symlink_to(tmp_path.parent / "secret.txt")
    with pytest.raises(RecordsInvalid, match="link to something outside"):
        announce(here.root, "1.1.0", "en")


# --- comparing ---

TEXTS = st.text(st.sampled_from("ab 修复。\n-2"), max_size=60)


@given(TEXTS, TEXTS)
def test_a_comparison_holds_both_texts_whole(old: str, new: str) -> None:
    passages = difference(old, new)
    assert "".join(passage.text for passage in passages if passage.kind != "new") == old
    assert "".join(passage.text for passage in passages if passage.kind != "gone") == new
    assert all(passage.text for passage in passages)
    assert all(passage.kind == "same" for passage in passages) == (old == new)


def test_one_changed_word_is_marked_alone() -> None:
    found = difference("- 修复登录问题\n- stays\n", "- 修复了登录问题\n- stays\n")
    assert [tuple(passage) for passage in found] == [
        ("same", "- 修复"), ("new", "了"), ("same", "登录问题\n- stays\n"),
    ]  # fmt: skip


def test_unrelated_lines_are_not_crumbled() -> None:
    found = difference("Keys are found fast\n", "Old proxies fail at once\n")
    assert [passage.kind for passage in found] == ["gone", "new"]


# --- the command and the folder ---


def test_the_pack_holds_pages_in_both_languages_and_every_text_as_a_file(
    here: Project, capfd: pytest.CaptureFixture[str]
) -> None:
    assert console() == 0
    assert capfd.readouterr().out == "dist/console/index.html\n"
    pack = tree(here.root / "dist" / "console")
    pages = {name for name in pack if name.endswith(".html")}
    assert pages == {"index.html", "zh-CN.html", "gw/1.1.0/index.html", "gw/1.1.0/zh-CN.html"}
    assert {name for name in pack if name.startswith("assets/")} == {
        "assets/console.css", "assets/console.js", "assets/counting.js", "assets/units.js",
    }  # fmt: skip
    for language in LANGUAGES:
        for moment in ("before", "after"):
            for channel in CHANNELS:
                assert pack[f"gw/1.1.0/announcements/{moment}.{channel}.{language}.txt"]
    for listing, language in (("aws", "en"), ("aliyun", "zh-CN")):
        assert main(["blob", "gw", "1.1.0", "--for", listing]) == 0
        printed = capfd.readouterr().out
        assert pack[f"gw/1.1.0/{listing}.release_notes.{language}.txt"].decode() == printed.removesuffix("\n")


def test_one_version_is_made_alone_when_it_is_named(here: Project) -> None:
    assert console() == 0
    assert console("gw", "1.0.0") == 0
    pack = tree(here.root / "dist" / "console")
    assert {name.rpartition("/")[0] for name in pack if name.endswith(".html")} == {"", "gw/1.0.0"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["no"], "there is no product 'no'; known: gw"),
        (["gw", "9.9"], "gw has no release '9.9'; known: 1.1.0, 1.0.0"),
    ],
)
def test_an_unknown_name_is_told(
    here: Project, arguments: list[str], says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert console(*arguments) == 2
    assert says in capfd.readouterr().err


def test_a_typed_hash_that_disagrees_stops_the_pack(here: Project, capfd: pytest.CaptureFixture[str]) -> None:
    assert console() == 0
    before = tree(here.root / "dist" / "console")
    artifact = {"file": "dist/gw.tar.gz", "sha256": "0123456789abcdef" * 4}
    here.write({"releases/gw/1.1.0.yaml": dump({**WHOLE, "artifacts": [artifact]})})
    assert console() == 1
    told = capfd.readouterr().err
    line = here.root.joinpath("releases/gw/1.1.0.yaml").read_text(encoding="utf-8").splitlines()
    place = next(number for number, text in enumerate(line, 1) if "sha256" in text)
    assert f"releases/gw/1.1.0.yaml:{place}:" in told and "RC552 the SHA-256 of dist/gw.tar.gz is" in told
    assert tree(here.root / "dist" / "console") == before


def test_hashes_are_computed_from_the_file(here: Project) -> None:
    assert console() == 0
    page = (here.root / "dist/console/gw/1.1.0/index.html").read_text(encoding="utf-8")
    for value in (hashlib.sha256(b"package").hexdigest(), hashlib.md5(b"package").hexdigest(), "7 bytes"):
        assert value in page


def test_a_version_that_is_not_greater_than_the_one_live_is_wrong(here: Project) -> None:
    here.write({"releases/gw/listings.yaml": dump({"aliyun": {"1.1.0": {"live": "2026-11-25"}}})})
    assert console("gw", "1.0.0") == 0
    page = (here.root / "dist/console/gw/1.0.0/index.html").read_text(encoding="utf-8")
    assert "Not greater than 1.1.0, which is live here." in page


def test_a_withdrawn_version_has_no_text_but_the_version_to_use_instead(project: MakeProject, monkeypatch: Any) -> None:
    made = project(records=records(withdrawn={"date": "2026-11-26", "use_instead": "1.0.0"}))
    monkeypatch.chdir(made.root)
    assert console("gw", "1.1.0") == 0
    folder = made.root / "dist/console/gw/1.1.0"
    assert list(folder.glob("*.txt")) == []
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "The version to use instead is 1.0.0." in page and "Never live here: nothing to do." in page


@pytest.mark.parametrize(
    ("standing", "english", "verdict"),
    [
        ({"live": "2026-11-25"}, "Still available here: restrict it", "Still available on 1 listing"),
        ({"live": "2026-11-25", "restricted": "2026-11-26"}, "Restricted on 26 November 2026", "No longer available"),
    ],
)
def test_a_withdrawn_version_is_to_be_restricted_where_it_is_live(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch, standing: Mapping[str, str], english: str, verdict: str
) -> None:
    files = records(withdrawn={"date": "2026-11-26"})
    made = project(records={**files, "releases/gw/listings.yaml": dump({"aws": {"1.1.0": standing}})})
    monkeypatch.chdir(made.root)
    assert console("gw", "1.1.0") == 0
    page = (made.root / "dist/console/gw/1.1.0/index.html").read_text(encoding="utf-8")
    assert english in page and verdict in page


def test_what_does_not_fit_is_told_with_both_counts(here: Project) -> None:
    product = {**PRODUCT, "listings": {"aliyun": {**PRODUCT["listings"]["aliyun"]}}}
    product["listings"]["aliyun"]["fields"] = {"release_notes": {"limit": {"max": 20, "unit": "code_points"}}}
    here.write({"releases/gw/product.yaml": dump(product), "releases/gw/listings.yaml": "{}\n"})
    assert console() == 0
    page = (here.root / "dist/console/gw/1.1.0/index.html").read_text(encoding="utf-8")
    assert re.search(r"What must be kept takes \d+ code points, 20 are allowed", page)


def test_a_text_with_a_secret_is_held_back(here: Project) -> None:
    token = "Spring-2026"  # which checking lets pass: it has no form of its own
    fixes = [{"id": "leak", "text": {"en": f"Rotate the password: {token}", "zh-CN": "轮换密码"}}]
    here.write({"releases/gw/1.1.0.yaml": dump({**WHOLE, "fixes": fixes})})
    assert console() == 0
    folder = here.root / "dist/console/gw/1.1.0"
    for page, said in (("index.html", "it seems to contain a password or a key"), ("zh-CN.html", "似乎含有密码或密钥")):
        assert said in (folder / page).read_text(encoding="utf-8")
    assert [name for name, content in tree(folder).items() if token.encode() in content] == []
    assert (folder / "aliyun.release_notes.zh-CN.txt").exists()


def test_the_same_records_give_the_same_bytes(here: Project) -> None:
    packs = []
    for seed, zone, locale in (("0", "UTC", "C"), ("1", "Asia/Tokyo", "C.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "NO_MKDOCS_2_WARNING": "1"}
        command = [sys.executable, "-m", "relcast.cli", "console"]
        subprocess.run(command, cwd=here.root, env=environment, check=True, capture_output=True)
        packs.append(tree(here.root / "dist" / "console"))
    assert packs[0] == packs[1]


@pytest.mark.parametrize("product", ["edge-gateway", "acme-db", "studio", "relcast"])
def test_every_demo_release_has_its_pages_on_every_form_we_know(product: str) -> None:
    history = load(ROOT, product)
    listings = {profile.id: Listing(profile=profile.id) for profile in profiles()}
    history = replace(history, product=history.product.model_copy(update={"listings": listings}), standings={})
    pack = ConsolePack(ROOT, lambda *_: "https://changelog.acme.example/")
    for entry in history.releases:
        part = pack.add(history, entry, {})
        for listing in part.listings:
            languages = {filled.box.language for filled in listing.boxes}
            assert entry.release.withdrawn or languages >= set(listing.profile.languages.required) & set(LANGUAGES)
            for filled in listing.boxes:
                assert (filled.box.blob is None) == (filled.file is None)
                assert filled.item.say_remark("zh-CN", history)
    files = pack.finish()
    for name, content in files.items():
        if name.endswith(".html"):
            tree = lxml.html.fromstring(content.decode())
            ids = [one.get("id") for one in tree.iter() if isinstance(one.tag, str) and one.get("id")]
            assert len(ids) == len(set(ids)), name


# --- private ---

CANARY = "canary-7f3a"


def test_private_words_reach_the_pack_and_never_the_site(project: MakeProject, monkeypatch: pytest.MonkeyPatch) -> None:
    private = {
        "submission": {
            "review_notes": f"{CANARY}-notes",
            "how_to_test": [f"{CANARY}-steps"],
            "test_account_ref": f"vault:{CANARY}-account",
        },
        "scans": [{"tool": f"{CANARY}-scan", "result": "pass", "report": f"{CANARY}-report"}],
        "artifacts": [{"url": "https://files.example/x", "file": f"dist/{CANARY}-file"}],
        "improvements": [{"text": f"{CANARY}-internal", "internal": True}],
    }
    listings = {"aws": {"1.1.0": {"submitted": "2031-01-01", "rejected": "2032-02-02"}}}
    made = project(records={**records(**private), "releases/gw/listings.yaml": dump(listings)})
    made.write({f"dist/{CANARY}-file": "x", "announcements/after.chat.en.txt": f"{CANARY}-template"})
    monkeypatch.chdir(made.root)
    assert console() == 0
    pack = b"".join(tree(made.root / "dist" / "console").values()).decode()
    for part in ("notes", "steps", "account", "scan", "file", "template"):
        assert f"{CANARY}-{part}" in pack
    assert f"{CANARY}-internal" not in pack
    site = made.build().root
    made.build()  # with the pack lying there
    leaks = [name for name, content in tree(site).items() if CANARY.encode() in content or b"2031-01-01" in content]
    assert leaks == []
    assert [path for path in site.rglob("*") if "console" in path.name] == []


def test_the_pack_is_for_its_owner_alone_and_git_passes_over_it(here: Project) -> None:
    assert console() == 0
    pack = here.root / "dist" / "console"
    assert pack.stat().st_mode & 0o077 == 0
    assert (pack / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_new_vendors_folder_ignores_the_pack(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path)]) == 0
    assert "dist/" in (tmp_path / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/dist/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_pages_can_load_nothing_from_elsewhere_and_run_nothing_of_a_record(here: Project) -> None:
    assert console() == 0
    for page in (here.root / "dist" / "console").rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        assert "default-src 'none'" in html
        assert not re.search(r"<script(?![^>]* src=)|\son\w+=|\sstyle=|javascript:", html)
        assert not re.search(r"(?:src|<link[^>]* href)=\"(?:https?:)?//", html)


# --- in one step ---


def test_a_folder_that_is_not_a_pack_is_left_alone(here: Project, capfd: pytest.CaptureFixture[str]) -> None:
    here.write({"dist/console/build.log": "mine"})
    assert console() == 1
    assert "is not a console pack" in capfd.readouterr().err
    assert tree(here.root / "dist" / "console") == {"build.log": b"mine"}


def test_a_link_in_the_packs_place_is_left_alone(here: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (here.root / "dist" / "console").symlink_to(elsewhere)
    assert console() == 1
    assert list(elsewhere.iterdir()) == []


def changed(project: Project) -> None:
    project.write({"releases/gw/1.1.0.yaml": dump({**WHOLE, "title": "Something else"})})


@pytest.mark.parametrize("files", [1, 9])
def test_a_pack_whose_making_is_killed_leaves_the_old_one_whole(here: Project, files: int) -> None:
    assert console() == 0
    before = tree(here.root / "dist" / "console")
    changed(here)
    child = os.fork()
    if not child:
        written = 0
        write_bytes = Path.write_bytes

        def until(path: Path, data: bytes) -> int:
            nonlocal written
            written += 1
            if written > files:
                os.kill(os.getpid(), signal.SIGKILL)
            return write_bytes(path, data)

        Path.write_bytes = until  # type: ignore[method-assign,assignment]
        console()
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert tree(here.root / "dist" / "console") == before
    assert console() == 0
    after = tree(here.root / "dist" / "console")
    assert after.keys() == before.keys() and after != before
    assert [path.name for path in (here.root / "dist").iterdir() if path.name.startswith(".")] == []


def test_a_full_disk_is_told_and_leaves_the_old_pack_whole(
    here: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert console() == 0
    before = tree(here.root / "dist" / "console")
    changed(here)
    write_bytes = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "zh-CN.html":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return write_bytes(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert console() == 1
    told = capfd.readouterr().err
    assert "No space left on device" in told and "Traceback" not in told
    monkeypatch.undo()
    assert tree(here.root / "dist" / "console") == before


# --- words ---


def test_every_word_of_the_pack_has_the_same_slots_in_both_languages() -> None:
    english, chinese = words("en"), words("zh-CN")
    ours = [key for key in english if key.startswith(("console.", "check.", "announce.", "remark."))]
    slots = re.compile(r"\{(\w+)\}")
    assert ours
    assert [key for key in ours if sorted(slots.findall(english[key])) != sorted(slots.findall(chinese[key]))] == []


def test_no_word_of_the_pack_is_unused() -> None:
    room = ROOT / "generator" / "relcast" / "console"
    files = [file for file in room.rglob("*") if file.suffix in (".py", ".html")]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    composed = (
        "check.test.", "check.notice.", "check.rollback.", "check.version_form.", "console.unit.", "console.limit.",
        "console.state.", "console.moment.", "console.channel.", "console.standing.", "console.ready.",
        "console.dropped.", "console.shortened.", "console.withdrawn",
    )  # fmt: skip
    ours = [key for key in words("en") if key.startswith(("console.", "check.", "announce."))]
    assert [key for key in ours if not key.startswith(composed) and f'"{key}"' not in source] == []


@pytest.mark.parametrize("product", ["edge-gateway", "acme-db", "studio"])
def test_every_remark_on_a_demo_text_is_said_in_the_pages_language(product: str) -> None:
    history = load(ROOT, product)
    remarks = set()
    for profile in profiles():
        for entry in history.releases:
            for listing in (None, *history.product.listings):
                stated = history.product.listings.get(listing or "")
                if stated is not None and stated.profile != profile.id:
                    continue
                for field in profile.fields:
                    for language in LANGUAGES:
                        try:
                            made = blob(history, entry, profile, language=language, listing=listing, field=field)
                        except (MarketplaceError, DoesNotFit) as error:
                            remarks.add(str(error))
                            continue
                        remarks |= {*made.warnings, *(item.why for item in made.dropped)}
                        # What a form does not want is explained in the text's own language.
                        remarks |= {finding.message for finding in made.findings if finding.code != "RC523"}
    assert len(remarks) > 3
    assert [remark for remark in sorted(remarks) if not say_remark(remark, "zh-CN").is_said] == []


def test_a_remark_of_another_kind_stays_as_it_is() -> None:
    assert say_remark("something new", "en") == ("something new", True)
    assert say_remark("something new", "zh-CN") == ("something new", False)
