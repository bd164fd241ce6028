"""What the author did when YAML breaks, in the author's words rather than the parser's.

The causes, by how often they broke real records: text that starts with a sign YAML keeps for itself, a second `: ` in
plain text, a quoted word followed by more text, wrong indentation.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import yaml


class Mistake(NamedTuple):
    """What is wrong and what to do about it; line and column from 1, inside the file."""

    message: str
    hint: str | None
    line: int
    column: int


_QUOTES = "put the whole text in quotes"
_KEY = r"\s*(?:- +)?[^\W\d][\w.-]*"
_HALF_COLON = re.compile(rf"({_KEY}):\S")
_WIDE_COLON = re.compile(rf"({_KEY})\s*：")
_ONLY_KEY = re.compile(rf"{_KEY}\s*")
_OPENS_BLOCK = re.compile(r"(?::|-)\s*[|>][-+0-9]*\s*$")
_EQUALS = re.compile(rf"({_KEY})\s*=(?:\s|$)")
_FOREIGN_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def explain(error: yaml.MarkedYAMLError, text: str) -> Mistake:
    """Why YAML can't go on at the place of this error."""
    broken = _Break(error, text)
    message, hint = broken.explain()
    return Mistake(message, hint, broken.line + 1, broken.column + 1)


class _Break:
    """The line where YAML gave up, and what it was doing; an explanation may move the place to where it began."""

    def __init__(self, error: yaml.MarkedYAMLError, text: str) -> None:
        self.problem, self.context = error.problem or "", error.context or ""
        self.began = error.context_mark
        self.lines = [line.rstrip("\r") for line in text.split("\n")]
        mark = error.problem_mark or error.context_mark
        self.line, self.column = (mark.line, mark.column) if mark else (0, 0)
        if self.line >= len(self.lines):  # the end of a file without a last line end
            self.line, self.column = len(self.lines) - 1, len(self.lines[-1])

    @property
    def here(self) -> str:
        return self.lines[self.line]

    @property
    def above(self) -> str:
        """The nearest line above that holds something."""
        return next((line for line in reversed(self.lines[: self.line]) if line.strip()), "")

    def start(self) -> None:
        """Point to where the broken thing began."""
        if self.began is not None and self.began.line < len(self.lines):
            self.line, self.column = self.began.line, self.began.column

    def explain(self) -> tuple[str, str | None]:
        """Message and hint."""
        problem, context = self.problem, self.context
        if found := self._odd_space(self.line):
            return found
        if "tab character" in problem or ("cannot start any token" in problem and self._sign() == "\t"):
            return "a tab indents this line; YAML wants spaces", "replace the tab by spaces"
        if "cannot start any token" in problem or "expected node content" in problem:
            return self._reserved()
        if any(word in context for word in ("alias", "anchor", "a tag", "block scalar")) or "tag handle" in problem:
            self.start()
            return self._reserved()
        if "mapping keys are not allowed" in problem:
            return self._reserved()
        if "directive" in context or "YAML document" in problem:
            self.start()
            return "a line can't start with %", "put the text in quotes, or delete the line"
        if "sequence entries are not allowed" in problem:
            return "a list can't begin on the line of its key", "write each `- ` on a line of its own below the key"
        if "mapping values are not allowed" in problem:
            return self._second_colon()
        if "expected ':'" in problem:
            self.start()
            return self._no_colon()
        if "escape" in problem or "hexdecimal" in problem:
            return (
                "'\\' in double quotes begins a code for a character, and this code does not exist",
                "write \\\\ for a backslash, or use single quotes",
            )
        if "quoted scalar" in context:
            self.start()
            return "the quoted text that starts here never ends", "close the quote at the end of the text"
        if "expected ',' or" in problem:
            if self._sign() == ":" and self.began is not None and self.began.line == self.line:
                return self._second_colon()
            self.start()
            return "the bracket that opens here is not closed", f"close it, or {_QUOTES}"
        if "document start" in problem:
            if "..." in self.lines[: self.line]:
                return "the record has ended above this line", "delete the line of `...`"
            return "this line starts further left than the first one", "start all keys of the record in one column"
        if "did not find expected" in problem:
            return self._out_of_place()
        return f"YAML can't read this: {problem or 'no reason given'}", None

    def _sign(self) -> str:
        return self.here[self.column : self.column + 1]

    def _reserved(self) -> tuple[str, str]:
        """Text begins with a sign that means something to YAML."""
        rest = self.here[self.column :].strip()
        if self._sign() == "*" and re.match(r"\s*\* ", self.here) and not self.here[: self.column].strip():
            return "a list begins with hyphens, not with stars", "start each of its lines with `- `"
        plain = 0 < len(rest) <= 40 and not set("'#,]}") & set(rest)
        return f"text can't start with {self._sign() or 'this sign'}", f"write '{rest}'" if plain else _QUOTES

    def _second_colon(self) -> tuple[str, str]:
        if _ONLY_KEY.fullmatch(self.here, 0, self.column):
            if found := self._missing_blank(self.line - 1):
                return found
            if self.column > 1024:
                return "this key is longer than 1,024 characters", "text goes after the ':'"
            if re.match(r"\s*-\w", self.here):
                return "there is no space after '-'", "write `- ` before each line of a list"
            return (
                "this key is indented further than the line above allows",
                "align it with the key above; a key with text after its ':' can't have keys below it",
            )
        return (
            "a second ': ' in this text looks like another key to YAML",
            "put the whole text in quotes, or write it on the lines below `|`",
        )

    def _no_colon(self) -> tuple[str, str]:
        if found := self._missing_blank(self.line):
            return found
        if re.match(r"\s*-\S", self.here):
            return "there is no space after '-'", "write `- ` before each line of a list"
        if not any(self.lines[self.line + 1 :]) and re.fullmatch(_KEY, self.here) and self.here[0] == " ":
            return "the file ends in the middle of this line", "it seems to be cut short: write the rest"
        if _OPENS_BLOCK.search(self.above):
            return (
                "text below `|` or `>` must be indented further than its key",
                "indent these lines by two more spaces",
            )
        return (
            "this line is neither a key with ':' nor part of the text above",
            "indent it further than the key of the text it belongs to, or put that text in quotes",
        )

    def _odd_space(self, number: int) -> tuple[str, str] | None:
        """A space that is none to YAML, or a sign that nobody sees, where the structure of the record stands."""
        lead = re.match(
            r"[\s\u00ad\u200b-\u200d\u2060\ufeff]*(?:-\s*)?(?:[^\W\d][\w.-]*\s*:[\s\ufeff]?)?", self.lines[number]
        )
        assert lead  # every part of it may be empty
        for pattern, what, hint in (
            (_FOREIGN_SPACE, "is no ordinary space to YAML", "replace it by an ordinary space"),
            (_UNSEEN, "stands here, which nobody sees", "delete it"),
        ):
            if match := pattern.search(lead[0]):
                self.line, self.column = number, match.start()
                return f"the character U+{ord(match[0]):04X} {what}", hint
        return None

    def _left_of_block(self) -> bool:
        """Whether this line belongs to a text below `|` or `>` whose first line stands further right."""
        indent = len(self.here) - len(self.here.lstrip())
        for line in reversed(self.lines[: self.line]):
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                return _OPENS_BLOCK.search(line) is not None and len(line) - len(line.lstrip()) < indent
        return False

    def _missing_blank(self, number: int) -> tuple[str, str] | None:
        """A key whose colon YAML doesn't see, in a line by number (from 0)."""
        if number < 0:
            return None
        if found := self._odd_space(number):
            return found
        if match := _EQUALS.match(self.lines[number]):
            self.line, self.column = number, match.end(1)
            return "YAML writes ':' after a key, not '='", f"write `{match[1].strip(' -')}: `"
        if match := _WIDE_COLON.match(self.lines[number]):
            self.line, self.column = number, match.end() - 1
            return "'：' is a full-width colon; YAML knows only ':'", f"write `{match[1].strip(' -')}: `"
        if (match := _HALF_COLON.match(self.lines[number])) and "://" not in match[0] + self.lines[number][
            match.end() :
        ]:
            self.line, self.column = number, match.end(1)
            return "there is no space after ':'", f"write `{match[1].strip(' -')}: `"
        return None

    def _out_of_place(self) -> tuple[str, str]:
        """Neither key nor list item where one must come."""
        before = self.here[: self.column].rstrip() or self.above.rstrip()
        is_key = re.match(rf"{_KEY}\s*:(?:\s|$)", self.here)
        if before.endswith(('"', "'")) and self.here[self.column :].strip() == ",":
            return "a comma goes on after the closing quote", "delete it: lines of a list need no comma between them"
        if before.endswith(('"', "'")) and not (is_key and not self.here[: self.column].strip()):
            return (
                "text goes on after the closing quote",
                "put the whole text in quotes: '' inside '…', \\\" inside \"…\"",
            )
        if before.endswith(("]", "}")) and self.here[: self.column].strip():
            return "text goes on after the closing bracket", _QUOTES
        if self._sign() == ":":
            return "there is no key before this ':'", "write the key, or put the text in quotes"
        if self.here.lstrip().startswith("- ") and self.above.lstrip().startswith("- "):
            return "this line of a list is not aligned with the one above", "start every `- ` of a list in one column"
        if self.here.lstrip().startswith("- ") and "mapping" in self.context:
            return (
                "a line of a list stands where a key must come",
                "indent it below its key, and leave nothing after that key's ':'",
            )
        if is_key and self.above.startswith(f"{self.here[: self.column]}- ") and not self.here[: self.column].strip():
            return (
                "a key stands where the next line of the list must come",
                "indent it like the first key of its item, or less than the list",
            )
        if self._left_of_block():
            return (
                "this line starts further left than the first line of its text",
                "start all lines of a text below `|` in the same column",
            )
        return "this line is indented like no line above it", "align it with the lines it belongs to"
