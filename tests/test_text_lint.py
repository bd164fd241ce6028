"""What a finished text must not bring to a marketplace: each code finds what it is for, and leaves the rest alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from sample_records import TOKENS
from test_blob import ANY, PAGE, make, small
from test_dialects import demo_releases, rendered

from relcast.library.product import ProductHistory, VersionedRelease
from relcast.marketplaces.blob import Blob
from relcast.marketplaces.shelf import load_profile, profiles


def of(text: str, profile: str = "github-release", language: str = "en") -> Blob:
    both = {"en": text, "zh-CN": text}
    return make(profile, release=small(fixes=[{"text": both}]), language=language, url=PAGE)


def codes(text: str, profile: str = "github-release", language: str = "en") -> list[str]:
    return [finding.code for finding in of(text, profile, language).findings]


@pytest.mark.parametrize(
    "text",
    [
        *TOKENS, "Use the key AKIAQ4XYZ7PLMNB2RT5W for now", "Token ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "-----BEGIN RSA PRIVATE KEY-----", "Log in with password=Hunter2.42!x", "密码：Zq8!kfJ2p",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    ],
)  # fmt: skip
def test_a_secret_is_an_error_and_the_text_is_not_fit(text: str) -> None:
    made = of(text, language="zh-CN" if text.startswith("密码") else "en")
    assert [finding.severity for finding in made.findings if finding.code == "RC520"] == ["error"]
    assert not made.is_fit


@pytest.mark.parametrize(
    "text", ["Set `admin.password` to a value of your own", "Tokens expire after a day", "密码策略更严格"]
)
def test_words_about_secrets_are_no_secrets(text: str) -> None:
    assert of(text, language="zh-CN" if "密码" in text else "en").is_fit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Open http://localhost:8080/admin", "localhost"), ("Fetched from 10.2.3.4", "10.2.3.4"),
        ("Moved to git.corp.internal", "git.corp.internal"), ("See wiki.acme.lan", "wiki.acme.lan"),
        ("192.168.1.7 works", "192.168.1.7"),
    ],
)  # fmt: skip
def test_a_host_that_nobody_outside_reaches_is_found(text: str, found: str) -> None:
    [finding] = [finding for finding in of(text).findings if finding.code == "RC521"]
    assert finding.message.startswith(found)
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "text", ["Version 10.2.3 is out", "Listen on 0.0.0.0", "Query 8.8.8.8", "An internal error", "1.2.3.4.5"]
)
def test_versions_and_public_addresses_are_no_private_hosts(text: str) -> None:
    assert "RC521" not in codes(text)


@pytest.mark.parametrize(
    "text", ["TODO: describe", "Notes TBD", "Lorem ipsum dolor", "See XXX", "FIXME", "此处填写更新内容"]
)
def test_placeholders_are_found(text: str) -> None:
    assert "RC522" in codes(text, language="zh-CN" if text.startswith("此") else "en")


@pytest.mark.parametrize("text", ["The todo list", "Fix the method", "XXL sizes"])
def test_ordinary_words_are_no_placeholders(text: str) -> None:
    assert "RC522" not in codes(text)


@pytest.mark.parametrize(
    ("text", "profile", "word"),
    [
        ("业界第一的网关", "aliyun-market", "第一"), ("国家级安全", "tencent-cloud-market", "国家级"),
        ("支持部署到阿里云", "tencent-cloud-market", "阿里云"), ("支持 AWS 部署", "aliyun-market", "AWS"),
        ("Also on Google Cloud", "aws-marketplace-ami", "Google Cloud"),
        ("Bug fixes and performance improvements", "appstream", "bug fixes and performance improvements"),
    ],
)  # fmt: skip
def test_words_a_marketplace_does_not_want_are_found_with_the_reason(text: str, profile: str, word: str) -> None:
    language = "en" if text.isascii() else "zh-CN"
    [finding] = [finding for finding in of(text, profile, language).findings if finding.code == "RC523"]
    assert finding.message.startswith(f"'{word}': ")
    assert len(finding.message) > len(word) + 10


def test_a_word_within_a_word_is_another_word() -> None:
    assert "RC523" not in codes("修复 AWSome 插件", "aliyun-market", "zh-CN")
    assert "RC523" not in codes("补充最佳实践，并修复第一次登录后唯一索引失效的问题", "aliyun-market", "zh-CN")
    assert "RC523" not in codes("业界第一的网关", "github-release", "zh-CN")


def test_addresses_are_written_so_that_no_box_gets_one_it_does_not_take() -> None:
    link = "See [the guide](https://elsewhere.example/x) and https://elsewhere.example/y"
    for profile in ("tencent-cloud-market", "azure-marketplace", "appstream"):
        made = of(link, profile)
        assert "https://elsewhere" not in made.text
        assert "elsewhere.example/y" in made.text
        assert not [finding for finding in made.findings if finding.code == "RC524"]
    assert "See the guide and elsewhere.example/y" in of(link, "aws-marketplace-ami").text


def test_an_address_in_code_that_a_box_does_not_take_is_found() -> None:
    assert "RC524" in codes("Run `curl https://elsewhere.example/x`", "tencent-cloud-market")
    assert "RC524" in codes("Run `curl https://elsewhere.example/x`", "aws-marketplace-ami")
    assert "RC524" not in codes("Run `curl https://acme.example/x`", "aws-marketplace-ami")
    assert "RC524" not in codes("Run `curl https://elsewhere.example/x`", "github-release")


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("修复会话过期的问题", "en", True), ("Sessions no longer expire too early", "zh-CN", True),
        ("Sessions no longer expire too early", "en", False), ("修复 `gwctl logs` 命令", "zh-CN", False),
        ("Edge Gateway", "zh-CN", False), ("例如：\n\n```\nselect all from this table\n```", "zh-CN", False),
        ("`gwctl logs --reason all --since now please`", "zh-CN", False),
    ],
)  # fmt: skip
def test_a_line_in_another_language_is_found(text: str, language: str, found: bool) -> None:
    assert ("RC525" in codes(text, language=language)) is found


def test_a_finding_names_its_line() -> None:
    made = make("github-release", release=small(features=["Fine"], fixes=["Fine too", "TODO"]))
    [finding] = made.findings
    assert made.text.split("\n")[finding.line - 1] == "- TODO"
    assert str(finding) == f"warning: line {finding.line}: RC522 'TODO' is a placeholder (placeholder-text)"


@pytest.mark.parametrize(("history", "entry"), demo_releases())
def test_the_demo_has_no_error_and_nothing_but_words_to_weigh(history: ProductHistory, entry: VersionedRelease) -> None:
    for profile in profiles():
        for language in ("en", "zh-CN"):
            made = rendered(history, entry, profile, "release_notes", language)
            found = {finding.code for finding in made.findings}
            if any("without a translation" in warning for warning in made.warnings):
                found -= {"RC525"}
            assert found <= {"RC521", "RC523", "RC524"}, made.findings


@pytest.mark.parametrize(
    "address", ["https://[HOST]/x", "http://[::1", "https://", "https://a:b:c/", "http://\u2100.example/"]
)
def test_an_address_that_none_can_read_is_only_text(address: str) -> None:
    """Found in real notes: `https://[HOSTNAME]:8443` stands for a host of the reader's own."""
    for profile in profiles():
        made = of(f"Open `{address}` or {address}", profile.id)
        assert made.text


@settings(deadline=None)
@given(ANY)
def test_any_text_is_looked_at_without_an_accident(text: str) -> None:
    for profile in ("aliyun-market", "azure-marketplace"):
        made = make(load_profile(profile), release=small(fixes=[{"text": text}]), language="zh-CN")
        assert all(1 <= finding.line <= made.text.count("\n") + 1 for finding in made.findings)
