"""A text for a console has a word that the marketplace does not want.

Why: advertising superlatives are against the law in some places, and marketplaces refuse them, as they refuse the names
of other clouds.

Bad: 「业内最佳的网关」 on a marketplace that refuses superlatives

Good: 「网关的策略加载耗时降至 1 秒」
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC523", "unwanted-word"
SEVERITY: Severity = "warning"
