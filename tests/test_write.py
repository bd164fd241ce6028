"""Writing records: what is written reads back the same, and looks as a person would write it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relcast.records.reader import Document, Source, read
from relcast.records.write import Writable, write_file, write_record

FORBIDDEN = "".join(
    map(
        chr,
        [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0), 0x2028, 0x2029,
         *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF],
    )
)  # fmt: skip
"""What the reader complains about, however it is written."""

PIECES = st.sampled_from(
    ["a", "Reload policies", "新增功能", "🙂", " ", "  ", "\n", "\n\n", "\t", "\r", "#", " #812", ":", ": ", "-", "- ",
     "?", "---", "...", "'", '"', "\\", "\\n", "`", "@", "%", "&a", "*a", "!", "|", ">", "[", "]", "{", "}", ",", "~",
     "null", "1.10", "no", "12:30", "\u00a0", "\ufeff", "\u200d", "\u200f", "\u3000", "<b>", "{{ x }}", "<<", "="]
)  # fmt: skip
ALPHABET = st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN)
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.text(ALPHABET, max_size=40)
KEYS = st.text(ALPHABET, max_size=20) | PIECES
VALUES: st.SearchStrategy[Any] = st.recursive(
    TEXTS | st.booleans() | st.integers(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


def document(text: str) -> Document:
    return read(Source("record.yaml", text, text.encode()))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def as_text(value: Any) -> Any:
    """The data as our reader gives it: truth and numbers are text."""
    match value:
        case dict():
            return {key: as_text(inner) for key, inner in value.items()}
        case list():
            return [as_text(inner) for inner in value]
        case bool():
            return str(value).lower()
        case _:
            return str(value)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
@example({"a": [[["x: y"], []], {}, {"b": "\n  indented\n"}], "c": "\n\n", "d": " - x\ny"})
def test_what_is_written_reads_back_the_same_without_a_problem(data: dict[str, Any]) -> None:
    found = document(write_record(data))
    assert found.data == as_text(data)
    assert found.problems == ()


@given(TEXTS)
def test_one_line_text_stays_on_one_line_however_long(text: str) -> None:
    text = text.replace("\n", " ") + " word" * 400
    assert write_record({"text": text}).count("\n") == 1


@pytest.mark.parametrize("sign", FORBIDDEN)
def test_a_character_without_a_place_in_text_is_written_visibly_and_survives(sign: str) -> None:
    written = write_record({"text": f"a{sign}b", "next": "c"})
    assert sign not in written
    assert document(written).data == {"text": f"a{sign}b", "next": "c"}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Reload policies without a restart.", "Reload policies without a restart."),
        ("1.10", "1.10"),
        ("no", "no"),
        ("12:30", "12:30"),
        ("https://acme.example/i/812#top", "https://acme.example/i/812#top"),
        ("a, b [c] {d}", "a, b [c] {d}"),
        ("策略热加载，无需重启", "策略热加载，无需重启"),
        ("Fixes #812", "'Fixes #812'"),
        ("Note: clients", "'Note: clients'"),
        ("Note:", "'Note:'"),
        ("`gwctl doctor` warns", "'`gwctl doctor` warns'"),
        ('"quoted" word', "'\"quoted\" word'"),
        ("It's: 5", '"It\'s: 5"'),
        ('It\'s "x": 5', "'It''s \"x\": 5'"),
        (">=2.1.0", "'>=2.1.0'"),
        ("-1", "'-1'"),
        ("~", "'~'"),
        ("null", "'null'"),
        ("", "''"),
        (" a ", "' a '"),
        ("\ta", "'\ta'"),
        ("a\r\nb", '"a\\r\\nb"'),
        ("\n", '"\\n"'),
        ("a\n \nb", '"a\\n \\nb"'),
        ("a\u202eb", '"a\\u202eb"'),
        ("a\nb\n", "|\n  a\n  b"),
        ("a\n\n- b", "|-\n  a\n\n  - b"),
        ("a\n\n", "|+\n  a\n"),
        ("  code\nb\n", "|2\n    code\n  b"),
    ],
)
def test_text_is_plain_when_safe_and_quoted_when_not(text: str, written: str) -> None:
    assert write_record({"text": text}) == f"text: {written}\n"


def test_a_record_looks_as_a_person_would_write_it() -> None:
    record: dict[str, Writable] = {
        "version": "1.10.0",
        "undated": True,
        "features": [
            {"id": "hot-reload", "text": {"en": "Reload", "zh-CN": "热加载"}, "details": "One.\n\nTwo.\n"},
            "Start in a second",
        ],
        "improvements": [{"text": "TLS 1.0 is off", "breaking": {}}],
        "artifacts": [{"size": 48211044}],
        "scans": [],
    }
    assert write_record(record) == (
        "version: 1.10.0\n"
        "undated: true\n"
        "features:\n"
        "  - id: hot-reload\n"
        "    text:\n"
        "      en: Reload\n"
        "      zh-CN: 热加载\n"
        "    details: |\n"
        "      One.\n"
        "\n"
        "      Two.\n"
        "  - Start in a second\n"
        "improvements:\n"
        "  - text: TLS 1.0 is off\n"
        "    breaking: {}\n"
        "artifacts:\n"
        "  - size: 48211044\n"
        "scans: []\n"
    )


def test_none_has_no_spelling() -> None:
    with pytest.raises(TypeError, match="None"):
        write_record({"date": None})  # type: ignore[dict-item]


def test_a_file_is_utf8_with_the_line_ends_of_the_text(tmp_path: Path) -> None:
    write_file(tmp_path / "a.yaml", "a: 修复\nb: c\n")
    assert (tmp_path / "a.yaml").read_bytes() == "a: 修复\nb: c\n".encode()


def test_an_existing_file_is_replaced_keeping_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("old")
    file.chmod(0o640)
    write_file(file, "new")
    assert file.read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["a.yaml"]


def test_an_existing_file_is_kept_when_told_so(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("old")
    with pytest.raises(FileExistsError, match=r"a\.yaml exists"):
        write_file(file, "new", overwrite=False)
    assert file.read_text() == "old"
    assert names(tmp_path) == ["a.yaml"]


def test_without_hard_links_an_existing_file_is_still_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    write_file(tmp_path / "a.yaml", "first", overwrite=False)
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "a.yaml", "second", overwrite=False)
    assert (tmp_path / "a.yaml").read_text() == "first"


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_file(file, "half \ud800")
    assert file.read_text() == "old"
    assert names(tmp_path) == ["a.yaml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("old")
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    write_file(tmp_path / "link.yaml", "new")
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "new"
