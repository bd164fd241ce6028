"""How a box is written: plain lines, plain lines with bullets, or Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from markdown_it import MarkdownIt

from ..markup import Links, plain_blocks, plain_text
from ..words import words
from .profile import Dialect, LinkRule

# What no box should get: controls, overrides that make a line read as another one, and noncharacters. Marks of
# direction (U+200E, U+200F, U+061C) are ordinary text.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_SIGN = re.compile(r"[\\`*_\[\]<]")
"""What would mean something to Markdown in the middle of a line."""
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Escapes, code spans and bare addresses in angle brackets: where `<` means itself or must stay.
_KEPT_OR_LESS = re.compile(
    r"""
      (?P<kept> \\ [!-/:-@\[-`{-~]
              | (?<!`) (?P<ticks> `+ ) (?!`) [^`\n]* (?P=ticks) (?!`)
              | < (?: https?:// [^\s<>]* | mailto: [^\s<>]+ ) > )
    | <
    """,
    re.VERBOSE,
)
_MAY_LEAK = re.compile("<|```|~~~")
_BLOCKS = MarkdownIt("commonmark").disable(["inline", "html_block"])


def clean(text: str) -> str:
    """The text without control characters, blanks at the ends of lines, or characters that can't be encoded.

    Tabs become blanks; every kind of line end becomes LF.
    """
    text = _LINE_ENDS.sub("\n", text.encode("utf-8", "replace").decode()).replace("\t", "    ")
    text = _UNWANTED.sub("", text)
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


Link = tuple[str, str]
"""Label and address."""


class Writer(Protocol):
    """Writes the parts of a text in one dialect; what it returns is clean and has no line end at its end."""

    def say(self, text: str) -> str:
        """A record's text (Markdown) inside a line."""

    def tell(self, text: str) -> str:
        """A record's text as paragraphs and lists."""

    def verbatim(self, text: str) -> str:
        """A version or a range inside a line: every character means itself."""

    def heading(self, text: str, language: str) -> str:
        """The line above a section."""

    def item(self, text: str, notes: Sequence[str] = (), *, details: str = "", links: Sequence[Link] = ()) -> str:
        """One entry of a section: what `say` gave, the notes below it, and the record's own details and links."""


class Plain:
    """Plain text: Markdown's marks are gone, its words are kept, a note stands indented on a line of its own.

    A text that is nothing but marks is shown as it was written.
    """

    def __init__(self, bullet: str, links: LinkRule) -> None:
        self.bullet = bullet
        self.addresses: Links = "spelled" if links == "allow" else "label"

    def say(self, text: str) -> str:
        return clean(plain_text(text, links=self.addresses)) or self.verbatim(text)

    def tell(self, text: str) -> str:
        return clean(plain_blocks(text, bullet=self.bullet or "- ", links=self.addresses)) or self.verbatim(text)

    def verbatim(self, text: str) -> str:
        return " ".join(clean(text).split())

    def heading(self, text: str, language: str) -> str:
        return text + words(language)["colon"].rstrip()

    def item(self, text: str, notes: Sequence[str] = (), *, details: str = "", links: Sequence[Link] = ()) -> str:
        lines = [self.bullet + text, *(f"  {note}" for note in notes)]
        if details:
            lines.append("  " + _indented(self.tell(details), 2))
        return "\n".join(lines)


class Markdown:
    """GitHub's Markdown, as the author wrote it, but for `<`, which is escaped so that no word is taken for a tag."""

    def say(self, text: str) -> str:
        return _contained(clean(text))

    def tell(self, text: str) -> str:
        return self.say(text)

    def verbatim(self, text: str) -> str:
        return _SIGN.sub(r"\\\g<0>", " ".join(clean(text).split()))

    def heading(self, text: str, language: str) -> str:
        return f"### {text}"

    def item(self, text: str, notes: Sequence[str] = (), *, details: str = "", links: Sequence[Link] = ()) -> str:
        references = ", ".join(f"[{self.verbatim(label)}]({clean(url)})" for label, url in links)
        lines = ["- " + _indented(f"{text} ({references})" if references else text, 2)]
        lines += [f"  - {_indented(note, 4)}" for note in notes]
        if details:
            lines += ["", "  " + _indented(self.tell(details), 2)]
        return "\n".join(lines)


def _contained(text: str) -> str:
    """Markdown that stays within itself: no tag but a bare address outside code, and code that opens is closed."""
    if not _MAY_LEAK.search(text):
        return text
    lines = text.split("\n")
    code: set[int] = set()
    closing = ""
    for token in _BLOCKS.parse(text):
        if token.type in ("fence", "code_block") and token.map:
            code.update(range(*token.map))
            is_open = token.type == "fence" and token.level == 0 and token.map[1] == len(lines)
            if is_open and (token.map[1] - token.map[0] == 1 or not lines[-1].strip().startswith(token.markup)):
                closing = "\n" + token.markup
    contained = (
        line if number in code else _KEPT_OR_LESS.sub(lambda match: match["kept"] or "\\<", line)
        for number, line in enumerate(lines)
    )
    return "\n".join(contained) + closing


def _indented(text: str, blanks: int) -> str:
    """A text whose further lines stand below the first, inside the same list item."""
    return re.sub(r"\n(?!\n)", "\n" + " " * blanks, text)


def writer(dialect: Dialect, links: LinkRule) -> Writer:
    """Who writes a dialect under a rule on links."""
    if dialect == "markdown":
        return Markdown()
    return Plain("- " if dialect == "plain_bullets" else "", links)
