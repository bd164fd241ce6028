"""Which ids name which vulnerability, from what the changes of one product say.

The first id of a change names what it closes, further ones are other names of it. Where the first one is a CVE, every
CVE among them is a vulnerability of its own. Of several other ids of one kind nobody knows what they are to it.

One release may name GHSA-first what another names CVE-first: ids that any change takes for names of one vulnerability
are names of one everywhere. A bulletin that stands beside several CVEs, or several GHSA ids, is no name of any of them,
and no two CVEs become one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

CVE = re.compile(r"CVE-\d{4}-\d{4,19}", re.ASCII | re.IGNORECASE)
GHSA = re.compile(r"GHSA(?:-[0-9a-z]{4}){3}", re.ASCII | re.IGNORECASE)

_KNOWN = (CVE, GHSA)
"""Who gives an id to each vulnerability, the best known first; after them come a vendor's own."""


class Named(NamedTuple):
    """A vulnerability as one change names it."""

    name: str
    aliases: tuple[str, ...]
    related: tuple[str, ...]


def named(ids: Sequence[str]) -> list[Named]:
    """The vulnerabilities that a change with these ids closes; empty where it names none."""
    known = distinct(ids)
    if not known:
        return []
    first, *others = known
    names = [id for id in known if is_cve(id)] if is_cve(first) else [first]
    if len(names) > 1:
        return [Named(name, (), tuple(id for id in known if id != name)) for name in names]
    kinds = Counter(map(_kind, others))
    aliases = tuple(id for id in others if kinds[_kind(id)] == 1)
    return [Named(first, aliases, tuple(id for id in others if id not in aliases))]


def same_vulnerability(changes: Iterable[Sequence[str]]) -> Mapping[str, frozenset[str]]:
    """For each id that has another name, all names of the same vulnerability, itself too; in small letters.

    `changes` are the ids of each change, in any order."""
    links: dict[str, set[str]] = {}
    for ids in changes:
        for name, aliases, _ in named(ids):
            for alias in aliases:
                links.setdefault(name.lower(), set()).add(alias.lower())
                links.setdefault(alias.lower(), set()).add(name.lower())
    open = {id for id in links if not _is_bulletin(id, links[id])}
    found: dict[str, frozenset[str]] = {}
    while open:
        names, ahead = set[str](), [open.pop()]
        while ahead:
            names.add(id := ahead.pop())
            near = links[id] & open
            open -= near
            ahead += near
        if sum(map(is_cve, names)) < 2:
            found |= dict.fromkeys(names, frozenset(names))
    return found


def distinct(ids: Iterable[str]) -> list[str]:
    """The ids as first written, without those that differ in capitals alone."""
    found: dict[str, str] = {}
    for id in ids:
        found.setdefault(id.lower(), id)
    return list(found.values())


def is_cve(id: str) -> bool:
    """Whether an id is one of CVE's."""
    return CVE.fullmatch(id) is not None


def _kind(id: str) -> int:
    """Its place in `_KNOWN`, or behind."""
    return next((place for place, pattern in enumerate(_KNOWN) if pattern.fullmatch(id)), len(_KNOWN))


def _is_bulletin(id: str, others: Iterable[str]) -> bool:
    """Whether an id stands for several vulnerabilities that have a better known id each."""
    kinds = Counter(map(_kind, others))
    return any(kinds[kind] > 1 for kind in range(_kind(id)))
