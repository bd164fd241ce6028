"""The preview: a saved record shows soon, a broken one shows what is wrong with it, and no request ever hangs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from conftest import MakeProject, Project
from sample_records import GATEWAY_1, VENDOR, dump, many_records

import relcast
from relcast.cli import main

PATIENCE = 20.0
"""Seconds until a test gives up; what is promised is 2 (see `test_a_saved_record_shows_within_two_seconds`)."""

pytestmark = pytest.mark.slow


class Server:
    """A preview in a process of its own, on a free port of this machine."""

    def __init__(self, made: Project, *command: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = made.root / "serve.log"
        source = str(Path(relcast.__file__).parents[1])
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command, "serve", "-a", f"127.0.0.1:{self.port}"],
                cwd=made.root,
                env={**os.environ, "PYTHONPATH": source, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"},
                stdout=log,
                stderr=log,
            )

    def get(self, path: str = "/") -> tuple[int, str]:
        """Status and text of an answer; fails when there is none within some seconds."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def until(self, path: str, holds: Callable[[str], bool]) -> float:
        """Seconds until the page at `path` is as wanted."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if holds(self.get(path)[1]):
                    return time.monotonic() - began
            except urllib.error.URLError as error:
                if not isinstance(error.reason, ConnectionRefusedError):
                    raise
            time.sleep(0.02)
        raise AssertionError(f"{path} never came to be as wanted\n{self.log.read_text()}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Serve(Protocol):
    def __call__(self, made: Project, *command: str) -> Server: ...


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts previews and ends them after the test."""
    servers: list[Server] = []

    def make(made: Project, *command: str) -> Server:
        servers.append(Server(made, *(command or ("mkdocs",))))
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


def saved(summary: str) -> str:
    return dump({**GATEWAY_1, "summary": summary})


RECORD = "releases/gateway/1.0.0.yaml"
PAGE = "/gateway/1.0.0/"
PIECE = "theme/relcast/pieces/byline.html"


@pytest.mark.parametrize("command", ["mkdocs", "relcast.cli"])
def test_a_saved_record_shows_within_two_seconds(
    command: str, project: MakeProject, serve: Serve, record_property: Callable[[str, object], None]
) -> None:
    made = project()
    began = time.monotonic()
    made.build()
    limit = max(2.0, 4 * (time.monotonic() - began))  # 2 s, or more where a plain build of the site takes 0.5 s
    server = serve(made, command)
    server.until(PAGE, lambda page: "The first release" in page)
    times = []
    for number in range(3):
        made.write({RECORD: saved(f"Saved {number}.")})
        times.append(server.until(PAGE, lambda page, number=number: f"Saved {number}." in page))  # type: ignore[misc]
    record_property("seconds until a saved record shows", times)
    assert min(times) < limit
    assert "Saved 2." in server.get("/gateway/")[1]
    assert server.get("/assets/relcast/relcast.css")[0] == 200


def test_a_saved_piece_of_a_page_shows_and_a_broken_one_is_told_of(project: MakeProject, serve: Serve) -> None:
    made = project(files={PIECE: "<p>Ours 0</p>"})
    server = serve(made)
    server.until(PAGE, lambda page: "<p>Ours 0</p>" in page)
    times = []
    for number in range(1, 4):
        made.write({PIECE: f"<p>Ours {number}</p>"})
        times.append(server.until(PAGE, lambda page, number=number: f"<p>Ours {number}</p>" in page))  # type: ignore[misc]
    assert min(times) < 2.0
    for broken in ("{{ nothing }}", "{% if %}"):
        made.write({PIECE: f"\n{broken}"})
        server.until("/", lambda page: f"{PIECE}:2:1: RC801" in page)
        status, page = server.get(PAGE)
        assert status == 200
        assert f"{PIECE}:2:1: RC801" in page
        assert 'class="rc-byline"' in page, "the page is whole, with our piece in place of the broken one"
        made.write({PIECE: "<p>Mended</p>"})
        server.until(PAGE, lambda page: "<p>Mended</p>" in page and "rc-problems" not in page)


def test_a_broken_record_shows_its_problems_and_the_last_good_page(project: MakeProject, serve: Serve) -> None:
    made = project()
    server = serve(made)
    server.until(PAGE, lambda page: "The first release" in page)
    made.write({RECORD: "version: 1.0.0\ndate: 2026-01-10\nfeaturs:\n  - <b>Oops</b>\n"})
    for page in (PAGE, "/gateway/", "/hostile/", "/"):
        server.until(page, lambda text: f"{RECORD}:3:1" in text)
    status, text = server.get(PAGE)
    assert status == 200
    assert "hint: " in text
    assert '<pre lang="en">' in text, "problems are told in English on every page"
    assert "&#39;features&#39;" in text
    assert "The first release" in text
    assert "<b>Oops</b>" not in text
    assert server.get("/nowhere/")[0] == 404
    made.write({RECORD: saved("Mended.")})
    server.until(PAGE, lambda page: "Mended." in page and "rc-problems" not in page)
    assert "rc-problems" not in server.get("/hostile/")[1]


@pytest.mark.parametrize(
    ("file", "broken", "place"),
    [
        ("releases/vendor.yaml", "name: [\n", "releases/vendor.yaml:"),
        ("releases/vendor.yaml", "nam: Quarry\n", "releases/vendor.yaml:1:1"),
        ("releases/gateway/product.yaml", "name: Gateway\nversioning: roman\n", "releases/gateway/product.yaml:2:"),
        (RECORD, "version: 1.0.0\ndate: 2026-02-30\n", f"{RECORD}:2:7"),
        (RECORD, "\tversion: 1\n", f"{RECORD}:1:1"),
        (
            "releases/gateway/product.yaml", 'name: Gateway\nlines: [{range: "^1", eol: 2030-01-01}]\n',
            "releases/gateway/product.yaml:2:",
        ),
    ],
)  # fmt: skip
def test_whatever_breaks_the_preview_lives_on(
    file: str, broken: str, place: str, project: MakeProject, serve: Serve
) -> None:
    made = project({"strict": True})
    good = (made.root / file).read_text(encoding="utf-8")
    server = serve(made)
    server.until(PAGE, lambda page: "The first release" in page)
    made.write({file: broken})
    server.until("/", lambda page: place in page)
    assert "The first release" in server.get(PAGE)[1]
    made.write({file: good})
    server.until("/", lambda page: "rc-problems" not in page)
    assert "The first release" in server.get(PAGE)[1]


@pytest.mark.parametrize(
    ("file", "broken"), [("releases/vendor.yaml", "name: [\n"), (RECORD, "version: 1.0.0\ndate: [\n")]
)
def test_a_preview_may_begin_broken(file: str, broken: str, project: MakeProject, serve: Serve) -> None:
    made = project({"strict": True})
    good = (made.root / file).read_text(encoding="utf-8")
    made.write({file: broken})
    server = serve(made)
    server.until("/", lambda page: f"{file}:" in page)
    assert server.get(PAGE)[0] in (200, 404)
    made.write({file: good})
    server.until(PAGE, lambda page: "The first release" in page)
    assert "rc-problems" not in server.get("/")[1]


def test_products_come_and_go(project: MakeProject, serve: Serve) -> None:
    made = project()
    server = serve(made)
    server.until(PAGE, lambda page: "The first release" in page)
    made.write({"releases/newest/product.yaml": "name: Newest\n", "releases/newest/1.0.0.yaml": saved("Hello.")})
    server.until("/newest/1.0.0/", lambda page: "Hello." in page)
    shutil.rmtree(made.root / "releases/newest")
    server.until("/newest/1.0.0/", lambda page: "Hello." not in page)
    assert server.get("/newest/1.0.0/")[0] == 404
    assert 'href="newest/"' not in server.get("/")[1]


def test_a_build_beside_a_preview_disturbs_neither(project: MakeProject, serve: Serve) -> None:
    made = project()
    server = serve(made)
    server.until(PAGE, lambda page: "The first release" in page)
    site = made.build()
    site.check()
    made.write({RECORD: saved("After the build.")})
    server.until(PAGE, lambda page: "After the build." in page)
    assert "https://quarry.example/" not in server.get(PAGE)[1].partition("<body")[0]


def test_the_server_says_where_it_serves(project: MakeProject, serve: Serve) -> None:
    server = serve(project(), "relcast.cli")
    server.until(PAGE, lambda page: "The first release" in page)
    assert f"http://127.0.0.1:{server.port}/" in server.log.read_text()


def test_an_address_that_is_taken_is_said_in_one_message(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project().root)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        assert main(["serve", "-a", address]) == 1
    assert f"Error: nothing can be shown at {address}: " in capfd.readouterr().err


def test_a_change_of_the_vendor_shows_on_many_products(project: MakeProject, serve: Serve) -> None:
    made = project(records=many_records(14))
    server = serve(made)
    page = "/product-13/1.2.0/"
    server.until(page, lambda text: "Fix 4 of release 2" in text)
    made.write({"releases/vendor.yaml": dump({**VENDOR, "languages": ["zh-CN", "en"]}), **_renamed(made)})
    server.until(page, lambda text: "Renamed 1.2.0" in text)


def _renamed(made: Project) -> dict[str, str]:
    folders = sorted((made.root / "releases").glob("product-*"))
    return {f"releases/{folder.name}/product.yaml": "name: Renamed\n" for folder in folders}
