"""Products made of records without files, for tests of what is computed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relcast.library.product import ProductHistory, VersionedRelease, newest_first
from relcast.model.product import Product, SupportLine, Vendor
from relcast.model.release import Release
from relcast.model.text import Words
from relcast.model.version import parse_version


def product(*found: dict[str, Any], lines: tuple[str, ...] = ()) -> ProductHistory:
    """A product of these records, in memory."""
    releases = [
        VersionedRelease(
            parse_version(record["version"], "semver"), Release.model_validate(record), f"gw/{record['version']}.yaml"
        )
        for record in found
    ]
    meaning = Product(name=Words({"en": "Gateway"}), lines=[SupportLine(range=line) for line in lines])
    return ProductHistory("gw", meaning, Vendor(name=Words({"en": "Acme"})), newest_first(releases))


def versions(entries: Iterable[VersionedRelease]) -> list[str]:
    return [entry.version.text for entry in entries]
