"""The direction of imports, and who may know which library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import relcast

PACKAGE = Path(relcast.__file__).parent

FLOORS = [
    {"problems", "words", "markup", "theme", "compiled", "keys", "workers"},
    {"model", "reports"},
    {"records", "schemas"},
    {"library", "history"},
    {"artifacts", "marketplaces", "render"},
    {"checks"},
    {"authoring", "fixes", "importers", "site", "now"},
    {"console", "engines"},
    {"plugin", "cli"},
]
"""From the ground up; a room imports from rooms below it, and from itself."""

AT_HOME = {
    "mkdocs": {"engines", "plugin"},
    "yaml": {"records"},
    "click": {"cli"},
    "feedgen": {"render"},
    "jinja2": {"render", "engines", "plugin", "compiled", "console"},
    "cmarkgfm": {"markup"},
    "nh3": {"markup"},
    "semver": {"model"},
    "git": {"history"},
    "wcwidth": {"reports"},
}
"""Libraries that only some rooms know, so that the day one goes away, one room changes."""

HEIGHT = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}


def _modules() -> Iterator[tuple[str, Path]]:
    for file in sorted(PACKAGE.rglob("*.py")):
        room = file.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room != "__init__":
            yield room, file


def _imports(file: Path) -> Iterator[tuple[str, int]]:
    """Absolute names of everything a file imports, with the line."""
    package = ("relcast", *file.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *((node.module,) if node.module else ())))
            if module == "relcast":
                for name in node.names:
                    yield f"relcast.{name.name}", node.lineno
            else:
                yield module, node.lineno


def test_every_room_has_its_floor() -> None:
    assert {room for room, _ in _modules()} == set(HEIGHT)


@pytest.mark.parametrize("room", sorted(HEIGHT))
def test_imports_point_downward(room: str) -> None:
    wrong = []
    for other, file in _modules():
        for name, line in _imports(file) if other == room else ():
            parts = name.split(".")
            if parts[0] != "relcast" or len(parts) < 2 or parts[1] not in HEIGHT or parts[1] == room:
                continue
            if HEIGHT[parts[1]] >= HEIGHT[room]:
                wrong.append(f"{file.relative_to(PACKAGE)}:{line} imports {name}")
    assert not wrong


@pytest.mark.parametrize("library", sorted(AT_HOME))
def test_a_library_is_known_only_where_it_is_at_home(library: str) -> None:
    wrong = [
        f"{file.relative_to(PACKAGE)}:{line}"
        for room, file in _modules()
        for name, line in _imports(file)
        if name.split(".")[0] == library and room not in AT_HOME[library]
    ]
    assert not wrong


def test_only_one_place_reads_the_clock() -> None:
    clocks = {"now", "utcnow", "today", "time", "monotonic"}
    found = [
        f"{file.relative_to(PACKAGE)}:{node.lineno}"
        for room, file in _modules()
        if room != "now"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clocks
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"datetime", "date", "time"}
    ]
    assert not found
