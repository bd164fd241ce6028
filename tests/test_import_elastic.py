"""Importing Elastic's package changelogs: what has no place in a record is reported, nothing disappears."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relcast.checks.run import check_folder
from relcast.importers import imported as imported_module
from relcast.importers.elastic import import_elastic
from relcast.importers.imported import Imported, write_imported
from relcast.problems import RecordsInvalid
from relcast.records.comments import Comment, find_comments
from relcast.records.folder import discover
from relcast.records.reader import Source
from relcast.records.write import write_record

CHANGELOG = """\
# newer versions go on top
- version: "1.2.0"
  changes:
    - description: Add the audit data stream.
      type: enhancement # can be one of: enhancement, bugfix
      link: https://github.com/acme/integrations/pull/762
    - description: |
        Move the credentials to the package level. This is breaking,
        since policies must be edited.

        - `project_id`
        - `credentials_file`
      type: breaking-change
      link: https://github.com/acme/integrations/pull/701/
    - description: The `legacy` input
      type: deprecation
      link: https://docs.acme.example/audit/inputs.html#legacy
- version: "1.1.1"
  changes:
    - description: Fix the parser
      type: bugfix
      link: TBD
    - description: Add the audit data stream.
      type: enhancement
      link: https://github.com/acme/integrations/pull/762
- version: "1.1.0"
  changes:
    - description: Fix the parser
      type: bugfix
      link: hhttps://github.com/acme/integrations/pull/650
"""
MANIFEST = """\
name: audit
title: Acme Audit
version: 1.2.0
description: Collects audit logs.
conditions: {kibana.version: ^8.7.1}
"""


def package(folder: Path, changelog: str, manifest: str | None = MANIFEST) -> Path:
    (folder / "changelog.yml").write_text(changelog, encoding="utf-8")
    if manifest is not None:
        (folder / "manifest.yml").write_text(manifest, encoding="utf-8")
    return folder


def changes(*entries: str, version: str = "1.0.0") -> str:
    return f'- version: "{version}"\n  changes:\n' + "".join(f"    - {entry}\n" for entry in entries)


def report(found: Imported, folder: Path) -> list[str]:
    return [str(note).removeprefix(f"{folder.as_posix()}/") for note in found.report]


def entries(found: Imported, version: str) -> list[dict[str, Any]]:
    record: Any = found.releases[f"{version}.yaml"]
    return [change for section in ("improvements", "fixes", "deprecations") for change in record.get(section, [])]


def test_a_package_becomes_a_product_and_one_record_per_version(tmp_path: Path) -> None:
    found = import_elastic(package(tmp_path, CHANGELOG), "acme-audit")
    assert found.product == {"name": "Acme Audit", "summary": "Collects audit logs."}
    assert list(found.releases) == ["1.2.0.yaml", "1.1.1.yaml", "1.1.0.yaml"]
    assert write_record(found.releases["1.2.0.yaml"]) == (
        "version: 1.2.0\n"
        "undated: true\n"
        "improvements:\n"
        "  - id: add-the-audit-data-stream-762\n"
        "    text: Add the audit data stream.\n"
        "    links:\n"
        "      - label: '#762'\n"
        "        url: https://github.com/acme/integrations/pull/762\n"
        "  - id: move-the-credentials-to-the-package-level-this-is-701\n"
        "    text: Move the credentials to the package level. This is breaking, since policies must be edited.\n"
        "    details: |\n"
        "      - `project_id`\n"
        "      - `credentials_file`\n"
        "    links:\n"
        "      - label: '#701'\n"
        "        url: https://github.com/acme/integrations/pull/701/\n"
        "    breaking: {}\n"
        "deprecations:\n"
        "  - id: the-legacy-input-1.2.0\n"
        "    text: The `legacy` input\n"
        "    links:\n"
        "      - label: docs.acme.example/inputs.html\n"
        "        url: https://docs.acme.example/audit/inputs.html#legacy\n"
    )


def test_what_has_no_place_is_reported_with_its_place_and_its_words(tmp_path: Path) -> None:
    found = import_elastic(package(tmp_path, CHANGELOG), "acme-audit")
    assert report(found, tmp_path) == [
        "changelog.yml:1:1: a comment has no place in a record: # newer versions go on top",
        "changelog.yml:5:25: a comment has no place in a record: # can be one of: enhancement, bugfix",
        "changelog.yml:22:13: the link 'TBD' is no address and is left out of the change 'Fix the parser'",
        "changelog.yml:30:13: the link 'hhttps://github.com/acme/integrations/pull/650' is no address "
        "and is left out of the change 'Fix the parser'",
    ]
    tally = found.tally
    assert (tally.releases_found, tally.releases_kept, tally.releases_reported) == (3, 3, 0)
    assert (tally.entries_found, tally.entries_kept, tally.entries_reported) == (6, 6, 0)


def test_what_is_written_passes_every_check(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    releases = tmp_path / "releases"
    files = write_imported(import_elastic(package(source, CHANGELOG), "acme-audit"), releases)
    (releases / "vendor.yaml").write_text("name: Acme\n")
    assert [file.name for file in files] == ["product.yaml", "1.2.0.yaml", "1.1.1.yaml", "1.1.0.yaml"]
    assert check_folder(discover(releases, "releases")) == []


def test_the_same_words_under_the_same_number_are_the_same_change_and_others_are_not(tmp_path: Path) -> None:
    found = import_elastic(package(tmp_path, CHANGELOG), "acme-audit")
    assert entries(found, "1.1.1")[0]["id"] == entries(found, "1.2.0")[0]["id"]
    assert [entries(found, version)[-1]["id"] for version in ("1.1.1", "1.1.0")] == [
        "fix-the-parser-1.1.1",
        "fix-the-parser-1.1.0",
    ]


def test_ids_stay_when_the_file_has_grown(tmp_path: Path) -> None:
    def ids(found: Imported, version: str) -> list[str]:
        return [change["id"] for change in entries(found, version)]

    before = import_elastic(package(tmp_path, CHANGELOG), "acme-audit")
    newer = changes(
        "{description: Add the audit data stream!, type: enhancement, link: https://x.example/a/pull/762}",
        version="2.0.0",
    )
    after = import_elastic(package(tmp_path, newer + CHANGELOG), "acme-audit")
    assert ids(after, "2.0.0") == ["add-the-audit-data-stream-762-2.0.0"]
    for version in ("1.2.0", "1.1.1", "1.1.0"):
        assert ids(after, version) == ids(before, version)


@given(
    st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(["Fix it", "Fix it!", "Features", "修复", "x" * 90, "a b " * 30, "'quoted' #1: x"]),
                st.sampled_from(["enhancement", "bugfix", "breaking-change", "deprecation", "other"]),
                st.sampled_from(
                    ["TBD", "https://a.example/pull/17", "https://b.example/pull/17", "https://a.example/"]
                ),
            ),
            max_size=6,
        ),
        max_size=4,
    )
)
def test_every_id_is_well_formed_and_unique_and_the_count_comes_out(
    tmp_path_factory: pytest.TempPathFactory, releases: list[list[tuple[str, str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("package")
    data: Any = [
        {"version": f"1.{n}.0", "changes": [{"description": d, "type": t, "link": u} for d, t, u in listed]}
        for n, listed in enumerate(releases)
    ]
    changelog = write_record({"root": data}).removeprefix("root:\n") if data else "[]\n"
    found = import_elastic(package(folder, changelog), "acme-audit")
    assert found.tally.is_whole
    assert found.tally.entries_kept == sum(len(set(listed)) for listed in releases)
    write_imported(found, folder / "releases")
    (folder / "releases" / "vendor.yaml").write_text("name: Acme\n")
    problems = check_folder(discover(folder / "releases", "releases"))
    assert [problem for problem in problems if problem.severity == "error"] == []


def test_the_same_version_twice_is_joined_and_reported(tmp_path: Path) -> None:
    text = changes("{description: A, type: bugfix}") + changes("{description: B, type: bugfix}", version="v1.0.0")
    found = import_elastic(package(tmp_path, text, MANIFEST.replace("1.2.0", "1.0.0")), "acme-audit")
    assert [change["text"] for change in entries(found, "1.0.0")] == ["A", "B"]
    assert report(found, tmp_path) == [
        "changelog.yml:4:12: the version v1.0.0 stands twice; these changes are joined with those of line 1"
    ]
    assert (found.tally.releases_kept, found.tally.releases_reported, found.tally.entries_kept) == (1, 1, 2)


def test_the_same_change_twice_in_a_release_is_kept_once_and_reported(tmp_path: Path) -> None:
    text = changes(
        "{description: A, type: bugfix}", "{description: A, type: enhancement}", "{description: A, type: bugfix}"
    )
    found = import_elastic(package(tmp_path, text, None), "acme-audit")
    assert [change["id"] for change in entries(found, "1.0.0")] == ["a-1.0.0-2", "a-1.0.0"]
    assert "changelog.yml:5:7: the same change stands twice in 1.0.0 and is kept once: 'A'" in report(found, tmp_path)
    assert (found.tally.entries_kept, found.tally.entries_reported) == (2, 1)


def test_an_unknown_type_becomes_a_category_and_is_reported(tmp_path: Path) -> None:
    text = changes("{description: A, type: performance}", "{description: B}")
    found = import_elastic(package(tmp_path, text, MANIFEST.replace("1.2.0", "1.0.0")), "acme-audit")
    assert entries(found, "1.0.0") == [
        {"id": "a-1.0.0", "text": "A", "category": "performance"},
        {"id": "b-1.0.0", "text": "B"},
    ]
    assert report(found, tmp_path) == [
        "changelog.yml:3:30: the type 'performance' is unknown; the change stands under improvements, "
        "with the category 'performance'",
        "changelog.yml:4:7: the type is missing; the change stands under improvements",
    ]


def test_a_change_without_words_and_a_key_without_a_place_are_reported_whole(tmp_path: Path) -> None:
    text = changes("{description: ' ', type: bugfix, link: x}", "{description: A, type: bugfix, owner: [b, c]}")
    found = import_elastic(package(tmp_path, text, MANIFEST.replace("1.2.0", "1.0.0")), "acme-audit")
    assert report(found, tmp_path) == [
        'changelog.yml:3:7: left out, since it has no description: {"description": " ", "type": "bugfix", "link": "x"}',
        "changelog.yml:3:21: blanks around the text are removed, here and in 0 other places",
        'changelog.yml:4:38: the key \'owner\' has no place in a record; it said ["b", "c"]',
    ]
    assert (found.tally.entries_kept, found.tally.entries_reported) == (1, 1)


def test_text_that_yaml_cuts_is_reported_with_the_lost_words(tmp_path: Path) -> None:
    text = '- version: "1.0.0"\n  changes:\n    - description: Revert the fix of #812\n      type: bugfix\n'
    found = import_elastic(package(tmp_path, text, MANIFEST.replace("1.2.0", "1.0.0")), "acme-audit")
    assert report(found, tmp_path) == ["changelog.yml:3:38: YAML takes the end of this text for a comment: #812"]


def test_versions_of_two_numbers_make_the_product_numeric(tmp_path: Path) -> None:
    text = changes("{description: A, type: bugfix}", version="1.10") + changes(version="1.9.3")
    found = import_elastic(package(tmp_path, text, MANIFEST.replace("1.2.0", "1.10")), "acme-audit")
    assert found.product["versioning"] == "numeric"
    assert list(found.releases) == ["1.10.yaml", "1.9.3.yaml"]
    assert report(found, tmp_path) == [
        "changelog.yml:1:12: not every version is semantic; product.yaml says `versioning: numeric`"
    ]


def test_a_version_that_no_scheme_shares_is_left_out_and_reported_with_its_changes(tmp_path: Path) -> None:
    text = changes("{description: A, type: bugfix}", version="next") + changes(version="1.0.0-next")
    found = import_elastic(package(tmp_path, text, MANIFEST.replace("1.2.0", "1.0.0-next")), "acme-audit")
    assert list(found.releases) == ["1.0.0-next.yaml"]
    first, second = report(found, tmp_path)
    assert first.startswith("changelog.yml:1:12: left out, with its 1 changes: version 'next'")
    assert second == 'changelog.yml:3:7: left out with its release: {"description": "A", "type": "bugfix"}'
    assert (found.tally.releases_reported, found.tally.entries_reported) == (1, 1)


def test_a_manifest_with_another_version_or_none_at_all_is_reported(tmp_path: Path) -> None:
    found = import_elastic(package(tmp_path, changes()), "acme-audit")
    assert report(found, tmp_path) == [
        "manifest.yml:3:10: the package says version 1.2.0; the newest release in the changelog is 1.0.0"
    ]
    (tmp_path / "manifest.yml").unlink()
    found = import_elastic(tmp_path / "changelog.yml", "acme-audit")
    assert found.product == {"name": "acme-audit"}
    assert report(found, tmp_path) == ["manifest.yml:1:1: no title found here; the product is called 'acme-audit'"]


@pytest.mark.parametrize(
    ("description", "text", "details"),
    [
        ("One line", "One line", None),
        ("A sentence\nthat goes on\n", "A sentence that goes on", None),
        ("First\n\n\nSecond\n  third\n", "First", "Second\n  third\n"),
        ("These:\n- a\n- b\n", "These:", "- a\n- b\n"),
        ("Run:\n```\nx\n```", "Run:", "```\nx\n```\n"),
        ("- a\n- b", "- a\n- b", None),
    ],
)
def test_the_first_paragraph_is_the_text_and_the_rest_its_details(
    tmp_path: Path, description: str, text: str, details: str | None
) -> None:
    record: Any = {"root": [{"version": "1.0.0", "changes": [{"description": description, "type": "bugfix"}]}]}
    found = import_elastic(package(tmp_path, write_record(record).removeprefix("root:\n")), "acme-audit")
    (change,) = entries(found, "1.0.0")
    assert (change["text"], change.get("details")) == (text, details)


@pytest.mark.parametrize(
    ("changelog", "problem"),
    [
        ("", "changelog.yml:1:1: RC202 expected a list of versions, each starting with `- version:`"),
        ("spec: 1\n", "changelog.yml:1:1: RC202 expected a list of versions, each starting with `- version:`"),
        ("- version: 1.0.0\n  changes: none\n", "changelog.yml:2:12: RC202 expected a list of changes"),
        ("- changes: []\n", "changelog.yml:1:3: RC202 expected `version:` with a version"),
        (changes("A"), "changelog.yml:3:7: RC202 expected `description:`, `type:` and `link:`"),
        (changes("{description: [A]}"), "changelog.yml:3:21: RC202 expected text for `description`"),
        (changes("description: a: b"), "changelog.yml:3:21: RC105 a second ': '"),
        (changes("{type: a, type: b}"), "changelog.yml:3:17: RC110 the key 'type' stands here a second time"),
        ("- version: &a 1.0.0\n", "changelog.yml:1:12: RC106 the anchor '&a'"),
    ],
)
def test_a_broken_changelog_is_one_clear_message_with_its_place(tmp_path: Path, changelog: str, problem: str) -> None:
    with pytest.raises(RecordsInvalid) as caught:
        import_elastic(package(tmp_path, changelog), "acme-audit")
    (found,) = caught.value.problems
    assert str(found).removeprefix(f"{tmp_path.as_posix()}/").startswith(problem)


def test_a_missing_file_and_an_impossible_id_are_messages_too(tmp_path: Path) -> None:
    with pytest.raises(RecordsInvalid, match="RC101"):
        import_elastic(tmp_path / "changelog.yml", "acme-audit")
    with pytest.raises(RecordsInvalid, match=r"'\.\./x' can't be a product's id"):
        import_elastic(package(tmp_path, CHANGELOG), "../x")


def test_a_product_that_is_there_is_left_alone(tmp_path: Path) -> None:
    found = import_elastic(package(tmp_path, CHANGELOG), "acme-audit")
    (tmp_path / "releases" / "acme-audit").mkdir(parents=True)
    (tmp_path / "releases" / "acme-audit" / "1.0.0.yaml").write_text("mine")
    with pytest.raises(FileExistsError, match="acme-audit exists"):
        write_imported(found, tmp_path / "releases")
    assert [path.name for path in (tmp_path / "releases").rglob("*")] == ["acme-audit", "1.0.0.yaml"]


def test_overwriting_replaces_the_imported_files_and_keeps_the_others(tmp_path: Path) -> None:
    found = import_elastic(package(tmp_path, CHANGELOG), "acme-audit")
    releases = tmp_path / "releases"
    write_imported(found, releases)
    (releases / "acme-audit" / "1.2.0.yaml").write_text("edited")
    (releases / "acme-audit" / "2.0.0.yaml").write_text("mine")
    write_imported(found, releases, overwrite=True)
    assert (releases / "acme-audit" / "1.2.0.yaml").read_text() == write_record(found.releases["1.2.0.yaml"])
    assert (releases / "acme-audit" / "2.0.0.yaml").read_text() == "mine"
    assert [path.name for path in releases.iterdir()] == ["acme-audit"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_import_that_fails_midway_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool
) -> None:
    found = import_elastic(package(tmp_path, CHANGELOG), "acme-audit")
    releases = tmp_path / "releases"
    if overwrite:
        write_imported(found, releases)
    before = {path: path.is_file() and path.read_text() for path in releases.rglob("*")}
    written = 0

    def fail_at_the_third(path: Path, text: str, *, overwrite: bool) -> None:
        nonlocal written
        written += 1
        if written == 3:
            raise OSError("disk full")
        path.write_text(f"new {text}")

    monkeypatch.setattr(imported_module, "write_file", fail_at_the_third)
    with pytest.raises(OSError, match="disk full"):
        write_imported(found, releases, overwrite=overwrite)
    assert {path: path.is_file() and path.read_text() for path in releases.rglob("*")} == before


def test_a_sign_inside_text_is_no_comment() -> None:
    text = "# one\na: b#c\nb: 'x # y'\nc: | # two\n  # text\nd: e # three\n- \"\n  # text\"\n# four"
    assert find_comments(Source("x.yml", text.replace('- "', 'f: "'), b"")) == [
        Comment("# one", 1, 1),
        Comment("# two", 4, 6),
        Comment("# three", 6, 6),
        Comment("# four", 9, 1),
    ]
