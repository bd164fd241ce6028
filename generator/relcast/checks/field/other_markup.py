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
from ..texts import Passage, without_code

CODE, NAME = "RC228", "other-markup"
SEVERITY: Severity = "warning"

SIGNS = (
    "``", "`_", ":`", r":[a-z][a-z0-9_+-]+:(?=[\s\0])", r":[^\s\0]*\[", r"::(?=[\s\0])", r"\{[{%]", r"%\}", r"\}\}",
    r"\{(?:code|noformat|quote|color|panel)[:}]", r"\nh[1-6]\. ", "\'\'\'", r"\[\[", r"#\{",
    r"\[(?:/?(?i:b|i|u|url|code|color|quote))[\]=]",
)  # fmt: skip

_ROLE = re.compile(r":[A-Za-z][\w:+.-]*:`[^`\n]*`")
_LINK = re.compile(r"(?<!`)`[^`\n]+`__?(?!\w)")
_LITERAL = re.compile(r"(?<!`)``(?! )[^`\n]+``(?!`)")
_DIRECTIVE = re.compile(r"^[ \t]*\.\. [a-z][\w-]*::", re.MULTILINE)
_TEMPLATE = re.compile(r"\{%-?.*?-?%\}|\{\{[^{}\n]*\}\}|#\{[\w.]+\}")
_BBCODE = re.compile(
    r"\[(?P<tag>b|i|u|url|code|color|quote)(?:=[^\]\n]*)?\].*?\[/(?P=tag)\]", re.IGNORECASE | re.DOTALL
)
_WIKI = re.compile(
    r"\{(?:code|noformat|quote|color|panel)(?::[^{}\n]*)?\}|^h[1-6]\. |'{3}(?=\S)|\[\[[^\]\[\n]+\]\]"
    r"|(?<!\w)link:[a-z]+://\S+\[|(?<!\w)xref:\S+\[",
    re.MULTILINE,
)
_SHORTCODE = re.compile(r"(?<!\S):[a-z][a-z0-9_+-]+:(?!\S)")

_LINK_HINT = "write [words](https://…)"
_ANYWHERE = (
    (_ROLE, "is a role of reStructuredText", "write `code`, or [words](https://…) for a link"),
    (_LINK, "is a link of reStructuredText", _LINK_HINT),
)
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
    text, bare = passage.text, without_code(passage.text)
    looks = [(text, *look) for look in _ANYWHERE] + [(bare, *look) for look in _OUTSIDE_CODE]
    for where, pattern, what, hint in looks:
        if match := pattern.search(where):
            yield passage.problem(CODE, NAME, f"{_cut(match[0])} {what}", hint, SEVERITY, at=match.start())
    if (match := _LITERAL.search(text)) and not _ROLE.search(text):
        message, hint = f"{_cut(match[0])} is written as in reStructuredText", "one backtick on each side is enough"
        yield passage.problem(CODE, NAME, message, hint, "advice", at=match.start())
    if (match := _SHORTCODE.search(text)) and bare.startswith(match[0], match.start()):
        message, hint = f"{_cut(match[0])} is an emoji in some chats only", "paste the emoji itself, or leave it out"
        yield passage.problem(CODE, NAME, message, hint, "advice", at=match.start())


def _cut(found: str) -> str:
    return f"'{found.strip()[:40]}'"
