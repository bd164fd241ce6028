"""Rules that look at one text: the words each minds, where in the text, and what it leaves alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_records import TOKENS

from relcast.checks.rule import rules
from relcast.checks.run import check_folder
from relcast.checks.texts import Kind, Passage, _Rules, without_code
from relcast.records.folder import discover

MINDED: dict[str, list[tuple[str, str]]] = {
    "relative-link": [
        ("See [the guide](guide.html)", "guide.html"),
        ("![a](b.png)", "b.png"),
        ("[a](#fixes)", "#fixes"),
        ("[team](team@acme.example)", "team@acme.example"),
    ],
    "placeholder-link": [
        ("[#1](https://github.com/acme/gw/pull/XXX)", "https:"),
        ("see https://github.com/acme/gw/pull/PR_PLACEHOLDER", "https:"),
        ("see https://github.com/acme/gw/pull/999999 and on", "https:"),
        ("see https://github.com/acme/gw/issues/TBD", "https:"),
        ("[a](https://github.com/acme/gw/pull/)", "https:"),
        ("[a](https://github.com/acme/gw/pull/1)", "https:"),
        ("[a](https://github.com/acme/gw/pull/0000)", "https:"),
        ("[a](https://github.com/acme/gw/pulls/1591)", "https:"),
        ("[a](https://docs.acme.example/a#FIXME)", "https:"),
        ("[a](https://www.example.com/docs)", "https:"),
        ("[a](https://foobar.com/)", "https:"),
    ],
    "private-address": [
        ("[a](http://localhost:8080/x)", "http:"),
        ("[a](https://wiki/x)", "https:"),
        ("[a](https://wiki.acme.internal/x)", "https:"),
        ("[a](https://192.168.0.1)", "https:"),
        ("[a](https://[::1]/a)", "https:"),
    ],
    "insecure-link": [("[a](http://docs.acme.example)", "http:")],
    "exposed-secret": [
        ("curl https://ops:9fk2qqd1@acme.example/x", "ops:"),
        ("key AKIAABCDEFGHIJKLMNOP", "AKIA"),
        ("令牌 ghp_abcdefghijklmnopqrstuvwxyz0123456789", "ghp_"),
        ("LTAI5tAbCdEfGhIjKlMnOpQr in the log", "LTAI"),
        ("-----BEGIN RSA PRIVATE KEY-----", "-----"),
        *((text, text.partition(" ")[0]) for text in TOKENS),
    ],
    "boilerplate": [
        (text, text)
        for text in (
            "Bug fixes and performance improvements",
            "Various fixes.",
            "Bugfixes, misc.",
            "Minor bug-fixes & tweaks",
            "Misc UI/UX improvements",
            "Other small fixes and a lot of improvements",
            "Fix bugs",
            "Update dependencies",
            "Under the hood improvements",
            "修复若干问题",
            "优化用户体验",
            "修复了一些 Bug，优化性能。",
            "其他已知问题修复",
        )
    ],
    "long-text": [("策" * 301, ""), ("word " * 80, "")],
    "unfinished-text": [
        ("Sessions TODO end", "TODO"),
        ("修复会话，待补充", "待补充"),
        ("会话【TODO】", "TODO"),
        ("Lorem ipsum dolor", "Lorem"),
        ("-", "-"),
        ("...", "..."),
        ("N/A", "N/A"),
        ("无。", "无。"),
        ("test", "test"),
        ("Fixed in XXX", "XXX"),
    ],
    "raw-html": [
        ("End <b>now</b>", "<b>"),
        ("行一<br/>行二", "<br/>"),
        ('a <a href="https://acme.example">b</a>', "<a href"),
        ("a <!-- hidden --> b", "<!--"),
        ("<IMG SRC=x>", "<IMG"),
    ],
    "angle-brackets": [("Run with --from <version> now", "<version>"), ("A List<String> is kept", "<String>")],
    "other-markup": [
        ("see :ref:`sessions` there", ":ref:"),
        ("`the bug <https://acme.example>`_ is gone", "`the"),
        ("set ``a.b`` to 1", "``a.b``"),
        ("a\n\n.. note:: b", ".. note"),
        ("{% if a %}b", "{% if"),
        ("Version {{ version }} is out", "{{ version"),
        ("A [b]bold[/b] word", "[b]"),
        ("{code}x{code}", "{code}"),
        ("see [[Sessions]] there", "[[Sess"),
        ("Add a thing :rocket: now", ":rocket:"),
    ],
    "broken-markdown": [
        ("The `a.b is read", "`a.b"),
        ("修复 `会话", "`会话"),
        ("**Fixed the end", "**Fixed"),
        ("Fixed** the end", "** the"),
        ("see [a](https://acme.example/b", "[a]"),
        ("see [a] (https://acme.example)", "[a]"),
        ("see (a)[https://acme.example]", "(a)"),
        ("see [a(https://acme.example)", "[a("),
        ("see [a][1] there", "[a]"),
        ("see [#12][] there", "[#12]"),
        ("a:\n\n```\ncode", "```\n"),
    ],
    "heading-in-text": [
        ("## New\nSessions", "## New"),
        ("New\n===\nSessions", "New"),
        ("Fixed:\n- a b\n- c d\n- e f", "- a b"),
        ("修复：\n1、会话\n2、策略\n3、网关", "1、"),
    ],
    "invisible-character": [
        ("a\u200bb", "\u200b"),
        ("soft\u00adhyphen", "\u00ad"),
        ("lost \ufffd", "\ufffd"),
        ("👍\ufeff", "\ufeff"),
    ],
    "commit-words": [
        ("fix(session): end them", "fix("),
        ("feat: add", "feat:"),
        ("chore!: drop", "chore"),
        ("Merge branch 'main' into x", "Merge"),
        ("End sessions\n\nSigned-off-by: a", "Signed"),
        ('Revert "a"', "Revert"),
    ],
}
"""By rule: texts, and the words in them that the finding points at."""

LEFT_ALONE: dict[str, list[str]] = {
    "relative-link": [
        "[a](https://b.example)",
        "<https://b.example>",
        "[a](mailto:b@c.example)",
        "`[a](b)`",
        "[a]: b is gone",
    ],
    "placeholder-link": [
        "[a](https://github.com/acme/gw/pull/12)",
        "[a](https://github.com/acme/gw/issues/1)",
        "[a](https://gitee.com/acme/gw/pulls/340)",
        "[a](https://gitee.com/acme/gw/issues/ICWJOQ)",
        "[a](https://docs.acme.example/x)",
        "see https://example.com/a in the code",
        "[a](https://example.acme.com)",
        "[a](https://gitlab.com/a/b/-/merge_requests/99)",
        "[a](https://github.com/acme/gw/commit/9999999abc)",
        "[a](https://github.com/acme/gw/pulls)",
        "[a](https://github.com/acme/gw/pull/10)",
    ],
    "private-address": [
        "[a](https://8.8.8.8/x)",
        "open http://localhost:8080 again",
        "[a](https://internal.acme.example)",
    ],
    "insecure-link": ["[a](https://acme.example)", "set `http://acme.example`", "from http://acme.example to https"],
    "exposed-secret": [
        "https://user:password@acme.example",
        "the socket option sk_reuseport_load_balancing",
        "the locale sk-sk-of-every-console-page",
        "https://<user>:<key>@acme.example",
        "git@acme.example:a/b",
        "AKIAIOSFODNN7EXAMPLE is shown",
        "at https://acme.example:8443/a@b",
    ],
    "boilerplate": [
        "Fix a hang in the query planner",
        "Security",
        "Improve login",
        "Various charts show zero",
        "优化登录",
        "修复登录问题",
        "修复会话过早结束的问题",
        "Performance of joins doubled",
        "Small screens show the menu",
    ],
    "long-text": ["策" * 300],
    "unfinished-text": [
        "TODO comments are kept",
        "Adds a TODO list",
        "`TODO`",
        "No.",
        "👍",
        "无需重启即可生效",
        "Test runs are kept",
        "400-XXX-XXXX is a number",
        "None of the sessions end early",
    ],
    "raw-html": ["`<b>` is kept", "a < b > c", "List<String>", "<https://acme.example>", "```\n<br>\n```", "1 <a, b>"],
    "angle-brackets": [
        "`<version>`",
        "<https://acme.example>",
        "<a@acme.example>",
        "a < b and c > d",
        "<b>bold</b>",
        "x <= 3",
    ],
    "other-markup": [
        "set `a.b`",
        "``a`b`` is code",
        "`{{ version }}`",
        "at 12:30: all",
        "a::b",
        "[[#12](https://a.example)]",
        "$HOME/{a,b}",
        "ratio 1:2:3",
        "`x` _y_",
        "{code",
        "C++ `std::vector`",
    ],
    "broken-markdown": [
        "set `a` and `b`",
        "a ** b",
        "2**3 and 4**5",
        "[x] done",
        "[a](https://b.example/c_(d))",
        '[a](https://b.example "title")',
        "**a** and **b**",
        "array[0][1]",
        "[a][1]\n\n[1]: https://b.example",
        "```\ncode `\n```",
        "a\\`b",
        "`` ` ``",
        "[Dashboard] shows",
    ],
    "heading-in-text": ["#812 is fixed", "C# works", "Fixed:\n- a b\n- c d"],
    "invisible-character": [
        "👩‍💻 and 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "می‌خواهم",
        "a\u00a0b",
        "a\u3000b",
    ],
    "commit-words": ["Fix: sessions end", "fix sessions", "Merge two lists", "Revert to 1.0 works", "styles of charts"],
}


def findings(name: str, text: str, kind: Kind = "line") -> list[int | None]:
    """Offsets of what one rule finds in a text."""
    passage = Passage("gw/1.0.0.yaml", ("fixes", 0, "text", "en"), kind, text)
    return [problem.offset for problem in _Rules.all().check([passage]) if problem.name == name]


@pytest.mark.parametrize(("name", "text", "words"), [(name, *row) for name, rows in MINDED.items() for row in rows])
def test_a_rule_points_at_the_words_it_minds(name: str, text: str, words: str) -> None:
    found = findings(name, text)
    assert found
    assert found[0] == (text.index(words) if words else 300)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in LEFT_ALONE.items() for text in texts])
def test_a_rule_leaves_ordinary_text_alone(name: str, text: str) -> None:
    assert findings(name, text) == []


def test_every_rule_about_texts_is_tried() -> None:
    names = {rule.name for rule in rules() if hasattr(rule.module, "check_text")}
    assert names >= MINDED.keys()
    assert names >= LEFT_ALONE.keys()
    assert {name for name in names if "relcast.checks.field" in _module(name)} == MINDED.keys() == LEFT_ALONE.keys()


def _module(name: str) -> str:
    return next(rule.module.__name__ for rule in rules() if rule.name == name)


@pytest.mark.parametrize("name", sorted(MINDED))
def test_what_one_text_of_many_holds_is_found_among_them(name: str) -> None:
    """Texts are searched together first; nothing a rule minds may hide there."""
    for text, _ in MINDED[name]:
        around = ["Sessions end in time", text, "会话按时结束"]
        assert _Rules.all().may_mind(around)


def test_addresses_are_looked_at_as_links_and_as_nothing_else() -> None:
    for address in ("https://acme.example/<b>", "https://acme.example/TODO-list", "https://acme.example/{{a}}"):
        found = {p.name for p in _Rules.all().check([Passage("f", ("url",), "address", address)])}
        assert found <= {"placeholder-link", "private-address", "insecure-link", "exposed-secret"}


def test_a_long_explanation_may_be_long_and_have_headings_and_lists() -> None:
    text = "## What\n\n" + "- a line of words\n" * 40
    assert [p.name for p in _Rules.all().check([Passage("f", (), "prose", text)])] == []
    assert findings("heading-in-text", "# What\n\nwords", "prose") == [0]


EVERYWHERE = {
    "vendor.yaml": "name: TODO\nlanguages: [en, zh-CN]\nurl: http://acme.example\n",
    "gw/product.yaml": "name: Gateway\nsummary: TODO\nlistings: {a: {profile: aliyun-market, url: 'https://wiki/a'}}\n"
    "feedback: {issues: 'https://github.com/acme/gw/pull/XXX'}\n",
    "gw/notices/move.yaml": "id: move\ntitle: TODO\nimpact: TODO\nrevisions: [{date: 2026-11-20, note: TODO}]\n",
    "gw/unreleased/a.yaml": "fixes: [TODO]\n",
    "gw/1.0.0.yaml": """\
version: 1.0.0
date: 2026-11-20
title: TODO
summary: {en: TODO, zh-CN: 待补充}
features:
  - text: TODO
    details: TODO
    short: TODO
    links: [{label: a, url: 'https://github.com/acme/gw/pull/XXX'}]
    breaking: {impact: TODO, action: TODO}
  - text: TODO
    internal: true
deprecations: [{text: a, replacement: TODO, removed_in: 2.0.0}]
known_issues: [{text: a, workaround: TODO}]
upgrade:
  before: [TODO, {text: a, when: TODO}]
  during: [TODO]
  after: [TODO]
  migrations: [{text: TODO, reversible: true}]
rollback: {possible: true, until: TODO, steps: [TODO]}
tests: {functional: {result: pass, evidence: 'https://wiki/x', note: TODO}}
artifacts: [{url: 'https://wiki/x'}]
submission: {review_notes: TODO}
revisions: [{date: 2026-11-21, note: TODO}]
withdrawn: {date: 2026-11-22, reason: TODO}
""",
}


def test_every_text_and_address_that_readers_see_is_looked_at(tmp_path: Path) -> None:
    """And none that they don't: internal changes, and what is for a marketplace's reviewers."""
    minded = {"unfinished-text", "placeholder-link", "private-address", "insecure-link"}
    for name, text in EVERYWHERE.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    found = [problem for problem in check_folder(discover(tmp_path, "")) if problem.name in minded]
    expected = []
    for name, text in EVERYWHERE.items():
        for number, line in enumerate(text.splitlines(), 1):
            if "internal: true" in text.splitlines()[min(number, len(text.splitlines()) - 1)] or "submission" in line:
                continue
            words = re.finditer(r"TODO|待补充|https://wiki|https://github|http://acme", line)
            expected += [(name, number, match.start() + 1) for match in words]
    assert [(p.path, p.line, p.column) for p in found] == sorted(expected)


TEXTS = st.lists(
    st.sampled_from(
        [text for rows in MINDED.values() for text, _ in rows] + [t for ts in LEFT_ALONE.values() for t in ts]
    )
    | st.text(max_size=60)
    | st.text(st.sampled_from("`*[]()<>{}:/#.\n -_~|'\"ab策1"), max_size=60),
    max_size=5,
)


@given(TEXTS)
def test_any_texts_are_looked_at_without_harm_and_offsets_lie_inside(texts: list[str]) -> None:
    """And what is found in each text alone is found among the others."""
    passages = [Passage("f", (n,), "line", text) for n, text in enumerate(texts) if text.strip("\0")]
    together = sorted((p.where, p.code, p.offset or 0) for p in _Rules.all().check(passages))
    alone = sorted((p.where, p.code, p.offset or 0) for one in passages for p in _Rules.all().check([one]))
    assert together == alone
    for where, _, offset in together:
        assert isinstance(where[0], int)
        assert 0 <= offset <= len(texts[where[0]])


@given(st.text(st.sampled_from("`~a \n\\"), max_size=60))
def test_code_is_blanked_in_place(text: str) -> None:
    bare = without_code(text)
    assert len(bare) == len(text)
    assert [m.start() for m in re.finditer("\n", bare)] == [m.start() for m in re.finditer("\n", text)]


def test_a_sign_begins_with_a_rare_character_so_that_searching_stays_fast() -> None:
    for rule in rules():
        for sign in getattr(rule.module, "SIGNS", ()):
            first = sign[:2] if sign[0] == "\\" else sign[0]
            assert not re.match(r"[a-z.? (^$-]|\\[a-zA-Z0]", first) or first == "\\n", (rule.name, sign)
