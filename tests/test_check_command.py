"""`relcast check`: what it prints, where to, and how it exits."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import Golden
from hypothesis import given, settings
from hypothesis import strategies as st

import relcast
from relcast.cli import main

CASES = Path(__file__).parent / "cases"
VENDOR = "name: Acme Cloud\nlanguages: [en, zh-CN]\n"
PRODUCT = "name: Edge Gateway\n"
RIGHT = "version: 1.0.0\ndate: 2026-11-20\n"
BROKEN = "version: 1.0.1\ndate: 2026-11-20\nfixs: []\n"
LINE = re.compile(r"[^:]+:[1-9]\d*:[1-9]\d*: RC[1-7]\d\d (?:warning: |advice: )?.+ \([a-z]+(?:-[a-z]+)*\)")

Output = tuple[int, str, str]


def is_report(lines: list[str]) -> bool:
    """Each problem is a line with its place, then maybe its source line with a mark below, then maybe a hint."""
    kinds = "".join(
        "p"
        if LINE.fullmatch(line)
        else "h"
        if line.startswith("    hint: ")
        else "s"
        if SOURCE.fullmatch(line)
        else "?"
        for line in lines
    )
    return re.fullmatch("(p(ss)?h?)*", kinds) is not None


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a right and a broken record below `releases`."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"gw/1.0.0.yaml": RIGHT, "gw/1.0.1.yaml": BROKEN, "db/product.yaml": "nmae: a\n"})
    return tmp_path


def write(home: Path, files: Mapping[str, str]) -> None:
    for name, text in {"vendor.yaml": VENDOR, "gw/product.yaml": PRODUCT, **files}.items():
        file = home / "releases" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def check(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Output:
    code = main(["check", *map(str, arguments)])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


DB = (
    "releases/db/product.yaml:1:1: RC203 unknown key 'nmae' (unknown-key)\n"
    "    1 | nmae: a\n"
    "      | ^\n"
    "    hint: did you mean 'name'?\n"
)
GW = (
    "releases/gw/1.0.1.yaml:3:1: RC203 unknown key 'fixs' (unknown-key)\n"
    "    3 | fixs: []\n"
    "      | ^\n"
    "    hint: did you mean 'fixes'?\n"
)
SOURCE = re.compile(r" *(\d+ \| .*| \| +\^)")


# Whole folders


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if (path / "releases").is_dir()))
def test_a_folder_gives_exactly_these_lines(
    case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, golden: Golden
) -> None:
    monkeypatch.chdir(CASES / case)
    code, out, err = check(capsys, "--now", "2026-11-26")
    golden(CASES / case / "expected/check.txt", f"{out}{err}exit {code}\n")
    lines = out.splitlines()
    assert is_report(lines)


def test_problems_go_to_stdout_sorted_and_their_number_to_stderr(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(capsys) == (1, DB + GW, "2 errors\n")


def test_without_problems_nothing_goes_to_stdout(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, "releases/gw/1.0.0.yaml") == (0, "", "no problems\n")


def test_warnings_fail_only_when_strict(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "releases/gw/1.0.1.yaml").write_text("version: 1.0.1\ndate: 2025-01-01\n")
    code, out, err = check(capsys, "releases/gw")
    assert (code, err) == (0, "1 warning\n")
    assert out.startswith("releases/gw/1.0.1.yaml:2:7: RC405 warning: ")
    assert check(capsys, "--strict", "releases/gw") == (1, out, err)


def test_an_empty_folder_has_a_vendor_at_least(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = check(capsys, tmp_path)
    assert (code, out.split("\n")[0]) == (
        1,
        f"{tmp_path.as_posix()}/vendor.yaml:1:1: RC403 the records' folder has no vendor.yaml (missing-vendor)",
    )
    (tmp_path / "vendor.yaml").write_text(VENDOR)
    assert check(capsys, tmp_path) == (0, "", "no problems\n")


# Paths


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["releases"], DB + GW),
        (["releases/"], DB + GW),
        (["./releases"], DB + GW),
        (["releases/gw"], GW),
        (["releases/gw/"], GW),
        (["releases/gw/1.0.1.yaml"], GW),
        (["releases/gw/1.0.0.yaml"], ""),
        (["releases/gw/1.0.0.yaml", "releases/gw/1.0.1.yaml"], GW),
        (["releases/gw/1.0.1.yaml", "releases/db"], DB + GW),
        (["releases", "releases/gw"], DB + GW),
        (["releases/gw", "./releases"], DB + GW),
        (["releases/gw", "releases/gw"], GW),
        (["releases/vendor.yaml"], ""),
        (["releases/gw/../db"], DB),
    ],
)
def test_paths_choose_what_is_reported(
    home: Path, paths: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = check(capsys, *paths)
    assert (code, out) == (1 if expected else 0, expected)


def test_an_absolute_path_gives_absolute_paths(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, home / "releases/gw")[1] == f"{home.as_posix()}/{GW}"


def test_paths_are_shown_as_seen_from_the_working_directory(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home / "releases")
    assert check(capsys, ".")[1] == (DB + GW).replace("releases/", "")
    monkeypatch.chdir(home / "releases/gw")
    assert check(capsys, "1.0.1.yaml")[1] == GW.replace("releases/", "../")
    assert check(capsys, ".")[1] == GW.replace("releases/", "../")


def test_two_folders_are_checked_in_one_go(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "more").mkdir()
    (home / "more/vendor.yaml").write_text("- a\n")
    code, out, err = check(capsys, "releases", "more")
    assert (code, err) == (1, "3 errors\n")
    assert out.startswith("more/vendor.yaml:1:1: RC202 ")
    assert out.endswith(DB + GW)


def test_a_record_is_never_right_while_vendor_yaml_is_wrong(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "releases/vendor.yaml").write_text("nmae: a\n")
    code, out, _ = check(capsys, "releases/gw/1.0.0.yaml")
    assert (code, out.split("\n")[0]) == (1, "releases/vendor.yaml:1:1: RC203 unknown key 'nmae' (unknown-key)")


def test_a_record_answers_for_no_warning_of_vendor_yaml(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "releases/vendor.yaml").write_text("name: Acme\nurl: https://example.com/\n")
    assert check(capsys, "--strict", "releases/gw/1.0.0.yaml")[:2] == (0, "")
    code, out, _ = check(capsys, "--strict", "releases/gw/1.0.0.yaml", "releases/vendor.yaml")
    assert code == 1
    assert out.startswith("releases/vendor.yaml:2:6: RC219 warning: ")


@pytest.mark.parametrize("path", ["nothing", "releases/nothing", "releases/gw/1.0.0.yaml/x", "a\x1b", "a" * 300])
def test_a_path_that_is_not_there_is_wrong_usage(home: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = check(capsys, path)
    assert (code, out) == (2, "")
    assert "there is no" in err


def test_no_records_at_all_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = check(capsys)
    assert (code, out) == (2, "")
    assert "there is nothing at 'releases'; name a records' folder, or make one with `relcast init`" in err


def test_a_file_that_is_no_record_is_wrong_usage(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "releases/gw/1.0.2.yaml.txt").write_text(BROKEN)
    (home / "alone.yaml").write_text(BROKEN)
    assert check(capsys, "releases/gw/1.0.2.yaml.txt")[0] == 2
    assert check(capsys, "alone.yaml")[0] == 2


@pytest.mark.parametrize("arguments", [["--nothing"], ["--strict=yes"]])
def test_an_unknown_option_is_wrong_usage(home: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert check(capsys, *arguments)[0] == 2


def test_a_file_that_may_not_be_read_is_a_problem(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused by hand, since the superuser, whom tests may run as, may read everything."""
    opened = Path.open

    def refuse(file: Path, *arguments: Any, **options: Any) -> Any:
        if file.name == "1.0.0.yaml":
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(file, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    code, out, _ = check(capsys, "releases/gw/1.0.0.yaml")
    assert (code, out) == (
        1,
        "releases/gw/1.0.0.yaml:1:1: RC101 can't read the file: Permission denied (unreadable-file)\n"
        "    hint: see that it is there, and that you may read it\n",
    )


def test_a_link_that_leads_nowhere_is_a_problem(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "releases/gw/1.0.2.yaml").symlink_to("nothing.yaml")
    assert "releases/gw/1.0.2.yaml:1:1: RC101" in check(capsys, "releases/gw")[1]


# Choosing rules


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--select", "RC203"], DB + GW),
        (["--select", "rc2"], DB + GW),
        (["--select", "unknown-key"], DB + GW),
        (["--select", "RC1,unknown-key"], DB + GW),
        (["--select", "RC1", "--select", "RC203"], DB + GW),
        (["--select", "RC4"], ""),
        (["--select", "RC2", "--ignore", "unknown-key"], ""),
        (["--ignore", "RC203"], ""),
        (["--ignore", "RC1, RC2"], ""),
        (["--ignore", "RC4"], DB + GW),
    ],
)
def test_rules_are_chosen_by_code_beginning_or_name(
    home: Path, arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = check(capsys, *arguments)
    assert (code, out) == (1 if expected else 0, expected)
    assert err == ("2 errors\n" if expected else "no problems\n")


@pytest.mark.parametrize("word", ["RC9", "RC2033", "unknown-keys", "R", "RCx", "key"])
def test_a_rule_that_there_is_not_is_wrong_usage(home: Path, word: str, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--select", "--ignore"):
        code, out, err = check(capsys, option, word)
        assert (code, out) == (2, "")
        assert f"there is no rule '{word}'" in err


# Terminals and pipes


def run(home: Path, **environment: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": str(Path(relcast.__file__).parents[1]), **environment}
    command = [sys.executable, "-m", "relcast.cli", "check"]
    return subprocess.Popen(command, cwd=home, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk", "utf-8"])
def test_whatever_letters_a_pipe_knows_every_line_arrives(home: Path, encoding: str) -> None:
    write(home, {"gw/1.0.1.yaml": "version: 1.0.1\n修复者🚀: []\n"})
    out, err = run(home, PYTHONIOENCODING=encoding, PYTHONUTF8="0").communicate()
    assert b"Traceback" not in err
    assert out.decode(encoding).count("hint: ") == 2
    if encoding == "utf-8":
        assert "修复者🚀" in out.decode()


def on_a_terminal(home: Path, **environment: str) -> str:
    """What a person sees who runs `relcast check`."""
    pty = pytest.importorskip("pty", reason="the system has no terminals of this kind")
    ours, theirs = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(Path(relcast.__file__).parents[1]), "TERM": "xterm", **environment}
    env = {name: value for name, value in env.items() if value or name not in environment}
    process = subprocess.Popen([sys.executable, "-m", "relcast.cli", "check"], cwd=home, env=env, stdout=theirs)
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # Linux's way to say that the other end is closed
        while part := os.read(ours, 65536):
            said += part
    os.close(ours)
    process.wait()
    return said.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colours_unless_somebody_minds(home: Path) -> None:
    shown = on_a_terminal(home, NO_COLOR="")
    assert "\x1b[1;31mRC203\x1b[0m" in shown
    assert re.sub(r"\x1b\[[\d;]*m", "", shown) == DB + GW
    assert on_a_terminal(home, NO_COLOR="1") == DB + GW
    assert on_a_terminal(home, NO_COLOR="", TERM="dumb") == DB + GW


def test_a_pipe_gets_no_colours(home: Path) -> None:
    out, _ = run(home, NO_COLOR="", TERM="xterm").communicate()
    assert out.decode() == DB + GW


def test_a_reader_that_goes_away_is_no_error_of_ours(home: Path) -> None:
    write(home, {"gw/1.0.1.yaml": "version: 1.0.1\nfixes:\n" + "  - [a]\n" * 20_000})
    process = run(home)
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.wait()
    assert b"Traceback" not in err
    assert b"Exception" not in err


@given(
    st.dictionaries(
        st.sampled_from(
            [
                "vendor.yaml",
                "gw/product.yaml",
                "gw/1.0.0.yaml",
                "gw/2.0.yaml",
                "gw/notices/a.yaml",
                "gw/listings.yaml",
                "gw/unreleased/b.yml",
                "1.0.0.yaml",
                "Db/product.yml",
                "gw/x/1.0.0.yaml",
                "gw/1.0.0.YAML",
            ]
        ),
        st.binary(max_size=30)
        | st.lists(
            st.sampled_from(
                [
                    "name: a\n",
                    "version: 1.0.0\n",
                    "version: 2.0\n",
                    "date: 2026-11-20\n",
                    "languages: [en]\n",
                    "id: a\n",
                    "languages: []\n",
                    "fixes:\n",
                    "  - a\n",
                    "  - text: b\n",
                    "    id: c\n",
                    "versioning: numeric\n",
                    "x: &a\n",
                    "lines: [{range: y}]\n",
                    "timezone: Mars\n",
                    "components: [a]\n",
                    "a #1\n",
                    "`\n",
                    "\x1b: \x07\n",
                ]
            ),
            max_size=6,
        ).map(lambda parts: "".join(parts).encode()),
    )
)
@settings(max_examples=80, deadline=None)
def test_no_folder_makes_it_crash(workshop: Path, files: dict[str, bytes]) -> None:
    folder = workshop / str(len(list(workshop.iterdir())))
    for name, raw in {"vendor.yaml": b"name: a\n", **files}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
    out = io.StringIO()
    stdout, sys.stdout = sys.stdout, out
    try:
        assert main(["check", str(folder)]) in (0, 1)
    finally:
        sys.stdout = stdout
    assert is_report(out.getvalue().split("\n")[:-1])


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workshop")
