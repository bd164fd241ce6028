"""A limit of a profile names a source that the profile doesn't list.

Why: whoever doubts a number must be able to look it up.

Bad: a limit with `source: console-help` in a profile without it under `sources:`

Good: the same profile with `console-help` and its address under `sources:`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC502", "unknown-source"
SEVERITY: Severity = "error"
