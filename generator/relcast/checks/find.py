"""What the rules find in one product: each rule is asked only where there is something of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import NamedTuple

from ..library.product import ProductHistory, VersionedRelease
from ..model.release import Release
from ..problems import Problem
from .rule import rules

CheckRelease = Callable[[VersionedRelease, ProductHistory], Iterator[Problem]]


class _Plan(NamedTuple):
    """The rules by how they are asked."""

    products: tuple[ModuleType, ...]
    """Those with `check_product`."""
    moments: tuple[ModuleType, ...]
    """Those with `check_at`."""
    always: tuple[CheckRelease, ...]
    """What looks at every release."""
    by_subject: Mapping[str, tuple[CheckRelease, ...]]
    """What looks only at releases that have a key, as `SUBJECTS` says."""


def findings(history: ProductHistory, now: datetime | None) -> Iterator[Problem]:
    """Every problem that a rule finds in a product; without `now`, what depends on the day is left out."""
    plan = _plan()
    for module in plan.products:
        yield from module.check_product(history)
    for module in plan.moments if now else ():
        yield from module.check_at(history, now)
    for entry in history.releases:
        for check in plan.always:
            yield from check(entry, history)
        asked: list[CheckRelease] = []
        for key in _subjects(entry.release):
            asked += (check for check in plan.by_subject.get(key, ()) if check not in asked)
        for check in asked:
            yield from check(entry, history)


def turning_points(history: ProductHistory) -> set[datetime]:
    """The instants at which a rule may find something else, although no file has changed."""
    return {moment for module in _plan().moments for moment in module.turning_points(history)}


@cache
def _plan() -> _Plan:
    modules = [rule.module for rule in rules()]
    always: list[CheckRelease] = []
    by_subject: dict[str, tuple[CheckRelease, ...]] = {}
    for module in modules:
        if check := getattr(module, "check_release", None):
            subjects = getattr(module, "SUBJECTS", None)
            if subjects is None:
                always.append(check)
            for subject in subjects or ():
                by_subject[subject] = (*by_subject.get(subject, ()), check)
    return _Plan(
        tuple(module for module in modules if hasattr(module, "check_product")),
        tuple(module for module in modules if hasattr(module, "check_at")),
        tuple(always),
        by_subject,
    )


def _subjects(release: Release) -> set[str]:
    """The keys that a record has, and those that its changes have."""
    keys = set(release.model_fields_set)
    for changes in (
        release.features, release.improvements, release.fixes,
        release.deprecations, release.removals, release.known_issues,
    ):  # fmt: skip
        for change in changes:
            keys |= change.model_fields_set
    return keys
