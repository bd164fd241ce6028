"""A text is in a language that vendor.yaml doesn't declare.

Why: there is no page for it, so nobody would read it; often the tag is a slip, such as `zh` for `zh-CN`.

Bad (vendor.yaml declares `languages: [en, zh-CN]`):

    version: 1.0.0
    date: 2026-11-20
    title:
      en: Policies reload
      zh: 策略热加载

Good:

    version: 1.0.0
    date: 2026-11-20
    title:
      en: Policies reload
      zh-CN: 策略热加载
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC208", "unknown-language"
SEVERITY: Severity = "error"
