"""Text of a record -> plain text: one line for titles, search and lists; several for console boxes and terminals."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Literal, NamedTuple
from urllib.parse import unquote

from relcast.markup import commonmark
from relcast.markup.simple import simple_plain

Links = Literal["label", "spelled"] | Callable[[str], bool]
"""A link as its label alone, or as `label (https://…)`. A relative address is not spelled: nobody could follow it.

A function says which addresses may stand in the text: links to those are spelled, others are their label alone, and a
bare address that may not stand there loses its `https://`, so that it is a word and no link.
"""

_CODE_INDENT = "    "
_CELL = " | "
_HARD_BREAK = "\v"
_TAG = re.compile(r"<([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_SPELLABLE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_LINE_END_WITHIN_CHINESE = rf"(?<={_WIDE})\n(?={_WIDE})"
_SCHEME = re.compile(r"^(?:https?|ftp)://(?:www\.)?", re.IGNORECASE)
_PHRASE_ENDS = tuple(".,:;!?…。，：；！？、")
_BLANKS = re.compile(r"\s+")
_NEEDS_WALK = re.compile(r"<(?:br|img)|>\s*</a>")


def plain_text(text: str, *, links: Links = "label") -> str:
    """The text as one line with single blanks; items and table rows are parted by semicolons."""
    short = _short_way(text, links)
    if short is not None:
        return short
    line = ""
    before: _Block | None = None
    for block in _blocks(commonmark.to_html(text), "", links):
        if before is not None:
            leaves_item = before.depth > 0 and (block.begins_item or block.depth < before.depth)
            parted = leaves_item or (before.is_row and block.is_row)
            line += _between(line) if parted else " "
        line += block.numbers + " ".join(" ".join(block.lines).split())
        before = block
    return line


def _between(line: str) -> str:
    return " " if line.endswith(_PHRASE_ENDS) else "; "


def listed(parts: Iterable[str]) -> str:
    """Parts of a text that stood below each other, on one line: with semicolons where nothing else parts them."""
    line = ""
    for part in parts:
        if part:
            line += (_between(line) if line else "") + part
    return line


def plain_blocks(text: str, *, bullet: str = "- ", links: Links = "label") -> str:
    """The text as lines: paragraphs with a blank line between them, lists indented by two blanks a level, code by four.

    Quotes keep their `> `; the cells of a table's row stand on one line, parted by ` | `. No line end at the end.
    """
    short = _short_way(text, links)
    if short is not None:
        return short
    lines: list[str] = []
    before: _Block | None = None
    for block in _blocks(commonmark.to_html(text), bullet, links):
        if before is not None and not ((before.depth and block.depth) or (before.is_row and block.is_row)):
            lines.append("")
        lines.append((block.first + block.lines[0]).rstrip())
        lines += ((block.rest + line).rstrip() for line in block.lines[1:])
        before = block
    return "\n".join(lines)


def _short_way(text: str, links: Links) -> str | None:
    """The text as one line where it is one paragraph, as most are; None where its blocks must be walked."""
    simple = simple_plain(text) if links == "label" or "](" not in text else None
    if simple is not None:
        return simple
    html = commonmark.to_html(text)
    return _joined(_TAG.sub("", html)) if _is_simple(html, links) else None


def _is_simple(html: str, links: Links) -> bool:
    """Whether the HTML is one paragraph from which the tags need only be taken out."""
    return (
        html.startswith("<p>")
        and html.find("</p>") == len(html) - len("</p>\n")
        and _HARD_BREAK not in html
        and (links == "label" or "<a " not in html)
        and _NEEDS_WALK.search(html) is None
    )


def _joined(escaped: str) -> str:
    """Text of cmark's HTML as one line. A line end between two Chinese or Japanese characters is no blank."""
    return " ".join(_without_line_ends(unescape(escaped)).split())


def joined(text: str) -> str:
    """Text as one line with single blanks; a line end between two Chinese or Japanese characters is no blank."""
    return _BLANKS.sub(" ", _without_line_ends(text))


def _without_line_ends(text: str) -> str:
    """The text without line ends between two Chinese or Japanese characters."""
    if text.isascii() or "\n" not in text:
        return text
    return re.sub(_LINE_END_WITHIN_CHINESE, "", text)  # slow to compile, so only where it is needed


class _Block(NamedTuple):
    """One paragraph, code block or table row, and where it stands."""

    lines: list[str]
    """At least one; without blanks around them, except in code."""
    first: str
    """What stands before the first line: quote marks, bullets or numbers, indentation."""
    rest: str
    """What stands before each further line."""
    depth: int
    """How many lists it is in."""
    begins_item: bool
    numbers: str
    """`3. ` when it begins the third item of a numbered list; without bullets."""
    is_row: bool


@dataclass
class _Container:
    """A quote or a list item around the block being read."""

    first: str
    rest: str
    number: str = ""
    begins: bool = True


@dataclass
class _Place:
    """Where in the HTML the walk stands."""

    containers: list[_Container] = field(default_factory=list)
    next_numbers: list[int | None] = field(default_factory=list)
    """One for each list around; None for bullets."""
    links: list[tuple[int, str]] = field(default_factory=list)
    """The links around: where the label starts in `gathered`, and the address."""
    gathered: list[str] = field(default_factory=list)
    """Escaped text of the block being read."""
    in_code: bool = False
    in_row: bool = False


def _blocks(html: str, bullet: str, links: Links) -> Iterator[_Block]:
    """The blocks of cmark's HTML in reading order. `<` and `>` are only ever tags in it, unlike in the safe HTML."""
    place = _Place()
    for index, token in enumerate(_TAG.split(html)):
        if index % 2 == 0:
            place.gathered.append(token)
        elif not _stays_in_line(place, token, links):
            block = _finished(place)
            if block:
                yield block
            _enter_or_leave(place, token, bullet)


def _stays_in_line(place: _Place, tag: str, links: Links) -> bool:
    """Takes a tag that ends no block; False for one that does."""
    match tag.split(" ", 1)[0]:
        case "code" | "/code" | "em" | "/em" | "strong" | "/strong" | "del" | "/del" | "/td" | "/th":
            pass
        case "br":
            place.gathered.append(_HARD_BREAK)
        case "a":
            place.links.append((len(place.gathered), _attributes(tag)["href"]))
        case "/a":
            start, address = place.links.pop()
            place.gathered[start:] = [_link("".join(place.gathered[start:]), address, links)]
        case "img":
            image = _attributes(tag)
            place.gathered.append(image["alt"] if place.links else _link(image["alt"], image["src"], links))
        case "td" | "th":
            if any(part.strip() for part in place.gathered):
                place.gathered.append(_CELL)
        case _:
            return False
    return True


def _finished(place: _Place) -> _Block | None:
    """The block that has gathered, if there is anything in it; the next one starts empty."""
    gathered = place.gathered
    while gathered and (gathered[-1] in ("", _CELL) or gathered[-1].isspace()):
        gathered.pop()
    text = "".join(gathered)
    gathered.clear()
    if not text:
        return None
    if place.in_code:
        lines = [_CODE_INDENT + line for line in unescape(text).rstrip("\n").split("\n")]
    else:
        lines = [_joined(line) for line in text.split(_HARD_BREAK)]
    if not any(line.strip() for line in lines):
        return None
    block = _Block(
        lines,
        first="".join(container.first for container in place.containers),
        rest="".join(container.rest for container in place.containers),
        depth=len(place.next_numbers),
        begins_item=any(container.begins for container in place.containers),
        numbers="".join(container.number for container in place.containers),
        is_row=place.in_row,
    )
    for container in place.containers:
        container.first, container.number, container.begins = container.rest, "", False
    return block


def _enter_or_leave(place: _Place, tag: str, bullet: str) -> None:
    match tag.split(" ", 1)[0]:
        case "pre" | "/pre":
            place.in_code = tag == "pre"
        case "tr" | "/tr":
            place.in_row = tag == "tr"
        case "blockquote":
            place.containers.append(_Container("> ", "> ", begins=False))
        case "ul":
            place.next_numbers.append(None)
        case "ol":
            place.next_numbers.append(int(_attributes(tag).get("start", "1")))
        case "/ul" | "/ol":
            place.next_numbers.pop()
        case "li":
            current = place.next_numbers[-1]
            if current is None:
                place.containers.append(_Container(bullet, "  "))
            else:
                place.next_numbers[-1] = current + 1
                place.containers.append(_Container(f"{current}. ", "  ", number=f"{current}. "))
        case "/li" | "/blockquote":
            place.containers.pop()


def _attributes(tag: str) -> dict[str, str]:
    """A tag's attributes, values still escaped."""
    return dict(_ATTRIBUTE.findall(tag))


def _link(label: str, address: str, links: Links) -> str:
    """Label and address are escaped text, and so is what comes back."""
    may_stand = links(unescape(address)) if callable(links) else True
    if not label.strip():
        return address if may_stand else without_scheme(address)
    if links == "label" or not _SPELLABLE.match(address):
        return label
    plain, target = unquote(unescape(label)), unquote(unescape(address))
    if not may_stand:
        return without_scheme(label) if is_bare(target, plain) else label
    if is_bare(target, plain):
        return label
    return f"{label} ({address.removeprefix('mailto:')})"


def is_bare(address: str, label: str) -> bool:
    """Whether a link's label says no more than its address."""
    return address in (label, f"http://{label}", f"mailto:{label}")


def leads_out(address: str) -> bool:
    """Whether an address can be followed from wherever the text is pasted."""
    return address.lower().startswith(("http://", "https://", "mailto:"))


def without_scheme(address: str) -> str:
    """An address as words that nothing takes for a link."""
    return _SCHEME.sub("", address)
