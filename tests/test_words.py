"""Our own words: every one is there in both languages, with the same slots, and shown somewhere."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from string import Formatter

import pytest
from jinja2 import Environment, nodes

import relcast
from relcast.checks.rule import rules
from relcast.marketplaces.shelf import known_profiles
from relcast.theme import theme_dir
from relcast.words import PLACES, language_name, words

PACKAGE = Path(relcast.__file__).parent

Pieces = tuple[str | None, ...]
"""How a key is put together; None where a variable stands."""

SLOTS_DIFFER = {"path.more"}
"""English counts the versions that it does not name, Chinese counts all of them."""


def _slots(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__.rpartition(".")[2])
def test_every_word_has_a_text_with_the_same_slots_in_each_language(place: object) -> None:
    table: dict[str, tuple[str, str]] = vars(place)["WORDS"]
    assert [key for key, texts in table.items() if not all(texts)] == []
    assert [key for key, texts in table.items() if len(set(map(frozenset, map(_slots, texts)))) > 1] == [
        key for key in table if key in SLOTS_DIFFER
    ]


def test_a_key_stands_in_one_place_only() -> None:
    assert [key for key, count in Counter(key for place in PLACES for key in place.WORDS).items() if count > 1] == []


def test_every_module_of_words_is_looked_up() -> None:
    modules = {file.stem for file in (PACKAGE / "words").glob("*.py")} - {"__init__"}
    assert {place.__name__.rpartition(".")[2] for place in PLACES} == modules


@pytest.mark.parametrize(
    ("tag", "known"),
    [("en", "English"), ("en-GB", "English"), ("zh", "简体中文"), ("zh-CN", "简体中文"), ("zh-Hans-SG", "简体中文"),
     ("zh-TW", "zh-TW"), ("zh-Hant", "zh-Hant"), ("fr", "fr")],
)  # fmt: skip
def test_a_language_that_we_do_not_speak_is_named_by_its_tag_and_shown_in_english(tag: str, known: str) -> None:
    assert language_name(tag) == known
    assert words(tag) is words("zh-CN" if known == "简体中文" else "en")


def _in_python(node: ast.AST) -> Iterator[Pieces]:
    """The texts that an expression may give, a branch each."""
    match node:
        case ast.Constant(value=str(text)):
            yield (text,)
        case ast.IfExp(body=one, orelse=other):
            yield from _in_python(one)
            yield from _in_python(other)
        case ast.JoinedStr(values=values):
            for pieces in product(*map(_in_python, values)):
                yield sum(pieces, ())
        case ast.FormattedValue(value=value):
            yield from _in_python(value)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            for first, second in product(_in_python(left), _in_python(right)):
                yield first + second
        case _:
            yield (None,)


def _in_template(node: nodes.Node) -> Iterator[Pieces]:
    match node:
        case nodes.Const(value=str(text)):
            yield (text,)
        case nodes.CondExpr(expr1=one, expr2=other) if other:
            yield from _in_template(one)
            yield from _in_template(other)
        case nodes.Concat(nodes=values):
            for pieces in product(*map(_in_template, values)):
                yield sum(pieces, ())
        case _:
            yield (None,)


def _composed() -> Iterator[Pieces]:
    """Everything that is said in the sources, but for the words themselves."""
    for file in PACKAGE.rglob("*.py"):
        if file.parent.name != "words" or file.name == "__init__.py":
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                yield from _in_python(node)
    for folder in (PACKAGE, theme_dir()):
        for file in (*folder.rglob("*.html"), *folder.rglob("*.txt")):
            for found in Environment().parse(file.read_text(encoding="utf-8")).find_all(nodes.Expr):
                yield from _in_template(found)


def test_no_word_is_left_that_nothing_shows() -> None:
    composed = set(_composed())
    said = {pieces[0] for pieces in composed if len(pieces) == 1}
    said |= {"", *known_profiles(), *(rule.code[:3] for rule in rules())}  # names that come from files
    joined = [pieces for pieces in composed if any(piece and piece.strip("._") for piece in pieces) and None in pieces]

    def spells(pieces: Pieces, key: str) -> bool:
        if not pieces:
            return not key
        first, rest = pieces[0], pieces[1:]
        if first is not None:
            return key.startswith(first) and spells(rest, key.removeprefix(first))
        return any(key[:end] in said and spells(rest, key[end:]) for end in range(len(key) + 1))

    # A variable part may be anything that is said anywhere: most of them are values of the model.
    whole = {"".join(piece for piece in pieces if piece) for pieces in composed if None not in pieces}
    unused = [key for key in words("en") if key not in whole and not any(spells(pieces, key) for pieces in joined)]
    assert unused == []
