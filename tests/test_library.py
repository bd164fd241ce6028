"""From a folder to the library: what is found, in which order, and what is told of what is missed."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcast.library.load import LoadedProduct, load_product, load_vendor
from relcast.library.product import ProductHistory
from relcast.model.product import Product, Vendor
from relcast.model.text import Words
from relcast.problems import Problem
from relcast.records.folder import VendorFolder, discover

VENDOR = "name: Acme Cloud\nlanguages: [en, zh-CN]\ntimezone: Asia/Shanghai\n"
PRODUCT = "name: Edge Gateway\n"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

Folder = Callable[[Mapping[str, str]], VendorFolder]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Makes a vendor's folder from texts by name."""

    def make(files: Mapping[str, str]) -> VendorFolder:
        for name, text in {"vendor.yaml": VENDOR, "gw/product.yaml": PRODUCT, **files}.items():
            file = tmp_path / "releases" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
        return discover(tmp_path / "releases", "releases")

    return make


def load(folder: VendorFolder, product: int = 0) -> LoadedProduct:
    vendor, problems = load_vendor(folder)
    assert problems == []
    assert vendor
    return load_product(folder, folder.products[product], vendor)


def release(version: str, more: str = "") -> str:
    return f"version: {version}\ndate: 2026-01-01\n{more}"


def told(problems: object) -> list[str]:
    assert isinstance(problems, list | tuple)
    return [str(problem).split("\n")[0] for problem in problems]


# Discovery


def test_the_files_of_a_product_are_found_by_place_and_name(folder: Folder) -> None:
    found = folder(
        {
            "gw/2.0.0.yaml": "",
            "gw/1.0.0.yml": "",
            "gw/listings.yaml": "",
            "gw/notices/a.yaml": "",
            "gw/unreleased/b.yml": "",
            "gw/README.md": "",
            "gw/_draft.yaml": "",
            "gw/.hidden.yaml": "",
            "_old/1.0.0.yaml": "",
            "images/logo.svg": "",
        }
    )
    [product] = found.products
    assert found.problems == ()
    assert [found.show(file) for file in product.files()] == [
        "releases/gw/product.yaml",
        "releases/gw/listings.yaml",
        "releases/gw/1.0.0.yml",
        "releases/gw/2.0.0.yaml",
        "releases/gw/notices/a.yaml",
        "releases/gw/unreleased/b.yml",
    ]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("1.0.0.yaml", "this file is not read, since it lies in no product's folder"),
        ("gw/2026/1.0.0.yaml", "this file is not read, since it lies too deep"),
        ("gw/1.0.0.YAML", "this file is not read"),
        ("vendor.yml", "this file is not read, since vendor.yaml lies beside it"),
        ("gw/product.yml", "this file is not read, since product.yaml lies beside it"),
        ("gw/notices", "this file is not read, since notices is the name of a folder"),
        ("gw/unreleased", "this file is not read, since unreleased is the name of a folder"),
    ],
)
def test_a_record_that_would_be_missed_is_told(name: str, says: str, folder: Folder) -> None:
    assert told(folder({name: "a: b\n"}).problems) == [f"releases/{name}:1:1: RC406 warning: {says} (stray-file)"]


def test_a_folder_that_is_called_as_a_record_is_told(folder: Folder) -> None:
    assert told(folder({"gw/2.0.0.yaml/2.0.0.yaml": "a: b\n"}).problems) == [
        "releases/gw/2.0.0.yaml:1:1: RC406 warning: this folder is not read, since a record is a file (stray-file)"
    ]


@pytest.mark.parametrize("name", ["gw/notices/a.yaml", "gw/unreleased/a.yaml", "gw/listings.yaml", "gw/1.0.0.yaml"])
def test_a_folder_with_any_record_is_a_product(name: str, folder: Folder) -> None:
    found = folder({name.replace("gw", "db"): "a: b\n"})
    assert [product.id for product in found.products] == ["db", "gw"]
    assert told(load(found).problems)[0] == (
        "releases/db/product.yaml:1:1: RC402 the folder 'db' has records but no product.yaml (missing-product)"
    )


def test_a_name_that_is_not_utf_8_is_refused_in_words_that_can_be_printed(folder: Folder) -> None:
    root = folder({}).root
    for name in (b"\xff", b"gw/notices/\xfe.yaml", b"gw/\xff.yaml", b"gw/deeper\xff/a.yaml"):
        path = os.path.join(os.fsencode(root), name if name.endswith(b".yaml") else name + b"/product.yaml")
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            Path(os.fsdecode(path)).write_text("a: b\n")
        except OSError:
            pytest.skip("this system has no such names")
    found = discover(root, "releases")
    says = "RC114 this name is not written in UTF-8 (unreadable-name)"
    assert sorted(told(found.problems)) == [
        "releases/\\xff:1:1: " + says,
        "releases/gw/\\xff.yaml:1:1: " + says,
        "releases/gw/deeper\\xff/a.yaml:1:1: RC406 warning: this file is not read, since it lies too deep (stray-file)",
        "releases/gw/notices/\\xfe.yaml:1:1: " + says,
    ]
    assert [(product.id, product.releases, product.notices) for product in found.products] == [("gw", (), ())]


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    vendor, problems = load_vendor(discover(tmp_path / "nothing", "nothing"))
    assert vendor is None
    assert told(problems) == ["nothing:1:1: RC407 there is no such folder (missing-folder)"]


def test_a_folder_without_vendor_says_so_whatever_else_lies_there(tmp_path: Path) -> None:
    (tmp_path / "1.0.0.yaml").touch()
    vendor, problems = load_vendor(discover(tmp_path, "releases"))
    assert vendor is None
    assert [problem.code for problem in problems] == ["RC406", "RC403"]


@pytest.mark.parametrize(
    "name", ["vendor.yaml", "gw/product.yaml", "gw/1.0.0.yaml", "gw/notices/a.yaml", "gw/notices", "db"]
)
def test_no_link_leads_out_of_the_folder(name: str, folder: Folder, tmp_path: Path) -> None:
    made = folder({})
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("id: secret\n")
    link = made.root / name
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(outside / "secret.yaml" if name.endswith(".yaml") else outside)
    found = discover(made.root, "releases")
    assert "RC113" in [problem.code for problem in found.problems]
    files = [found.vendor, *(file for product in found.products for file in product.files())]
    assert not [file for file in files if file and "secret" in file.read_text()]


def test_a_link_within_the_folder_is_followed(folder: Folder) -> None:
    made = folder({"gw/1.0.0.yaml": release("1.0.0")})
    (made.root / "gw/1.0.1.yaml").symlink_to("1.0.0.yaml")
    assert len(load(discover(made.root, "releases")).history.releases) == 2


def test_a_folder_may_itself_be_reached_by_a_link(folder: Folder, tmp_path: Path) -> None:
    folder({"gw/1.0.0.yaml": release("1.0.0")})
    (tmp_path / "link").symlink_to("releases")
    found = discover(tmp_path / "link", "link")
    (tmp_path / "link/gw/1.0.1.yaml").symlink_to(tmp_path / "releases/gw/1.0.0.yaml")
    assert found.problems == discover(tmp_path / "link", "link").problems == ()


def test_a_link_to_itself_or_to_nothing_is_unreadable(folder: Folder) -> None:
    made = folder({})
    (made.root / "gw/1.0.0.yaml").symlink_to("1.0.0.yaml")
    (made.root / "gw/1.0.1.yaml").symlink_to("nothing.yaml")
    assert [problem.code for problem in discover(made.root, "releases").problems] == ["RC101", "RC101"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_a_pipe_is_not_waited_for(folder: Folder) -> None:
    made = folder({})
    os.mkfifo(made.root / "gw/1.0.0.yaml")
    found = discover(made.root, "releases")
    assert told(found.problems) == ["releases/gw/1.0.0.yaml:1:1: RC101 this is no ordinary file (unreadable-file)"]
    assert load_vendor(found)[0] is None


def test_a_folder_called_like_a_record_is_none(folder: Folder) -> None:
    made = folder({"gw/notices/a.yaml/b.txt": "", "gw/1.0.0.yaml/b.txt": ""})
    assert [problem.path for problem in made.problems] == ["releases/gw/1.0.0.yaml", "releases/gw/notices/a.yaml"]


# Loading


def test_an_error_in_vendor_yaml_means_no_vendor_unless_a_stand_in_will_do(folder: Folder) -> None:
    made = folder({"vendor.yaml": "nmae: Acme\nlanguages: [de]\n"})
    assert load_vendor(made)[0] is None
    vendor, problems = load_vendor(made, stand_in=True)
    assert vendor
    assert (vendor.languages, len(problems)) == (["de"], 1)


@pytest.mark.parametrize("text", ["name: Fix #12\n", "name: a\nname: b\n"])
def test_a_vendor_that_lost_words_is_none(text: str, folder: Folder) -> None:
    assert load_vendor(folder({"vendor.yaml": text}))[0] is None


@pytest.mark.parametrize(
    "text", ["languages: []", "languages: [../x]", "languages: en", "languages: [en, en]", "name: `a`", "- a"]
)
def test_without_known_languages_there_is_no_stand_in(text: str, folder: Folder) -> None:
    vendor, problems = load_vendor(folder({"vendor.yaml": text}), stand_in=True)
    assert problems
    assert vendor is None or vendor.languages == ["en"]


def test_all_problems_of_all_files_come_in_one_go(folder: Folder) -> None:
    found = load(
        folder(
            {
                "gw/1.0.0.yaml": "version: 1.0.0\nfixs: []\n",
                "gw/1.1.0.yaml": "version: `1`\n",
                "gw/1.2.0.yaml": "version: 1.2\nfixes: [a #1\n  ]\n",
                "gw/listings.yaml": "aws: {1.0.0: {liev: 2026-01-01}}\n",
                "gw/notices/a.yaml": "id: A\n",
                "gw/unreleased/b.yaml": "version: 1\n",
            }
        )
    )
    assert sorted((problem.path.removeprefix("releases/gw/"), problem.code) for problem in found.problems) == [
        ("1.0.0.yaml", "RC203"),
        ("1.1.0.yaml", "RC105"),
        ("1.2.0.yaml", "RC111"),
        ("1.2.0.yaml", "RC212"),
        ("listings.yaml", "RC203"),
        ("notices/a.yaml", "RC207"),
        ("unreleased/b.yaml", "RC203"),
    ]
    assert all(problem.line and problem.column for problem in found.problems)


def test_what_cannot_be_read_is_left_out_and_the_rest_is_there(folder: Folder) -> None:
    found = load(folder({"gw/1.0.0.yaml": release("1.0.0"), "gw/1.1.0.yaml": "- a"}))
    assert [entry.version.text for entry in found.history.releases] == ["1.0.0"]


@pytest.mark.parametrize("text", ['["a\\x08b"]', "[a]\nfixes: [b]", "[a #1\n  ]"])
def test_what_is_read_with_an_error_is_in_no_preview(text: str, folder: Folder) -> None:
    found = load(folder({"gw/1.0.0.yaml": release("1.0.0"), "gw/1.1.0.yaml": release("1.1.0", f"fixes: {text}\n")}))
    assert [problem.path for problem in found.problems] == ["releases/gw/1.1.0.yaml"]
    assert [entry.version.text for entry in found.history.releases] == ["1.0.0"]


def test_versions_are_not_judged_before_product_yaml_can_be_read(folder: Folder) -> None:
    found = load(
        folder({"gw/product.yaml": "name: a\nversioning: numeric\ncadnce: {}\n", "gw/1.2.yaml": release("1.2")})
    )
    assert [problem.path for problem in found.problems] == ["releases/gw/product.yaml"]
    assert not found.is_understood


def test_sources_are_kept_by_the_path_that_messages_show(folder: Folder) -> None:
    found = load(folder({"gw/1.0.0.yaml": release("1.0.0")}))
    assert sorted(found.sources) == ["releases/gw/1.0.0.yaml", "releases/gw/product.yaml"]
    assert found.sources["releases/gw/1.0.0.yaml"].raw.startswith(b"version")


# Order and moments

VERSIONS = ["1.0.0-rc.1", "1.0.0", "1.2.0", "1.10.0", "2.0.0-alpha", "2.0.0-rc.1", "2.0.0"]


def test_releases_come_newest_version_first_whatever_their_files_are_called(folder: Folder) -> None:
    names = [f"gw/{name}.yaml" for name in "abcdefg"]
    random.Random(1).shuffle(names)
    found = load(folder({name: release(version) for name, version in zip(names, VERSIONS, strict=True)}))
    assert [entry.version.text for entry in found.history.releases] == VERSIONS[::-1]


def history(folder: Folder, *records: str) -> ProductHistory:
    loaded = load(folder({f"gw/{number}.yaml": record for number, record in enumerate(records)}))
    assert loaded.problems == []
    return loaded.history


def test_the_latest_is_the_highest_stable_version_not_the_newest_date(folder: Folder) -> None:
    found = history(
        folder,
        "version: 1.9.9\ndate: 2026-11-01",
        "version: 2.0.0\ndate: 2026-10-01",
        "version: 2.0.1\ndate: 2026-10-02\nwithdrawn: {date: 2026-10-03}",
        "version: 2.1.0-rc.1\ndate: 2026-11-02",
        "version: 3.0.0\nstatus: planned",
    )
    latest = found.find_latest()
    assert latest
    assert latest.version.text == "2.0.0"


def test_without_a_stable_release_there_is_no_latest(folder: Folder) -> None:
    assert history(folder).find_latest() is None
    assert history(folder, "version: 1.0.0-rc.1\ndate: 2026-10-02").find_latest() is None


def test_a_release_is_public_from_midnight_of_its_day_in_the_vendors_zone(folder: Folder) -> None:
    found = history(
        folder,
        "version: 1.0.0\ndate: 2026-11-20",
        "version: 1.0.1\ndate: 2026-11-21",
        "version: 2.0.0\nstatus: planned",
        "version: 0.9.0\nundated: true",
    )
    before, after = datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC), datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert [entry.version.text for entry in found.at(before).releases] == ["2.0.0", "1.0.0", "0.9.0"]
    assert found.at(after) is found
    assert found.turning_points() == [datetime(2026, 11, 19, 16, tzinfo=UTC), after]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("1.0.0", "v1.0.0"), ("v1.0.0", "v1.0.0"), ("V1.0.0", "v1.0.0"), ("v2.0.0-RC.1", "2.0.0-RC.1"), ("3.0.0", None)],
)
def test_a_release_is_found_with_or_without_v(asked: str, found: str | None, folder: Folder) -> None:
    entry = history(folder, release("v1.0.0"), release("2.0.0-RC.1")).find(asked)
    assert (entry.version.text if entry else None) == found


@given(st.permutations(range(7)))
def test_order_never_depends_on_the_order_found(order: list[int]) -> None:
    from relcast.library.product import VersionedRelease, newest_first
    from relcast.model.release import Release
    from relcast.model.version import parse_version

    entries = [
        VersionedRelease(parse_version(version, "semver"), Release(version=version), f"{number}.yaml")
        for number, version in enumerate([*VERSIONS[:6], VERSIONS[5]])
    ]
    assert newest_first([entries[number] for number in order]) == newest_first(entries)


# Headings


def test_what_breaks_and_what_is_unsafe_leaves_its_section_and_internal_changes_keep_their_number(
    folder: Folder,
) -> None:
    record = """\
version: 1.0.0
date: 2026-01-01
fixes:
  - {text: hidden, internal: true}
  - {text: unsafe, security: {ids: [CVE-2026-1]}}
  - plain
  - {text: both, security: {}, breaking: {}}
features: [new]
"""
    [entry] = history(folder, record).releases
    assert {heading: [placed.id for placed in group] for heading, group in entry.arranged.items()} == {
        "breaking": ["fixes-4"],
        "security": ["fixes-2"],
        "features": ["features-1"],
        "fixes": ["fixes-3"],
    }
    assert list(entry.arranged) == ["breaking", "security", "features", "fixes"]
    assert "hidden" not in [placed.change.text["en"] for placed in entry.changes]


def test_problems_are_one_line_however_files_are_called(folder: Folder) -> None:
    made = folder({"gw/a\n::error::b\x1b[31m.yaml": "- a"})
    [problem] = load(made).problems
    assert str(problem).split("\n")[0] == (
        "releases/gw/a\\n::error::b\\x1b[31m.yaml:1:1: RC202 "
        "expected keys with values, such as `version:`, found a list (wrong-type)"
    )


def test_a_problem_can_always_be_printed() -> None:
    problem = Problem("RC999", "test", "a\ud800\u202e\x1b", "b\r\nc", path="d\udcff")
    str(problem).encode("utf-8")
    assert str(problem) == "d\\udcff:1:1: RC999 a\\ud800\\u202e\\x1b (test)\n    hint: b\\r\\nc"


def test_a_history_needs_no_files() -> None:
    found = ProductHistory("gw", Product(name=Words({"en": "a"})), Vendor(name=Words({"en": "b"})), ())
    assert found.at(NOW) is found
    assert found.turning_points() == []
