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

from collections.abc import Iterator, Sequence

from ...marketplaces.secrets import FORMS
from ...problems import Problem, Severity
from ..texts import Passage

CODE, NAME = "RC222", "exposed-secret"
SEVERITY: Severity = "error"

SIGNS = tuple(sign for form in FORMS for sign in form.signs)
_STARTS = tuple(form.start for form in FORMS if form.start)
_REVOKE = "revoke it first, then take it out: the history of the file still holds it"


def find_suspects(texts: Sequence[str]) -> Iterator[int]:
    """The texts with the start of what has no sign; most records have none at all."""
    together = "\0".join(texts)
    if any(start in together for start in _STARTS):
        yield from (position for position, text in enumerate(texts) if any(start in text for start in _STARTS))


def check_text(passage: Passage) -> Iterator[Problem]:
    """No text and no address holds what opens a door; the message doesn't repeat it."""
    for form in FORMS:
        what = f"{form.kind} of {form.whose}" if form.whose else form.kind
        for match in form.pattern.finditer(passage.text):
            message = f"{what} stands here, where everybody can read it"
            yield passage.problem(CODE, NAME, message, _REVOKE, SEVERITY, at=match.start())
