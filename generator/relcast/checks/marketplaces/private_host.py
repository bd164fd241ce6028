"""A text for a console names a host that its readers can't reach.

Why: an address inside your own network is of no use to a customer, and tells strangers about the network.

Bad: a text with `http://10.0.0.7/setup` or `https://build.internal/1`

Good: a text with the address of a public page
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC521", "private-host"
SEVERITY: Severity = "warning"
