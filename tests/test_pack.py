"""A pack gives back what was put into it, however it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from products_in_memory import product

from relcast.render.addresses import Addresses
from relcast.render.views import Views
from relcast.site.pack import Pack, PackedFile, PackHeader, PackWriter
from relcast.site.search import release_entries

BODIES = [b"first", b"", b"a" * 500, "新增功能".encode(), b"last"]


@pytest.mark.parametrize(
    "wanted", [[0, 1, 2, 3, 4], [4, 0], [3, 3, 1], [2], [], [1]], ids=["all", "apart", "twice", "one", "none", "empty"]
)
def test_bodies_come_in_the_order_asked_for(wanted: list[int], tmp_path: Path) -> None:
    writer = PackWriter(PackHeader("gateway", "key"))
    places = [writer.add(body) for body in BODIES]
    writer.write(tmp_path / "gateway.pack")
    pack = Pack.find(tmp_path / "gateway.pack", "gateway")
    assert pack is not None
    assert pack.read(places[index] for index in wanted) == [BODIES[index] for index in wanted]
    assert [pack.bodies()[at] for at in places] == BODIES


@pytest.mark.parametrize(
    ("file", "is_fine"),
    [
        ("gateway/1.0.0/index.html", True), ("gateway/a:b.json", True), ("gateway/..html", True),
        ("gateway", False), ("gateway/", False), ("other/index.html", False), ("gateways/index.html", False),
        ("gateway/../index.html", False), ("gateway/..", False), ("gateway/./a", False), ("gateway//a", False),
        ("/gateway/a", False), ("gateway\\..\\a", False), ("", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_first", [True, False])
def test_a_pack_with_a_file_outside_its_product_is_none(
    file: str, is_fine: bool, is_first: bool, tmp_path: Path
) -> None:
    writer = PackWriter(PackHeader("gateway", "key"))
    files = [file, "gateway/index.html"] if is_first else ["gateway/index.html", file]
    writer.header.files = [PackedFile("en", name, writer.add(b"")) for name in files]
    writer.write(tmp_path / "gateway.pack")
    assert (Pack.find(tmp_path / "gateway.pack", "gateway") is not None) is is_fine


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_full_search_entries_of_a_release_begin_with_the_brief_one(language: str) -> None:
    """A pack holds them once."""
    history = product(
        {"version": "1.0.0", "title": "策略热加载", "features": [{"text": "无需重启 <b>"}, {"text": "更快"}]}
    )
    views = Views(history, language, Addresses("https://acme.example/"))
    brief, full = release_entries(views, history.releases[0])
    assert full.startswith(brief + b",{")
