"""The id of an advisory starts like a CVE or a GHSA id, but is not formed like one.

Why: scanners and people look the id up as it stands here; with a slip in it they find nothing, or another flaw. Ids of
other lists may look as they like.

Bad:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-26-1234]
          severity: high
          affected: "<2.3.0"

Good:

    version: 2.3.0
    date: 2026-11-20
    fixes:
      - text: Fix request smuggling in the HTTP/1 parser
        security:
          ids: [CVE-2026-1234, ACME-2026-07]
          severity: high
          affected: "<2.3.0"
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem

CODE, NAME, SEVERITY = "RC316", "advisory-id", "warning"
SUBJECTS = ("security",)

# CVE: at least four digits after the year (cve.org, "CVE ID syntax"), no zero before more than four.
_CVE = re.compile(r"CVE-(?:1999|2\d{3})-(?:\d{4}|[1-9]\d{4,18})", re.ASCII)
# GHSA: three groups of four from an alphabet without what can be misread (github/advisory-database).
_GHSA = re.compile(r"GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}", re.ASCII)
_LOOKS_LIKE = re.compile(r"(cve|ghsa)(?![a-z])", re.IGNORECASE)
_PARTS = re.compile(r"[^0-9A-Za-z]+")


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every id that means to be a CVE or a GHSA id is one."""
    for section, position, change in entry.release.changes():
        for number, id in enumerate(change.security.ids if change.security else ()):
            kind = _LOOKS_LIKE.match(id)
            if kind is None or _CVE.fullmatch(id) or _GHSA.fullmatch(id):
                continue
            yield Problem(
                CODE, NAME, f"'{id[:60]}' is no well-formed {kind[1].upper()} id", _hint(id, kind[1].upper()),
                "warning", path=entry.file, where=(section, position, "security", "ids", number),
            )  # fmt: skip


def _hint(id: str, kind: str) -> str:
    """The id as it was probably meant, else an example."""
    parts = [part for part in _PARTS.split(id) if part]
    meant = "-".join([kind, *(part if kind == "CVE" else part.lower() for part in parts[1:])])
    if _CVE.fullmatch(meant) or _GHSA.fullmatch(meant):
        return f"write {meant}"
    return "write it like CVE-2026-1234" if kind == "CVE" else "write it like GHSA-jfh8-c2jp-5v3q"
