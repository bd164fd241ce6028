"""What `relcast check` remembers: never read twice, never believed when anything has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from relcast.checks import run as run_module
from relcast.cli import main
from relcast.records.folder import ProductFolder

FILES = {
    "vendor.yaml": "name: Acme\n",
    "a/product.yaml": "name: A\n",
    "a/1.0.0.yaml": "version: 1.0.0\ndate: 2026-11-20\nfixs: []\n",
    "b/product.yaml": "name: B\n",
    "b/1.0.0.yaml": "version: 1.0.0\ndate: 2026-11-20\n",
    "b/1.1.0.yaml": "version: 1.1.0\ndate: 2026-12-20\nstatus: planned\n",
}
Run = Callable[..., tuple[int, str, str, list[str]]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("")
    write(tmp_path, FILES)
    return tmp_path


def write(home: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = home / "releases" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `relcast check`; also says which products were read."""
    read: list[str] = []
    load = run_module.load_product

    def noted(folder: Any, product: ProductFolder, vendor: Any) -> Any:
        read.append(product.id)
        return load(folder, product, vendor)

    monkeypatch.setattr(run_module, "load_product", noted)

    def run(*arguments: str, now: str = "2026-11-26") -> tuple[int, str, str, list[str]]:
        read.clear()
        code = main(["check", "--now", now, *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err, list(read)

    return run


def test_what_did_not_change_is_not_read_again_and_says_the_same(home: Path, check: Run) -> None:
    first = check()
    assert first[3] == ["a", "b"]
    assert first[0] == 1
    assert check() == (*first[:3], [])
    assert (home / ".relcast/.gitignore").read_text() == "*\n"


def test_only_the_product_that_changed_is_read_again(home: Path, check: Run) -> None:
    check()
    write(home, {"a/1.0.0.yaml": "version: 1.0.0\ndate: 2026-11-20\n"})
    assert check() == (0, "", "no problems\n", ["a"])
    assert check() == (0, "", "no problems\n", [])


def test_a_file_that_comes_goes_or_is_renamed_is_a_change(home: Path, check: Run) -> None:
    check()
    (home / "releases/b/1.0.0.yaml").rename(home / "releases/b/1.0.1.yaml")
    _, out, _, read = check()
    assert read == ["b"]
    assert "RC301" in out
    (home / "releases/b/1.0.1.yaml").unlink()
    assert check()[3] == ["b"]
    write(home, {"stray.yaml": "a: b\n"})
    assert "RC406" in check()[1]


def test_a_moment_that_passes_brings_what_is_wrong_from_then_on(home: Path, check: Run) -> None:
    before = check()
    assert "overdue-plan" not in before[1]
    after = check(now="2027-01-05")
    assert "overdue-plan" in after[1]
    assert after[3] == ["b"]
    assert check(now="2027-01-06")[3] == []
    assert check() == (*before[:3], ["b"])


def test_a_change_of_vendor_yaml_is_a_change_of_all(home: Path, check: Run) -> None:
    check()
    write(home, {"vendor.yaml": "name: Acme\nlanguages: [zh-CN]\n"})
    assert check()[3] == ["a", "b"]


def test_our_own_code_is_part_of_what_counts(home: Path, check: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    monkeypatch.setattr("relcast.checks.memory.tool_key", lambda: "another")
    assert check()[3] == ["a", "b"]


def test_another_working_directory_gets_paths_of_its_own(
    home: Path, check: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    check()
    monkeypatch.chdir(home / "releases")
    assert check(".")[1].startswith("a/1.0.0.yaml:3:1: RC203 ")


def test_settings_that_only_remembered_products_need_are_not_called_unused(home: Path, check: Run) -> None:
    write(home, {
        "vendor.yaml": "name: Acme\nchecks:\n  date-order: {level: advice, reason: Old}\n",
        "a/1.0.0.yaml": "version: 1.0.0\ndate: 2026-11-20\n",
        "a/1.0.1.yaml": "version: 1.0.1\ndate: 2026-11-10\n",
    })  # fmt: skip
    first = check()
    assert "unused-setting" not in first[1]
    write(home, {"b/1.0.0.yaml": "version: 1.0.0\ndate: 2026-11-19\n"})
    second = check()
    assert second[3] == ["b"]
    assert second[1] == first[1]
    write(home, {"a/1.0.1.yaml": "version: 1.0.1\ndate: 2026-11-21\n"})
    assert "unused-setting" in check()[1]


def test_a_part_asked_for_comes_from_memory_too(home: Path, check: Run) -> None:
    assert check("releases/a")[3] == ["a"]
    assert check("releases/a")[3] == []
    assert check("releases/b") == (0, "", "no problems\n", ["b"])
    assert check()[3] == []


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[]", b"{}", b"null", b"[" * 100_000])
def test_a_memory_that_is_no_memory_is_forgotten(home: Path, check: Run, raw: bytes) -> None:
    first = check()
    (home / ".relcast/check/releases.json").write_bytes(raw)
    assert check() == first


def test_rows_of_another_shape_are_forgotten(home: Path, check: Run) -> None:
    first = check()
    file = home / ".relcast/check/releases.json"
    known = json.loads(file.read_text())
    for row in (7, None, {"key": known["products"]["a"]["key"]}, {**known["products"]["a"], "problems": [{"x": 1}]}):
        file.write_text(json.dumps({**known, "products": {"": row, "a": row, "b": row}}))
        assert check() == first


def test_without_a_project_around_nothing_is_written(home: Path, check: Run) -> None:
    (home / "mkdocs.yml").unlink()
    first = check()
    assert check() == first
    assert [file.name for file in home.iterdir()] == ["releases"]


def test_no_cache_reads_and_writes_none(home: Path, check: Run) -> None:
    assert check("--no-cache") == check("--no-cache")
    assert not (home / ".relcast").exists()


def test_a_folder_that_can_t_be_written_is_no_obstacle(home: Path, check: Run) -> None:
    (home / ".relcast").write_text("a file")
    assert check() == check()


def test_many_products_are_checked_by_workers_with_the_same_result(
    home: Path, check: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, {f"p{n:02}/{name}": FILES[f"a/{name}"] for n in range(20) for name in ("product.yaml", "1.0.0.yaml")})
    alone = check("--no-cache", "--jobs", "1")
    assert len(alone[3]) == 22
    together = check("--no-cache", "--jobs", "2")
    assert together[:3] == alone[:3]
    assert together[3] == alone[3][:1]  # the others are read elsewhere


def test_a_product_that_is_not_read_again_still_has_its_earlier_ids(home: Path, check: Run) -> None:
    write(home, {"a/product.yaml": "name: A\naliases: [old]\n"})
    check()
    write(home, {"b/product.yaml": "name: B\naliases: [old]\n"})
    _, out, _, read = check()
    assert "releases/b/product.yaml:2:11: RC422" in out
    assert "a" not in read
    write(home, {"a/product.yaml": "name: A\n"})
    assert "RC422" not in check()[1]
