"""One language's edition of the site."""

from __future__ import annotations

from dataclasses import dataclass

from ..render.addresses import Addresses


@dataclass(frozen=True, slots=True)
class Edition:
    """A language and the addresses its pages have."""

    language: str
    addresses: Addresses
