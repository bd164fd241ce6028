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
from .language.spoken import Spoken, check_languages
from .rule import find_rule, rules
from .texts import check_texts

CheckProduct = Callable[[ProductHistory], Iterator[Problem]]
CheckRelease = Callable[[VersionedRelease, ProductHistory], Iterator[Problem]]


class _Plan(NamedTuple):
    """The rules by how they are asked."""

    products: tuple[tuple[CheckProduct, frozenset[str]], ...]
    """Those with `check_product`, and the keys one of which a product's releases must have, if any."""
    moments: tuple[ModuleType, ...]
    """Those with `check_at`."""
    languages: tuple[Callable[[Spoken], Iterator[Problem]], ...]
    """Those with `check_language`."""
    always: tuple[CheckRelease, ...]
    """What looks at every release."""
    by_subject: Mapping[str, tuple[CheckRelease, ...]]
    """What looks only at releases that have a key, as `SUBJECTS` says."""


def findings(history: ProductHistory, now: datetime | None) -> Iterator[Problem]:
    """Every problem that a rule finds in a product, in no order; without `now`, what depends on the day is left out."""
    plan = _plan(_policies(history))
    everything: set[str] = set()
    for entry in history.releases:
        subjects = _subjects(entry.release)
        everything |= subjects
        for check in plan.always:
            yield from check(entry, history)
        for check in dict.fromkeys(check for key in subjects for check in plan.by_subject.get(key, ())):
            yield from check(entry, history)
    for check_product, wanted in plan.products:
        if not wanted or not wanted.isdisjoint(everything):
            yield from check_product(history)
    for module in plan.moments if now else ():
        yield from module.check_at(history, now)
    yield from check_texts(history)
    yield from check_languages(history, plan.languages)


def turning_points(history: ProductHistory) -> set[datetime]:
    """The instants at which a rule may find something else, although no file has changed."""
    return {moment for module in _plan(_policies(history)).moments for moment in module.turning_points(history)}


def _policies(history: ProductHistory) -> frozenset[str]:
    """The codes of policies that the vendor or the product has set a level for."""
    named = (find_rule(word) for word in (*history.vendor.checks, *history.product.checks))
    return frozenset(rule.code for rule in named if rule is not None and rule.is_policy)


@cache
def _plan(policies: frozenset[str]) -> _Plan:
    modules = [rule.module for rule in rules() if not rule.is_policy or rule.code in policies]
    always: list[CheckRelease] = []
    by_subject: dict[str, tuple[CheckRelease, ...]] = {}
    for module in modules:
        if check := getattr(module, "check_release", None):
            if not _subjects_of(module):
                always.append(check)
            for subject in _subjects_of(module):
                by_subject[subject] = (*by_subject.get(subject, ()), check)
    return _Plan(
        tuple(
            # One that looks at releases too has its subjects for these.
            (module.check_product, frozenset(() if hasattr(module, "check_release") else _subjects_of(module)))
            for module in modules
            if hasattr(module, "check_product")
        ),
        tuple(module for module in modules if hasattr(module, "check_at")),
        tuple(module.check_language for module in modules if hasattr(module, "check_language")),
        tuple(always),
        by_subject,
    )


def _subjects_of(module: ModuleType) -> tuple[str, ...]:
    """The keys that a rule speaks of; none where it looks at everything."""
    subjects: tuple[str, ...] = getattr(module, "SUBJECTS", ())
    return subjects


def _subjects(release: Release) -> set[str]:
    """The keys that a record has, and those that its changes have."""
    keys = set(release.model_fields_set)
    for changes in (
        release.features, release.improvements, release.fixes,
        release.deprecations, release.removals, release.known_issues,
    ):  # fmt: skip
        if changes:
            keys.update(*[change.model_fields_set for change in changes])
    return keys
