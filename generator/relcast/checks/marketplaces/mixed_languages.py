"""A line of a text for a console is in another language than the text.

Why: a reader who knows one of the languages does not understand the line; the translation was forgotten.

Bad: an English text with the line `- 支持热加载`

Good: the same text with the line `- Policies reload without a restart`
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC525", "mixed-languages"
SEVERITY: Severity = "warning"
