"""A record's version can't be read under its product's scheme.

Why: the order of releases, support lines and upgrade paths are computed from it. A product that counts otherwise says
so with `versioning: calver` or `versioning: numeric` in product.yaml.

Bad (product.yaml says nothing of `versioning`, so it is semver):

    version: "1.0"
    date: 2026-11-20

Good:

    version: 1.0.0
    date: 2026-11-20
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC212", "malformed-version"
SEVERITY: Severity = "error"
