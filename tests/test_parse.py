"""Data to model: every error at once, at its place, in the author's words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from relcast.model.notice import Listings, Notice
from relcast.model.product import Product, Vendor
from relcast.model.release import Release, Unreleased
from relcast.problems import Problem, sort_problems
from relcast.records.locate import placed
from relcast.records.parse import parse
from relcast.records.reader import Data, Source, read

LANGUAGES = ("en", "zh-CN")
HEAD = "version: 1.0.0\ndate: 2026-11-20\n"


def problems(text: str, model: type[BaseModel] = Release) -> list[Problem]:
    source = Source("r", text, text.encode())
    document = read(source)
    assert document.problems == ()
    meaning, found = parse(model, document.data, languages=LANGUAGES)
    assert (meaning is None) == bool(found)
    return sort_problems(placed(found, source))


def said(text: str, model: type[BaseModel] = Release) -> list[str]:
    return [f"{p.line}:{p.column} {p.code} {p.message} | {p.hint}" for p in problems(text, model)]


def test_every_error_is_told_at_once_each_at_its_place() -> None:
    text = """\
version: 1.0.0
date: 2026-02-31
urgency: hihg
features:
  - txt: Reload
    highlight: maybe
    links: [{label: a, url: TBD}, {url: https://acme.example}]
  -
  - [a]
  - en: Start
    zh: 启动
fixes: none
upgrade:
  downtime: 5 minutes
  before:
    - {text: a, form: ">1"}
"""
    assert said(text) == [
        "2:7 RC204 there is no such date as 2026-02-31 | look at the calendar: year, month and day must exist",
        "3:10 RC202 expected 'low', 'medium', 'high' or 'critical', found 'hihg' | did you mean 'high'?",
        "5:5 RC203 unknown key 'txt' | did you mean 'text'?",
        "6:16 RC202 expected true or false, found 'maybe' | write true or false",
        "7:29 RC206 expected an address that starts with https://, found 'TBD'"
        " | leave the link out until there is an address",
        "7:35 RC201 the key 'label' is missing | add `label:` here",
        "8:4 RC209 there is nothing after this '-' | write something, or delete the line",
        "9:5 RC202 expected a text, or keys with values, found a list | None",
        "11:5 RC208 'zh' is not one of the languages in vendor.yaml (en, zh-CN) | did you mean 'zh-CN'?",
        "12:8 RC202 expected a list (lines that start with `- `), found 'none' | None",
        "14:13 RC210 expected a duration such as 15m, 2h, 1h30m or 0m, found '5 minutes' | write 5m",
        "16:17 RC203 unknown key 'form' | did you mean 'from'?",
    ]


@pytest.mark.parametrize(
    ("model", "text", "column", "guess"),
    [
        (Release, "verison: 1.0.0", 1, "version"),
        (Release, "version: 1\nfeature:\n  - a", 1, "features"),
        (Release, "version: 1\nKnown Issues:\n  - a", 1, "known_issues"),
        (Release, "version: 1\nknown-issues: []", 1, "known_issues"),
        (Release, "version: 1\nFixes: []", 1, "fixes"),
        (Release, "version: 1\nfixes: [{text: a, compnent: b}]", 19, "component"),
        (Release, "version: 1\nfixes: [{text: a, security: {id: []}}]", 30, "ids"),
        (Release, "version: 1\nfixes: [{text: a, breaking: {actoin: b}}]", 30, "action"),
        (Release, "version: 1\nfixes: [{text: a, links: [{label: b, ur: c}]}]", 38, "url"),
        (Release, "version: 1\nknown_issues: [{text: a, workarround: b}]", 26, "workaround"),
        (Release, "version: 1\ndeprecations: [{text: a, remove_in: 2}]", 26, "removed_in"),
        (Release, "version: 1\nupgrade: {form: a}", 11, "from"),
        (Release, "version: 1\nupgrade: {before: [{text: a, wen: b}]}", 30, "when"),
        (Release, "version: 1\nupgrade: {migrations: [{text: a, reversable: true}]}", 34, "reversible"),
        (Release, "version: 1\nrollback: {step: []}", 12, "steps"),
        (Release, "version: 1\ntests: {securty: {result: pass}}", 9, "security"),
        (Release, "version: 1\ntests: {security: {result: pass, dat: 2026-01-01}}", 34, "date"),
        (Release, "version: 1\nartifacts: [{image: {kind: a, id: b, regoin: c}}]", 38, "region"),
        (Release, "version: 1\nwithdrawn: {date: 2026-01-01, reson: a}", 31, "reason"),
        (Release, "version: 1\nrevisions: [{date: 2026-01-01, note: a, matrial: true}]", 41, "material"),
        (Release, "version: 1\nsubmission: {review_note: a}", 14, "review_notes"),
        (Release, "version: 1\nscans: [{tool: a, hightest_severity: low}]", 19, "highest_severity"),
        (Unreleased, "fixs: [a]", 1, "fixes"),
        (Vendor, "name: a\ntimzone: UTC", 1, "timezone"),
        (Vendor, "name: a\nfeeds: {authority: a.b, since: 2024-01-01, sinc: b}", 44, "since"),
        (Vendor, "name: a\ncontacts: {suport: a}", 12, "support"),
        (Product, "name: a\nversionning: semver", 1, "versioning"),
        (Product, "name: a\nlistings: {aws: {profile: b, feilds: {}}}", 30, "fields"),
        (Product, "name: a\nlistings: {aws: {profile: b, fields: {x: {limt: {}}}}}", 43, "limit"),
        (Product, "name: a\nlistings: {aws: {profile: b, fields: {x: {limit: {mx: 1}}}}}", 51, "max"),
        (Product, "name: a\nlines: [{range: b, eool: 2026-01-01}]", 20, "eol"),
        (Product, "name: a\ncadence: {minr: b}", 11, "minor"),
        (Notice, "id: a\nimpct: b", 1, "impact"),
        (Notice, "id: a\nplanned: {start: 2026-01-01T00:00:00Z, ende: b}", 40, "end"),
        (Listings, "aws:\n  1.0.0: {subbmitted: 2026-01-01}", 11, "submitted"),
    ],
)
def test_an_unknown_key_is_placed_and_has_a_suggestion_at_every_depth(
    model: type[BaseModel], text: str, column: int, guess: str
) -> None:
    unknown = [problem for problem in problems(text, model) if problem.code == "RC203"]
    assert [(problem.column, problem.hint) for problem in unknown] == [(column, f"did you mean '{guess}'?")]


@pytest.mark.parametrize(
    ("spelling", "key"),
    [
        ("added", "features"),
        ("Added", "features"),
        ("新增", "features"),
        ("新功能", "features"),
        ("changed", "improvements"),
        ("Changed", "improvements"),
        ("优化", "improvements"),
        ("改进", "improvements"),
        ("fixed", "fixes"),
        ("bugfixes", "fixes"),
        ("bug_fixes", "fixes"),
        ("修复", "fixes"),
        ("deprecated", "deprecations"),
        ("废弃", "deprecations"),
        ("removed", "removals"),
        ("移除", "removals"),
        ("issues", "known_issues"),
        ("已知问题", "known_issues"),
    ],
)
def test_spellings_of_other_tools_lead_to_our_keys(spelling: str, key: str) -> None:
    assert [problem.hint for problem in problems(f"{HEAD}{spelling}:\n  - a\n")] == [f"did you mean '{key}'?"]


@pytest.mark.parametrize("section", ["security", "Security", "安全", "breaking"])
def test_a_section_that_is_none_here_says_where_its_changes_go(section: str) -> None:
    [problem] = problems(f"{HEAD}{section}:\n  - a\n")
    assert problem.hint
    assert "beside its `text:`" in problem.hint


def test_a_key_like_no_other_lists_those_that_are_known() -> None:
    [problem] = problems(f"{HEAD}fixes:\n  - text: a\n    links: [{{label: b, url: 'https://a.b', xyzzy: c}}]\n")
    assert (problem.message, problem.hint) == ("unknown key 'xyzzy'", "known here: label, url")


def test_a_misspelt_key_is_not_also_missing() -> None:
    assert said(f"{HEAD}fixes:\n  - description: a\n") == ["4:5 RC203 unknown key 'description' | did you mean 'text'?"]
    assert len(said(f"{HEAD}fixes:\n  - xyzzy: a\n")) == 2


@pytest.mark.parametrize("key", ["from_", "except_", "__class__", "model_config"])
def test_names_of_our_code_are_no_keys(key: str) -> None:
    assert [problem.code for problem in problems(f"{HEAD}fixes:\n  - text: a\n    {key}: [b]\n")] == ["RC203"]


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("title: [a]", 8, "expected a text, or texts by language, found a list"),
        ("title: {en: [a]}", 13, "expected a text in the language 'en', found a list"),
        ("title: {en: {en: a}}", 13, "expected a text in the language 'en', found keys with values"),
        ("features: {a: b}", 11, "expected a list (lines that start with `- `), found keys with values"),
        ("features: [[a]]", 12, "expected a text, or keys with values, found a list"),
        ("features: [{text: a, component: [b]}]", 33, "expected text on one line, found a list"),
        ("features: [{text: a, component: {b: c}}]", 33, "expected text on one line, found keys with values"),
        ("features: [{text: a, only: b}]", 28, "expected a list (lines that start with `- `), found 'b'"),
        (
            "features: [{text: a, links: {b: c}}]",
            29,
            "expected a list (lines that start with `- `), found keys with values",
        ),
        ("features: [{text: a, links: [b]}]", 30, "expected keys with values, found 'b'"),
        ("features: [{text: a, breaking: yes}]", 32, "expected keys with values, found 'yes'"),
        ("upgrade: [a]", 10, "expected keys with values, found a list"),
        ("upgrade: {before: a}", 19, "expected a list (lines that start with `- `), found 'a'"),
        ("rollback: no", 11, "expected keys with values, found 'no'"),
        ("tests: {functional: pass}", 21, "expected keys with values, found 'pass'"),
        ("artifacts: [{size: 1e3}]", 20, "expected a whole number, found '1e3'"),
        ("artifacts: [{size: -1}]", 20, "expected a whole number, found '-1'"),
        ("artifacts: [{size: " + "9" * 30 + "}]", 20, f"expected a whole number, found '{'9' * 30}'"),
        ("urgency: [high]", 10, "expected 'low', 'medium', 'high' or 'critical', found a list"),
        ("status: {a: b}", 9, "expected 'planned' or 'released', found keys with values"),
        ("undated: [true]", 10, "expected true or false, found a list"),
    ],
)
def test_a_wrong_type_is_told_in_the_authors_words(text: str, column: int, message: str) -> None:
    [problem] = problems(f"version: 1.0.0\n{text}\n")
    assert (problem.code, problem.line, problem.column, problem.message) == ("RC202", 2, column, message)


@pytest.mark.parametrize("text", ["'  '", '"\\n"', "{en: ' ', zh-CN: a}", "{}"])
def test_an_empty_text_is_none(text: str) -> None:
    assert [problem.code for problem in problems(f"{HEAD}title: {text}\n")] == ["RC209"]


def test_each_language_has_its_own_problem() -> None:
    assert said("version: 1\ntitle: {de: a, fr: b, en: '', zh-CN: [c]}\n") == [
        "2:9 RC208 'de' is not one of the languages in vendor.yaml (en, zh-CN)"
        " | add it to `languages` in vendor.yaml, or correct it",
        "2:16 RC208 'fr' is not one of the languages in vendor.yaml (en, zh-CN)"
        " | add it to `languages` in vendor.yaml, or correct it",
        "2:27 RC209 the text in the language 'en' is empty | write the text, or delete the key",
        "2:38 RC202 expected a text in the language 'zh-CN', found a list | None",
    ]


@pytest.mark.parametrize(
    ("model", "text", "message"),
    [
        (Release, "", "expected keys with values, such as `version:`, found nothing"),
        (Vendor, "# nothing yet\n", "expected keys with values, such as `name:`, found nothing"),
        (Notice, "- a", "expected keys with values, such as `id:`, found a list"),
        (Product, "Edge Gateway", "expected keys with values, such as `name:`, found 'Edge Gateway'"),
    ],
)
def test_a_file_without_keys_says_what_it_needs(model: type[BaseModel], text: str, message: str) -> None:
    [problem] = problems(text, model)
    assert (problem.code, problem.line, problem.column, problem.message) == ("RC202", 1, 1, message)


def test_a_full_width_colon_is_recognised() -> None:
    [problem] = problems("版本：1.0.0")
    assert problem.hint == "write ': ' after each key, not '：'"


# Anything wrong at all

KEYS = sorted(
    {
        "en",
        "zh-CN",
        "text",
        "from",
        "except",
        "size",
        "url",
        "date",
        "note",
        "result",
        "ids",
        "profile",
        "range",
        "[key]",
        "root",
    }
    | {name for model in (Release, Vendor, Product, Notice) for name in model.model_fields}
)
WORDS = st.sampled_from(
    ["a", "", "true", "1.0.0", "2026-11-20", "https://acme.example", "pass", "semver", "\x1b[31m", "a\nb", "x" * 99]
)
WRONG: st.SearchStrategy[Any] = st.recursive(
    st.none() | WORDS | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=25,
)
FOREIGN = re.compile(
    r"\b(?:input|should be|dict|dictionary|mapping|None|NoneType|str|string|int|integer|bool|boolean|instance|object|"
    r"pydantic|validat\w*|model|tuple|sequence|scalar|attribute|type|Extra|Field|Python|class|literal|unicode|iterable)\b"
)


@given(
    st.dictionaries(st.sampled_from(KEYS), WRONG, max_size=6),
    st.sampled_from([Release, Unreleased, Vendor, Product, Notice, Listings]),
)
@example({"components": [None]}, Product)
@example({"languages": []}, Vendor)
@example({"timezone": ["a"], "feeds": {"authority": None, "since": None}}, Vendor)
@settings(max_examples=300)
def test_whatever_is_wrong_nothing_raises_and_nothing_speaks_of_python(
    data: dict[str, Any], model: type[BaseModel]
) -> None:
    meaning, found = parse(model, data, languages=LANGUAGES)
    assert (meaning is None) == bool(found)
    for problem in found:
        ours = re.sub(r"'[^']*'", "", f"{problem.message} {problem.hint or ''}")  # without the author's own words
        assert not FOREIGN.search(ours), ours
        assert re.fullmatch(r"RC2\d\d", problem.code)
        assert len(problem.message) < 300
        assert len(str(problem).split("\n")) == (2 if problem.hint else 1)
        str(problem).encode()


def test_a_list_that_is_wrong_in_every_line_is_told_line_by_line() -> None:
    assert len(problems(f"{HEAD}fixes:\n" + "  - [a]\n" * 300)) == 300


def test_text_that_became_a_key_is_told_to_be_quoted() -> None:
    for key in ("Fixed a bug", "修复登录"):
        data: Data = {"version": "1.0.0", "date": "2026-01-01", "fixes": [{key: "it works"}]}
        _, problems = parse(Release, data, languages=("en",))
        hints = [problem.hint for problem in problems if problem.code == "RC203"]
        assert hints == ["if this is text that holds ': ', put the whole text in quotes"]
