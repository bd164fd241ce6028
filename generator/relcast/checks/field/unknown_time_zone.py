"""A time zone has no such name.

Why: a release's day begins at midnight in the vendor's zone; the names are those of the IANA database.

Bad:

    # vendor.yaml
    name: Acme Cloud
    timezone: Beijing

Good:

    # vendor.yaml
    name: Acme Cloud
    timezone: Asia/Shanghai
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC211", "unknown-time-zone"
SEVERITY: Severity = "error"
