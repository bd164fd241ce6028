"""Vendors' folders made from texts, and what the checks say of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from relcast.checks.run import check_folder
from relcast.library.load import load_product, load_vendor
from relcast.library.product import ProductHistory
from relcast.problems import Problem
from relcast.records.folder import VendorFolder, discover

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def folder_of(home: Path, files: Mapping[str, str], *, vendor: str = "", product: str = "") -> VendorFolder:
    """A vendor with one product `gw`; records by their names below it."""
    texts = {"vendor.yaml": f"name: Acme\n{vendor}", "gw/product.yaml": f"name: Gateway\n{product}"}
    texts |= {f"gw/{name}": text for name, text in files.items()}
    for name, text in texts.items():
        file = home / "releases" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return discover(home / "releases", "releases")


def releases(dates: Mapping[str, str], **more: str) -> dict[str, str]:
    """Records by version: their day, and what `more` says of a version with `_` for its dots."""
    return {
        f"{version}.yaml": f"version: {version}\ndate: {date}\n{more.get('v' + version.replace('.', '_'), '')}"
        for version, date in dates.items()
    }


def found(folder: VendorFolder, code: str, *, now: datetime | None = NOW) -> list[str]:
    """`file:line:column message` of every problem of one rule."""
    return [
        f"{p.path.removeprefix('releases/gw/').removesuffix('.yaml')}:{p.line}:{p.column} {p.message}"
        for p in problems(folder, code, now=now)
    ]


def problems(folder: VendorFolder, code: str, *, now: datetime | None = NOW) -> list[Problem]:
    return [problem for problem in check_folder(folder, now=now) if problem.code == code]


def history_of(folder: VendorFolder) -> ProductHistory:
    """The one product of a folder that has nothing wrong to read."""
    vendor, _ = load_vendor(folder)
    assert vendor is not None
    loaded = load_product(folder, folder.products[0], vendor)
    assert not loaded.problems
    return loaded.history
