"""A setting under `checks:` is for a rule that doesn't exist, or that can't be set.

Why: the setting does nothing, and whoever wrote it believes that it does. What makes a record unreadable can't be
passed over: there is nothing to show then.

Bad:

    # product.yaml
    name: Edge Gateway
    checks:
      date-ordr: advice

Good:

    # product.yaml
    name: Edge Gateway
    checks:
      date-order: error
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...library.product import ProductHistory
from ...model.product import CheckSetting, Vendor
from ...problems import Problem, Severity
from ...records.guess import hint_for
from ..rule import find_rule, rules

CODE, NAME = "RC217", "unknown-rule"
SEVERITY: Severity = "error"


def check_vendor(vendor: Vendor) -> Iterator[Problem]:
    """Every setting is for a rule, for all releases."""
    yield from _settings(vendor.checks, "vendor.yaml")
    for word, setting in vendor.checks.items():
        if setting.releases:
            yield Problem(
                CODE, NAME, "vendor.yaml can't name releases, since every product has its own",
                "move the setting into the product's product.yaml", SEVERITY,
                path="vendor.yaml", where=("checks", word, "releases"), at_key=True,
            )  # fmt: skip


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """Every setting is for a rule."""
    yield from _settings(history.product.checks, f"{history.id}/product.yaml")


def _settings(settings: Mapping[str, CheckSetting], path: str) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for word in settings:
        rule = find_rule(word)
        if rule is None:
            names = [rule.name for rule in rules() if rule.is_settable]
            message = f"there is no rule '{word[:60]}'"
            hint = hint_for(word.lower(), names, otherwise="", label="some of them")
        elif not rule.is_settable:
            message = f"the level of '{rule.name}' can't be set: what it finds makes a file unreadable"
            hint = "delete the setting, and mend what the rule finds"
        elif rule.code in first:
            message = f"this is the same rule as '{first[rule.code]}' above"
            hint = "keep one of the two settings"
        else:
            first[rule.code] = word
            continue
        yield Problem(CODE, NAME, message, hint, SEVERITY, path=path, where=("checks", word), at_key=True)
