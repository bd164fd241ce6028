"""`relcast explain`."""

from __future__ import annotations

import click

from ..checks.explain import rule_list, terminal_text
from ..checks.rule import find_rule, rules
from ..checks.selection import UnknownRule
from .terminal import say


@click.command()
@click.argument("rule", required=False, metavar="[RULE]")
def explain(rule: str | None) -> None:
    """Say what a rule means, why it is there, and what to write instead.

    RULE is a code (RC203) or a name (unknown-key). Without one, all rules are listed.
    """
    if rule is None:
        say(rule_list(rules()))
        return
    found = find_rule(rule)
    if found is None:
        raise click.UsageError(str(UnknownRule(rule)))
    say(terminal_text(found))
