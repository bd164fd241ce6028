"""A link is a placeholder that nobody filled in.

Why: a form asked for a link before there was one. Readers who click on it see an error, or something else entirely.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions end in time
        links:
          - label: Details
            url: https://github.com/acme/gateway/pull/XXX

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions end in time
        links:
          - label: Details
            url: https://github.com/acme/gateway/pull/812
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Problem, Severity
from ..texts import Passage, addresses

CODE, NAME = "RC219", "placeholder-link"
SEVERITY: Severity = "warning"

SIGNS = (
    r"/(?:pulls?|issues?|merge_requests|commits?)/(?![2-9a-f]|1\d)", r"/pulls/\d", r"/\d*9{6}",
    r"/(?:TODO|TBD|FIXME|XXX)", r"#(?:TODO|TBD|FIXME|XXX)", r"//(?:[\w-]++\.)*?(?:example\.(?:com|org|net)|foobar)",
)  # fmt: skip

_REPOSITORY = re.compile(r"/(?P<kind>pulls?|issues?|merge_requests|commits?)/(?P<number>[^/#]*)(?:[/#]|$)")
_UNREAL = re.compile(
    r"0+|\d*9{6,}|[xX]+|[nN]+|(?:[A-Z]+_)+[A-Z]+|TODO|TBD|FIXME|PR|ID|NUMBER|REPLACE|[?{<#].*", re.ASCII
)
_UNFINISHED = re.compile(r"[/#](?:TODO|TBD|FIXME|XXX)\b")
_EXAMPLE = re.compile(r"https?://(?:[\w-]+\.)*(?:example\.(?:com|org|net)|foobar(?:\.\w+)?)(?=[/?#:]|$)", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r"(?<=github\.com)/[\w.-]+/[\w.-]+(/pulls/([1-9]\d*))")
_LATER = "give the real address, or leave the link out until there is one"


def check_text(passage: Passage) -> Iterator[Problem]:
    """Every address leads to something that its author can have meant."""
    for address, at, is_target in addresses(passage):
        if found := _find_fault(address, is_target):
            message, hint = found
            yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=at)


def _find_fault(address: str, is_target: bool) -> tuple[str, str] | None:
    if match := _ALL_OF_THEM.search(address):
        message = f"'{match[1][:40]}' leads to the list of all pull requests, not to one"
        return message, f"write /pull/{match[2][:20]}"
    if (match := _REPOSITORY.search(address)) and _is_made_up(match["kind"], match["number"]):
        return f"the link ends in '{match[0].strip('/')[:40]}', which looks like a placeholder", _LATER
    if _UNFINISHED.search(address):
        return f"the link '…{address[-40:]}' says itself that it is unfinished", _LATER
    if is_target and _EXAMPLE.match(address):
        return f"the link leads to the address of an example, '{address[:60]}'", _LATER
    return None


def _is_made_up(kind: str, number: str) -> bool:
    """Whether nothing has this number: the first pull request of a product is older than its changelog."""
    if not number or number == "1":
        return kind in ("pull", "merge_requests") or (kind == "issue" and not number)
    return _UNREAL.fullmatch(number) is not None
