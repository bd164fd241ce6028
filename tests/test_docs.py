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
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
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


def _asked() -> list[tuple[str, list[str], str]]:
    """What the docs show of `blob` and `path`: the page, the arguments, and what is printed."""
    shown = []
    for page in PAGES:
        for block in _CONSOLE.findall(page.read_text(encoding="utf-8")):
            for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, printed = example.partition("\n")
                program, *arguments = command.partition(" > ")[0].split()
                if program == "relcast" and arguments[0] in ("blob", "path") and printed:
                    shown.append((str(page.relative_to(ROOT)), arguments, printed))
    return shown


@pytest.mark.parametrize(("page", "arguments", "printed"), _asked(), ids=lambda part: str(part)[:40])
def test_what_the_docs_show_of_a_command_is_what_it_prints_for_the_demo(
    page: str, arguments: list[str], printed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    copied = "--copy" in arguments  # this machine may have no clipboard
    assert main([argument for argument in arguments if argument != "--copy"]) == 0
    found = capsys.readouterr()
    lines = [line for line in printed.splitlines() if not (copied and line.startswith("copied with "))]
    told = (found.err if arguments[0] == "blob" else found.out).splitlines()
    assert told[: len(lines)] == lines


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_record_of_the_readme_is_right_beside_the_version_it_follows(readme: str, tmp_path: Path) -> None:
    record = _BLOCK.findall((ROOT / readme).read_text(encoding="utf-8"))[0]
    version, before = (re.search(rf"^(?:  )?{key}: (\S+)$", record, re.MULTILINE) for key in ("version", "to"))
    assert version and before
    product = tmp_path / "releases/edge-gateway"
    product.mkdir(parents=True)
    (tmp_path / "releases/vendor.yaml").write_text("name: Acme Cloud\nlanguages: [en, zh-CN]\n", encoding="utf-8")
    (product / "product.yaml").write_text("name: Edge Gateway\n", encoding="utf-8")
    (product / f"{version[1]}.yaml").write_text(record, encoding="utf-8")
    earlier = f"version: {before[1]}\ndate: 2026-10-14\nfeatures:\n  - {{en: Canary releases, zh-CN: 灰度发布}}\n"
    (product / f"{before[1]}.yaml").write_text(earlier, encoding="utf-8")
    assert main(["check", "--strict", str(tmp_path / "releases")]) == 0
