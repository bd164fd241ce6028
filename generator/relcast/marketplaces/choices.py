"""Boxes with a set of values: which of them a record chooses."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.change import Change
from .change_lists import quoted
from .gather import SEVERITIES, Gathered, Told
from .profile import Choice


def choice_text(choice: Choice, key: str | None, gathered: Gathered, here: Sequence[Told]) -> str:
    """The console's values, one line each; under their key, in YAML, where there is one.

    `here` are the changes that the listing carries.
    """
    chosen = list(dict.fromkeys(choice.map[fact] for fact in _facts(choice, gathered, here) if fact in choice.map))
    if not choice.multiple:
        chosen = chosen[:1]
    if key is None:
        return "\n".join(chosen)
    if choice.multiple:
        return "\n".join([f"{key}:", *(f"  - {value}" for value in chosen)]) if chosen else f"{key}: []"
    # An annotation's value is text; elsewhere a YAML truth is meant as one.
    return f"{key}: {quoted(chosen[0]) if '/' in key else chosen[0]}" if chosen else f"{key}: null"


def _facts(choice: Choice, gathered: Gathered, here: Sequence[Told]) -> list[str]:
    """What the record says, in the words that a choice maps from."""
    match choice.by:
        case "urgency":
            return [gathered.urgency() or "unstated"]
        case "prerelease":
            return ["true" if gathered.entry.version.is_prerelease else "false"]
        case "security":
            return ["true" if any(told.placed.change.security for told in here) else "false"]
        case "sections":
            severe = any(_counts_as_security(told.placed.change, choice) for told in here)
            return [*dict.fromkeys(told.placed.section for told in here), *(["security"] if severe else [])]


def _counts_as_security(change: Change, choice: Choice) -> bool:
    if change.security is None:
        return False
    least, severity = choice.security_from, change.security.severity
    return least is None or severity is None or SEVERITIES.index(severity) <= SEVERITIES.index(least)
