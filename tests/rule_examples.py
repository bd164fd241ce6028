"""The files that a rule's examples stand for, and how those are made that no docstring can show."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from relcast.checks.rule import Example, Rule

VENDOR = "name: Acme Cloud\nlanguages: [en, zh-CN]\n"
PRODUCT = "name: Edge Gateway\ncomponents: [policy]\nlistings: {aws-ami: {profile: aws-marketplace-ami}}\n"
RECORD = "version: 1.0.0\ndate: 2026-11-20\n"

_NAMED = re.compile(r"# (\S+\.ya?ml)\n")
_VERSION = re.compile(r"^version: \"?([^\s\"]+)", re.MULTILINE)
_FILE_REMARK = re.compile(r"`(\S+\.ya?ml)`")
_BESIDE = re.compile(r"beside a file `([^`]+)` of (\d+) bytes")
_FOLDER_REMARK = re.compile(r"a folder `releases/([\w-]+)/`")


def files(example: Example) -> dict[str, str]:
    """The example's files by path below the records' folder; the product is called `gw`."""
    if not example.text:
        folder = _FOLDER_REMARK.fullmatch(example.remark)
        assert folder, f"nothing shows what '{example.remark}' means"
        return {f"{folder[1]}/product.yaml": "name: a\n"}
    made = {}
    for text in re.split(r"^---\n", example.text + "\n", flags=re.MULTILINE):
        first, version = _NAMED.match(text), _VERSION.search(text)
        remark = _FILE_REMARK.fullmatch(example.remark)
        name = first[1] if first else remark[1] if remark else f"{version[1]}.yaml" if version else "unknown.yaml"
        made[name if name == "vendor.yaml" or name.endswith("/product.yaml") else f"gw/{name}"] = text
    return made


def _link(target: str) -> Callable[[Path], None]:
    return lambda releases: (releases / "gw/1.0.0.yaml").symlink_to(target)


def _bytes(name: str, raw: bytes) -> Callable[[Path], None]:
    def make(releases: Path) -> None:
        file = Path(os.fsdecode(os.fsencode(releases) + b"/" + name.encode("latin-1")))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)

    return make


def _without(name: str) -> Callable[[Path], None]:
    return lambda releases: (releases / name).unlink()


MADE: Mapping[str, tuple[Callable[[Path], None], Callable[[Path], None]]] = {
    "RC101": (_link("nothing.yaml"), _bytes("gw/1.0.0.yaml", RECORD.encode())),
    "RC102": (
        _bytes("gw/1.0.0.yaml", RECORD.encode() + b"# " + b"x" * 2_000_000),
        _bytes("gw/1.0.0.yaml", RECORD.encode()),
    ),
    "RC103": (
        _bytes("gw/1.0.0.yaml", f"{RECORD}title: {{zh-CN: 策略热加载}}\n".encode("gbk")),
        _bytes("gw/1.0.0.yaml", f"{RECORD}title: {{zh-CN: 策略热加载}}\n".encode()),
    ),
    "RC108": (
        _bytes("gw/1.0.0.yaml", f"{RECORD}title: {'[' * 100}\n".encode()),
        _bytes("gw/1.0.0.yaml", f"{RECORD}title: 'Brackets {'[' * 100}'\n".encode()),
    ),
    "RC109": (
        _bytes("gw/1.0.0.yaml", b"version: 1.0.0\n---\ndate: 2026-11-20\n"),
        _bytes("gw/1.0.0.yaml", f"{RECORD}summary: |\n  One.\n\n  ---\n\n  Two.\n".encode()),
    ),
    "RC113": (_link("/dev/null"), _bytes("gw/1.0.0.yaml", RECORD.encode())),
    "RC114": (_bytes("gw/\xb7\xa2\xb2\xbc.yaml", RECORD.encode()), _bytes("gw/1.0.0.yaml", RECORD.encode())),
    "RC402": (
        _bytes("search/1.0.0.yaml", RECORD.encode()),
        _bytes("find/product.yaml", b"name: Search\n"),
    ),
    "RC403": (_without("vendor.yaml"), _bytes("vendor.yaml", VENDOR.encode())),
    "RC406": (_bytes("1.0.0.yaml", RECORD.encode()), _bytes("gw/1.0.0.yaml", RECORD.encode())),
    "RC407": (lambda releases: os.rename(releases, releases.with_name("records")), lambda releases: None),
}
"""Makes the bad and the good of each rule that speaks of files rather than of what they say."""


def write(releases: Path, rule: Rule, kind: str) -> None:
    """The folder of a rule's `Bad` or `Good` example."""
    example = rule.bad if kind == "Bad" else rule.good
    made = {} if rule.code in MADE else files(example)
    for name, text in {"vendor.yaml": VENDOR, "gw/product.yaml": PRODUCT, **made}.items():
        file = releases / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name, size in _BESIDE.findall(example.remark):
        beside = releases.parent / name
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(b"x" * int(size))
    if rule.code in MADE:
        MADE[rule.code][kind == "Good"](releases)
