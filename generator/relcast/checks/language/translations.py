"""The texts of a release or a notice, each with all its languages together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from ...problems import RecordPath
from ..texts import Kind, Passage


class Translated(NamedTuple):
    """One text in its languages, in the vendor's order, and where it stands."""

    path: str
    where: RecordPath
    kind: Kind
    by_language: dict[str, str]


def translated(found: Iterable[Passage]) -> Iterator[Translated]:
    """Every text among the passages; addresses have no language and are left out."""
    texts = (passage for passage in found if passage.kind != "address")
    for (path, where, kind), group in groupby(texts, key=lambda found: (found.path, found.where[:-1], found.kind)):
        yield Translated(path, where, kind, {str(passage.where[-1]): passage.text for passage in group})
