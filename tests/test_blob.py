"""Console text: what a vendor pastes into one box of a marketplace's form."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcast.library.product import ProductHistory, VersionedRelease
from relcast.marketplaces.blob import Blob, blob, report, summary
from relcast.marketplaces.counting import UNITS, Unit, count
from relcast.marketplaces.fit import DoesNotFit
from relcast.marketplaces.profile import MarketplaceError, Profile
from relcast.marketplaces.shelf import load_profile, profiles, read_profile
from relcast.model.product import Product, Vendor
from relcast.model.release import Release
from relcast.model.version import parse_version
from relcast.records.parse import parse
from relcast.records.reader import Source, read

VENDOR = """
name: {en: Acme Cloud, zh-CN: 云巅科技}
url: https://www.acme.example/
languages: [en, zh-CN]
"""
PRODUCT = """
name: {en: Edge Gateway, zh-CN: 边缘网关}
listings:
  aws-ami: {profile: aws-marketplace-ami, languages: [en]}
  github: {profile: github-release}
  aliyun: {profile: aliyun-market, languages: [zh-CN], fields: {release_notes: {limit: {max: 1000, unit: code_points}}}}
"""
RELEASE = """
version: 2.3.0
date: 2026-11-20
urgency: high
summary: {en: Policies take effect at once., zh-CN: 策略变更即时生效。}
features:
  - id: hot-reload
    text: {en: Reload policies without a restart, zh-CN: 策略热加载，无需重启}
    details: {en: "A reload takes less than a second.", zh-CN: 热加载耗时不到一秒。}
    short: {en: Policy reload, zh-CN: 策略热加载}
    highlight: true
    links: [{label: "#812", url: "https://acme.example/i/812"}]
  - id: sso
    text:
      en: Sign in with [SAML](https://docs.acme.example/saml)
      zh-CN: 支持 [SAML](https://docs.acme.example/saml) 登录
  - id: secret-plan
    text: {en: Groundwork for the secret plan, zh-CN: 为秘密计划做准备}
    internal: true
  - id: imds
    text: {en: The image requires IMDSv2, zh-CN: 镜像强制使用 IMDSv2}
    only: [aws-ami]
  - id: sls
    text: {en: Deliver logs to SLS, zh-CN: 支持将日志投递至 SLS}
    except: [aws-ami]
improvements:
  - id: tls
    text: {en: TLS 1.0 is off by default, zh-CN: 默认关闭 TLS 1.0}
    breaking:
      impact: {en: Clients older than 2014 cannot connect, zh-CN: 2014 年之前的客户端无法连接}
      action: {en: "Set `tls.min` to 1.0", zh-CN: "将 `tls.min` 设为 1.0"}
fixes:
  - id: parser
    text: {en: Fix request smuggling, zh-CN: 修复请求走私漏洞}
    security: {ids: [CVE-2026-1234], severity: high, affected: "<2.3.0"}
  - id: sessions
    text: {en: Sessions no longer expire early, zh-CN: 修复会话提前过期的问题}
removals:
  - id: admin-v0
    text: {en: The v0 admin API, zh-CN: v0 版管理 API}
known_issues:
  - id: arm-metrics
    text: {en: Metrics stop on ARM, zh-CN: ARM 节点指标停止更新}
    affected: ">=2.2.0"
    workaround: {en: Restart weekly, zh-CN: 每周重启一次}
upgrade:
  from: ">=2.1.0"
  required_stop: true
  downtime: 5m
  backup: required
  before:
    - {text: {en: Export the session table, zh-CN: 导出会话表}, from: "2.1.x"}
  during:
    - text: {en: Run the installer, zh-CN: 运行安装程序}
  migrations:
    - text: {en: The session table moves to schema 12, zh-CN: 会话表升级至 schema 12}
      reversible: false
rollback:
  possible: true
  to: 2.2.4
  until: {en: schema 12 is written, zh-CN: 写入 schema 12 之前}
"""
PAGE = "https://acme.example/changes/edge-gateway/2.3.0/"


def data(text: str) -> Any:
    document = read(Source("record.yaml", text, text.encode()))
    assert not document.problems, document.problems
    return document.data


VENDOR_DATA, PRODUCT_DATA, RELEASE_DATA = data(VENDOR), data(PRODUCT.strip()), data(RELEASE)


def meaning(model: Any, raw: Any) -> Any:
    found, problems = parse(model, raw, languages=["en", "zh-CN"])
    assert found is not None, problems
    return found


def history(release: Any = RELEASE_DATA, product: Any = PRODUCT_DATA, vendor: Any = VENDOR_DATA) -> ProductHistory:
    record = meaning(Release, release)
    entry = VersionedRelease(parse_version(record.version, "semver"), record, "edge-gateway/record.yaml")
    return ProductHistory("edge-gateway", meaning(Product, product), meaning(Vendor, vendor), (entry,))


def make(
    profile: str | Profile = "aws-marketplace-ami", *, language: str = "en", release: Any = RELEASE_DATA,
    product: Any = PRODUCT_DATA, vendor: Any = VENDOR_DATA, **options: Any,
) -> Blob:  # fmt: skip
    """The blob of a record that is given as plain data."""
    whole = history(release, product, vendor)
    chosen = load_profile(profile) if isinstance(profile, str) else profile
    return blob(whole, whole.releases[0], chosen, language=language, **options)


def limited(maximum: int, unit: Unit = "code_points") -> Any:
    """The product with another limit on Alibaba Cloud."""
    product = copy.deepcopy(PRODUCT_DATA)
    product["listings"]["aliyun"]["fields"]["release_notes"]["limit"] = {"max": str(maximum), "unit": unit}
    return product


def tight(maximum: int, language: str = "en", release: Any = RELEASE_DATA, **options: Any) -> Blob:
    product = limited(maximum)
    return make("aliyun-market", language=language, release=release, product=product, listing="aliyun", **options)


def least(language: str = "en", release: Any = RELEASE_DATA, **options: Any) -> int:
    """What must be kept, and the tail, take in code points."""
    with pytest.raises(DoesNotFit) as error:
        tight(20, language, release, **options)
    return error.value.needed


def changed(**parts: Any) -> Any:
    """The record with some parts replaced; None takes one away."""
    record = {**RELEASE_DATA, **parts}
    return {key: value for key, value in record.items() if value is not None}


def small(**parts: Any) -> Any:
    return {"version": "2.3.0", "date": "2026-11-20", **parts}


def test_a_release_reads_like_this_on_aws() -> None:
    made = make(listing="aws-ami", url=PAGE)
    assert made.text == (
        "Important: Edge Gateway 2.3.0 (2026-11-20)\n"
        "\n"
        "Policies take effect at once.\n"
        "\n"
        "Security fixes:\n"
        "- Fix request smuggling (CVE-2026-1234, Severity: High)\n"
        "  Affected versions: <2.3.0\n"
        "\n"
        "Breaking changes:\n"
        "- TLS 1.0 is off by default\n"
        "  Impact: Clients older than 2014 cannot connect\n"
        "  What to do: Set tls.min to 1.0\n"
        "\n"
        "Before you upgrade:\n"
        "- Upgrade directly from: >=2.1.0\n"
        "- Required stop: every upgrade path passes through this version\n"
        "- Backup: Required\n"
        "- Downtime: 5 min\n"
        "- Export the session table (When upgrading from: 2.1.x)\n"
        "- Data migrations: The session table moves to schema 12 (cannot be undone)\n"
        "- During the upgrade: Run the installer\n"
        "- Rollback: Possible, to 2.2.4 (Possible until: schema 12 is written)\n"
        "\n"
        "New features:\n"
        "- Reload policies without a restart\n"
        "- Sign in with SAML (https://docs.acme.example/saml)\n"
        "- The image requires IMDSv2\n"
        "\n"
        "Fixes:\n"
        "- Sessions no longer expire early\n"
        "\n"
        "Removals:\n"
        "- The v0 admin API\n"
        "\n"
        "Known issues:\n"
        "- Metrics stop on ARM\n"
        "  Affected versions: >=2.2.0\n"
        "  Workaround: Restart weekly"
    )
    assert (made.used, made.limit, made.unit, made.status) == (len(made.text), 30000, "code_points", "documented")
    assert made.warnings == ()


def test_the_same_release_reads_like_this_in_chinese() -> None:
    made = make("aliyun-market", language="zh-CN", listing="aliyun", url=PAGE)
    assert made.text.startswith(
        "边缘网关 2.3.0（2026-11-20）\n"
        "\n"
        "策略变更即时生效。\n"
        "\n"
        "安全修复：\n"
        "- 修复请求走私漏洞（CVE-2026-1234、严重程度：高）\n"
        "  受影响版本：<2.3.0\n"
        "\n"
        "不兼容变更：\n"
        "- 默认关闭 TLS 1.0\n"
        "  影响：2014 年之前的客户端无法连接\n"
        "  应对措施：将 tls.min 设为 1.0\n"
        "\n"
        "升级须知：\n"
        "- 可直接升级的版本：>=2.1.0\n"
    )
    assert (
        "\n\n新增功能：\n- 策略热加载，无需重启\n"
        "- 支持 SAML (https://docs.acme.example/saml) 登录\n- 支持将日志投递至 SLS\n" in made.text
    )
    assert (made.limit, made.status, made.warnings) == (1000, "vendor_set", ())


def test_github_gets_markdown_with_details_and_links() -> None:
    text = make("github-release").text
    assert text.startswith("Policies take effect at once.\n\n### Security fixes\n- Fix request smuggling (CVE-")
    assert "\n  - What to do: Set `tls.min` to 1.0\n" in text
    assert (
        "- Reload policies without a restart ([#812](https://acme.example/i/812))\n"
        "\n"
        "  A reload takes less than a second.\n"
        "- Sign in with [SAML](https://docs.acme.example/saml)\n"
    ) in text


def test_aws_has_a_title_of_the_version_alone() -> None:
    made = make(field="version_title", listing="aws-ami")
    assert (made.text, made.used, made.limit, made.label) == ("2.3.0", 5, 64, "Version title")


def test_urgency_wears_the_label_of_the_marketplace() -> None:
    labels = {"critical": "Critical", "high": "Important", "medium": "Optional", "low": "Optional"}
    for urgency, label in labels.items():
        assert make(release=small(urgency=urgency)).text.startswith(f"{label}: Edge Gateway 2.3.0")
    assert make(release=small()).text.startswith("Edge Gateway 2.3.0 (2026-11-20)\n\n")


def test_a_release_without_changes_says_so() -> None:
    assert make("github-release", release=small()).text == "No changes are listed for this release."
    assert make("github-release", release=small(), language="zh-CN").text == "此版本没有列出变更。"


def test_internal_changes_are_nowhere() -> None:
    for profile in profiles():
        made = make(profile.id, url=PAGE)
        assert "secret" not in made.text + report(made)


def test_a_listing_gets_its_own_changes_and_only_those() -> None:
    aws, aliyun = make(listing="aws-ami"), make("aliyun-market", listing="aliyun")
    assert "IMDSv2" in aws.text
    assert "SLS" not in aws.text
    assert "IMDSv2" not in aliyun.text
    assert "SLS" in aliyun.text
    assert [(item.id, item.why) for item in aws.dropped if item.id in ("imds", "sls")] == [("sls", "not for aws-ami")]
    assert ("imds", "only for aws-ami") in [(item.id, item.why) for item in aliyun.dropped]


def test_without_a_listing_changes_for_named_listings_stay_out_and_are_named() -> None:
    made = make()
    assert "IMDSv2" not in made.text
    assert "SLS" in made.text
    assert ("imds", "only for aws-ami") in [(item.id, item.why) for item in made.dropped]


def test_the_tail_counts_exactly_the_changes_left_out() -> None:
    whole = make("aliyun-market", product=limited(10**6), listing="aliyun", url=PAGE)
    changes = {"hot-reload", "sso", "sls", "parser", "tls", "sessions", "admin-v0", "arm-metrics"}
    counted = set()
    for maximum in range(least(url=PAGE), whole.used + 1):
        made = tight(maximum, url=PAGE)
        assert made.used == len(made.text) <= maximum
        left_out = changes & {item.id for item in made.dropped if item.why == "no room"}
        last = made.text.split("\n")[-1]
        if left_out:
            word = "change" if len(left_out) == 1 else "changes"
            assert re.fullmatch(rf"and {len(left_out)} more {word}( \([^()]+\))?: {re.escape(PAGE)}", last)
        else:
            assert PAGE not in made.text
        counted.add(len(left_out))
    assert {0, 1, 2, 3} <= counted


def test_the_tail_speaks_the_language() -> None:
    room = least("zh-CN", url=PAGE)
    made = tight(room, language="zh-CN", url=PAGE)
    assert re.fullmatch(r"另有 \d 项更新(?:（.+）)?，详见：" + re.escape(PAGE), made.text.split("\n")[-1])
    made = tight(room, language="zh-CN")
    assert re.fullmatch(r"另有 \d 项更新(?:（.+）)?，详见随包更新日志", made.text.split("\n")[-1])


def test_what_must_be_kept_is_kept_in_the_tightest_box_and_else_it_fails_with_counts() -> None:
    for language, must in {
        "en": (
            "Impact:", "What to do:", "Required stop", "Backup: Required", "Downtime: 5 min",
            "Export the session table", "cannot be undone", "Possible until",
        ),
        "zh-CN": (
            "影响：", "应对措施：", "必经版本", "数据备份：必须", "停机时间：5 分钟",
            "导出会话表", "不可回退", "可回滚的时限",
        ),
    }.items():  # fmt: skip
        with pytest.raises(DoesNotFit) as error:
            tight(50, language=language)
        assert (error.value.allowed, error.value.unit) == (50, "code_points")
        made = tight(error.value.needed, language=language)
        assert made.used == error.value.needed
        for words in ("2.3.0", "2026-11-20", "CVE-2026-1234", ">=2.1.0", *must):
            assert words in made.text
        with pytest.raises(DoesNotFit):
            tight(error.value.needed - 1, language=language)


def test_a_release_that_cannot_be_undone_says_so_in_every_box() -> None:
    record = small(rollback={"possible": "false"})
    assert "- Rollback: Not possible" in make(release=record).text
    assert "- 回滚：不支持" in make("github-release", language="zh-CN", release=record).text


def test_further_steps_give_way_to_a_line_that_says_there_are_some_and_steps_before_the_upgrade_never() -> None:
    steps = {"before": [{"text": "B" * 30}], "after": [{"text": "A" * 50}]}
    whole = tight(170, release=small(upgrade=steps))
    assert "- After the upgrade: A" in whole.text
    made = tight(whole.used - 1, release=small(upgrade=steps))
    assert made.text.endswith("- " + "B" * 30 + "\n- Upgrade steps: see the upgrade guide")
    assert (made.shortened, made.dropped) == (("upgrade.steps",), ())
    with pytest.raises(DoesNotFit):
        tight(made.used - 1, release=small(upgrade=steps))


def test_a_highlight_outlives_its_section_and_the_summary_goes_first() -> None:
    fixes = [{"id": "late", "text": "A late fix", "highlight": "true"}, {"id": "other", "text": "B" * 60}]
    record = small(summary="C" * 60, features=[{"id": "early", "text": "A" * 60}], fixes=fixes)
    assert {item.id for item in tight(150, release=record).dropped} == {"summary", "early", "other"}
    assert {item.id for item in tight(200, release=record).dropped} == {"summary"}


def test_the_authors_short_form_is_used_before_anything_is_dropped() -> None:
    reload = {"id": "reload", "text": "Reload policies without a restart of any node", "short": "Policy reload"}
    made = tight(70, release=small(features=[reload]))
    assert made.text.endswith("New features:\n- Policy reload")
    assert (made.shortened, made.dropped) == (("reload",), ())


def test_a_section_a_box_does_not_have_is_counted_and_named(tmp_path: Path) -> None:
    file = tmp_path / "small-form.yaml"
    file.write_text(
        "schema: marketplace-profile/1\nid: small-form\nlabel: {en: Small}\nchecked: {date: 2026-11-22, by: a test}\n"
        "fields:\n  release_notes:\n    label: {en: Notes}\n    markup: {dialect: plain}\n    links: allow\n"
        "    compose: {sections: [security], must_keep: [security]}\n",
        encoding="utf-8",
    )
    made = make(read_profile(file, "small-form.yaml"), url=PAGE)
    assert made.text == (
        "Security fixes:\nFix request smuggling (CVE-2026-1234, Severity: High)\n  Affected versions: <2.3.0\n"
        "\nand 7 more changes (Breaking changes 1, New features 3, Fixes 1, Removals 1, Known issues 1): "
        f"{PAGE}"
    )
    assert [item.id for item in made.dropped if item.why == "this box has no section for it"] == [
        "tls", "hot-reload", "sso", "sls", "sessions", "admin-v0", "arm-metrics",
    ]  # fmt: skip


def test_a_change_that_breaks_and_secures_is_there_once() -> None:
    both = {"text": "Close the port", "security": {"ids": ["CVE-2026-9"]}, "breaking": {"action": "Open it yourself"}}
    text = make(release=small(fixes=[both])).text
    assert "Breaking changes:\n- Close the port (CVE-2026-9)\n  What to do: Open it yourself" in text
    assert text.count("Close the port") == 1
    assert "Security fixes" not in text


def test_a_breaking_removal_says_that_it_is_one() -> None:
    text = make(release=small(removals=[{"text": "The v0 admin API", "breaking": {"impact": "Calls fail"}}])).text
    assert "- Removal: The v0 admin API\n  Impact: Calls fail" in text


def test_an_advisory_named_in_the_text_is_not_named_twice() -> None:
    text = make(release=small(fixes=[{"text": "Fix CVE-2026-7", "security": {"ids": ["CVE-2026-7", "GHSA-x"]}}])).text
    assert "- Fix CVE-2026-7 (GHSA-x)" in text


def test_a_withdrawn_release_is_refused_with_what_to_use() -> None:
    with pytest.raises(MarketplaceError, match=r"2\.3\.0 is withdrawn; use 2\.3\.1 instead"):
        make(release=changed(withdrawn={"date": "2026-11-25", "use_instead": "2.3.1"}))
    with pytest.raises(MarketplaceError, match="no safe version"):
        make(release=changed(withdrawn={"date": "2026-11-25"}))


def test_unknown_names_are_refused_with_a_suggestion() -> None:
    for options, told in (
        ({"language": "zh"}, "did you mean 'zh-CN'"),
        ({"listing": "aws"}, "did you mean 'aws-ami'"),
        ({"listing": "github"}, "is on github-release, not on aws-marketplace-ami"),
        ({"field": "notes"}, "did you mean 'release_notes'"),
    ):
        with pytest.raises(MarketplaceError, match=told):
            make(**options)


def test_a_foreign_address_is_not_named_where_only_the_own_site_may_be() -> None:
    for own in ("https://acme.example/x", "https://docs.acme.example/x"):
        assert own in tight(800, url=own).text
    for foreign in ("https://acme.example.evil.example/x", "https://notacme.example/x", "https://[x"):
        made = tight(800, url=foreign)
        assert "changelog in the package" in made.text
        assert foreign not in made.text
        assert any("not on the vendor's own site" in warning for warning in made.warnings)


def test_an_unknown_limit_never_fails_and_shows_every_count() -> None:
    product = copy.deepcopy(PRODUCT_DATA)
    del product["listings"]["aliyun"]["fields"]
    made = make("aliyun-market", language="zh-CN", product=product, listing="aliyun")
    assert (made.limit, made.status) == (None, "unknown")
    [warning] = made.warnings
    assert "no limit of this box is known" in warning
    for unit in UNITS:
        assert str(count(made.text, unit)) in warning


def test_hearsay_only_warns(tmp_path: Path) -> None:
    file = tmp_path / "hearsay.yaml"
    source = Path(__file__).parents[1] / "generator/relcast/marketplaces/profiles/github-release.yaml"
    file.write_text(source.read_text("utf-8").replace("125000", "100"), encoding="utf-8")
    made = make(read_profile(file, "hearsay.yaml"))
    assert made.used > 100
    assert "CVE-2026-1234" in made.text
    assert any("97 are allowed" in warning and "not firm" in warning for warning in made.warnings)


def test_a_limit_between_two_ways_of_counting_line_ends_is_warned_about() -> None:
    exact = tight(10**6).used
    assert [w for w in tight(exact, language="en").warnings if "line end" in w]
    assert not [w for w in tight(10**6).warnings if "line end" in w]


def test_a_limit_whose_unit_is_uncertain_is_warned_about_when_it_matters() -> None:
    record = small(fixes=[{"text": "修复" * 6000}])
    assert any("unit is not certain" in w for w in make(release=record, language="zh-CN").warnings)
    assert not make(release=small(), listing="aws-ami").warnings


def test_missing_translations_unexpected_languages_and_plans_are_warned_about() -> None:
    record = changed(status="planned", fixes=[{"text": "Only English"}])
    made = make(release=record, language="zh-CN", listing="aws-ami")
    assert "- Only English" in made.text
    told = " ".join(made.warnings)
    assert "1 entry has text without a translation into zh-CN" in told
    assert "this form asks for en; the text is in zh-CN" in told
    assert "planned" in told


def test_an_overlay_of_a_field_the_form_does_not_have_is_warned_about() -> None:
    product = copy.deepcopy(PRODUCT_DATA)
    product["listings"]["aws-ami"]["fields"] = {"release-notes": {"limit": {"max": "9"}}}
    [warning] = make(product=product, listing="aws-ami").warnings
    assert "did you mean 'release_notes'" in warning


def test_the_summary_is_one_line_and_the_report_names_everything_left_out() -> None:
    made = make(field="version_title")
    assert summary(made) == "aws-marketplace-ami · Version title · 5 / 64 code points (documented)"
    made = tight(800, url=PAGE)
    lines = report(made).split("\n")
    assert lines[0] == summary(made) == f"aliyun-market · Version notes · {made.used} / 800 code points (vendor set)"
    for item in made.dropped:
        assert any(line.startswith(f"not in the text: {item.id} ({item.why}): ") for line in lines)


LONG = "x" * 10_000


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_an_entry_of_one_endless_word_is_left_out_and_counted(language: str) -> None:
    made = tight(500, language=language, url=PAGE, release=small(fixes=[{"text": LONG}, {"text": "A small fix"}]))
    assert "x" * 20 not in made.text
    assert "- A small fix" in made.text
    assert PAGE in made.text
    assert [item.why for item in made.dropped] == ["no room"]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("kind", [{"breaking": {"impact": "All"}}, {"security": {"ids": ["CVE-1"]}}])
def test_an_endless_word_that_must_be_kept_fails_with_its_name(language: str, kind: dict[str, Any]) -> None:
    with pytest.raises(DoesNotFit) as error:
        tight(500, language=language, release=small(fixes=[{"id": "endless", "text": LONG, **kind}]))
    assert error.value.needed > 10_000
    assert error.value.longest == "endless"


HOSTILE = [
    "<script>alert(1)</script>", "</textarea><b>", "{{ 7*7 }} {% raw %}", "List<String> of a<b", "{n} {url} {version}",
    "%s %(n)d", "\u200fمرحبا\u200e", "a &lt; b", "[x]: https://acme.example", "`<code>`", "<!-- gone -->",
]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text_in_plain_boxes(text: str, language: str) -> None:
    seen = {"`<code>`": "<code>", "a &lt; b": "a < b"}.get(text, text)
    assert f"\n- {seen}" in make(release=small(fixes=[{"text": text}]), language=language).text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<script>alert(1)</script>", r"\<script>alert(1)\</script>"),
        ("</textarea>", r"\</textarea>"),
        ("`List<String>` and List<String>", r"`List<String>` and List\<String>"),
        (r"\<b>", r"\<b>"),
        (r"\\<b>", r"\\\<b>"),
        ("see <https://acme.example/x>", "see <https://acme.example/x>"),
        ("{{ x }}", "{{ x }}"),
        ("Use:\n\n```\na<b\n```", "Use:\n\n  ```\n  a<b\n  ```"),
        ("`open\n\n<b> `", "`open\n\n  \\<b> `"),
    ],
)
def test_markdown_is_kept_but_never_becomes_a_tag(text: str, written: str) -> None:
    made = make("github-release", release=small(fixes=[{"text": text}]))
    assert made.text == f"### Fixes\n- {written}"


def test_code_that_is_never_closed_does_not_swallow_what_follows() -> None:
    record = changed(summary={"en": "Run:\n\n```sh\nmake", "zh-CN": "x"})
    assert make("github-release", release=record).text.startswith("Run:\n\n```sh\nmake\n```\n\n### Security fixes\n")


def test_ranges_and_labels_mean_themselves_in_markdown() -> None:
    link = {"label": "a]*b", "url": "https://a.example/"}
    record = small(upgrade={"from": "<3 || 2.*"}, fixes=[{"text": "A", "links": [link]}])
    text = make("github-release", release=record).text
    assert r"- Upgrade directly from: \<3 || 2.\*" in text
    assert r"- A ([a\]\*b](https://a.example/))" in text
    assert "- Upgrade directly from: <3 || 2.*" in make(release=record).text


ANY = st.text(st.characters(), min_size=1, max_size=60).filter(lambda text: text.strip() != "")


@settings(deadline=None, max_examples=150)
@given(
    st.lists(ANY, min_size=1, max_size=5),
    ANY,
    st.sampled_from(["en", "zh-CN"]),
    st.sampled_from(profiles()),
    st.integers(60, 400),
)
def test_text_of_any_kind_stays_clean_and_within_its_limit(
    texts: list[str], name: str, language: str, profile: Profile, maximum: int
) -> None:
    changes = [{"text": text, "details": text, "short": text[:5] if text[:5].strip() else text} for text in texts]
    record = small(summary=texts[0], features=changes, known_issues=[{"text": texts[-1], "workaround": texts[0]}])
    product = {
        "name": f"A{name}",  # a name has a word in it
        "listings": {"here": {"profile": profile.id, "fields": {"release_notes": {"limit": {"max": str(maximum)}}}}},
    }
    try:
        made = make(profile, release=record, product=product, language=language, listing="here", url=PAGE)
    except DoesNotFit:  # the vendor's name alone is too long
        return
    assert made.used == count(made.text, made.unit) <= maximum
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", made.text)
    assert not re.search(r"[ \t]+(\n|$)", made.text)
    assert made.text.rstrip() == made.text != ""


def test_the_same_record_gives_the_same_text_twice() -> None:
    assert tight(800, url=PAGE) == tight(800, url=PAGE)


def box_of(tmp_path: Path, sections: str, must_keep: str) -> Profile:
    """A form of one plain box."""
    file = tmp_path / "small-form.yaml"
    file.write_text(
        "schema: marketplace-profile/1\nid: small-form\nlabel: {en: Small}\nchecked: {date: 2026-11-22, by: a test}\n"
        "fields:\n  release_notes:\n    label: {en: Notes}\n    markup: {dialect: plain}\n    links: allow\n"
        f"    compose: {{sections: [{sections}], must_keep: [{must_keep}]}}\n",
        encoding="utf-8",
    )
    return read_profile(file, "small-form.yaml")


def test_a_change_whose_heading_a_box_has_not_stands_under_the_next_that_is_true_of_it(tmp_path: Path) -> None:
    """A hole whose mending breaks something is not lost where only security is told, nor a breaking feature."""
    both = {"id": "both", "text": "Close the port", "security": {"ids": ["CVE-2026-9"]}, "breaking": {"action": "Open"}}
    feature = {"id": "feature", "text": "New format", "breaking": {"impact": "Old files"}}
    record = small(fixes=[both], features=[feature])
    made = make(box_of(tmp_path, "security, features", "security"), release=record)
    assert made.text == (
        "Security fixes:\nClose the port (CVE-2026-9)\n  What to do: Open\n\n"
        "New features:\nNew format\n  Impact: Old files"
    )
    assert made.dropped == ()


def test_what_is_no_change_and_has_no_place_is_named_too(tmp_path: Path) -> None:
    made = make(box_of(tmp_path, "features, fixes", ""))
    told = {item.id: item.why for item in made.dropped}
    assert told["summary"] == "this box takes no summary"
    assert told["upgrade.backup"] == told["rollback"] == "this box does not tell what to do before upgrading"
