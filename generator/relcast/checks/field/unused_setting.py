"""A setting under `checks:` softens a rule that has nothing to say.

Why: the record it was written for has been mended. Left behind, the setting would hide the next mistake of this kind.

Bad:

    # product.yaml
    name: Edge Gateway
    checks:
      date-order:
        level: off
        reason: Two lines were imported with the days of their import

Good:

    # product.yaml
    name: Edge Gateway
    checks:
      date-order: error
"""

from __future__ import annotations

from collections.abc import Iterator

from ...problems import Problem, Severity
from ..settings import Settings

CODE, NAME = "RC218", "unused-setting"
SEVERITY: Severity = "advice"


def check_settings(settings: Settings) -> Iterator[Problem]:
    """Every softened rule found something, in every release that is named; asked once all problems are known."""
    for where, rule, version in settings.unused():
        if rule.code == CODE:
            continue
        what = f"'{rule.name}' finds nothing in {version[:60]}" if version else f"'{rule.name}' finds nothing here"
        hint = "take the version off the list" if version else "delete the setting"
        yield Problem(
            CODE, NAME, f"{what}, so this setting has no effect", hint, SEVERITY,
            path=settings.file, where=where, at_key=not version,
        )  # fmt: skip
