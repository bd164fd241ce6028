"""One folder with everything that could bring a checker down: each file has its problem, and none hides another's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import relcast
from relcast.cli import main
from relcast.records import folder as folder_module

LAUGHS = "a: &a [x]\n" + "".join(
    f"{b}: &{b} [{', '.join(f'*{a}' for _ in range(9))}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
ATTACKS = {
    "laughs": (LAUGHS, "RC106"),
    "large": ("version: 1.0.0\nsummary: " + "x" * 50_000_000, "RC102"),
    "dashes": ("- " * 100_000, "RC108"),
    "brackets": ("[" * 100_000, "RC108"),
    "braces": ("{a: " * 100_000, "RC108"),
    "questions": ("? " * 100_000, "RC107"),
    "quotes": ('version: "' + "\\" * 500_001, "RC105"),
    "zeros": ("\0" * 100_000, "RC103"),
    "keys": ("".join(f"k{n}: v\n" for n in range(50_000)), "RC203"),
    "spaces": ("version: 1.0.0\nsummary:" + " " * 900_000 + "x # y\n", "RC302"),
    "hashes": ("summary: " + "a #" * 200_000 + "\n", "RC111"),
    "stars": ("version: 1.0.0\ndate: 2026-11-20\nsummary: '" + "*a " * 200_000 + "'\n", "RC301"),
    "links": ("version: 1.0.0\ndate: 2026-11-20\nsummary: '" + "[" * 200_000 + "'\n", "RC301"),
}  # fmt: skip

CHECK_AND_WEIGH = """
import resource, sys
from pathlib import Path
from relcast.cli import main
code = main(["check"])
status = Path("/proc/self/status")  # what the system counts for a process holds what its parent weighed, too
if status.exists():
    peak = int(status.read_text().partition("VmHWM:")[2].split()[0]) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
Path("peak").write_text(str(peak))
sys.exit(code)
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    releases = tmp_path / "releases"
    (releases / "gw").mkdir(parents=True)
    (releases / "vendor.yaml").write_text("name: Acme\n")
    (releases / "gw/product.yaml").write_text("name: Gateway\n")
    (releases / "gw/2.0.0.yaml").write_text("version: 2.0.0\ndate: 2026-11-20\nfixs: []\n")
    return tmp_path


def test_every_hostile_file_is_named_and_the_ordinary_slip_too(home: Path) -> None:
    """The whole command, as a process: no traceback, below 300 MB."""
    gw = home / "releases/gw"
    for name, (text, _) in ATTACKS.items():
        (gw / f"{name}.yaml").write_text(text)
    (home / "secret.yaml").write_text("password: hunter2\n")
    (gw / "link.yaml").symlink_to(home / "secret.yaml")
    expected = {name: code for name, (_, code) in ATTACKS.items()} | {"link": "RC113", "2.0.0": "RC203"}
    if hasattr(os, "mkfifo"):
        os.mkfifo(gw / "pipe.yaml")
        expected["pipe"] = "RC101"
    env = {**os.environ, "PYTHONPATH": str(Path(relcast.__file__).parents[1])}
    with (home / "out").open("wb") as out:
        command = [sys.executable, "-c", CHECK_AND_WEIGH]
        process = subprocess.run(command, cwd=home, env=env, stdout=out, stderr=subprocess.STDOUT, check=False)
    said = (home / "out").read_text(encoding="utf-8")
    assert process.returncode == 1
    assert "Traceback" not in said
    assert "hunter2" not in said
    missing = [name for name, code in expected.items() if f"releases/gw/{name}.yaml:" not in said or code not in said]
    assert missing == []
    for name, code in expected.items():
        lines = [line for line in said.splitlines() if line.startswith(f"releases/gw/{name}.yaml:")]
        assert any(f": {code}" in line for line in lines), (name, lines[:3])
    assert int((home / "peak").read_text()) < 300_000_000


def test_a_file_that_vanishes_while_it_is_looked_for_is_a_problem(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    discover = folder_module.discover
    (home / "releases/gw/1.0.0.yaml").write_text("version: 1.0.0\ndate: 2026-11-20\n")

    def and_lose(root: Path, label: str) -> folder_module.VendorFolder:
        found = discover(root, label)
        (home / "releases/gw/1.0.0.yaml").unlink()
        return found

    monkeypatch.chdir(home)
    monkeypatch.setattr("relcast.cli.paths.discover", and_lose)
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "releases/gw/1.0.0.yaml:1:1: RC101 can't read the file: No such file or directory (unreadable-file)" in out
    assert "releases/gw/2.0.0.yaml:3:1: RC203" in out


def test_a_file_that_may_not_be_read_hides_nothing(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened = Path.open

    def refuse(file: Path, *arguments: object, **options: object) -> object:
        if file.name == "product.yaml":
            raise PermissionError(13, "Permission denied")
        return opened(file, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.chdir(home)
    monkeypatch.setattr(Path, "open", refuse)
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "releases/gw/product.yaml:1:1: RC101" in out
    assert "releases/gw/2.0.0.yaml:3:1: RC203" in out
