"""A folder to start from: whole in an empty place, careful in one that is in use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from relcast.authoring.init import init_folder
from relcast.checks.run import check_folder
from relcast.records.folder import discover
from relcast.records.reader import Data, Source, open_source, read

DAY = date(2026, 11, 20)
NAMES = [
    "releases/vendor.yaml",
    "releases/example-product/product.yaml",
    "releases/example-product/1.0.0.yaml",
    "mkdocs.yml",
    "docs/index.md",
    ".gitignore",
    "README.md",
]


def names(files: tuple[Path, ...], folder: Path) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in files]


def tree(folder: Path) -> dict[str, str]:
    return {f.relative_to(folder).as_posix(): f.read_text(encoding="utf-8") for f in folder.rglob("*") if f.is_file()}


def data(file: Path) -> Data:
    source = open_source(file, file.name)
    assert isinstance(source, Source)
    document = read(source)
    assert document.problems == ()
    return document.data


def test_a_new_folder_gets_everything_and_its_records_want_one_address(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "vendor"
    made = init_folder(folder, first_release=DAY)
    assert (names(made.created, folder), made.kept, made.advice) == (NAMES, (), ())
    assert sorted(tree(folder)) == sorted(NAMES)
    [problem] = check_folder(discover(folder / "releases", "releases"))
    assert (problem.name, problem.where) == ("placeholder-link", ("url",))  # "change every line", says the file


def test_a_copy_of_the_first_record_tells_of_changes_of_its_own(tmp_path: Path) -> None:
    """As the README says to begin the next one: an id that is copied along would make its changes the old ones."""
    init_folder(tmp_path, first_release=DAY)
    record = data(tmp_path / "releases/example-product/1.0.0.yaml")
    assert isinstance(record, dict)
    assert "id" not in {key for section in ("features", "fixes") for change in record[section] for key in change}


def test_the_date_is_the_callers(tmp_path: Path) -> None:
    init_folder(tmp_path, first_release=DAY)
    assert "date: 2026-11-20\n" in (tmp_path / "releases/example-product/1.0.0.yaml").read_text()
    assert "since: 2026-11-20\n" in (tmp_path / "releases/vendor.yaml").read_text()


def test_the_site_uses_material_and_relcast_asks_no_third_party_and_knows_its_address(tmp_path: Path) -> None:
    init_folder(tmp_path, first_release=DAY)
    config = data(tmp_path / "mkdocs.yml")
    assert isinstance(config, dict)
    assert config["site_url"] == "https://example.com/"
    assert config["plugins"] == ["search", "relcast"]
    assert isinstance(config["theme"], dict)
    assert (config["theme"]["name"], config["theme"]["font"]) == ("material", "false")


def test_a_second_run_keeps_everything(tmp_path: Path) -> None:
    init_folder(tmp_path, first_release=DAY)
    before = tree(tmp_path)
    made = init_folder(tmp_path, first_release=date(2027, 1, 1))
    assert (made.created, names(made.kept, tmp_path)) == ((), NAMES)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("name", [name for name in NAMES if "example-product" not in name])
def test_a_file_that_exists_is_kept_and_named(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine: relcast")
    made = init_folder(tmp_path, first_release=DAY)
    assert file.read_text() == "mine: relcast"
    assert names(made.kept, tmp_path) == [name]
    assert names(made.created, tmp_path) == [other for other in NAMES if other != name]


def test_nothing_is_added_among_records_that_are_there(tmp_path: Path) -> None:
    gateway = tmp_path / "releases" / "gateway"
    gateway.mkdir(parents=True)
    (gateway / "2.0.0.yaml").write_text("version: 2.0.0\n")
    (tmp_path / "releases" / "vendor.yaml").write_text("name: Acme\n")
    made = init_folder(tmp_path, first_release=DAY)
    assert names(made.created, tmp_path) == ["mkdocs.yml", "docs/index.md", ".gitignore", "README.md"]
    assert names(made.kept, tmp_path) == ["releases/vendor.yaml"]
    assert sorted(name for name in tree(tmp_path) if name.startswith("releases/")) == [
        "releases/gateway/2.0.0.yaml",
        "releases/vendor.yaml",
    ]


def test_a_site_that_lacks_the_plugin_gets_advice(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\n")
    made = init_folder(tmp_path, first_release=DAY)
    (advice,) = made.advice
    assert "add `- relcast`" in advice
