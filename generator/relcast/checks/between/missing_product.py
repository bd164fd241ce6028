"""A folder has records but no product.yaml.

Why: the product's name and the meaning of its versions stand there.

Bad: a folder `releases/search-engine/` with `1.0.0.yaml` alone

Good: `product.yaml` beside it, with at least `name:`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC402", "missing-product"
SEVERITY: Severity = "error"
