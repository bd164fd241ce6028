"""One language's edition of the site."""

from __future__ import annotations

from dataclasses import dataclass

from ..render.addresses import Addresses
from ..render.draw import Pieces


@dataclass(frozen=True, slots=True)
class Edition:
    """A language, the addresses its pages have, and the vendor's own pieces of pages."""

    language: str
    addresses: Addresses
    pieces: Pieces = ()
