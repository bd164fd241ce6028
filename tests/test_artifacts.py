"""Artifacts: local files are found inside the project only, measured, and held against their records."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from record_folders import folder_of
from sample_records import TOKENS

from relcast.artifacts import leaves_project, measure
from relcast.checks.run import check_folder
from relcast.cli import main
from relcast.marketplaces.secrets import FORMS, find_secret, find_secret_in_reference
from relcast.model.release import Artifact
from relcast.records.folder import discover

CONTENT = b"\x00package\r\n" * 100_000
SHA256, MD5 = hashlib.sha256(CONTENT).hexdigest(), hashlib.md5(CONTENT).hexdigest()

Project = Callable[[str], Path]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Makes a project with one release that names one artifact, and its file in dist/."""

    def make(artifact: str) -> Path:
        root = tmp_path / "project"
        (root / "dist").mkdir(parents=True)
        (root / "dist" / "gw.tar.gz").write_bytes(CONTENT)
        record = f"version: 1.0.0\ndate: 2026-11-20\nartifacts:\n  - {artifact}\n"
        folder_of(root, {"1.0.0.yaml": record})
        return root

    return make


def told(root: Path, *, artifacts: bool = False) -> list[str]:
    """`line:column CODE severity message` of every problem."""
    found = check_folder(discover(root / "releases", "releases"), artifacts=artifacts)
    return [f"{p.line}:{p.column} {p.code} {p.severity} {p.message}" for p in found]


@pytest.mark.parametrize(
    "path",
    [
        "../x", "a/../../x", "/etc/passwd", "~/x", "C:/x", "C:x", "\\\\host\\share", "..\\x", "a\\..\\..\\x", "a\0b",
    ],
)  # fmt: skip
def test_a_path_that_leads_out_of_the_project_is_known_by_its_words(path: str) -> None:
    assert leaves_project(path)


@pytest.mark.parametrize("path", ["dist/gw.tar.gz", "a..b/c", "...", ".hidden/x", "数据/包.zip", "a b"])
def test_an_ordinary_path_stays(path: str) -> None:
    assert not leaves_project(path)


def test_size_and_both_hashes_are_computed(project: Project) -> None:
    found = measure(project("file: dist/gw.tar.gz"), "dist/gw.tar.gz", hashing=True)
    assert (found.fault, found.size, found.sha256, found.md5) == (None, len(CONTENT), SHA256, MD5)


def test_hashes_are_not_computed_unless_asked_for(project: Project) -> None:
    found = measure(project("file: dist/gw.tar.gz"), "dist/gw.tar.gz", hashing=False)
    assert (found.size, found.sha256, found.md5) == (len(CONTENT), None, None)


def test_a_link_out_of_the_project_is_never_followed(project: Project, tmp_path: Path) -> None:
    root = project("file: dist/link")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (root / "dist" / "link").symlink_to(tmp_path / "secret")
    assert measure(root, "dist/link", hashing=True).fault == "outside"
    assert told(root) == ["4:11 RC552 error dist/link lies outside the project"]


def test_a_link_inside_the_project_is_followed(project: Project) -> None:
    root = project("file: dist/link")
    (root / "dist" / "link").symlink_to("gw.tar.gz")
    assert measure(root, "dist/link", hashing=True).sha256 == SHA256


def test_what_is_no_file_is_never_opened(project: Project) -> None:
    root = project("file: dist/pipe")
    os.mkfifo(root / "dist" / "pipe")
    (root / "dist" / "loop").symlink_to("loop")
    faults = [
        measure(root, name, hashing=True).fault for name in ("dist", "dist/pipe", "dist/loop", "dist/no", "x" * 999)
    ]
    assert faults == ["no_file", "no_file", "unreadable", "missing", "unreadable"]


def test_a_stated_hash_may_be_written_in_capitals(project: Project) -> None:
    found = measure(project("file: dist/gw.tar.gz"), "dist/gw.tar.gz", hashing=True)
    assert (
        list(found.differences(Artifact(file="dist/gw.tar.gz", sha256=SHA256.upper(), md5=MD5, size=found.size))) == []
    )


def test_a_size_that_disagrees_is_an_error_at_its_place(project: Project) -> None:
    assert told(project("{file: dist/gw.tar.gz, size: 12}")) == [
        f"4:34 RC552 error the size of dist/gw.tar.gz is {len(CONTENT)} bytes, not 12"
    ]


def test_hashes_are_compared_only_when_asked(project: Project) -> None:
    root = project(f"{{file: dist/gw.tar.gz, sha256: {'0123456789abcdef' * 4}, md5: {'0123456789abcdef' * 2}}}")
    assert told(root) == []
    assert told(root, artifacts=True) == [
        f"4:36 RC552 error the SHA-256 of dist/gw.tar.gz is {SHA256}, not {'0123456789abcdef' * 4}",
        f"4:107 RC552 error the MD5 of dist/gw.tar.gz is {MD5}, not {'0123456789abcdef' * 2}",
    ]


def test_a_file_that_is_not_there_is_told_only_when_asked(project: Project) -> None:
    root = project("file: dist/other.zip")
    assert told(root) == []
    assert told(root, artifacts=True) == ["4:11 RC552 warning dist/other.zip is not there"]


def test_the_command_compares_hashes_with_artifacts(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project(f"{{file: dist/gw.tar.gz, sha256: {'0123456789abcdef' * 4}}}"))
    assert main(["check"]) == 0
    assert main(["check", "--artifacts"]) == 1
    assert "releases/gw/1.0.0.yaml:4:36: RC552 the SHA-256 of dist/gw.tar.gz is" in capsys.readouterr().out


# Secrets. None of these opens anything: they only have the form.

SECRETS = [
    "-----BEGIN RSA PRIVATE KEY-----",
    "Key AKIA" + "ABCDEFGHIJKLMNOP",
    "LTAI" + "4GabcdefGHIJKLmn",
    "ghp_" + "a1B2" * 9,
    "use glpat-" + "a1B2c3D4e5F6g7H8i9J0",
    "https://reviewer:hunter22@demo.example/",
    "Sign in as demo, password: Spring-2026",
    "password is hunter2!x",
    "密码：Abc12345",
    "token=abcdef123456",
]


@pytest.mark.parametrize("text", [*SECRETS, *TOKENS])
def test_what_looks_like_a_secret_is_found(text: str) -> None:
    assert find_secret(text)
    assert find_secret_in_reference(text)


def test_every_form_of_a_secret_is_tried_and_each_text_has_one_of_its_signs() -> None:
    for form in FORMS:
        found = [text for text in (*SECRETS, *TOKENS) if form.pattern.search(text)]
        assert found, form
        assert all((form.start or "\0") in text or any(re.search(sign, text) for sign in form.signs) for text in found)


@pytest.mark.parametrize(
    "text",
    [
        "The first password is the instance id",
        "Password: see the vault",
        "password: vault:market/reviewer",
        "初始密码为实例 ID",
        "Sign in with the token of the test tenant",
        "Resets the password in 2 steps",
        "https://docs.acme.example/passwords",
        "Open https://<address>:8443/ and sign in",
    ],
)
def test_a_text_about_secrets_is_none(text: str) -> None:
    assert find_secret(text) is None


@pytest.mark.parametrize(
    "text",
    ["vault:market/reviewer", "vault://market/Reviewer-2026", "op://Market/reviewer/password", "env:MARKET_PASSWORD",
     "Vault, market/reviewer", "https://vault.acme.example/ui/secrets/market", "the reviewers' safe"],
)  # fmt: skip
def test_a_reference_names_a_place(text: str) -> None:
    assert find_secret_in_reference(text) is None


@pytest.mark.parametrize("text", ["Spring-2026!x", "reviewer / Spring#2026", "reviewer:Tr0ub4dor&3"])
def test_a_bare_password_is_no_reference(text: str) -> None:
    assert find_secret_in_reference(text)
