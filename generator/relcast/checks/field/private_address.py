"""A link leads to a machine that only its author can reach.

Why: an address such as localhost, 10.0.0.7 or wiki.internal is another machine for every reader, or none.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions end in time
        links:
          - label: Details
            url: http://10.20.0.7/wiki/sessions

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions end in time
        links:
          - label: Details
            url: https://docs.acme.example/sessions
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from ...problems import Problem, Severity
from ..texts import Passage, addresses

CODE, NAME = "RC220", "private-address"
SEVERITY: Severity = "warning"

SIGNS = (
    r"//(?:[^/\s\0@]*+@)?(?:\d|\[|localhost|[\w-]++[/:?#\s)>\0])",
    r"//(?:[\w-]++\.)++(?:local|internal|intranet|lan|corp|home|localdomain|localhost|test)\b",
)

_PRIVATE_ENDINGS = (".local", ".internal", ".intranet", ".lan", ".corp", ".home", ".localdomain", ".localhost", ".test")


def check_text(passage: Passage) -> Iterator[Problem]:
    """Every link has a host that the world can reach; an address that merely stands in a text may be an example."""
    for address, at, is_target in addresses(passage):
        if is_target and (host := _find_private_host(address)):
            message = f"nobody outside can reach '{host[:60]}'"
            hint = "give an address that readers can open, or leave the link out"
            yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=at)


def _find_private_host(address: str) -> str | None:
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return None
    try:
        return None if ipaddress.ip_address(host).is_global else host
    except ValueError:
        is_private = "." not in host or host.endswith(_PRIVATE_ENDINGS)
        return host if is_private and host else None
