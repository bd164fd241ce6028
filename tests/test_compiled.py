"""Compiled templates are kept between runs, and only where nobody could tell the difference."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
import pytest

from relcast.compiled import compiled_templates


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary folder."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text("{{ 'a' | upper }}{% if true %}\nb{% endif %}")
    return folder


def draw(templates: Path, *versions: str, filters: dict[str, Any] | None = None, **options: Any) -> tuple[str, bool]:
    """The page, drawn by a new environment, and whether that had to compile it."""
    cache = compiled_templates(*versions)
    assert cache is not None
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(templates), bytecode_cache=cache, **options)
    environment.filters.update(filters or {})
    compiled = []
    compile_ = environment.compile

    def note(*arguments: Any, **named: Any) -> Any:
        compiled.append(arguments)
        return compile_(*arguments, **named)

    environment.compile = note  # type: ignore[method-assign]
    return environment.get_template("page.html").render(), bool(compiled)


def test_a_template_is_compiled_once(templates: Path) -> None:
    assert draw(templates) == ("A\nb", True)
    assert draw(templates) == ("A\nb", False)


def test_a_changed_template_is_compiled_anew(templates: Path) -> None:
    draw(templates)
    (templates / "page.html").write_text("c")
    assert draw(templates) == ("c", True)


def test_settings_and_versions_are_kept_apart(templates: Path) -> None:
    draw(templates)
    assert draw(templates, trim_blocks=True) == ("Ab", True)
    assert draw(templates, "1.6.1") == ("A\nb", True)
    assert draw(templates, extensions=["jinja2.ext.do"]) == ("A\nb", True)
    assert draw(templates) == ("A\nb", False)


def test_what_a_filter_of_a_stranger_made_is_never_kept(templates: Path) -> None:
    # Jinja works `'a' | upper` out while it compiles.
    draw(templates)
    for answer in ("x", "y"):
        assert draw(templates, filters={"upper": lambda value, answer=answer: answer}) == (f"{answer}\nb", True)
        assert draw(templates, filters={"upper": partial(lambda a, value: a, answer)}) == (f"{answer}\nb", True)
    assert draw(templates) == ("A\nb", False)


def test_spoilt_code_is_compiled_anew(templates: Path, place: Path) -> None:
    draw(templates)
    (kept,) = place.rglob("relcast-*.cache")
    kept.write_bytes(kept.read_bytes()[:-20])
    assert draw(templates) == ("A\nb", True)
    kept.write_bytes(b"")
    assert draw(templates) == ("A\nb", True)


def test_without_a_safe_place_nothing_is_kept(place: Path) -> None:
    place.rmdir()
    place.write_text("no folder")
    assert compiled_templates() is None
