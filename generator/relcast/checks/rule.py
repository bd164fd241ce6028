"""What a rule says about itself: its code, name and level, and the docstring that explains it."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import dataclass
from functools import cache, cached_property
from textwrap import dedent
from types import ModuleType
from typing import NamedTuple

from ..problems import Severity

_EXAMPLE = re.compile(r"^(Bad|Good)\b(?: \(([^\n]*)\))?:(?: ([^\n]+))?((?:\n(?:    [^\n]*)?)*)", re.MULTILINE)

FUNCTIONS = (
    "check_text",
    "check_release",
    "check_product",
    "check_products",
    "check_at",
    "check_language",
    "check_vendor",
    "check_files",
)
"""What a rule's module may offer."""


@dataclass(frozen=True, slots=True)
class Example:
    """A record that shows what a rule means, or the words for it where no record can show it."""

    remark: str
    """What has to be known about it: where it stands, what product.yaml declares; often empty."""
    text: str
    """The YAML, with `---` between files; empty where `remark` says it all."""


class _Said(NamedTuple):
    """What the docstring of a rule's module says."""

    what: str
    why: str
    bad: Example
    good: Example


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong with records."""

    code: str
    """`RC203`; its hundred is the family, as the folders of this package are called."""
    name: str
    """For searching and for settings: `unknown-key`."""
    severity: Severity
    """The level of its problems unless the vendor sets another; some problems of an error are mere warnings."""
    module: ModuleType
    is_policy: bool = False
    """Whether it is off until a vendor sets its level."""

    @property
    def what(self) -> str:
        """What is wrong, in a sentence."""
        return self._said.what

    @property
    def why(self) -> str:
        """Why it matters."""
        return self._said.why

    @property
    def bad(self) -> Example:
        """Where it is found."""
        return self._said.bad

    @property
    def good(self) -> Example:
        """Where it is not."""
        return self._said.good

    @cached_property
    def _said(self) -> _Said:
        return _read(self.module.__doc__ or "")  # empty under `python -OO`

    @property
    def is_settable(self) -> bool:
        """False for errors of reading: what was not understood can't be shown, so nobody can decide to live with it."""
        return self.severity != "error" or any(hasattr(self.module, name) for name in FUNCTIONS)


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, by code: one module each, wherever it lies below `checks`."""
    from relcast import checks

    modules = (
        importlib.import_module(info.name)
        for info in pkgutil.walk_packages(checks.__path__, f"{checks.__name__}.")
        if not info.ispkg
    )
    found = [
        Rule(module.CODE, module.NAME, module.SEVERITY, module, getattr(module, "IS_POLICY", False))
        for module in modules
        if hasattr(module, "CODE")
    ]
    return tuple(sorted(found, key=lambda rule: rule.code))


def find_rule(word: str) -> Rule | None:
    """The rule of a code, in any case, or of a name."""
    return _by_word().get(word.strip().lower())


@cache
def _by_word() -> dict[str, Rule]:
    return {word: rule for rule in rules() for word in (rule.code.lower(), rule.name)}


def _read(doc: str) -> _Said:
    first = _EXAMPLE.search(doc)
    what, _, why = doc[: first.start() if first else len(doc)].partition("\n\nWhy: ")
    examples = {
        match[1]: Example(match[2] or match[3] or "", dedent(match[4]).strip("\n")) for match in _EXAMPLE.finditer(doc)
    }
    nothing = Example("", "")
    return _Said(_joined(what), _joined(why), examples.get("Bad", nothing), examples.get("Good", nothing))


def _joined(text: str) -> str:
    """Paragraphs on one line each."""
    return "\n\n".join(" ".join(part.split()) for part in text.strip().split("\n\n") if part.strip())
