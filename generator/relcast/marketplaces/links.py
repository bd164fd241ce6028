"""Which addresses may stand in a box."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from ..model.form import LinkRule
from ..model.product import Vendor


def host_of(address: str) -> str:
    """An address's host in small letters; "" where it has none that can be read, as `https://[host]/` has not."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_own(address: str, vendor: Vendor) -> bool:
    """Whether an address is on the vendor's host or below it; every address is where the vendor names no site."""
    if vendor.url is None:
        return True
    own, host = host_of(vendor.url).removeprefix("www."), host_of(address)
    return host == own or host.endswith("." + own)


def may_link(rule: LinkRule, vendor: Vendor) -> Callable[[str], bool]:
    """Whether an address may stand in a box with that rule."""
    if rule == "own_site_only":
        return lambda address: is_own(address, vendor)
    return lambda _: rule == "allow"
