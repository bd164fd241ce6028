"""The demo site in a real browser: served with the strictest policy that Material works under, and readers of it.

The policy: everything from the site itself, inline scripts by their hashes, no inline style, pictures also as `data:`
(its icons).
"""

from __future__ import annotations

import base64
import functools
import hashlib
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import pytest
from built_site import Site
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
TODAY = "2026-11-23"
LANGUAGES = {"en": "", "zh-CN": "zh-CN/"}
"""Tag and folder of each language of the demo site."""

PATIENCE = 30_000
"""Milliseconds until what does not come is given up, on the slowest machine: each wait ends as soon as it can."""

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Kind:
    """A kind of page: the addresses that it has below a language's folder, and pages of the demo site to look at."""

    addresses: str
    examples: dict[str, str]


PRODUCTS = sorted(folder.name for folder in (ROOT / "releases").iterdir() if folder.is_dir())
_PRODUCT = f"({'|'.join(PRODUCTS)})"
KINDS = {
    "products": Kind(r"", {"products": ""}),
    "product": Kind(rf"{_PRODUCT}/", {"product": "edge-gateway/"}),
    "release": Kind(
        rf"{_PRODUCT}/(?!(upgrade|archive)/)[^/]+/",
        {
            "rich release": "edge-gateway/2.4.0/",
            "security release": "edge-gateway/2.4.1/",
            "breaking release": "acme-db/3.0.0/",
            "withdrawn release": "edge-gateway/2.3.0/",
            "planned release": "edge-gateway/2.5.0/",
            "pre-release": "acme-db/3.2.0-rc.1/",
        },
    ),
    "archive": Kind(rf"{_PRODUCT}/archive/[^/]+/", {"archive": "edge-gateway/archive/1/"}),
    "chooser": Kind(rf"{_PRODUCT}/upgrade/", {"versions to upgrade from": "acme-db/upgrade/"}),
    "path": Kind(rf"{_PRODUCT}/upgrade/from-[^/]+/", {"ways from a version": "acme-db/upgrade/from-2.9.0/"}),
    "security": Kind(r"security/", {"security": "security/"}),
    "notices": Kind(r"notices/", {"notices": "notices/"}),
    "deprecations": Kind(r"deprecations/", {"deprecations": "deprecations/"}),
    "subscribe": Kind(r"subscribe/", {"subscribe": "subscribe/"}),
    "moved": Kind(r"api-gateway/.*", {}),
    "prose": Kind(r"guide/([^/]+/)?", {"prose": "guide/records/"}),
    "not found": Kind(r"404\.html", {"not found": "404.html"}),
}
"""Every kind of page that the site has. A test holds that no page is without a kind."""

EXAMPLES = {name: path for kind in KINDS.values() for name, path in kind.examples.items()}
"""A page of each face of each kind, below a language's folder."""
PAGES = [folder + page for folder in LANGUAGES.values() for page in EXAMPLES.values()]

CONTENT = ".md-content__inner"
HEADING = f"{CONTENT} h1"


class _Server(http.server.ThreadingHTTPServer):
    policy = ""
    daemon_threads = True


class _Handler(http.server.SimpleHTTPRequestHandler):
    server: _Server

    def end_headers(self) -> None:
        if self.server.policy:
            self.send_header("Content-Security-Policy", self.server.policy)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing: what fails is seen in the browser."""


@contextmanager
def serving(folder: Path) -> Iterator[tuple[_Server, str]]:
    """A server on a free port of this machine, and its address."""
    with _Server(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server, f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@functools.cache
def strict_policy(site: Path) -> str:
    """The strictest Content-Security-Policy under which every page of a site works."""
    scripts = {
        script.encode()
        for page in site.rglob("*.html")
        for script in re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    }
    hashes = sorted(f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'" for script in scripts)
    return (
        f"default-src 'none'; script-src 'self' {' '.join(hashes)}; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@pytest.fixture(scope="module")  # not for longer: beside its server's thread no build may fork workers
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The repository's own site, built with a fixed date and served at the address it is built for."""
    root = tmp_path_factory.mktemp("demo")
    for name in ("docs", "docs.zh-CN", "releases", "theme"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "mkdocs.zh-CN.yml", root)
    site = root / "site"
    with serving(site) as (server, address):
        config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
        changed = re.sub(r"(?m)^site_url: .*$", f"site_url: {address}", config)
        (root / "mkdocs.yml").write_text(changed, encoding="utf-8")
        command = [sys.executable, "-m", "relcast.cli", "build", "--now", TODAY, "--site-dir", str(site)]
        built = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        assert built.returncode == 0, built.stderr
        server.policy = strict_policy(site)
        yield Site(site, address)


@pytest.fixture(scope="module")
def demo(built: Site) -> str:
    """The demo site's address."""
    assert built.base is not None
    return built.base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        missing = pytest.fail if os.environ.get("RELCAST_NO_SKIPS") else pytest.skip
        missing("no Chromium on the path (chromium, chromium-browser or google-chrome)")
    arguments = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=arguments)


class Watch:
    """What a page did that it should not have done."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.seen: list[str] = []
        context.on("console", lambda m: self._add(f"console: {m.text}", m.type in ("error", "warning")))
        context.on("weberror", lambda e: self._add(f"script: {e.error}"))
        context.on("dialog", lambda d: (self._add(f"dialog: {d.message}"), d.dismiss()))
        context.on("request", lambda r: self._add(f"left: {r.url}", not r.url.startswith((address, "data:"))))
        context.on("response", lambda r: self._add(f"{r.status}: {r.url}", r.status >= 400))
        context.on("requestfailed", lambda r: self._add(f"failed: {r.url}", r.failure != "net::ERR_ABORTED"))

    def _add(self, fact: str, wrong: bool = True) -> None:
        if wrong:
            self.seen.append(fact)


class Visit:
    """A reader with a window of their own: `page` to look at, `watch` for what went wrong."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page = context.new_page()
        self.watch = Watch(context, address)
        self.address = address

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def at(self) -> str:
        """Path and fragment below the site's address, without the words that a search highlights."""
        parts = urlsplit(self.page.url.removeprefix(self.address))
        return parts.path + (f"#{parts.fragment}" if parts.fragment else "")


class Visiting(Protocol):
    def __call__(self, address: str, *, width: int = ..., script: bool = ..., **more: Any) -> Visit: ...


@pytest.fixture
def visiting(browser: Browser) -> Iterator[Visiting]:
    """Opens windows, and closes them at the test's end."""
    with ExitStack() as stack:

        def visit(address: str, *, width: int = 1280, script: bool = True, **more: Any) -> Visit:
            options = {"reduced_motion": "reduce", **more}
            context = browser.new_context(
                viewport={"width": width, "height": 800}, java_script_enabled=script, **options
            )
            stack.callback(context.close)
            return Visit(context, address)

        yield visit


@pytest.fixture
def visit(visiting: Visiting, demo: str) -> Visit:
    """A reader of the demo site on a desk."""
    return visiting(demo)


def squeezed(text: str) -> str:
    """On one line, with single blanks."""
    return " ".join(text.split())


def results(visit: Visit, query: str) -> Sequence[Locator]:
    """The links that the site's search offers for a query, best first."""
    visit.page.wait_for_load_state("networkidle")
    box = visit.page.locator(".md-search__input")
    box.click()
    box.fill(query)
    box.press("End")  # the search listens to keys
    links = visit.page.locator("a.md-search-result__link")
    expect(links.first).to_be_attached()
    return links.all()
