"""What README and docs show is true: their records pass the checks, their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from relcast.cli import main

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs*/**/*.md")])
_BLOCK = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
_CODE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#\s]+)")


def _blocks() -> list[tuple[str, str]]:
    return [
        (f"{page.relative_to(ROOT)}-{number}", block)
        for page in PAGES
        for number, block in enumerate(_BLOCK.findall(page.read_text(encoding="utf-8")))
        if not block.startswith("# mkdocs.yml")
    ]


@pytest.mark.parametrize(("name", "block"), [pytest.param(*row, id=row[0]) for row in _blocks()])
def test_every_yaml_example_in_the_docs_passes_the_checks(name: str, block: str, tmp_path: Path) -> None:
    records = tmp_path / "releases"
    (records / "edge-gateway").mkdir(parents=True)
    languages = "zh-CN, en" if "zh-CN" in name else "en, zh-CN"
    vendor = f"name: Acme Cloud\nlanguages: [{languages}]\n"
    product = "name: Edge Gateway\ncomponents: [proxy]\n"
    if "vendor.yaml" in block.splitlines()[0]:
        vendor = block
    elif "product.yaml" in block.splitlines()[0]:
        product = block
    elif "profiles/" in block.splitlines()[0]:
        (records / "profiles").mkdir()
        (records / "profiles" / block.splitlines()[0].split("/")[-1]).write_text(block, encoding="utf-8")
    elif "/notices/" in block.splitlines()[0]:
        (records / "edge-gateway/notices").mkdir()
        (records / "edge-gateway/notices" / block.splitlines()[0].split("/")[-1]).write_text(block, encoding="utf-8")
        for version in re.findall(r"\d+\.\d+\.\d+", block.partition("releases:")[2].splitlines()[0]):
            text = f"version: {version}\nstatus: planned\nfeatures: [Something new]\n"
            (records / "edge-gateway" / f"{version}.yaml").write_text(text, encoding="utf-8")
    else:
        version = re.search(r"^version: (\S+)$", block, re.MULTILINE)
        assert version, f"{name} shows a record without a version"
        (records / "edge-gateway" / f"{version[1]}.yaml").write_text(block, encoding="utf-8")
    (records / "vendor.yaml").write_text(vendor, encoding="utf-8")
    (records / "edge-gateway" / "product.yaml").write_text(product, encoding="utf-8")
    assert main(["check", "--strict", str(records)]) == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = [link for link in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))) if "://" not in link]
    missing = [link for link in links if not (page.parent / link).exists() and not link.endswith("index.html")]
    assert not missing
