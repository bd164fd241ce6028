"""A rule's docstring for its readers: in a terminal, in a report, and all of them as a page of the docs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from textwrap import indent, wrap

from ..words import words
from .rule import Example, Rule

_WIDTH = 80


def terminal_text(rule: Rule) -> str:
    """What `relcast explain` prints: the rule's name and level, what is wrong, why it matters, and two records."""
    parts = [
        f"{rule.code} {rule.name} ({rule.severity})",
        _wrapped(rule.what),
        f"Why: {_wrapped(rule.why)}",
        *(_plain_example(label, example) for label, example in (("Bad", rule.bad), ("Good", rule.good))),
    ]
    return "\n\n".join(parts) + "\n"


def rule_list(rules: Iterable[Rule]) -> str:
    """One line for each rule: code, name, what is wrong."""
    rules = list(rules)
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(f"{rule.code}  {rule.name:{width}}  {rule.what.splitlines()[0]}\n" for rule in rules)


def help_text(rule: Rule) -> str:
    """Why the rule is there and both examples, as Markdown, for reports that show it beside a problem."""
    return "\n\n".join([_sentence(rule.why), *_examples(rule, "en")])


def reference(rules: Iterable[Rule], language: str) -> str:
    """The page of all rules. What docstrings say is English; what frames it is in the page's language."""
    table = words(language)
    parts = [f"# {table['rules']}", table["rules.note"]]
    for family, members in groupby(rules, key=lambda rule: rule.code[:3]):
        parts.append(f"## {family}xx {table[f'rules.{family}']}")
        for rule in members:
            level = table[f"rules.{rule.severity}"]
            parts += [
                f"### {rule.code} {rule.name} {{ #{rule.code.lower()} }}",
                f"*{level}* {_prose(rule.what)}",
                f"**{table['rules.why']}** {_prose(_sentence(rule.why))}",
                *_examples(rule, language),
            ]
    return "\n\n".join(parts) + "\n"


def _examples(rule: Rule, language: str) -> Iterator[str]:
    table = words(language)
    for label, example in ((table["rules.bad"], rule.bad), (table["rules.good"], rule.good)):
        remark = f" {_prose(example.remark)}" if example.remark else ""
        if example.text or example.remark:
            yield f"**{label}**{remark}"
        if example.text:
            yield f"``` yaml\n{example.text}\n```"


def _plain_example(label: str, example: Example) -> str:
    head = f"{label}: {example.remark}" if example.remark else f"{label}:"
    return f"{head}\n\n{indent(example.text, '    ')}" if example.text else head


def _wrapped(text: str) -> str:
    return "\n\n".join(
        "\n".join(wrap(part, _WIDTH, break_long_words=False, break_on_hyphens=False)) for part in text.split("\n\n")
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _prose(text: str) -> str:
    """Markdown in which `<X>` stays what it is, as it does in code."""
    return re.sub(r"(`+)(?:.+?)\1|<", lambda match: "&lt;" if match[0] == "<" else match[0], text)
