"""What was meant: the hint says what to write where nobody could doubt it, and stays general elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from relcast.model.scalars import Duration, Id, Link, Moment
from relcast.records.amend import find_amended, find_word


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026.04.03", "2026-04-03"),
        ("2026/4/3", "2026-04-03"),
        ("2026 07 30", "2026-07-30"),
        ("2026-9-21", "2026-09-21"),
        ("2021年3月3日", "2021-03-03"),
        ("2021 年 3 月 3 日", "2021-03-03"),
        ("28 Nov 2026", "2026-11-28"),
        ("6th December, 2026", "2026-12-06"),
        ("April 24, 2026", "2026-04-24"),
        ("Sept. 1, 2026", "2026-09-01"),
        ("7/31/2026", "2026-07-31"),
        ("31.7.2026", "2026-07-31"),
        ("7.7.2026", "2026-07-07"),
    ],
)
def test_a_date_in_another_form_is_written_out(text: str, day: str) -> None:
    assert find_amended("date_form", text) == f"write {day}"


@pytest.mark.parametrize(
    "text", ["7/3/2026", "2026-02-31", "31 Foo 2026", "31 June 2026", "2026", "yesterday", "1/2/26"]
)
def test_a_date_that_could_be_two_or_none_is_not_guessed(text: str) -> None:
    assert find_amended("date_form", text) is None


@pytest.mark.parametrize("text", ["Unreleased", "TBD", "YYYY-MM-DD", "待定", "?"])
def test_no_date_yet_is_a_planned_release(text: str) -> None:
    assert find_amended("date_form", text) == "leave the date out and write `status: planned`"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("5 min", "5m"), ("2 hours", "2h"), ("1 hour 30 minutes", "1h30m"), ("1h 30m", "1h30m"), ("1小时30分钟", "1h30m"),
     ("2 days and 3 hours", "2d3h"), ("90 Sec", "90s"), ("30分", "30m")],
)  # fmt: skip
def test_a_duration_in_words_is_written_out(text: str, meant: str) -> None:
    assert find_amended("duration", text) == f"write {meant}"


@pytest.mark.parametrize("text", ["half an hour", "5", "5 parsecs", "30m 1h", "about 5 min", "", "5 months"])
def test_a_duration_that_is_not_clear_is_not_guessed(text: str) -> None:
    assert find_amended("duration", text) is None


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("TBD", "leave the link out until there is an address"),
        ("foobar", "leave the link out until there is an address"),
        ("acme.example/i/812", "write https://acme.example/i/812"),
        ("www.acme.example", "write https://www.acme.example"),
        ("hhttps://acme.example/a", "write https://acme.example/a"),
        ("https:/acme.example/a", "write https://acme.example/a"),
        ("htps://acme.example", "write https://acme.example"),
        ("https：//acme.example", "write the signs of the address in half width: ':' and '.'"),
        ("a@acme.example", "an e-mail address can't stand here; give the address of a page"),
        ("#812", "give the whole address of the issue"),
        ("see the docs", None),
        ("../a.md", None),
    ],
)
def test_a_link_that_is_none(text: str, hint: str | None) -> None:
    assert find_amended("link", text) == hint


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Policy_Reload", "write policy-reload"),
        ("policy reload!", "write policy-reload"),
        ("ｐolicy", "write policy"),
        ("ро1icy", "'р' is a Cyrillic letter that looks like a Latin one; type it again"),
        ("策略", None),
        ("policy-策略", None),
        ("---", None),
        ("é", None),
    ],
)
def test_an_id_that_is_none(text: str, hint: str | None) -> None:
    assert find_amended("id", text) == hint


@pytest.mark.parametrize(
    ("tag", "known", "hint"),
    [
        ("zh", ["en", "zh-CN"], "did you mean 'zh-CN'?"),
        ("zh_CN", ["en", "zh-CN"], "did you mean 'zh-CN'?"),
        ("cn", ["en", "zh-CN"], "did you mean 'zh-CN'?"),
        ("EN", ["en", "zh-CN"], "did you mean 'en'?"),
        ("en-US", ["en", "zh-CN"], "did you mean 'en'?"),
        ("zh", ["zh-CN", "zh-TW"], None),
        ("zh-cn", ["zh-CN", "zh-TW"], "did you mean 'zh-CN'?"),
        ("fr", ["en", "zh-CN"], None),
    ],
)
def test_a_language_that_is_not_declared(tag: str, known: list[str], hint: str | None) -> None:
    assert find_amended("unknown_language", tag, known) == hint


@pytest.mark.parametrize(
    ("text", "expected", "word"),
    [
        ("hihg", ["low", "high"], "high"),
        ("Important", ["low", "high"], "high"),
        ("严重", ["low", "high", "critical"], "high"),
        ("passed", ["pass", "fail", "skipped"], "pass"),
        ("canceled", ["scheduled", "cancelled"], "cancelled"),
        ("no", ["error", "warning", "advice", "off"], "off"),
        ("soon", ["low", "high"], None),
    ],
)
def test_a_word_that_was_meant(text: str, expected: list[str], word: str | None) -> None:
    assert find_word(text, expected) == word


@pytest.mark.parametrize(("text", "hint"), [("yes", "write true"), ("否", "write false"), ("maybe", None)])
def test_truth_in_other_words(text: str, hint: str | None) -> None:
    assert find_amended("flag", text) == hint


WORDS = st.text(max_size=30) | st.from_regex(r"[0-9]{1,4}[-./年 ][0-9]{1,2}[-./月 ][0-9]{1,2}", fullmatch=True)
WORDS |= st.from_regex(r"([0-9]{1,3} ?(h|min|days|小时) ?){1,3}", fullmatch=True)
WORDS |= st.from_regex(r"h?ttps?:?/?/?[a-z.]{1,9}(/[a-z]*)?", fullmatch=True)
KINDS = {"date_form": Moment, "duration": Duration, "link": Link, "id": Id}


@given(st.sampled_from(sorted(KINDS)), WORDS)
def test_what_a_hint_says_to_write_is_accepted(kind: str, text: str) -> None:
    hint = find_amended(kind, text)
    if hint and hint.startswith("write ") and "half width" not in hint:
        try:
            TypeAdapter(KINDS[kind]).validate_python(hint.removeprefix("write "))
        except ValidationError as error:
            raise AssertionError(hint) from error


@given(st.text(max_size=300), st.sampled_from(["date_form", "duration", "link", "id", "flag", "unknown_language", "?"]))
def test_any_text_is_looked_at_without_harm(text: str, kind: str) -> None:
    hint = find_amended(kind, text, ["en", "zh-CN"])
    assert hint is None or (hint and len(hint) < 200)
