"""What a reader of a product page waits for: its weight and elements, first sight, jumps, and a filter's answer.

Each page is opened in headless Chromium as often as `--rounds` says, with the processor slowed down to a quarter over
the DevTools protocol. LCP and CLS are the browser's own; the filter's time is from its change to the next frame. Goals:
150 kB packed, 1,500 elements, LCP 2.5 s, CLS 0.1, filter 200 ms. Exits with 1 where one is missed.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import os
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from relcast.cli import main as relcast

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("edge-gateway/", "acme-db/", "zh-CN/edge-gateway/", "zh-CN/acme-db/")
GOALS = {"kB packed": 150.0, "elements": 1500.0, "LCP ms": 2500.0, "CLS": 0.1, "filter ms": 200.0}
SLOWDOWN = 4

WATCH = """window.seen = {lcp: 0, cls: 0}
new PerformanceObserver(list => { for (const one of list.getEntries()) seen.lcp = one.startTime })
    .observe({type: "largest-contentful-paint", buffered: true})
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) seen.cls += one.value })
    .observe({type: "layout-shift", buffered: true})"""
FILTER = """async () => {
    const select = document.querySelector(".rc-filter select[name=kind]")
    const start = performance.now()
    select.value = "fix"; select.dispatchEvent(new Event("change", {bubbles: true}))
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)))
    return performance.now() - start }"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing."""


def look(browser: Browser, address: str) -> dict[str, float]:
    """One visit to a page, with everything fetched anew."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.add_init_script(WATCH)
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    weight = sum(len(gzip.compress(one.body(), 6)) for one in answers if "search_index" not in one.url)
    found = {
        "kB packed": weight / 1000,
        "elements": float(page.evaluate("document.querySelectorAll('*').length")),
        "LCP ms": float(page.evaluate("seen.lcp")),
        "CLS": float(page.evaluate("seen.cls")),
        "filter ms": float(page.evaluate(FILTER)),
    }
    context.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("no Chromium on the path")
    missed = False
    with tempfile.TemporaryDirectory(prefix="browser-") as folder:
        os.chdir(ROOT)
        assert relcast(["build", "--site-dir", folder]) == 0
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=arguments)
            for path in PAGES:
                every = [look(browser, f"http://127.0.0.1:{server.server_port}/{path}") for _ in range(rounds)]
                middle = {name: median(one[name] for one in every) for name in GOALS}
                missed |= any(middle[name] > goal for name, goal in GOALS.items())
                print(path, ", ".join(f"{name} {value:.3g}" for name, value in middle.items()))
            browser.close()
        server.shutdown()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
