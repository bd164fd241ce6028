"""The page for addresses that lead nowhere."""

from __future__ import annotations

import json

import pytest
from conftest import MakeProject

from relcast.engines.mkdocs.lost import lost_parts
from relcast.render.addresses import Addresses

GATEWAY = ("gw", "Gateway", ["old-gw"])
GATEWAY_ZH = ("gw", "网关", ["old-gw"])


@pytest.mark.parametrize(
    ("base", "links", "roots"),
    [
        ("https://acme.example/", ("", "zh-CN/"), ["/", "/zh-CN/"]),
        ("https://acme.example/logs/", ("", "zh-CN/"), ["/logs/", "/logs/zh-CN/"]),
        ("https://acme.example/logs/zh-CN/", ("", "../"), ["/logs/zh-CN/", "/logs/"]),
        (None, ("", "zh-CN/"), ["/", "/zh-CN/"]),
    ],
)
def test_each_language_has_its_own_root_wherever_the_site_lies(
    base: str | None, links: tuple[str, str], roots: list[str]
) -> None:
    editions = list(zip(("en", "zh-CN"), links, ([GATEWAY], [GATEWAY_ZH]), strict=True))
    parts = lost_parts(Addresses(base, "made/"), editions, "made/")
    assert [part["root"] for part in parts] == roots
    assert [part["home"] for part in parts] == [f"{root}made/" for root in roots]
    assert [part["title"] for part in parts] == ["Page not found", "页面不存在"]
    assert [json.loads(part["known"])[0] for part in parts] == [
        ["gw", "Gateway", "made/gw/", "old-gw"],
        ["gw", "网关", "made/gw/", "old-gw"],
    ]


def test_a_site_in_one_language_says_it_in_that_one(project: MakeProject) -> None:
    page = project({"site_url": "https://quarry.example/below/"}).build().page("404.html")
    assert len(page.select("//section[@lang]")) == 1
    assert page.one("//h1") == "Page not found"
    assert page.select("//section//a/@href")[0] == "/below/"
    assert all(
        str(address).startswith("/below/") for address in page.select("//script/@src | //link[@rel='stylesheet']/@href")
    )
