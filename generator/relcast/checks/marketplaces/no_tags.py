"""A field of HTML does not say which tags its box takes.

Why: consoles drop or refuse tags they do not know; text in such a box would arrive bare, or not at all.

Bad: a field with `markup: {dialect: html}`

Good: a field with `markup: {dialect: html, allow: [p, ul, li]}`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC508", "no-tags"
SEVERITY: Severity = "error"
