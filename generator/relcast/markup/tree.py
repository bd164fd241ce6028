"""Text of a record -> a tree of elements, for writers of dialects that take only some of Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape

from relcast.markup import commonmark

_TAG = re.compile(r"<([^>]*)>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_ALONE = frozenset({"br", "hr", "img"})
_HOLDS_NO_TEXT = frozenset({"", "ul", "ol", "blockquote", "table", "thead", "tbody", "tr"})
BLOCKS = frozenset(
    {"p", "ul", "ol", "li", "pre", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "hr"}
    | {f"h{level}" for level in range(1, 7)}
)


@dataclass(slots=True)
class Element:
    """One element; text stands among its children as it is read, without any escapes."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def find_all(self, tag: str) -> Iterator["Element"]:
        """Every element of that tag below, in reading order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag:
                    yield child
                yield from child.find_all(tag)

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS

    @property
    def elements(self) -> list["Element"]:
        """The children that are elements: the items of a list, the cells of a row."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def start(self) -> int:
        """The number of a list's first item."""
        return int(self.attributes.get("start", "1"))

    def words(self) -> str:
        """All text below, as it stands."""
        return "".join(child if isinstance(child, str) else child.words() for child in self.children)


def tree(text: str) -> Element:
    """The text's blocks, below a root without a tag. Line ends within a paragraph are kept as such."""
    root = Element("")
    open_elements = [root]
    for index, token in enumerate(_TAG.split(commonmark.to_html(text))):
        here = open_elements[-1]
        if index % 2 == 0:
            if token and not (token.isspace() and (here.tag in _HOLDS_NO_TEXT or _follows_break(here))):
                here.children.append(unescape(token.lstrip() if _follows_break(here) else token))
        elif token.startswith("/"):
            open_elements.pop()
        else:
            name = token.split(" ", 1)[0]
            attributes = {key: unescape(value) for key, value in _ATTRIBUTE.findall(token)}
            element = Element(name, attributes)
            here.children.append(element)
            if name not in _ALONE:
                open_elements.append(element)
    return root


def grouped(children: Sequence[Element | str]) -> list[Element | list[Element | str]]:
    """Blocks, and between them what belongs to one line."""
    groups: list[Element | list[Element | str]] = []
    for child in children:
        if isinstance(child, Element) and child.is_block:
            groups.append(child)
        elif groups and isinstance(groups[-1], list):
            groups[-1].append(child)
        else:
            groups.append([child])
    return [group for group in groups if isinstance(group, Element) or not _is_blank(group)]


def _is_blank(group: Sequence[Element | str]) -> bool:
    return all(isinstance(child, str) and not child.strip() for child in group)


def _follows_break(element: Element) -> bool:
    last = element.children[-1] if element.children else None
    return isinstance(last, Element) and last.tag == "br"
