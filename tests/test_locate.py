"""Places: a path into a record leads to the text of that value or key in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from relcast.problems import Problem, RecordPath
from relcast.records.align import source_index
from relcast.records.locate import Place, Places, placed
from relcast.records.reader import Source, read
from relcast.records.write import write_record


def source(text: str) -> Source:
    return Source("record.yaml", text, text.encode())


def places(text: str) -> Places:
    return Places(source(text))


def rest(text: str, place: Place) -> str:
    """The text from a place on."""
    lines = text.split("\n")
    return "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])


def paths(data: Any, where: RecordPath = ()) -> Iterator[tuple[RecordPath, Any]]:
    yield where, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from paths(value, (*where, key))
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from paths(value, (*where, position))


RECORD = """\
# 发布
版本: 1.10.0
title: {en: "New: a", zh-CN: '新，b'}
details: |
  One.
    two
features:
  - 策略: 热加载
    text: Reload
      policies
    links: [{label: "#1", url: x}, {label: '#2'}]
  - alone
  -
    - - deep
empty:
"quoted key": {}
"""


@pytest.mark.parametrize(
    ("where", "value", "key"),
    [
        (("版本",), (2, 5), (2, 1)),
        (("title",), (3, 8), (3, 1)),
        (("title", "en"), (3, 13), (3, 9)),
        (("title", "zh-CN"), (3, 30), (3, 23)),
        (("details",), (4, 10), (4, 1)),
        (("features",), (8, 3), (7, 1)),
        (("features", 0), (8, 5), None),
        (("features", 0, "策略"), (8, 9), (8, 5)),
        (("features", 0, "text"), (9, 11), (9, 5)),
        (("features", 0, "links", 0, "label"), (11, 21), (11, 14)),
        (("features", 0, "links", 1), (11, 36), None),
        (("features", 1), (12, 5), None),
        (("features", 2, 0, 0), (14, 9), None),
        (("empty",), (15, 7), (15, 1)),
        (("quoted key",), (16, 15), (16, 1)),
        ((), (2, 1), None),
    ],
)
def test_values_and_keys_have_their_places_in_code_points(
    where: RecordPath, value: tuple[int, int], key: tuple[int, int] | None
) -> None:
    found = places(RECORD)
    assert found.find(where) == value
    if key:
        assert found.find(where, at_key=True) == key


@pytest.mark.parametrize(
    ("where", "nearest"),
    [
        (("features", 0, "id"), ("features", 0)),
        (("features", 9, "id"), ("features",)),
        (("features", 1, "text", "en"), ("features", 1)),
        (("nothing", "here"), ()),
    ],
)
def test_what_is_missing_is_placed_at_what_it_is_missing_from(where: RecordPath, nearest: RecordPath) -> None:
    found = places(RECORD)
    assert found.find(where) == found.find(where, at_key=True) == found.find(nearest)


@pytest.mark.parametrize("text", ["", "# nothing\n", "   \n"])
def test_an_empty_file_has_one_place(text: str) -> None:
    assert places(text).find(("version",)) == (1, 1)


def test_crlf_moves_no_place() -> None:
    found, crlf = places(RECORD), places(RECORD.replace("\n", "\r\n"))
    assert (found.values, found.keys) == (crlf.values, crlf.keys)


def test_of_a_key_that_stands_twice_the_place_is_that_of_the_value_that_was_read() -> None:
    text = "a: b\nc: d\na: e\n"
    assert read(source(text)).data == {"a": "e", "c": "d"}
    assert places(text).find(("a",)) == (3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "- " * 30_000,
        "{a: " * 30_000,
        "a: b\n? [c]\n: d\n",
        "a: b\n? {c: d}\n: e\nf: g\n",
        "a: b\nc: *x\nd: e\n",
        "*x : y\n",
        "a: b\n---\n- c\n",
        "a: [b\n",
        "a: b\nc: `\n",
        "&a [*a]",
        "{[a]: b, c: d}",
    ],
    ids=range(12),
)
def test_what_cannot_be_read_has_the_places_before_the_break(text: str) -> None:
    found = places(text)
    assert found.find(("a",)).line == 1


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), max_size=12
) | st.sampled_from(
    ["1.10", "no", "a\nb\n", "策略\n\n热", "#1", "a: b", "~", "", "`x`", "a  b", " lead", "{a", "🚀 go", "x" * 200]
)
KEY = TEXT.filter(lambda text: len(text) < 100)
DATA: st.SearchStrategy[Any] = st.recursive(
    TEXT, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=15
)
RECORDS = st.dictionaries(KEY, DATA, min_size=1, max_size=5)


QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\']|\'\')*\'', re.DOTALL)


def spells(tail: str, value: str) -> bool:
    """Whether a text begins with this scalar, as any style writes it."""
    if match := QUOTED.match(tail):
        return bool(yaml.load(match[0], Loader=yaml.CBaseLoader) == value)
    if tail.startswith("|"):
        return value.lstrip("\n").startswith(tail.split("\n", 1)[1].strip().split("\n")[0][:1])
    return tail.startswith(value.split("\n")[0].split(" ")[0])


def check_places(text: str, data: Any) -> None:
    """Every place leads to the text of its value, or of its key."""
    found = places(text)
    for where, value in paths(data):
        tail = rest(text, found.find(where))
        if isinstance(value, str):
            assert spells(tail, value), (where, value, tail)
        elif not value:
            assert tail.startswith("[]" if isinstance(value, list) else "{}")
        if where and isinstance(where[-1], str):
            assert spells(rest(text, found.find(where, at_key=True)).removeprefix("? "), where[-1])


@given(RECORDS)
def test_every_path_of_a_record_we_write_leads_to_its_text(record: dict[str, Any]) -> None:
    check_places(write_record(record), record)


@given(RECORDS, st.sampled_from([None, '"', "'"]), st.sampled_from([20, 10_000]))
def test_every_path_of_a_record_in_flow_style_leads_to_its_text(
    record: dict[str, Any], style: str | None, width: int
) -> None:
    text = yaml.dump(
        record, Dumper=yaml.CDumper, allow_unicode=True, default_flow_style=True, default_style=style, width=width
    )
    data = yaml.load(text, Loader=yaml.CBaseLoader)
    check_places(text, data)


@given(RECORDS)
def test_every_key_and_value_has_a_place_of_its_own(record: dict[str, Any]) -> None:
    found = places(write_record(record))
    wheres = {where for where, _ in paths(record)}
    assert found.values.keys() == wheres
    assert found.keys.keys() == {where for where in wheres if where and isinstance(where[-1], str)}
    assert len(set(found.keys.values())) == len(found.keys)


def test_problems_are_placed_and_those_that_have_a_place_keep_it() -> None:
    here = Problem("RC999", "test", "wrong", None, where=("a",))
    there = Problem("RC999", "test", "wrong", None, path="other.yaml", line=7, column=8)
    assert [str(problem) for problem in placed([here, there], source("b: c\na: d\n"))] == [
        "record.yaml:2:4: RC999 wrong (test)",
        "other.yaml:7:8: RC999 wrong (test)",
    ]
    assert placed([], source("`")) == []


# Inside a text

INSIDE = """\
plain: a ☂ in 文本 and 👩‍💻 here
folded: words that go on
  over 两行 lines

  and paragraphs
quoted: "a \\"quote\\", \\u7b56略, \\
  and ☂ on"
single: 'it''s ☂'
literal: |2

    deep ☂ here
  策略 ☂ there
list:
  - ☂
  - >-
    folded ☂
    and 三 ☂☂
"""


@pytest.mark.parametrize(
    ("where", "word", "place"),
    [
        (("plain",), "☂", (1, 10)),
        (("plain",), "文", (1, 15)),
        (("plain",), "here", (1, 26)),
        (("folded",), "两", (3, 8)),
        (("folded",), "paragraphs", (5, 7)),
        (("quoted",), "quote", (6, 14)),
        (("quoted",), "策", (6, 23)),
        (("quoted",), "略", (6, 29)),
        (("quoted",), "☂", (7, 7)),
        (("single",), "☂", (8, 16)),
        (("literal",), "deep", (11, 5)),
        (("literal",), "策", (12, 3)),
        (("literal",), "there", (12, 8)),
        (("list", 0), "☂", (14, 5)),
        (("list", 1), "三", (17, 9)),
        (("list", 1), "☂☂", (17, 11)),
        (("list", 1, "text", "en"), "三", (17, 9)),
    ],
)
def test_a_word_in_a_text_has_its_line_and_column(where: RecordPath, word: str, place: tuple[int, int]) -> None:
    data: Any = yaml.load(INSIDE, Loader=yaml.CBaseLoader)
    for step in where[:2]:
        data = data[step]
    for text in (INSIDE, INSIDE.replace("\n", "\r\n")):
        assert places(text).find(where, offset=data.strip().index(word)) == place


def test_a_word_of_a_text_that_is_not_there_is_at_what_it_is_missing_from() -> None:
    assert places("list:\n  - a: b\n").find(("list", 0, "text"), offset=3) == (2, 5)


SIGNS = st.text(st.sampled_from("a'\"\\#: -策👩é\n\t >|{`"), min_size=1, max_size=40)


@given(SIGNS, st.sampled_from([None, '"', "'", "|", ">"]), st.sampled_from([12, 10_000]), st.booleans())
def test_every_character_of_every_style_leads_to_how_it_is_written(
    value: str, style: str | None, width: int, readable: bool
) -> None:
    text = yaml.dump({"k": [{"text": value}]}, default_style=style, allow_unicode=readable, width=width)
    stripped = value.strip()
    found = places(text)
    lines = text.split("\n")
    for offset, sign in enumerate(stripped):
        if sign not in " \t\n":
            line, column = found.find(("k", 0, "text"), offset=offset)
            assert lines[line - 1][column - 1] in (sign, "\\"), (text, offset, sign, line, column)


@given(st.text(max_size=20), st.text(max_size=20), st.sampled_from(["", '"', "'", "|", ">"]), st.integers(0, 25))
def test_what_cannot_be_aligned_stays_inside_its_source(raw: str, value: str, style: str, offset: int) -> None:
    assert 0 <= source_index(raw, value, style, offset) <= len(raw)


def test_what_is_missing_below_the_last_line_is_placed_at_its_end() -> None:
    """An editor and a code host know no line that the file doesn't have."""
    for text, place in (("---", (1, 4)), ("---\n", (2, 1)), ("# a\n---", (2, 4)), ("", (1, 1))):
        assert Places(Source("x", text, text.encode())).find(()) == place
