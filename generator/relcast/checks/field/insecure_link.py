"""A link starts with http:// rather than https://.

Why: what is read or loaded over it can be changed on the way, and browsers warn of it. Nearly every host answers to
https:// today.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions end in time
        links:
          - label: Details
            url: http://docs.acme.example/sessions

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

from collections.abc import Iterator

from ...problems import Problem, Severity
from ..texts import Passage, addresses

CODE, NAME = "RC221", "insecure-link"
SEVERITY: Severity = "advice"

SIGNS = (r":(?<=http:)//(?!localhost|\d)",)


def check_text(passage: Passage) -> Iterator[Problem]:
    """Every link is one over TLS; an address that merely stands in a text may be an example."""
    for address, at, is_target in addresses(passage):
        if is_target and address.startswith("http://"):
            yield passage.problem(
                CODE, NAME, "this link is not encrypted on its way", "write https://, if the host answers to it",
                SEVERITY, at=at,
            )  # fmt: skip
