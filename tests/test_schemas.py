"""`relcast schema`: every right record fits its schema, wrong ones do not, and every key is described."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

from relcast.cli import main
from relcast.cli.schema import KINDS as NAMES
from relcast.fixes.run import find_places
from relcast.records.folder import discover
from relcast.schemas.make import KINDS, make_schema
from relcast.schemas.said import EXAMPLES, WORDS, _docstrings, description

ROOT = Path(__file__).parents[1]


class _Core(yaml.SafeLoader):
    """Scalars as YAML 1.2 has them and editors read them: no dates, no `yes` and `no`, no sexagesimal numbers."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


for tag, pattern, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
):
    _Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))


def faults(kind: str, text: str) -> list[str]:
    validator = Draft202012Validator(make_schema(kind), format_checker=FormatChecker())
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(yaml.load(text, _Core))]


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: str) -> None:
    schema = make_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_every_record_of_ours_fits_its_schema() -> None:
    for root in (ROOT / "releases", ROOT / "tests/cases/everything-right/releases"):
        places = list(find_places(discover(root, "releases")))
        assert places
        for place in places:
            assert faults(place.kind, place.file.read_text(encoding="utf-8")) == [], place.file


RIGHT = "version: 1.10\ndate: 2026-11-20\n"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("release", "date: 2026-11-20\n"),
        ("release", RIGHT + "fixs: []\n"),
        ("release", RIGHT + "fixes: a\n"),
        ("release", RIGHT + "fixes: [{tekst: a}]\n"),
        ("release", RIGHT + "fixes: [{id: a}]\n"),
        ("release", RIGHT + "fixes: [{id: A b, text: a}]\n"),
        ("release", RIGHT + "fixes: [{text: a, links: [{label: b, url: c}]}]\n"),
        ("release", RIGHT + "fixes: [{text: {}}]\n"),
        ("release", RIGHT + "fixes: [{text: a, highlight: yes}]\n"),
        ("release", RIGHT + "fixes: [{text: a, removed_in: 3.0.0}]\n"),
        ("release", RIGHT + "urgency: urgent\n"),
        ("release", RIGHT + "upgrade: {downtime: 5 minutes}\n"),
        ("release", RIGHT + "upgrade: {downtime: ''}\n"),
        ("release", "version: 1.0.0\ndate: 2026/11/20\n"),
        ("release", "version: 1.0.0\ndate: 2026-02-30\n"),
        ("vendor", "name: Acme\nlanguages: [English language]\n"),
        ("vendor", "nmae: Acme\n"),
        ("product", "name: a\nversioning: pep440\n"),
        ("product", "name: a\ncomponents: [A B]\n"),
        ("product", "name: a\nchecks: {date-order: 'off'}\n"),
        ("notice", "id: a\nplanned: {start: 2026-11-20}\n"),
        ("listings", "aws: {1.0.0: {lvie: 2026-11-20}}\n"),
        ("unreleased", "version: 1.0.0\nfixes: [a]\n"),
        ("change", "id: a\n"),
    ],
)
def test_what_is_wrong_does_not_fit(kind: str, text: str) -> None:
    assert faults(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("release", RIGHT + "fixes: [a, {en: a, zh-CN: 甲}, {text: a}, {text: {en: a}}]\n"),
        ("release", "version: 1.10\ndate: 2026-11-20T09:30:00+08:00\nupgrade: {downtime: 1h30m, before: [a]}\n"),
        ("product", "name: {en: a}\ncomponents: [a, b]\n"),
        ("product", "name: a\ncomponents: {a: {en: A}}\nchecks: {date-order: advice}\n"),
        ("listings", "aws: {1.0.0: {live: 2026-11-20}}\n"),
        ("unreleased", "fixes: [a]\n"),
        ("change", "text: a\n"),
    ],
)
def test_short_forms_fit(kind: str, text: str) -> None:
    assert faults(kind, text) == []


def test_every_key_is_described_once() -> None:
    used = set()
    for model in {one for kind in KINDS.values() for one in _models(kind)}:
        for name, field in model.model_fields.items():
            key = field.alias or name
            if name == "root":
                continue
            assert description(model, name, key), f"{model.__name__}.{key} has no docstring, and no words in said.py"
            owner = next(one for one in model.__mro__ if name in vars(one).get("__annotations__", {}))
            used.add((owner.__name__, key))
            assert not (_docstrings(owner).get(name) and key in WORDS.get(owner.__name__, {})), f"{key} has two"
    for table in (WORDS, EXAMPLES):
        assert {(model, key) for model, keys in table.items() for key in keys} <= used


def _models(model: Any) -> set[Any]:
    from relcast.schemas.make import _all

    known = {one.__name__: one for one in _all(model)}
    return {model, *(known[name] for name in make_schema_definitions(model) if name in known)}


def make_schema_definitions(model: Any) -> list[str]:
    return list(model.model_json_schema().get("$defs", {}))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "listings"])
def test_examples_fit_what_they_are_examples_of(kind: str) -> None:
    schema = make_schema(kind)
    parts = [(schema, name) for name in schema.get("properties", {})]
    parts += [(part, name) for part in schema["$defs"].values() for name in part.get("properties", {})]
    for part, name in parts:
        entry = part["properties"][name]
        for example in entry.get("examples", []):
            whole = {**entry, "$defs": schema["$defs"]}
            assert not list(Draft202012Validator(whole).iter_errors(example)), (name, example)


def test_defaults_are_shown_and_nothing_is_null() -> None:
    schema = make_schema("release")
    assert schema["properties"]["status"]["default"] == "released"
    assert schema["$defs"]["Change"]["properties"]["internal"]["default"] is False
    assert "null" not in json.dumps(schema)


# The command


def test_the_command_prints_a_release_s_schema_unless_another_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert json.loads(capsys.readouterr().out) == make_schema("release")
    assert main(["schema", "vendor"]) == 0
    assert json.loads(capsys.readouterr().out) == make_schema("vendor")
    assert main(["schema", "relase"]) == 2


def test_all_writes_every_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "--all", str(tmp_path / "new/schemas")]) == 0
    assert sorted(file.stem for file in (tmp_path / "new/schemas").iterdir()) == sorted(KINDS) == sorted(NAMES)
    assert json.loads((tmp_path / "new/schemas/notice.json").read_text()) == make_schema("notice")
