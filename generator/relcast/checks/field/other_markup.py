"""A text holds marks of another markup than Markdown.

Why: what was copied from reStructuredText, a template, a wiki or a chat is shown with its marks, or with words missing.

Bad:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - "Sessions end in time, see :ref:`sessions`"

Good:

    version: 1.0.0
    date: 2026-11-20
    fixes:
      - Sessions end in time, see [sessions](https://docs.acme.example/sessions)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...problems import Problem, Severity
from ..texts import Passage, code_spans, without_code

CODE, NAME = "RC228", "other-markup"
SEVERITY: Severity = "warning"

SIGNS = (
    "``", "`_", ":`", r":[a-z][a-z0-9_+-]+:(?=[\s\0])", r":[^\s\0]*\[", r"::(?=[\s\0])", r"\{[{%]", r"%\}", r"\}\}",
    r"\{(?:code|noformat|quote|color|panel)[:}]", r"\nh[1-6]\. ", "\'\'\'", r"\[\[", r"#\{",
    r"\[(?:/?(?i:b|i|u|url|code|color|quote))[\]=]",
)  # fmt: skip

_ROLE = re.compile(r"(?<!\w):[A-Za-z][\w:+.-]*:$")
_LINK = re.compile(r"__?(?!\w)")
_DIRECTIVE = re.compile(r"^[ \t]*\.\. [a-z][\w-]*::", re.MULTILINE)
_TEMPLATE = re.compile(r"\{%-?.*?-?%\}|\{\{[^{}\n]*\}\}|#\{[\w.]+\}")
_BBCODE = re.compile(
    r"\[(?P<tag>b|i|u|url|code|color|quote)(?:=[^\]\n]*)?\].*?\[/(?P=tag)\]", re.IGNORECASE | re.DOTALL
)
_WIKI = re.compile(
    r"\{(?:code|noformat|quote|color|panel)(?::[^{}\n]*)?\}|^h[1-6]\. |'{3}(?=\S)|\[\[[^\]\[\n]+\]\](?!\()"
    r"|(?<!\w)link:[a-z]+://\S+\[|(?<!\w)xref:\S+\[",
    re.MULTILINE,
)
_LONGEST_ROLE = 40
_SHORTCODE = re.compile(r"(?<!\S):[a-z][a-z0-9_+-]+:(?!\S)")

_OUTSIDE_CODE = (
    (_DIRECTIVE, "is a directive of reStructuredText", "write what it stands for in words"),
    (_TEMPLATE, "is of a template that was not filled in", "write the value, or put it in backticks"),
    (_BBCODE, "is of a forum's markup", "write Markdown: **bold**, `code`, [words](https://…)"),
    (_WIKI, "is of a wiki's markup", "write Markdown: **bold**, `code`, [words](https://…)"),
)


def check_text(passage: Passage) -> Iterator[Problem]:
    """No text has marks that Markdown doesn't know; each kind is told once a passage."""
    if passage.kind == "address":
        return
    bare = without_code(passage.text)
    yield from _around_code(passage)
    for pattern, what, hint in _OUTSIDE_CODE:
        if match := pattern.search(bare):
            yield passage.problem(CODE, NAME, f"{_cut(match[0])} {what}", hint, SEVERITY, at=match.start())
    if (match := _SHORTCODE.search(passage.text)) and bare.startswith(match[0], match.start()):
        message, hint = f"{_cut(match[0])} is an emoji in some chats only", "paste the emoji itself, or leave it out"
        yield passage.problem(CODE, NAME, message, hint, "advice", at=match.start())


def _around_code(passage: Passage) -> Iterator[Problem]:
    """The first of what reStructuredText writes with backticks and Markdown does not."""
    text = passage.text
    for span in code_spans(text):
        begin, end = span.span()
        if role := _ROLE.search(text, max(begin - _LONGEST_ROLE, 0), begin):
            message = f"{_cut(role[0] + span[0])} is a role of reStructuredText"
            hint = "write `code`, or [words](https://…) for a link"
            yield passage.problem(CODE, NAME, message, hint, SEVERITY, at=role.start())
            return
        if match := _LINK.match(text, end):
            message = f"{_cut(span[0] + match[0])} is a link of reStructuredText"
            yield passage.problem(CODE, NAME, message, "write [words](https://…)", SEVERITY, at=begin)
            return
        if span["mark"] == "``" and "`" not in span[0].strip("`"):
            message = f"{_cut(span[0])} is written as in reStructuredText"
            yield passage.problem(CODE, NAME, message, "one backtick on each side is enough", "advice", at=begin)
            return


def _cut(found: str) -> str:
    return f"'{found.strip()[:40]}'"
