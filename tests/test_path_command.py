"""`relcast path`: what an operator reads, pastes into a change ticket, or hands to a script."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from conftest import Golden
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from products_in_memory import product
from sample_records import ATTACK

from relcast.cli import main
from relcast.library.upgrade import Upgrades
from relcast.markup.commonmark import to_html
from relcast.markup.lined import markdown_line, markdown_verbatim
from relcast.render.path_json import path_data
from relcast.render.path_text import path_text, path_ticket

ROOT = Path(__file__).parents[1]
EXPECTED = Path(__file__).parent / "cases" / "upgrade-path" / "expected"


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


class Ask:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Result:
        code = main(["path", *arguments, "--records", str(ROOT / "releases"), "--now", "2026-11-26"])
        captured = self._capsys.readouterr()
        return Result(code, captured.out, captured.err)


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    return Ask(capsys)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("acme-db.txt", ["acme-db", "2.9.0", "3.2.1"]),
        ("acme-db.zh-CN.md", ["acme-db", "2.9.0", "3.2.1", "--format", "markdown", "--lang", "zh-CN"]),
        ("acme-db.json", ["acme-db", "2.9.2", "3.0.0", "--format", "json"]),
        ("edge-gateway.md", ["edge-gateway", "2.2.1", "2.4.1", "--format", "markdown"]),
        ("edge-gateway.zh-CN.txt", ["edge-gateway", "2.2.1", "2.3.1", "--lang", "zh-CN"]),
    ],
)
def test_the_demo_vendors_upgrades(name: str, arguments: list[str], ask: Ask, golden: Golden) -> None:
    result = ask(*arguments)
    assert (result.code, result.err) == (0, "")
    golden(EXPECTED / name, result.out)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["2.4.1", "2.4.1"], 0, ["2.4.1 is the version you have; there is nothing to upgrade."]),
        (["v2.4.1", "2.5.0"], 1, ["2.5.0 is not released yet; it is planned for 15 December 2026."]),
        (["2.1.0", "2.3.0"], 1, ["2.3.0 is withdrawn.", "API keys", "Use 2.3.1 instead."]),
        (
            ["2.4.1", "2.2.2"],
            1,
            ["2.2.2 is older than 2.4.1.", "Way back from 2.4.1: Possible, to 2.4.0", "Name the algorithm"],
        ),
        (["2.4.1", "2.2.2", "--lang", "zh-CN"], 1, ["2.2.2 早于 2.4.1", "从 2.4.1 回滚：支持，可回滚至 2.4.0"]),
        (["2.1.0", "2.3.0", "--lang", "zh-CN", "--format", "markdown"], 1, ["2.3.0 已撤回。", "请改用 2.3.1。"]),
    ],
)
def test_a_refusal_says_why_and_what_to_do_instead(arguments: list[str], code: int, says: list[str], ask: Ask) -> None:
    result = ask("edge-gateway", *arguments)
    assert (result.code, result.err) == (code, "")
    for words_said in says:
        assert words_said in result.out


def test_a_refusal_is_data_too(ask: Ask) -> None:
    result = ask("edge-gateway", "2.1.0", "2.3.0", "--format", "json")
    assert result.code == 1
    assert json.loads(result.out) == {
        "product": "edge-gateway", "from": "2.1.0", "to": "2.3.0", "possible": False, "why": "withdrawn",
        "release": "2.3.0", "use_instead": "2.3.1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["edge-gateway", "2.4.11", "2.4.1"],
            "edge-gateway has no release '2.4.11'; did you mean '2.4.1'? known: 2.5.0, 2.4.1",
        ),
        (["edge-gateway", "2.4.1", "latest"], "edge-gateway has no release 'latest'; known: 2.5.0, 2.4.1"),
        (["edge-gatway", "2.4.1", "2.5.0"], "there is no product 'edge-gatway'; did you mean 'edge-gateway'?"),
        (
            ["edge-gateway", "2.4.0", "2.4.1", "--lang", "zh"],
            "'zh' is none of the vendor's languages; known: en, zh",
        ),
    ],
)
def test_what_is_mistyped_is_wrong_usage_with_a_suggestion(arguments: list[str], says: str, ask: Ask) -> None:
    result = ask(*arguments)
    assert (result.code, result.out) == (2, "")
    assert says in result.err


def test_a_release_whose_day_has_not_come_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["path", "edge-gateway", "2.4.0", "2.4.1", "--records", str(ROOT / "releases"), "--now", "2026-11-01"])
    assert code == 2
    assert "has no release '2.4.1'" in capsys.readouterr().err


def test_records_with_errors_are_not_worked_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gw").mkdir()
    (tmp_path / "vendor.yaml").write_text("name: Acme\n")
    (tmp_path / "gw/product.yaml").write_text("name: Gateway\n")
    (tmp_path / "gw/1.0.0.yaml").write_text("version: 1.0.0\ndate: 2026-01-01\nfixs: []\n")
    assert main(["path", "gw", "1.0.0", "1.0.0", "--records", str(tmp_path)]) == 1
    assert "RC203" in capsys.readouterr().err


# Any text is only text

READER = MarkdownIt("commonmark").enable(["strikethrough", "table"])
"""Reads Markdown as trackers do; ours shows a tag's `<` by a rule of its own."""
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)
SIGNS = st.text("ab _*`~[]()<>!#+-.|\\&;:/\n1=\"'", min_size=1).filter(str.strip)


@given(TEXTS | SIGNS)
def test_a_line_of_markdown_is_one_item_wherever_it_is_pasted(text: str) -> None:
    for line in (markdown_line(text), markdown_verbatim(text)):
        assert "\n" not in line
        for read in (to_html, READER.render):
            for item in (f"- [ ] {line}\n- next", f"- {line}\n- next"):
                html = read(item)
                assert html.count("<li>") == 2
                assert not [tag for tag in ("<h1", "<ol", "<blockquote", "<pre", "<table", "<hr", "<p>") if tag in html]


@given(TEXTS | SIGNS)
def test_a_verbatim_line_says_what_was_written(text: str) -> None:
    html = re.sub("</?p>|\n", "", READER.render(f"x {markdown_verbatim(text)} x"))
    assert "<" not in html
    assert unescape(html) == f"x {' '.join(text.split())} x"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Run `gwctl upgrade`\non *one* node", "Run `gwctl upgrade` on *one* node"),
        ("See [the guide](https://acme.example/g)", "See [the guide](<https://acme.example/g>)"),
        ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))"),
        ("<b>a</b> & &lt;", r"\<b>a\</b> & \<"),
        ("- one\n- two", "one; two"),
        ("use ``a`b``", "use ``a`b``"),
        ("snake_case and 2.3.0", "snake_case and 2.3.0"),
    ],
)
def test_code_and_links_stay_and_all_else_is_text(text: str, line: str) -> None:
    assert markdown_line(text) == line


def test_hostile_records_change_nothing_but_words() -> None:
    attack = ATTACK + "\n\n# heading\n\n- item\n\x1b[31m\u202e"

    def sheets(text: str) -> list[str]:
        change = {"id": "a", "text": text, "breaking": {"impact": text, "action": text}}
        upgrade: dict[str, Any] = {
            "before": [{"text": text, "when": text}], "migrations": [{"text": text, "reversible": "false"}],
        }  # fmt: skip
        history = product(
            {"version": "1.0.0"},
            {
                "version": "2.0.0", "features": [change], "upgrade": upgrade, "known_issues": [{"text": text}],
                "rollback": {"possible": "true", "until": text, "steps": [text]},
            },
        )  # fmt: skip
        end, start = history.releases
        found = Upgrades(history).path(start, end)
        json.dumps(path_data(history, found, "en"))
        return [path_text(history, found, "en"), path_ticket(history, found, "en")]

    for plain, hostile in zip(sheets("word"), sheets(attack), strict=True):
        assert [line[: len(line) - len(line.lstrip())] for line in plain.split("\n")] == [
            line[: len(line) - len(line.lstrip())] for line in hostile.split("\n")
        ]
        assert not {"\x1b", "\u202e"} & set(hostile)
    plain, hostile = (to_html(sheets(text)[1]) for text in ("word", attack))
    for tag in ("<h1", "<h2", "<h3", "<li", "<ul", "<p>", "<pre", "<script", "<img"):
        assert hostile.count(tag) == plain.count(tag)


def test_a_text_that_is_not_translated_is_marked() -> None:
    history = product({"version": "1.0.0"}, {"version": "2.0.0", "fixes": ["Only in English"]})
    end, start = history.releases
    found = Upgrades(history).path(start, end)
    assert "Only in English（暂无译文）（2.0.0）" in path_text(history, found, "zh-CN")
    [change] = path_data(history, found, "zh-CN")["changes"]
    assert (change["text"], change["language"]) == ("Only in English", "en")


def test_a_long_list_of_versions_says_how_many_there_are() -> None:
    history = product(*({"version": f"1.{minor}.0"} for minor in range(40)))
    found = Upgrades(history).path(history.releases[-1], history.releases[0])
    assert "1.15.0, 1.16.0 and 23 more\n" in path_text(history, found, "en")
    assert "1.16.0 等共 39 个版本\n" in path_text(history, found, "zh-CN")
