"""How prose is written in a box: plain lines, bullets, Markdown or a part of it, HTML of a few tags, AppStream."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from markdown_it import MarkdownIt

from ..markup import RestrictedHtml, RestrictedMarkdown, plain_blocks, plain_text
from ..words import words
from .phrases import sentences
from .profile import Markup

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
MayLink = Callable[[str], bool]
"""Whether an address may stand in the box."""
_EVERYTHING = ("bold", "italic", "link", "code", "blockquote", "ul", "ol", "heading")
_HEADINGS = ("h3", "h4", "h2", "h5", "h6", "h1")


@dataclass(frozen=True, slots=True)
class Item:
    """One change or step on its way into a section; texts are written in the dialect already, but for `details`."""

    text: str
    notes: Sequence[str] = ()
    """What belongs to it, each on a line below it."""
    details: str = ""
    """The record's own details (Markdown)."""
    links: Sequence[Link] = ()
    kind: str = ""
    """What the console calls such a change."""


class Writer(Protocol):
    """Writes the parts of a text in one dialect; what it returns is clean and has no line end at its end."""

    gap: str
    """What parts sections from each other."""

    def say(self, text: str, *, links: bool = True) -> str:
        """A record's text (Markdown) inside a line; without `links` an address that a label stands for is left out."""

    def tell(self, text: str) -> str:
        """A record's text as paragraphs and lists."""

    def verbatim(self, text: str) -> str:
        """A version or a range inside a line: every character means itself."""

    def line(self, text: str) -> str:
        """A line of its own, of what `say` gave."""

    def section(self, title: str) -> tuple[str, str]:
        """The lines above and below the items of a section."""

    def item(self, item: Item) -> str:
        """One entry of a section."""

    def tail(self, text: str, url: str | None) -> str:
        """The last line, which says what is left out; `url` stands in it."""


class Plain:
    """Plain text: Markdown's marks are gone, its words are kept, a note stands indented on a line of its own.

    A text that is nothing but marks is shown as it was written.
    """

    gap = "\n\n"

    def __init__(self, bullet: str, may_link: MayLink, language: str) -> None:
        self.bullet = bullet
        self.may_link = may_link
        self.language = language

    def say(self, text: str, *, links: bool = True) -> str:
        said = plain_text(text, links=self.may_link) if links else _without_addresses(text, self.may_link)
        return clean(said) or self.verbatim(text)

    def tell(self, text: str) -> str:
        return clean(plain_blocks(text, bullet=self.bullet or "- ", links=self.may_link)) or self.verbatim(text)

    def verbatim(self, text: str) -> str:
        return " ".join(clean(text).split())

    def line(self, text: str) -> str:
        return text

    def section(self, title: str) -> tuple[str, str]:
        return title + words(self.language)["colon"].rstrip(), ""

    def item(self, item: Item) -> str:
        lines = [self.bullet + item.text, *(f"  {note}" for note in item.notes)]
        if item.details:
            lines.append("  " + _indented(self.tell(item.details), 2))
        return "\n".join(lines)

    def tail(self, text: str, url: str | None) -> str:
        return text


def _without_addresses(text: str, may_link: MayLink) -> str:
    """Labels without their addresses; a bare address stays, where it may stand at all."""
    return plain_text(text) if "://" not in plain_text(text) else plain_text(text, links=may_link)


class Markdown:
    """GitHub's Markdown, as the author wrote it, but for `<`, which is escaped so that no word is taken for a tag."""

    gap = "\n\n"

    def say(self, text: str, *, links: bool = True) -> str:
        return _contained(clean(text))

    def tell(self, text: str) -> str:
        return self.say(text)

    def verbatim(self, text: str) -> str:
        return _SIGN.sub(r"\\\g<0>", " ".join(clean(text).split()))

    def line(self, text: str) -> str:
        return text

    def section(self, title: str) -> tuple[str, str]:
        return f"### {title}", ""

    def item(self, item: Item) -> str:
        references = ", ".join(f"[{self.verbatim(label)}]({clean(url)})" for label, url in item.links)
        lines = ["- " + _indented(f"{item.text} ({references})" if references else item.text, 2)]
        lines += [f"  - {_indented(note, 4)}" for note in item.notes]
        if item.details:
            lines += ["", "  " + _indented(self.tell(item.details), 2)]
        return "\n".join(lines)

    def tail(self, text: str, url: str | None) -> str:
        return text


class PartOfMarkdown:
    """The part of Markdown that a box takes."""

    gap = "\n\n"

    def __init__(self, markup: Markup, may_link: MayLink) -> None:
        self.markdown = RestrictedMarkdown(markup.allow or _EVERYTHING, may_link)
        self.may_link = may_link
        self.has_headings = markup.headings == "heading" and "heading" in (markup.allow or _EVERYTHING)

    def say(self, text: str, *, links: bool = True) -> str:
        return clean(self.markdown.line(clean(text))) or self.verbatim(text)

    def tell(self, text: str) -> str:
        return clean(self.markdown.blocks(clean(text))) or self.verbatim(text)

    def verbatim(self, text: str) -> str:
        return self.markdown.escaped(" ".join(clean(text).split()))

    def line(self, text: str) -> str:
        return text

    def section(self, title: str) -> tuple[str, str]:
        # A line end more: Markdown older than CommonMark takes a list right below a line for its continuation.
        return (f"### {title}\n" if self.has_headings else f"{self.markdown.bold(title)}\n"), ""

    def item(self, item: Item) -> str:
        links = [(label, url) for label, url in item.links if self.may_link(url)]
        references = ", ".join(f"[{self.verbatim(label)}]({clean(url)})" for label, url in links)
        lines = [f"- {item.text} ({references})" if references else f"- {item.text}"]
        lines += [f"    - {note}" for note in item.notes]
        if item.details:
            lines += ["", "    " + _indented(self.tell(item.details), 4)]
        return "\n".join(lines)

    def tail(self, text: str, url: str | None) -> str:
        return text


class Tagged:
    """HTML of the tags a box takes, or AppStream's XML; one line for each paragraph and list item."""

    gap = "\n"

    def __init__(self, markup: Markup, may_link: MayLink, language: str) -> None:
        self.allow = frozenset(markup.allow)
        self.language = language
        self.may_link = may_link
        self.nested = markup.dialect == "html"
        self.html = RestrictedHtml(self.allow, may_link, nested=self.nested)
        self.html_without_addresses = RestrictedHtml(self.allow - {"a"}, lambda _: False, nested=self.nested)

    def say(self, text: str, *, links: bool = True) -> str:
        html = self.html if links else self.html_without_addresses
        return clean(html.item(clean(text))) or self.verbatim(text)

    def tell(self, text: str) -> str:
        return clean(self.html.blocks(clean(text))) or self.html.paragraph(self.verbatim(text))

    def verbatim(self, text: str) -> str:
        return self.html.escaped(" ".join(clean(text).split()))

    def line(self, text: str) -> str:
        return self.html.paragraph(text)

    def section(self, title: str) -> tuple[str, str]:
        tag = next((tag for tag in _HEADINGS if tag in self.allow), None)
        heading = f"<{tag}>{title}</{tag}>" if tag else self.html.paragraph(self.html.bold(title))
        return f"{heading}\n<ul>", "</ul>"

    def item(self, item: Item) -> str:
        text = item.text
        if item.links and "a" in self.allow:
            links = ", ".join(
                f'<a href="{self.html.escaped(url).replace(chr(34), "&quot;")}">{self.verbatim(label)}</a>'
                for label, url in item.links
                if self.may_link(url)
            )
            text += f" ({links})" if links else ""
        if item.notes and self.nested:
            text += "<ul>" + "".join(f"<li>{note}</li>" for note in item.notes) + "</ul>"
        elif item.notes:
            text = sentences([text, *item.notes], self.language)
        if item.details:
            details = self.say(item.details)
            apart = "" if text.endswith("</ul>") else self.html.line_break
            text = text + apart + details if self.nested else sentences([text, details], self.language)
        return f"<li>{text}</li>"

    def tail(self, text: str, url: str | None) -> str:
        written = self.verbatim(text)
        if url and "a" in self.allow:
            address = self.html.escaped(url)
            written = written.replace(address, f'<a href="{address.replace(chr(34), "&quot;")}">{address}</a>')
        return self.line(written)


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


def writer(markup: Markup, may_link: MayLink, language: str, *, links_allowed: bool) -> Writer:
    """Who writes a dialect of prose; `links_allowed` where every address may stand."""
    match markup.dialect:
        case "markdown" if links_allowed:
            return Markdown()
        case "markdown" | "markdown_subset":
            return PartOfMarkdown(markup, may_link)
        case "html" | "appstream_xml":
            return Tagged(markup, may_link, language)
        case "plain":
            return Plain("", may_link, language)
        case _:
            return Plain("- ", may_link, language)
