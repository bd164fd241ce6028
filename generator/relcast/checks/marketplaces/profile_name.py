"""A profile's file is not called as the profile is.

Why: a listing names a profile by its file; two names for one form would be looked for in vain.

Bad: `profiles/acme-market.yaml` with `id: acme`

Good: `profiles/acme-market.yaml` with `id: acme-market`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC506", "profile-name"
SEVERITY: Severity = "error"
