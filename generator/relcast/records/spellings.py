"""How other tools, and people in a hurry, spell the keys of a record."""

from __future__ import annotations

import re

_SPELLINGS = {
    "features": (
        "added", "add", "adds", "feature", "new", "new_features", "new_feature", "additions",
        "新增", "新增功能", "新功能", "新特性", "增加", "添加", "功能新增", "功能", "特性",
    ),
    "improvements": (
        "changed", "change", "changes", "improved", "improvement", "enhancement", "enhancements", "minor_changes",
        "优化", "优化改进", "功能优化", "体验优化", "改进", "改进提升", "调整", "变更", "完善",
    ),
    "fixes": (
        "fixed", "fix", "bugfix", "bugfixes", "bug_fix", "bug_fixes", "bugs",
        "修复", "问题修复", "错误修复", "缺陷修复", "bug修复", "bug_修复", "修正", "解决",
    ),
    "deprecations": ("deprecated", "deprecation", "废弃", "弃用"),
    "removals": ("removed", "removal", "removes", "移除", "删除"),
    "known_issues": ("known_issue", "knownissues", "issues", "已知问题"),
    "text": ("description", "title", "message", "note"),
}  # fmt: skip
_KEY_FOR = {spelling: key for key, spellings in _SPELLINGS.items() for spelling in spellings}
_KEY_FOR |= {key: key for key in _SPELLINGS}
_GAP = re.compile(r"[\s_-]+")


def meant_key(spelling: str) -> str | None:
    """The key that a spelling stands for, whatever its case, blanks and hyphens; None where it is none we know of."""
    return _KEY_FOR.get(_GAP.sub("_", spelling.strip().lower()))
