"""Imports every changelog below a folder, builds a site of them all, and follows every link of every page.

    python benchmarks/crawl.py elastic FOLDER [--limit N] [--keep SITE]

A changelog that cannot be imported is named with the reason. Of the site every link and asset must lead to a file that
is there, every fragment to a place on its page, and no page may have an id twice. Exits with 1 if one does not hold.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import lxml.html

from relcast.cli.importing import FORMATS
from relcast.importers.imported import write_imported
from relcast.problems import RecordsInvalid

BASE = "https://crawled.example/"
NAMES = {"elastic": "changelog.yml"}
VENDOR = "name: Crawled\nlanguages: [en]\nfeeds: {authority: crawled.example, since: 2024-01-01}\n"
CONFIG = f"""site_name: Crawled
site_url: {BASE}
theme: {{name: material, font: false}}
plugins: [search, relcast]
extra: {{generator: false}}
"""
_Link = tuple[str, str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("format", choices=FORMATS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="at most so many changelogs")
    parser.add_argument("--keep", type=Path, help="where to leave the site")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="crawl-") as folder:
        root = Path(folder)
        imported, refused = _import_all(asked.format, asked.folder, root, asked.limit)
        start = time.perf_counter()
        problems = _build(root)
        took = time.perf_counter() - start
        pages, links, faults = crawl(root / "site")
        if asked.keep:
            shutil.copytree(root / "site", asked.keep)
    for line in [*refused, *problems, *faults[:50]]:
        print(line)
    print(
        f"{imported} changelogs imported, {len(refused)} refused; built in {took:.1f} s; "
        f"{pages} pages, {links} links, {len(faults)} faults"
    )
    return 1 if faults or problems else 0


def _import_all(form: str, folder: Path, root: Path, limit: int | None) -> tuple[int, list[str]]:
    """How many changelogs have become products below `root`, and why others have not."""
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Products\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (root / "releases").mkdir()
    (root / "releases/vendor.yaml").write_text(VENDOR, encoding="utf-8")
    count, refused = 0, []
    for source in sorted(folder.rglob(NAMES[form]))[:limit]:
        name = re.sub(r"[^a-z0-9]+", "-", source.relative_to(folder).parent.as_posix().lower()).strip("-")
        product = f"{name[-50:].strip('-')}-{count}"
        try:
            write_imported(FORMATS[form](source, product), root / "releases")
        except RecordsInvalid as invalid:
            refused.append(f"{source}: {invalid.problems[0]}")
        else:
            count += 1
    return count, refused


def _build(root: Path) -> list[str]:
    """Builds the site; what went wrong. Records with errors are taken out, said, and the rest is built."""
    said: list[str] = []
    for _ in range(20):
        done = subprocess.run(
            [sys.executable, "-m", "relcast.cli", "build", "--now", "2026-11-26"],
            cwd=root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode == 0:
            return said
        broken = set(re.findall(r"^(releases/[^:\n]+\.yaml):\d+:\d+: RC\d+", done.stdout + done.stderr, re.MULTILINE))
        if not broken:
            return [*said, done.stdout[-2000:] + done.stderr[-2000:]]
        for file in sorted(broken):
            said.append(f"taken out: {file}")
            (root / file).unlink(missing_ok=True)
    return said


def crawl(site: Path) -> tuple[int, int, list[str]]:
    """How many pages and links the site has, and what is wrong with them."""
    files = sorted(site.rglob("*.html"))
    links = 0
    faults: list[str] = []
    ids: dict[str, frozenset[str]] = {}
    wanted: list[tuple[str, str, str]] = []
    with ProcessPoolExecutor(2) as workers:
        for name, own, twice, found in workers.map(partial(_read, site), files, chunksize=50):
            ids[name] = own
            faults += [f"{name}: id {id} stands {count} times" for id, count in twice.items()]
            links += len(found)
            wanted += [(name, file, fragment) for file, fragment in found]

    @cache
    def is_there(file: str) -> bool:
        return (site / file).is_file()

    for name, file, fragment in wanted:
        if not is_there(file):
            faults.append(f"{name}: {file} is not there")
        elif fragment and file in ids and fragment not in ids[file]:
            faults.append(f"{name}: {file} has no place {fragment}")
    return len(files), links, faults


def _read(site: Path, file: Path) -> tuple[str, frozenset[str], dict[str, int], list[_Link]]:
    """A page's name, its ids, those that it has twice, and its links inside the site: files and fragments."""
    name = file.relative_to(site).as_posix()
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    tree = lxml.html.document_fromstring(file.read_bytes(), parser=parser)
    ids = Counter(str(id) for id in tree.xpath("//@id"))
    twice = {id: count for id, count in ids.items() if count > 1 and not id.startswith("__")}
    return name, frozenset(ids), twice, list(_inside(tree, BASE + name.removesuffix("index.html")))


def _inside(tree: lxml.html.HtmlElement, page: str) -> Iterator[_Link]:
    for _, attribute, address, _ in tree.iterlinks():
        if attribute not in ("href", "src"):
            continue
        parts = urlsplit(urljoin(page, address))
        if f"{parts.scheme}://{parts.netloc}/" != BASE:
            continue
        path = unquote(parts.path.removeprefix("/"))
        yield (f"{path}index.html" if not path or path.endswith("/") else path), unquote(parts.fragment)


if __name__ == "__main__":
    sys.exit(main())
