"""Reading YAML: scalars stay text, what YAML would lose is found, and no file can break the reader."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relcast.problems import Problem
from relcast.records.reader import MAX_BYTES, MAX_DEPTH, Document, Source, open_source, read


def document(text: str) -> Document:
    return read(Source("record.yaml", text, text.encode("utf-8", "surrogatepass")))


def data(text: str) -> Any:
    found = document(text)
    assert found.problems == ()
    return found.data


def only(text: str) -> Problem:
    problems = document(text).problems
    assert len(problems) == 1, problems
    return problems[0]


def at(problem: Problem) -> tuple[str, int, int]:
    return problem.code, problem.line, problem.column


def opened(tmp_path: Path, raw: bytes) -> Source | Problem:
    file = tmp_path / "record.yaml"
    file.write_bytes(raw)
    return open_source(file, "record.yaml")


def problem_of(found: Source | Problem) -> Problem:
    return found if isinstance(found, Problem) else read(found).problems[0]


# Scalars


@pytest.mark.parametrize(
    "word",
    [
        "1.10",
        "1",
        "0x1F",
        "0o17",
        "1e3",
        "1_000",
        "12:30",
        "1:02:03",
        ".inf",
        "no",
        "Yes",
        "on",
        "true",
        "=",
        "<<",
        "2026-11-20",
        "2026-11-20T00:00:00Z",
        "0.0.0",
        "-1",
        "+1",
        "1.",
        "v1.2.3",
        "Null1",
    ],
)
def test_a_plain_scalar_stays_the_text_that_was_written(word: str) -> None:
    assert data(f"a: {word}\nb: [{word}]\n{word}: c\n") == {"a": word, "b": [word], word: "c"}


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_plain_empty_tilde_and_null_mean_absent(word: str) -> None:
    assert data(f"a: {word}\nb: c\n") == {"b": "c"}
    assert data(f"- {word}\n- a\n") == [None, "a"]


@pytest.mark.parametrize("word", ['""', "''", '"~"', "'null'", "|-\n  ~"])
def test_quoted_or_in_a_block_they_are_text(word: str) -> None:
    assert isinstance(data(f"a: {word}\n")["a"], str)


@pytest.mark.parametrize("word", ["~", "null", "''"])
def test_a_key_is_text_whatever_it_is(word: str) -> None:
    assert data(f"{word}: a\n") == {word.strip("'"): "a"}


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "~", "\ufeff"])
def test_a_file_that_says_nothing_is_none(text: str) -> None:
    assert data(text.removeprefix("\ufeff")) is None


def test_crlf_reads_as_lf() -> None:
    text = "a: b\nc: |\n  d\n\n  e\nf: >\n  g\n  h\ni:\n  - j\n  - 'k\n    l'\n"
    assert data(text.replace("\n", "\r\n")) == data(text)


def test_a_byte_order_mark_is_accepted_and_shifts_no_column(tmp_path: Path) -> None:
    found = opened(tmp_path, b"\xef\xbb\xbfa: `b`\n")
    assert at(problem_of(found)) == ("RC105", 1, 4)
    assert at(problem_of(opened(tmp_path, b"\xef\xbb\xbfab\xff\n"))) == ("RC103", 1, 3)


def test_a_missing_last_line_end_is_no_problem() -> None:
    assert data("a: |\n  b") == {"a": "b"}


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_a_yaml_directive_is_allowed(version: str) -> None:
    assert data(f"%YAML {version}\n---\na: b\n") == {"a": "b"}


SCALARS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029"), max_size=12)
DATA: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SCALARS, inner, max_size=4), max_leaves=20
)


def _same(ours: Any, theirs: Any) -> bool:
    """Whether our data is PyYAML's, but for what plain words mean nothing to us."""
    if isinstance(theirs, dict):
        absent = {key for key, value in theirs.items() if value in ("", "~", "null", "Null", "NULL")}
        return (
            isinstance(ours, dict)
            and absent >= theirs.keys() - ours.keys()
            and all(_same(ours[key], theirs[key]) for key in ours)
        )
    if isinstance(theirs, list):
        return isinstance(ours, list) and len(ours) == len(theirs) and all(map(_same, ours, theirs))
    return bool(ours == theirs) or (ours is None and theirs in ("", "~", "null", "Null", "NULL"))


@given(DATA, st.booleans(), st.sampled_from([None, '"', "'", "|", ">"]), st.sampled_from([20, 80, 10_000]))
def test_without_problems_the_data_is_what_pyyaml_reads(value: Any, flow: bool, style: str | None, width: int) -> None:
    text = yaml.dump(
        value, Dumper=yaml.CDumper, allow_unicode=True, default_flow_style=flow, default_style=style, width=width
    )
    text = text.replace("!!null ", "")  # with a style, PyYAML writes tags that we refuse
    found = document(text)
    if not found.problems:
        assert _same(found.data, yaml.load(text, Loader=yaml.CBaseLoader))


@pytest.mark.parametrize(
    "text", ["a: b # c\n", "- a # b\n- c\n", "a: [b, # c\n  d]\n", "a: b\n# c\n", "a: # c\n  - b\n"]
)
def test_an_ordinary_comment_is_passed_over(text: str) -> None:
    assert data(text) is not None


# Files


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    found = open_source(tmp_path / "nothing.yaml", "nothing.yaml")
    assert isinstance(found, Problem)
    assert str(found) == (
        "nothing.yaml:1:1: RC101 can't read the file: No such file or directory (unreadable-file)\n"
        "    hint: see that it is there, and that you may read it"
    )


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert problem_of(open_source(tmp_path, "x")).code == "RC101"


def test_a_file_over_a_sane_size_is_refused_and_one_of_that_size_is_read(tmp_path: Path) -> None:
    text = b"a: |\n  " + b"x" * (MAX_BYTES - 7)
    assert isinstance(opened(tmp_path, text), Source)
    assert problem_of(opened(tmp_path, text + b"x")).code == "RC102"


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030", "big5", "shift-jis"]
)
def test_another_encoding_than_utf8_is_named_as_such(encoding: str, tmp_path: Path) -> None:
    problem = problem_of(opened(tmp_path, "version: 1.0.0\ntitle: 日本\n".encode(encoding)))
    assert problem.code == "RC103"
    assert problem.hint == "save it again with the encoding UTF-8"


def test_the_first_byte_that_is_not_utf8_has_its_place(tmp_path: Path) -> None:
    assert at(problem_of(opened(tmp_path, "a: 策略\nb: é\xff".encode("latin-1", "replace")))) == ("RC103", 2, 4)


@pytest.mark.parametrize(
    "raw",
    [b"a: \xc0\xafb", b"a: \xed\xa0\x80", b"a: \xf4\x90\x80\x80", b"a: \xe4\xb8"],
    ids=["overlong", "surrogate", "high", "cut"],
)
def test_malformed_utf8_is_refused(raw: bytes, tmp_path: Path) -> None:
    assert at(problem_of(opened(tmp_path, raw))) == ("RC103", 1, 4)


# Characters

CONTROLS = [
    *range(0x09),
    0x0B,
    0x0C,
    *range(0x0E, 0x20),
    *range(0x7F, 0xA0),
    0x2028,
    0x2029,
    0xFDD0,
    0xFDEF,
    0xFFFE,
    0xFFFF,
]


@pytest.mark.parametrize("number", CONTROLS, ids=hex)
def test_a_control_character_is_found_raw_and_escaped(number: int) -> None:
    assert at(document(f"a: b\nc: 策略{chr(number)}\n").problems[0]) == ("RC104", 2, 6)
    assert at(only(f'a: b\nc: "x\\u{number:04x}"\n')) == ("RC104", 2, 6)


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_an_override_of_direction_is_found_raw_and_escaped(sign: str) -> None:
    assert at(only(f"a: b{sign}c\n")) == ("RC104", 1, 5)
    assert at(only(f'a: "b\\u{ord(sign):04x}c"\n')) == ("RC104", 1, 6)
    assert at(only(f"a: |\n  b\n  策略{sign}c\n")) == ("RC104", 3, 5)


@pytest.mark.parametrize(("key", "column"), [('"a\\u001b"', 5), ('"a\\u202e"', 5), ("a\u202e", 4)])
def test_a_key_is_searched_too(key: str, column: int) -> None:
    assert at(only(f"x:\n  {key}: b\n")) == ("RC104", 2, column)


@pytest.mark.parametrize("sign", "\u200d\u200e\u200f\u061c\u00a0\u3000\ufe0f\U0001f680\U0001fffe\U0010fffd")
def test_ordinary_marks_and_joiners_are_text(sign: str) -> None:
    assert data(f"a: b{sign}c\n") == {"a": f"b{sign}c"}


def test_a_lone_carriage_return_is_one_problem_however_many_there_are() -> None:
    assert at(only("a: b\nc: d\re: f\rg: h\r")) == ("RC104", 2, 5)
    assert data('a: "b\\rc"\r\n') == {"a": "b\rc"}


def test_half_of_a_character_pair_is_no_character() -> None:
    problem = only('a: "\\ud83d\\ude00"\n')
    assert problem.code == "RC105"
    assert "does not exist" in problem.message


def test_many_problems_of_one_kind_end_somewhere() -> None:
    assert len(document("\x01" * 1000).problems) == 50
    assert len(document("a: b\n" * 1000).problems) == 50
    assert len(document("a: b\n" * 50 + "c: `").problems) == 50


# What has no place in a record


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("a: &x b\n", 1, 4, "the anchor '&x'"),
        ("a: &x\n  b: c\n", 1, 4, "the anchor '&x'"),
        ("a: &x [b]\n", 1, 4, "the anchor '&x'"),
        ("&x a: b\n", 1, 1, "the anchor '&x'"),
        ("a: b\nc: *x\n", 2, 4, "the alias '*x'"),
        ("a:\n  <<: *x\n", 2, 7, "the alias '*x'"),
        ("*x : b\n", 1, 1, "the alias '*x'"),
        ("a: !important\n", 1, 4, "the tag '!important'"),
        ("a: !!python/object/apply:os.system [b]\n", 1, 4, "the tag '!!python/object/apply:os.system'"),
        ("!!map\na: b\n", 1, 1, "the tag '!!map'"),
        ("a: !<x> b\n", 1, 4, "the tag 'x'"),
    ],
)
def test_anchors_aliases_and_tags_are_refused(text: str, line: int, column: int, says: str) -> None:
    problem = document(text).problems[0]
    assert at(problem) == ("RC106", line, column)
    assert problem.message == f"{says} has no meaning in a record"
    assert problem.hint
    assert "quotes" in problem.hint


def test_a_bomb_of_aliases_never_goes_off() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(20)
    )
    assert {problem.code for problem in document(bomb).problems} == {"RC106"}


@pytest.mark.parametrize("text", ["? [a]\n: b\n", "? {a: b}\n: c\n", "{a: b}: c\n", "a: {{ x }}\n", "a: {[b]: c}\n"])
def test_a_key_that_is_no_text_is_refused(text: str) -> None:
    assert only(text).code == "RC107"


def test_a_long_form_key_is_a_key() -> None:
    assert data("? a\n: b\n? c\n") == {"a": "b"}


@pytest.mark.parametrize("text", ["a: b\n---\nc: d\n", "---\na: b\n---\n", "a: b\n...\n---\nc: d\n"])
def test_a_second_document_is_refused(text: str) -> None:
    problem = only(text)
    assert (problem.code, problem.message) == ("RC109", "the line `---` ends the record, and another one starts")


@pytest.mark.parametrize(
    "attack",
    [
        "- " * 30_000,
        "[" * 100_000,
        "{a: " * 30_000,
        "? " * 30_000,
        "[{a: " * 20_000,
        "{" * 100_000,
        "".join(f"{' ' * i}a:\n" for i in range(500)),
        "".join(f"{' ' * i}- a:\n" for i in range(0, 500, 2)),
    ],
    ids=range(8),
)
def test_deep_nesting_is_refused_at_once(attack: str) -> None:
    found = document(attack)
    assert found.problems[0].code in ("RC105", "RC107", "RC108")
    assert len(found.problems) == 1


def test_nesting_is_allowed_up_to_a_depth_no_record_has() -> None:
    assert document("[" * MAX_DEPTH + "]" * MAX_DEPTH).problems == ()
    assert only("[" * (MAX_DEPTH + 2) + "]" * (MAX_DEPTH + 2)).code == "RC108"


def test_a_hundred_thousand_keys_are_read() -> None:
    assert len(data("".join(f"k{i}: v\n" for i in range(100_000)))) == 100_000


@pytest.mark.parametrize(
    "text",
    [
        "a: >\n  b\n" + "\n  - c" * 100_000,
        "a: >\n" + "  - c\n" * 100_000,
        "a: >\n" + " \n" * 300_000 + "  - c\n  - d\n",
        "a: b\n" + "   - c\n" * 100_000,
        "a: " + " " * 500_000 + "#b",
        '"' + "\\u0061" * 100_000 + '": b',
        "a" * 900_000 + ": b",
        "!" * 500_000,
        "&" * 500_000,
        "%" * 500_000,
        "'" * 500_001,
        ": " * 300_000,
        "-\n" * 300_000,
        "a: |\n" + "  \n" * 200_000,
    ],
    ids=range(14),
)
def test_a_long_file_is_read_in_time_that_grows_with_its_length(text: str) -> None:
    read(Source("record.yaml", text, b""))  # the quadratic ways take minutes


# What YAML loses without a word


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("a: b\na: c\n", [(2, 1)]),
        ("a:\na: c\n", [(2, 1)]),
        ("a: b\na:\n", [(2, 1)]),
        ("a: b\n'a': c\n", [(2, 1)]),
        ("a: {b: c, b: d}\n", [(1, 11)]),
        ("a:\n  - b:\n      c: d\n      c: e\n", [(4, 7)]),
        ("a: b\na: c\na: d\n", [(2, 1), (3, 1)]),
        ("策略: {en: 策略, en: b}\n", [(1, 14)]),
    ],
)
def test_a_key_that_stands_twice_is_found_at_every_depth(text: str, places: list[tuple[int, int]]) -> None:
    assert [at(problem) for problem in document(text).problems] == [("RC110", *place) for place in places]


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert data("- a: b\n- a: c\n") == [{"a": "b"}, {"a": "c"}]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: Fix #12\n", 1, 8),
        ("a: Fix #12", 1, 8),
        ("a: Fix #12\r\nb: c\r\n", 1, 8),
        ("a: Fix\t#12\n", 1, 8),
        ("a: Fix   #12\n", 1, 10),
        ("- Fix #12\n- b\n", 1, 7),
        ("a: [Fix #12\n  ]\n", 1, 9),
        ("a:\n  - text: 修复 #12", 2, 14),
        ("a: Fix\n  this #12\nb: c\n", 2, 8),
        ("a: #12\n", 1, 4),
        ("- #12 is fixed\n", 1, 3),
    ],
)
def test_text_cut_by_a_hash_is_found_at_the_hash(text: str, line: int, column: int) -> None:
    problem = only(text)
    assert at(problem) == ("RC111", line, column)
    assert problem.hint == "put the whole text in quotes"


@pytest.mark.parametrize(
    "text",
    [
        "a: 'Fix #12'\n",
        "a: |\n  Fix #12\n",
        "a: Fix#12\n",
        'a: "b" #12\n',
        "a:\n  #b\n  c: d\n",
        "#a\nb: c\n",
        "- a: b\n  #c: d\n  e: f\n",
        "a:\n  - b\n  #- c\n  - d\n",
        "- b\n#- c\n",
        "a: b\n  # c\n",
        "a: b\n    #- c\n",
    ],
)
def test_a_hash_that_cuts_nothing_is_no_problem(text: str) -> None:
    assert data(text) is not None


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: >\n  - b\n  - c\n", 3, 3),
        ("a: >-\n  Note:\n  - b\n", 3, 3),
        ("a: >\r\n  - b\r\n  - c\r\n", 3, 3),
        ("a: >\n  1. b\n  2. c\n", 3, 3),
        ("a:\n  - >\n    * b\n    * c", 4, 5),
        ("a:\n  - b\n   - c\n", 3, 4),
        ("a: b\n  - c\n", 2, 3),
        ("a: b\n  * c\n  * d\n", 2, 3),
        ("a: 'b\n  - c'\n", 2, 3),
        ('a: "b\n  - c"\n', 2, 3),
        ("a: >\n  | b |\n  |---|\n", 3, 3),
        ("a: >\n  # b\n  c\n", 2, 3),
        ("a: >\n  b\n  ```\n  c\n  ```\n", 3, 3),
        ("a:\n  - b\n    c\n    - |\n      d\n", 4, 5),
    ],
)
def test_a_list_that_becomes_a_paragraph_is_found(text: str, line: int, column: int) -> None:
    assert at(only(text)) == ("RC112", line, column)


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  - b\n  - c\n",
        "a: >\n  - b\n\n  - c\n",
        "a: >\n  Note:\n    - b\n    - c\n",
        "a: >\n  b - c\n  d\n",
        "a: b - c\n",
        "a: b\n  c - d\n",
        "a: >\n  - b\n",
        "a: >\n  # b\n\n  c\n",
        "a: >\n  b | c |\n  d\n",
        "a:\n  - b\n  - c\n",
    ],
)
def test_a_list_that_stays_one_is_no_problem(text: str) -> None:
    assert data(text) is not None


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: {b: Fix c, d and e}\n", 1, 15, "YAML splits this text at the comma"),
        ("a:\n  - Fixed in this release:\n  - b\n", 2, 5, "YAML takes these words for a key that has no value"),
        ("a:\n  'b c':\nd: e\n", 2, 4, "YAML takes these words for a key that has no value"),
    ],
)
def test_words_that_become_a_key_without_a_value_are_found(text: str, line: int, column: int, message: str) -> None:
    problem = only(text)
    assert at(problem) == ("RC115", line, column)
    assert problem.message.startswith(message)


def test_a_key_without_a_value_is_absent() -> None:
    assert data("a:\nb: {c: , d: ~}\n") == {"b": {}}


CONFLICT = "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> branch\n"


def test_each_conflict_that_git_left_is_found_before_anything_else() -> None:
    found = document(CONFLICT + CONFLICT)
    assert found.data is None
    assert [at(problem) for problem in found.problems] == [("RC116", 2, 1), ("RC116", 8, 1)]
    assert [at(problem) for problem in document(CONFLICT.replace("\n", "\r\n")).problems] == [("RC116", 2, 1)]


@pytest.mark.parametrize("text", ["a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> b\n", "a: '<<<<<<< b >>>>>>> c'\n"])
def test_text_about_conflicts_is_text(text: str) -> None:
    assert data(text)


@pytest.mark.parametrize("code", ["P", "L", "N"])
def test_a_path_in_double_quotes_is_told_what_its_backslash_does(code: str) -> None:
    problem = only(f'a: "C:\\{code}rograms"\n')
    assert problem.message.startswith(f"'\\{code}' in double quotes is a code for the character U+")


@pytest.mark.parametrize("text", ["- #12 is fixed\n- b\n", "- text: #12 is fixed\n- b\n"])
def test_text_that_starts_with_a_hash_is_one_problem(text: str) -> None:
    problem = only(text)
    assert (problem.code, problem.message) == ("RC111", "text can't start with #: YAML takes it for a comment")


def test_what_comes_of_a_mistake_is_no_mistake_of_its_own() -> None:
    assert [p.code for p in document("a: b c\n  for #12 now\n  and more\n").problems] == ["RC111"]
    assert [p.code for p in document("a: [b, c\n  - d\n").problems] == ["RC105"]


# Anything at all


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reader")


def check_places(found: Document) -> None:
    lines = found.source.text.split("\n")
    for problem in found.problems:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert problem.message
        assert "\n" not in str(problem).removesuffix(f"\n    hint: {problem.hint}").split("\n    hint:")[0]
        str(problem).encode()


PIECES = st.sampled_from(
    [
        "a",
        "b",
        "策",
        "1.10",
        "~",
        " ",
        "  ",
        "\n",
        "\n  ",
        "\r\n",
        "\r",
        "\t",
        ":",
        ": ",
        "- ",
        "? ",
        "#",
        " #",
        "# ",
        ",",
        "[",
        "]",
        "{",
        "}",
        "&",
        "*",
        "!",
        "!!",
        "|",
        ">",
        "|-\n",
        ">\n",
        "'",
        '"',
        "%",
        "%YAML 1.1",
        "@",
        "`",
        "\\",
        "\\u",
        "\\ud800",
        "---",
        "...",
        "<<",
        "=",
        "\x00",
        "\x1b",
        "\x85",
        "\u2028",
        "\u202e",
        "\ufeff",
        "\ud800",
        "\U0001f680",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=200))
@example("a: [x")
@example("'")
@example(": a")
@example("a: b\n\ufeff")
@settings(max_examples=300)
def test_any_text_is_read_or_has_a_problem_inside_it(text: str) -> None:
    check_places(document(text))


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_are_read_or_have_a_problem(folder: Path, raw: bytes) -> None:
    found = opened(folder, raw)
    if isinstance(found, Source):
        check_places(read(found))
    else:
        assert found.code == "RC103"
        assert found.line >= 1
        assert found.column >= 1


@given(st.integers(0, 2**32))
@settings(max_examples=150)
def test_a_record_with_any_part_lost_or_doubled_is_read_or_has_a_problem(seed: int) -> None:
    chance = random.Random(seed)
    text = RECORD
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.randrange(8))
        text = text[:start] + chance.choice(["", text[start:end] * 2, "\n", " ", ":", "'", "\t"]) + text[end:]
    check_places(document(text))


RECORD = """\
# A release
version: 1.10.0
date: 2026-11-20
summary:
  en: "Policies, reloaded: no restart"
  zh-CN: '策略热加载，无需重启'
features:
  - id: hot-reload
    text: Reload policies without a restart
    details: |
      Reloads finish in a second.

      - really
    links: [{label: "#812", url: https://acme.example/i/812}]
  - Start
    sooner
known_issues: []
"""
