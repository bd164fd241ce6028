"""Broken YAML: the message names the author's mistake, where it was made, and what to do.

Each is a small equivalent of a mistake that broke real release notes.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcast.records.reader import Source, read

IN_QUOTES = "put the whole text in quotes"
SPACE = "replace it by an ordinary space"
BLOCK = "put the whole text in quotes, or write it on the lines below `|`"
AFTER_QUOTE = "put the whole text in quotes: '' inside '…', \\\" inside \"…\""
ESCAPE = "'\\' in double quotes begins a code for a character, and this code does not exist"

CASES = [
    # text that starts with a sign of YAML's
    ("text: `gw restart` is gone", 1, 7, "text can't start with `", "write '`gw restart` is gone'"),
    ("- @ops can restart", 1, 3, "text can't start with @", "write '@ops can restart'"),
    ("text: %d is shown", 1, 7, "text can't start with %", "write '%d is shown'"),
    ("text: **Faster** start", 1, 7, "text can't start with *", "write '**Faster** start'"),
    ("- & more", 1, 3, "text can't start with &", "write '& more'"),
    ("- ! more", 1, 3, "the tag '!' has no meaning in a record", None),
    ("affected: >=2.1.0", 1, 11, "text can't start with >", "write '>=2.1.0'"),
    ("affected: >2.1.0\nb: c\n", 1, 11, "text can't start with >", "write '>2.1.0'"),
    ("text: | or > in a pipe", 1, 7, "text can't start with |", "write '| or > in a pipe'"),
    ("text: , and", 1, 7, "text can't start with ,", IN_QUOTES),
    ("text: ] closes", 1, 7, "text can't start with ]", IN_QUOTES),
    ("text: `a` isn't b", 1, 7, "text can't start with `", IN_QUOTES),
    ("text: " + "`a` " * 20, 1, 7, "text can't start with `", IN_QUOTES),
    ("text: ? what", 1, 7, "text can't start with ?", "write '? what'"),
    ("% of users\na: b", 1, 1, "a line can't start with %", "put the text in quotes, or delete the line"),
    ("%YAML 9.9\n---\na: b", 1, 1, "a line can't start with %", "put the text in quotes, or delete the line"),
    ("fixes:\n  * a\n  * b\n", 2, 3, "a list begins with hyphens, not with stars", "start each of its lines with `- `"),
    # spaces that are none to YAML, and signs that nobody sees
    ("fixes:\n\u3000\u3000- a\n", 2, 1, "the character U+3000 is no ordinary space to YAML", SPACE),
    ("fixes:\n\u00a0- a\n", 2, 1, "the character U+00A0 is no ordinary space to YAML", SPACE),
    ("title:\u00a0a\nb: c\n", 1, 7, "the character U+00A0 is no ordinary space to YAML", SPACE),
    ("a: b\n\ufefftitle: a\n", 2, 1, "the character U+FEFF stands here, which nobody sees", "delete it"),
    # a second colon
    ("fixes: [{text: Fix a: b}]\n", 1, 21, "a second ': ' in this text looks like another key to YAML", BLOCK),
    ("text: Fixed: the start", 1, 12, "a second ': ' in this text looks like another key to YAML", BLOCK),
    ("- id: a\n  text: See about: pages\n", 2, 18, "a second ': ' in this text looks like another key to YAML", BLOCK),
    ("text: Start\n  Note: sooner", 2, 7, "this key is indented further than the line above allows", None),
    ('text: "a": b', 1, 10, "a second ': ' in this text looks like another key to YAML", BLOCK),
    # colons YAML doesn't see
    ("version: 1.0.0\ndate:2026-11-20\nfixes:\n  - a\n", 2, 5, "there is no space after ':'", "write `date: `"),
    ("version:1.0.0\ndate: 2026-11-20\n", 1, 8, "there is no space after ':'", "write `version: `"),
    (
        "version: 1.0.0\ndate：2026-11-20\nfixes:\n",
        2,
        5,
        "'：' is a full-width colon; YAML knows only ':'",
        "write `date: `",
    ),
    (
        "version：1.0.0\ndate: 2026-11-20\n",
        1,
        8,
        "'：' is a full-width colon; YAML knows only ':'",
        "write `version: `",
    ),
    # quotes
    ('text: "Undo" works again', 1, 14, "text goes on after the closing quote", AFTER_QUOTE),
    ("- 'Undo' works again", 1, 10, "text goes on after the closing quote", AFTER_QUOTE),
    ("text: 'It's faster'", 1, 11, "text goes on after the closing quote", AFTER_QUOTE),
    ('text: "Say "hi" twice"', 1, 13, "text goes on after the closing quote", AFTER_QUOTE),
    ('text: "a"\n  b', 2, 3, "text goes on after the closing quote", AFTER_QUOTE),
    (
        'a: b\ntext: "Undo works\nid: c\n',
        2,
        7,
        "the quoted text that starts here never ends",
        "close the quote at the end of the text",
    ),
    (
        "a: b\ntext: 'Undo works\n---\nid: c\n",
        2,
        7,
        "the quoted text that starts here never ends",
        "close the quote at the end of the text",
    ),
    ('text: "Shows \\<b\\>"', 1, 14, ESCAPE, "write \\\\ for a backslash, or use single quotes"),
    ('text: "C:\\new\\x1"', 1, 16, ESCAPE, "write \\\\ for a backslash, or use single quotes"),
    ('text: "\\ud83d"', 1, 10, ESCAPE, "write \\\\ for a backslash, or use single quotes"),
    # brackets
    (
        "a: b\ntext: [new\nid: c\n",
        2,
        7,
        "the bracket that opens here is not closed",
        "close it, or put the whole text in quotes",
    ),
    ("text: {new", 1, 7, "the bracket that opens here is not closed", "close it, or put the whole text in quotes"),
    ("- [docs](https://acme.example) are new", 1, 9, "text goes on after the closing bracket", IN_QUOTES),
    (
        "text: {{ version }} is new",
        1,
        8,
        "a bracket opens where a key must come",
        "put text that starts with { or [ in quotes",
    ),
    (
        '- "a",\n- "b"\n',
        1,
        6,
        "a comma goes on after the closing quote",
        "delete it: lines of a list need no comma between them",
    ),
    # indentation
    (
        "fixes:\n  - a\n  text: b\n",
        3,
        3,
        "a key stands where the next line of the list must come",
        "indent it like the first key of its item, or less than the list",
    ),
    (
        "summary: |\n    a\n  b\nid: c\n",
        3,
        3,
        "this line starts further left than the first line of its text",
        "start all lines of a text below `|` in the same column",
    ),
    ("title = a\nid: b\n", 1, 6, "YAML writes ':' after a key, not '='", "write `title: `"),
    (
        "fixes:\n  - text: a\n    detai",
        3,
        5,
        "the file ends in the middle of this line",
        "it seems to be cut short: write the rest",
    ),
    ("fixes:\n  - a\n  -b\n", 3, 3, "there is no space after '-'", "write `- ` before each line of a list"),
    (
        "text: |\nIt starts sooner\nid: a\n",
        2,
        1,
        "text below `|` or `>` must be indented further than its key",
        "indent these lines by two more spaces",
    ),
    (
        "- text: It starts\n  sooner\n  id: a\n",
        2,
        3,
        "this line is neither a key with ':' nor part of the text above",
        None,
    ),
    ("fixes:\n1699\n  - a: b\n", 2, 1, "this line is neither a key with ':' nor part of the text above", None),
    (
        "fixes:\n  - a\n - b\n",
        3,
        2,
        "this line of a list is not aligned with the one above",
        "start every `- ` of a list in one column",
    ),
    (
        "title: a\n- b\n",
        2,
        1,
        "a line of a list stands where a key must come",
        "indent it below its key, and leave nothing after that key's ':'",
    ),
    (
        "fixes: - a\n",
        1,
        8,
        "a list can't begin on the line of its key",
        "write each `- ` on a line of its own below the key",
    ),
    ("- text: a\n   id: b\n", 2, 6, "this key is indented further than the line above allows", None),
    (
        "- text: a\n id: b\n",
        2,
        2,
        "this line is indented like no line above it",
        "align it with the lines it belongs to",
    ),
    (
        "a:\n  b: c\n d: e\n",
        3,
        2,
        "this line is indented like no line above it",
        "align it with the lines it belongs to",
    ),
    (
        "  a: b\nc: d\n",
        2,
        1,
        "this line starts further left than the first one",
        "start all keys of the record in one column",
    ),
    ("a: b\n...\nc: d\n", 3, 1, "the record has ended above this line", "delete the line of `...`"),
    ("fixes:\n\t- a\n", 2, 1, "a tab indents this line; YAML wants spaces", "replace the tab by spaces"),
    ("-a: b\n-c: d\n-e\n", 3, 1, "there is no space after '-'", "write `- ` before each line of a list"),
    (": a\n", 1, 1, "there is no key before this ':'", "write the key, or put the text in quotes"),
    ("a" * 1500 + ": b\n", 1, 1501, "this key is longer than 1,024 characters", "text goes after the ':'"),
]


@pytest.mark.parametrize(("text", "line", "column", "message", "hint"), CASES, ids=[case[0][:40] for case in CASES])
def test_the_message_names_the_mistake_and_its_place(
    text: str, line: int, column: int, message: str, hint: str | None
) -> None:
    problem = read(Source("record.yaml", text, b"")).problems[0]
    assert (problem.line, problem.column, problem.message) == (line, column, message)
    assert problem.hint
    assert hint in (None, problem.hint)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("text: `gw` is gone", "text: '`gw` is gone'"),
        ("affected: >=2.1.0", "affected: '>=2.1.0'"),
        ("version: 1\ndate:2026\nfixes:", "version: 1\ndate: 2026\nfixes:"),
        ("fixes: - a\n", "fixes:\n  - a\n"),
        ('text: "C:\\new\\x1"', 'text: "C:\\\\new\\\\x1"'),
        ('text: "C:\\new\\x1"', "text: 'C:\\new\\x1'"),
        ("text: |\na\nid: b", "text: |\n  a\nid: b"),
    ],
)
def test_doing_what_the_hint_says_mends_it(broken: str, mended: str) -> None:
    assert read(Source("record.yaml", broken, b"")).problems
    assert not read(Source("record.yaml", mended, b"")).problems


PARSER = (
    "token",
    "scanning",
    "parsing",
    "flow",
    "scalar",
    "stream",
    "context",
    "simple key",
    "block mapping",
    "did not find",
    "node",
)


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "b: c",
                "\n",
                "\n  ",
                "- ",
                ": ",
                "'",
                '"',
                "[",
                "]",
                "{",
                "}",
                ",",
                "`",
                "|",
                ">",
                "? ",
                "%",
                "!",
                "!!x",
                "!<",
                "&",
                "*",
                "\t",
                "\\",
                '"\\x',
                "...",
                "\n---",
                "|9",
                "|0",
                "|-+",
                "：",
                "a:b",
                "-c",
            ]
        ),
        max_size=14,
    ).map("".join)
)
@settings(max_examples=400)
def test_no_message_speaks_the_parsers_language(text: str) -> None:
    for problem in read(Source("record.yaml", text, b"")).problems:
        said = f"{problem.message} {problem.hint}".lower()
        assert not [word for word in PARSER if word in said], (text, said)
        assert problem.hint, (text, problem.message)
