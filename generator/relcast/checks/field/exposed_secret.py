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

import re
from collections.abc import Iterator

from ...problems import Problem, Severity
from ..texts import Passage

CODE, NAME = "RC222", "exposed-secret"
SEVERITY: Severity = "error"

SIGNS = (
    r"//[^/\s:@\0]++:[^/\s@\0]++@", "BEGIN [A-Z ]*PRIVATE KEY", r"_[0-9A-Za-z_]{30}", "AKIA[0-9A-Z]{16}",
    "ASIA[0-9A-Z]{16}", "LTAI[0-9A-Za-z]{12}", "AKID[0-9A-Za-z]{28}",
)  # fmt: skip

_SECRETS = (
    (r"(?<=//)[^/\s:@]+:(?![<{$*.]|x{3}|(?:pass(?:word|wd)?|pwd|secret|token)@)[^/\s@]+@", "a password in an address"),
    (r"-----BEGIN [A-Z ]*PRIVATE KEY-----", "a private key"),
    (r"\b(?:AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[0-9A-Z]{16}\b", "an access key of AWS"),
    (r"\bLTAI[0-9A-Za-z]{12,26}\b", "an access key of Alibaba Cloud"),
    (r"\bAKID[0-9A-Za-z]{28,40}\b", "an access key of Tencent Cloud"),
    (r"\b(?:gh[opsu]_[0-9A-Za-z]{30,}|github_pat_\w{30,})", "a token of GitHub"),
)
_PATTERNS = tuple((re.compile(pattern, re.ASCII), what) for pattern, what in _SECRETS)
_REVOKE = "revoke it first, then take it out: the history of the file still holds it"


def check_text(passage: Passage) -> Iterator[Problem]:
    """No text and no address holds what opens a door; the message doesn't repeat it."""
    for pattern, what in _PATTERNS:
        for match in pattern.finditer(passage.text):
            message = f"{what} stands here, where everybody can read it"
            yield passage.problem(CODE, NAME, message, _REVOKE, SEVERITY, at=match.start())
