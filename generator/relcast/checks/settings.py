"""The levels that a vendor and a product give to rules: what they make of problems, and which settings did nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..model.product import CheckSetting
from ..problems import Problem, RecordPath, Severity
from .rule import Rule, find_rule

_ORDER: Mapping[str, int] = {"off": 0, "advice": 1, "warning": 2, "error": 3}


@dataclass(slots=True)
class Settings:
    """The `checks:` of one file, and what they were good for; whose rules are unknown do nothing."""

    file: str
    """As messages show it."""
    given: Mapping[str, CheckSetting]
    _by_code: dict[str, tuple[str, CheckSetting]] = field(init=False)
    _used: set[tuple[str, str]] = field(init=False, default_factory=set)
    """Words of settings that met a problem, with the version it met it in ('' where none was asked for)."""

    def __post_init__(self) -> None:
        self._by_code = {
            rule.code: (word, setting)
            for word, setting in self.given.items()
            if (rule := find_rule(word)) is not None and rule.is_settable
        }

    def find_level(self, problem: Problem, version: str) -> str | None:
        """The level for a problem in the record of a version ('' for other files), if this file gives one."""
        if problem.code not in self._by_code:
            return None
        word, setting = self._by_code[problem.code]
        if setting.releases and version not in setting.releases:
            return None
        self._used.add((word, version if setting.releases else ""))
        return setting.level

    def used(self) -> frozenset[tuple[str, str]]:
        """What met a problem, to be counted elsewhere."""
        return frozenset(self._used)

    def count(self, used: Iterable[tuple[str, str]]) -> None:
        """Add what the same settings met elsewhere."""
        self._used.update(used)

    def unused(self) -> Iterator[tuple[RecordPath, Rule, str]]:
        """Where a setting stands that softened nothing, its rule, and its version if one is the reason."""
        for code, (word, setting) in self._by_code.items():
            rule = find_rule(code)
            if rule is None or _ORDER[setting.level] >= _ORDER[rule.severity]:
                continue  # a stricter level is a policy, which nobody needs to have broken yet
            if hasattr(rule.module, "check_files") or hasattr(rule.module, "check_products"):
                continue  # what it would find may lie on another machine, or in another product
            if not setting.releases and (word, "") not in self._used:
                yield ("checks", word), rule, ""
            for position, version in enumerate(setting.releases):
                if (word, version) not in self._used:
                    yield ("checks", word, "releases", position), rule, version


def leveled(problems: Iterable[Problem], settings: Iterable[Settings], versions: Mapping[str, str]) -> list[Problem]:
    """The problems at the levels that were set, the first settings first; without those that are off.

    Off is, too, what is a policy that nobody has made theirs. `versions` has the version of each record's file, as
    messages show it.
    """
    settings = tuple(settings)
    kept = []
    for problem in problems:
        levels = (one.find_level(problem, versions.get(problem.path, "")) for one in settings)
        level = next((level for level in levels if level), None)
        if level is None and (rule := find_rule(problem.code)) is not None and rule.is_policy:
            continue
        if level is None or level == problem.severity:
            kept.append(problem)
        elif level != "off":
            kept.append(replace(problem, severity=_severity(level)))
    return kept


def _severity(level: str) -> Severity:
    return "error" if level == "error" else "warning" if level == "warning" else "advice"
