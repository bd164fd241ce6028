"""How long a text is, in every unit a console may count in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcast.marketplaces.counting import STRICTEST, UNITS, Unit, count, counts, with_crlf

FAMILY = "👨‍👩‍👧"  # three pictures and two joiners


@pytest.mark.parametrize(
    ("text", "code_points", "utf16", "utf8_bytes", "cjk2", "words"),
    [
        ("", 0, 0, 0, 0, 0),
        ("Fix the login", 13, 13, 13, 13, 3),
        ("修复了登录页面的安全漏洞😀", 13, 14, 40, 26, 1),
        ("支持 SSO。", 7, 7, 13, 10, 2),
        (FAMILY, 5, 8, 18, 8, 1),
        ("e\u0301", 2, 2, 3, 2, 1),
        ("é", 1, 1, 2, 1, 1),
        ("“…①Ω", 4, 4, 11, 4, 1),  # ambiguous width counts one
        ("ﾊﾝ", 2, 2, 6, 2, 1),  # half-width katakana
        ("ＡＢ", 2, 2, 6, 4, 1),  # full-width Latin
        ("𠮷", 1, 2, 4, 2, 1),  # a character beyond the first plane
        ("a\nb", 3, 3, 3, 3, 2),
        ("a\r\nb", 4, 4, 4, 4, 2),
        (" a\t\u3000b ", 6, 6, 8, 7, 2),
        ("\ud800", 1, 1, 3, 1, 1),
    ],
)
def test_each_unit_gives_its_own_answer(
    text: str, code_points: int, utf16: int, utf8_bytes: int, cjk2: int, words: int
) -> None:
    assert counts(text) == {
        "code_points": code_points, "utf16": utf16, "utf8_bytes": utf8_bytes, "cjk2": cjk2, "words": words,
    }  # fmt: skip


def test_chinese_without_blanks_is_one_word_however_long() -> None:
    assert count("更新" * 3200, "words") == 1


@given(st.text())
def test_no_unit_gives_more_than_the_strictest(text: str) -> None:
    assert max(counts(text).values()) == count(text, STRICTEST)


@given(st.lists(st.text()), st.sampled_from(UNITS))
def test_lines_add_up_to_their_text(lines: list[str], unit: Unit) -> None:
    ends = max(0, len(lines) - 1) * count("\n", unit)
    assert count("\n".join(lines), unit) == sum(count(line, unit) for line in lines) + ends


def test_a_form_carries_every_line_end_as_two_characters() -> None:
    assert with_crlf("a\nb\r\nc\rd") == "a\r\nb\r\nc\r\nd"
