"""Problems as SARIF 2.1.0, the form that code scanners exchange.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0".
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..problems import Problem, Severity
from .shown import Lines, fingerprints, line_of, slashed

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "advice": "note"}
_DRIVE = re.compile(r"[A-Za-z]:/")


@dataclass(frozen=True, slots=True)
class RuleHelp:
    """What a report says of a rule itself."""

    code: str
    name: str
    severity: Severity
    summary: str
    """One sentence, plain text."""
    help: str
    """Why, and what to do, in Markdown."""


def write_sarif(problems: Sequence[Problem], rules: Sequence[RuleHelp], lines: Lines, *, version: str) -> str:
    """One run of the checks; the rules listed are those among `rules` that found something.

    `version` is Relcast's. A rule that is not described is named by its code and name alone.
    """
    described = {rule.code: rule for rule in rules}
    names = {problem.code: problem for problem in problems}
    codes = sorted(names)
    run = {
        "tool": {
            "driver": {
                "name": "Relcast",
                "version": version,
                "rules": [_rule(described.get(code) or _unknown(names[code])) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder in which the checks were run."}}},
        "results": [
            _result(problem, codes.index(problem.code), line_of(problem, lines), fingerprint)
            for problem, fingerprint in zip(problems, fingerprints(problems, lines), strict=True)
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=True, indent=2) + "\n"


def _unknown(problem: Problem) -> RuleHelp:
    return RuleHelp(problem.code, problem.name, problem.severity, problem.name.replace("-", " "), "")


def _rule(rule: RuleHelp) -> dict[str, Any]:
    row: dict[str, Any] = {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }
    if rule.help:
        row["help"] = {"text": rule.help, "markdown": rule.help}
    return row


def _result(problem: Problem, rule: int, line: str, fingerprint: str) -> dict[str, Any]:
    place: dict[str, Any] = {"startLine": problem.line or 1, "startColumn": problem.column or 1}
    if line:
        place["snippet"] = {"text": line}
    message = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(problem.path), "region": place}}],
        "partialFingerprints": {"relcast/v1": fingerprint},
    }


def _artifact(path: str) -> dict[str, str]:
    """A file's address: below the folder of the run, or whole where the path is."""
    path = slashed(path)
    uri = quote(path.encode("utf-8", "backslashreplace"), safe="/")
    if _DRIVE.match(path):
        return {"uri": f"file:///{path[0]}:{uri[4:]}"}
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri.removeprefix("./"), "uriBaseId": "%SRCROOT%"}
