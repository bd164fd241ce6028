"""A record has no text in one of the vendor's languages.

Why: a vendor may promise every release in every language. This is your policy or it is not: the rule is off until
`checks:` turns it on.

Bad:

    # vendor.yaml
    name: Acme Cloud
    languages: [en, zh-CN]
    checks:
      untranslated-record: warning
    ---
    version: 2.3.0
    date: 2026-11-20
    features:
      - Reload policies without a restart

Good:

    # vendor.yaml
    name: Acme Cloud
    languages: [en, zh-CN]
    checks:
      untranslated-record: warning
    ---
    version: 2.3.0
    date: 2026-11-20
    features:
      - text:
          en: Reload policies without a restart
          zh-CN: 策略热加载，变更无需重启
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem
from ..texts import passages

CODE, NAME, SEVERITY = "RC706", "untranslated-record", "warning"
IS_POLICY = True


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """A record with texts has at least one in each language."""
    if len(history.vendor.languages) < 2:
        return
    spoken = {str(passage.where[-1]) for passage in passages(entry) if passage.kind != "address"}
    lacks = [language for language in history.vendor.languages if language not in spoken]
    if spoken and lacks:
        yield Problem(
            CODE, NAME, f"nothing in this record is written in {' or '.join(lacks)}",
            "translate its texts: write each as a map of languages", "warning", path=entry.file,
        )  # fmt: skip
