"""A text or a link holds a password, a key or a token.

Why: a record is published, and stays in its history forever. Revoke the secret first: deleting the words does not make
it safe again.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - text: Sessions end in time
        links:
          - label: Details
            url: https://ops:9fk2-qqd1@docs.acme.example/sessions

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

from ...marketplaces.secrets import FORMS
from ...problems import Problem, Severity
from ..texts import Passage

CODE, NAME = "RC222", "exposed-secret"
SEVERITY: Severity = "error"

SIGNS = tuple(sign for form in FORMS for sign in form.signs)
_REVOKE = "revoke it first, then take it out: the history of the file still holds it"


def check_text(passage: Passage) -> Iterator[Problem]:
    """No text and no address holds what opens a door; the message doesn't repeat it."""
    for kind, whose, pattern, _ in FORMS:
        what = f"{kind} of {whose}" if whose else kind
        for match in pattern.finditer(passage.text):
            message = f"{what} stands here, where everybody can read it"
            yield passage.problem(CODE, NAME, message, _REVOKE, SEVERITY, at=match.start())
