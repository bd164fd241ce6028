"""The authority of feeds is no domain name and no e-mail address.

Why: it is the part of every entry's id that makes it the vendor's own (RFC 4151); a whole address can't stand there.

Bad:

    # vendor.yaml
    name: Acme Cloud
    feeds:
      authority: https://acme.example
      since: 2024-01-01

Good:

    # vendor.yaml
    name: Acme Cloud
    feeds:
      authority: acme.example
      since: 2024-01-01
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC215", "malformed-authority"
SEVERITY: Severity = "error"
