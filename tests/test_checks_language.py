"""Rules of languages, beyond their own examples."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_folders import folder_of, found, history_of, problems

from relcast.checks.language import mixed_punctuation, other_characters, wrong_language
from relcast.checks.language.prose import prose
from relcast.checks.language.scripts import belongs_to, characters_of, scripts_of
from relcast.checks.language.spoken import BREAK, Spoken, spoken_in
from relcast.checks.language.stale_translation import find_difference
from relcast.checks.texts import Passage

BOTH = "languages: [en, zh-CN]\n"
HEAD = "version: 1.0.0\ndate: 2026-10-20\n"


def said(rule: ModuleType, text: str, language: str) -> list[str]:
    """What one rule says of one text, with the offset."""
    passage = Passage("a.yaml", ("summary", language), "prose", text)
    return [f"{p.offset} {p.message}" for p in rule.check_language(Spoken(language, text, lambda: (passage,)))]


# Missing


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("fixes:\n  - text: {en: Fix it, zh-CN: 修复}\n  - Fix that too\n", ["1.0.0:5:5"]),
        ("fixes:\n  - text: {en: Fix it, zh-CN: 修复}\n    details: Fix that too\n", ["1.0.0:5:14"]),
        ("summary: {en: Fix it, zh-CN: 修复}\nrollback: {steps: [Install it again]}\n", ["1.0.0:4:20"]),
        ("summary: {en: Fix it, zh-CN: 修复}\nfixes: [{text: {zh-CN: 修复问题}}]\n", ["1.0.0:4:16"]),
        ("fixes: [Fix it, Fix that too]\n", []),  # not translated at all
        ("summary: {en: Fix it, zh-CN: 修复}\nfixes: ['`gwctl doctor`', OpenSSL 3.5.4]\n", []),  # alike everywhere
        ("fixes: [{text: {en: Fix it, zh-CN: 修复}, short: {zh-CN: 修复问题}}]\n", []),  # for one console
        ("summary: {en: Fix it, zh-CN: 修复}\nfixes: [{text: Fix that too, internal: true}]\n", []),
        ("summary: {en: Fix it, zh-CN: 修复}\nsubmission: {review_notes: Fix that too}\n", []),
    ],
)
def test_a_text_has_the_languages_of_its_record(tmp_path: Path, text: str, places: list[str]) -> None:
    made = folder_of(tmp_path, {"1.0.0.yaml": HEAD + text}, vendor=BOTH)
    assert [line.split(" ")[0] for line in found(made, "RC701")] == places


def test_one_language_has_nothing_to_miss(tmp_path: Path) -> None:
    made = folder_of(tmp_path, {"1.0.0.yaml": f"{HEAD}fixes: [Fix it]\n"})
    assert [found(made, code) for code in ("RC701", "RC702", "RC706")] == [[], [], []]


def test_a_third_language_counts_once_a_text_has_it(tmp_path: Path) -> None:
    text = f"{HEAD}summary: {{en: Fix it, de: Repariert}}\ntitle: {{en: The repair, zh-CN: 修复}}\n"
    made = folder_of(tmp_path, {"1.0.0.yaml": text}, vendor="languages: [en, zh-CN, de, fr]\n")
    assert [problem.split(", ")[0] for problem in found(made, "RC701")] == [
        "1.0.0:3:10 this text has no zh-CN",
        "1.0.0:4:8 this text has no de",
    ]


# Stale


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("Set `a.b` to `on`", "将 `a.b` 设为 `on`", None),
        ("Set `a.b` to `on`", "将 `a.c` 设为 `on`", "the code 'a.b' is in en, but not in zh-CN"),
        ("Set it to `on`", "将 `a.b` 设为 `on`", "the code 'a.b' is in zh-CN, but not in en"),
        ("Set a.b to `on`", "将 `a.b` 设为 `on`", None),  # it is there, without backticks
        ("The `Pagination` of tables", "表格 pagination", None),
        ("Open `https://<address>/`", "访问 `https://<地址>/`", None),
        ("Choose `Tools`", "选择 `工具`", "the code 'Tools' is in en, but not in zh-CN"),
        ("```yaml\na: 1  # percent\n```", "```yaml\na: 1  # 百分比\n```", None),
        ("Upgrade to 2.3.1", "请升级至 2.3.1", None),
        ("Upgrade to 2.3.1", "请升级至 v2.3.1", None),
        ("Upgrade to 2.3.1", "请升级至 2.3.10", "the version '2.3.1' is in en, but not in zh-CN"),
        ("See [a](https://a.example/en/)", "参见[甲](https://a.example/zh/)", None),
        ("See [a](https://a.example/en/)", "参见甲", "en has one link, zh-CN has none"),
        ("See the guide", "参见[甲](https://a.example/) https://b.example", "en has no links, zh-CN has 2"),
        ("31 seconds", "19 秒", "en says 31 where zh-CN says 19"),
        ("100,000 points", "10 万个点", None),
        ("1.5 million rows", "150 万行", None),
        ("Until 19 August 2027", "2027 年 8 月 19 日前", None),
        ("Twenty nodes", "20 个节点", None),
        ("40 minutes of x86-64, HTTP/3 and SHA-256", "x86-64、HTTP/3 与 SHA-256 的 40 分钟", None),
        ("three of 40 clusters", "40 个集群中的三个", None),
        ("within 3 days", "4 天内", None),  # small numbers are often words
    ],
)
def test_what_differs_between_two_languages(one: str, other: str, says: str | None) -> None:
    difference = find_difference(one, other, "en", "zh-CN")
    assert (difference[0] if difference else None) == says


@given(st.text("ab1 .,`[]()<>\n万#~", max_size=60))
def test_a_text_differs_not_from_itself(text: str) -> None:
    assert find_difference(text, text, "en", "de") is None


@given(st.text(), st.text())
def test_any_two_texts_can_be_compared(one: str, other: str) -> None:
    there, back = find_difference(one, other, "en", "de"), find_difference(other, one, "de", "en")
    assert (there is None) == (back is None)


# Languages, scripts, signs


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("修复会话过期", "en", "this text stands under 'en', but is written in Chinese characters"),
        ("修复 proxy 会话过期", "de", "this text stands under 'de', but is written in Chinese characters"),
        ("Fix the label 导出数据 of the console", "en", None),
        ("Fix `修复会话过期问题` in the log", "en", None),
        ("セッションの修正", "zh-CN", "this text stands under 'zh-CN', but is written in Japanese kana"),
        ("セッションの修正", "ja", None),
        ("Исправлена ошибка", "en", "this text stands under 'en', but is written in Cyrillic letters"),
        ("Исправлена ошибка", "ru", None),
        ("Исправлена ошибка", "sr-Cyrl", None),
        ("修复会话过期", "xx", None),
        ("세션 수정", "zh-CN", "this text stands under 'zh-CN', but is written in Korean letters"),
        ("α, β and γ rays", "en", None),
    ],
)
def test_a_text_is_in_the_script_of_its_language(text: str, language: str, says: str | None) -> None:
    assert said(wrong_language, text, language) == ([f"None {says}"] if says else [])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Sessions are shared between all nodes of a cluster", 1),
        ("OpenSSL 3.5.4, Go 1.25, Kubernetes 1.34, PostgreSQL 18", 0),
        ("`gwctl policy test before they take effect at all`", 0),
        ("支持 Sessions are shared between all nodes of a cluster", 0),
    ],
)
def test_a_sentence_in_chinese_has_chinese_characters(tmp_path: Path, text: str, count: int) -> None:
    record = f'{HEAD}summary:\n  en: a\n  zh-CN: "{text}"\n'
    assert len(found(folder_of(tmp_path, {"1.0.0.yaml": record}, vendor=BOTH), "RC703")) == count


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("修復會話過期的問題", "zh-CN", "2 this text stands under 'zh-CN', but has traditional characters, such as 會"),
        (
            "修復會話過期的問題",
            "zh-Hans",
            "2 this text stands under 'zh-Hans', but has traditional characters, such as 會",
        ),
        ("修復會話過期的問題", "zh-TW", None),
        ("修復會話過期的問題", "zh", None),
        ("修复会话过期的问题", "zh-CN", None),
        ("修复会话过期的问题", "zh-HK", "1 this text stands under 'zh-HK', but has simplified characters, such as 复"),
        ("由陳總发布，修复会话过期的问题", "zh-CN", None),
        ("陶喆、朱镕基与柳堃", "zh-CN", None),
    ],
)
def test_simplified_and_traditional_characters(text: str, language: str, says: str | None) -> None:
    assert [line.split(" ", 1)[1] for line in said(other_characters, text, language)] == (
        [f"{says.split(' ', 1)[1][:-1]}{_first(text, language)}"] if says else []
    )


def _first(text: str, language: str) -> str:
    wanted = characters_of(language)
    return next(sign for sign in text if belongs_to(sign) not in (wanted, None))


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("修复会话过期,详见文档", "zh-CN", "6 ',' is half-width in a Chinese text"),
        ("修复会话过期.", "zh-CN", "6 '.' is half-width in a Chinese text"),
        ("支持 TLS 1.3.", "zh-CN", None),
        ("修复: 会话过期", "zh-CN", None),  # no full-width mark in this text: a way to write
        ("修复: 会话过期，详见文档", "zh-CN", "2 ':' is half-width in a Chinese text"),
        ("升级指南（见下)", "zh-CN", "7 ')' is half-width in a Chinese text"),
        ("升级指南 (见下）", "zh-CN", "5 '(' is half-width in a Chinese text"),
        ("升级指南 (见下)", "zh-CN", None),
        ("执行 `a,b`，然后 `c;d`", "zh-CN", None),
        ("时长 1,000 秒，共 3:30", "zh-CN", None),
        ("Fix it，please", "en", "6 '，' is full-width in a text that is not"),
        ("The label 「导出，数据」", "en", None),
        ("Fix it, please", "en", None),
        ("修正，そして", "ja", None),
    ],
)
def test_marks_of_the_wrong_width(text: str, language: str, says: str | None) -> None:
    assert said(mixed_punctuation, text, language) == ([says] if says else [])


def test_the_place_is_that_of_the_mark(tmp_path: Path) -> None:
    record = f"{HEAD}summary:\n  en: a\n  zh-CN: |\n    第一行。\n    修复了😀问题,详见\n"
    [problem] = problems(folder_of(tmp_path, {"1.0.0.yaml": record}, vendor=BOTH), "RC704")
    assert (problem.line, problem.column, problem.hint) == (7, 11, "write '，'")


@given(st.text("a修會，,.`~()（）[]<>\n :/x", max_size=80))
def test_prose_keeps_the_place_of_every_word(text: str) -> None:
    words = prose(text)
    assert len(words) == len(text)
    assert all(sign in (" ", other) for sign, other in zip(words, text, strict=True))


@given(st.text(), st.sampled_from(["en", "zh-CN", "zh-TW", "ja", "ko", "ru", "ar", "xx"]))
def test_no_text_breaks_a_rule(text: str, language: str) -> None:
    for rule in (wrong_language, other_characters, mixed_punctuation):
        for line in said(rule, text, language):
            offset = line.split(" ", 1)[0]
            assert offset == "None" or 0 <= int(offset) < len(text)


TEXTS = st.text("a修會导，,.`()（）\n :ーИ", min_size=1, max_size=30).filter(lambda text: text.strip())


@given(st.lists(TEXTS, min_size=1, max_size=5), st.sampled_from(["en", "zh-CN", "zh-TW", "ru"]))
def test_together_texts_are_told_what_each_is_told_alone(texts: list[str], language: str) -> None:
    """Looking at all texts at once only saves work."""
    passages = [Passage("a.yaml", ("notes", n, language), "prose", text) for n, text in enumerate(texts)]
    together = Spoken(language, BREAK.join(texts), lambda: passages)
    for rule in (wrong_language, other_characters, mixed_punctuation):
        alone = [
            problem for p in passages for problem in rule.check_language(Spoken(language, p.text, lambda p=p: (p,)))
        ]  # type: ignore[misc]
        assert list(rule.check_language(together)) == alone


@pytest.mark.parametrize("more", ["", "upgrade: {effort: 5m}\n", "known_issues: [修复中]\n"])
def test_every_text_of_a_release_is_looked_at(tmp_path: Path, more: str) -> None:
    record = f"{HEAD}title: 甲\nsummary: 乙\nfixes: [{{text: 丙, details: 丁}}]\nremovals: [戊]\n{more}"
    history = history_of(folder_of(tmp_path, {"1.0.0.yaml": record}, vendor="languages: [zh-CN]\n"))
    first = next(iter(spoken_in(history)))
    assert set("甲乙丙丁戊") <= set(first.words)
    assert sorted(passage.text for passage in first.passages()) == sorted(first.words.split(BREAK))


def test_a_tag_that_names_a_script_wins() -> None:
    assert scripts_of("zh-Latn") == scripts_of("zh")
    assert scripts_of("uz-Cyrl") == ()
    assert (characters_of("zh-Hans-HK"), characters_of("zh-Hant-CN")) == ("simplified", "traditional")
