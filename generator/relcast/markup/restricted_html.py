"""Text of a record -> HTML (or XML) of a few tags, for console boxes that take no others; no word is lost.

What a box has no tag for is said without it: bold that has no tag is plain, a list within a list that may not be one
is written on, a table's rows are paragraphs, a link's address is spelled or left out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from relcast.markup.plain import is_bare, joined, leads_out, listed, without_scheme
from relcast.markup.tree import Element, grouped, tree

_EQUAL = {"strong": ("strong", "b"), "em": ("em", "i"), "code": ("code",), "del": ("del", "s")}


class RestrictedHtml:
    """Writes with the tags in `allow`; `may_link` says which addresses may stand in the text.

    `nested` is false where a list may not hold another one. What comes back is well-formed XML too.
    """

    def __init__(self, allow: Iterable[str], may_link: Callable[[str], bool], *, nested: bool = True) -> None:
        self.allow = frozenset(allow)
        self.may_link = may_link
        self.nested = nested
        self.line_break = "<br/>" if "br" in self.allow else " "

    def escaped(self, text: str) -> str:
        """Text in which every character means itself."""
        return escape(text, quote=False)

    def item(self, text: str) -> str:
        """What stands inside a list item or after a label."""
        return self._item(tree(text).children, nested=self.nested)

    def blocks(self, text: str) -> str:
        """Paragraphs and lists, one a line."""
        return "\n".join(self._blocks(tree(text).children))

    def paragraph(self, content: str) -> str:
        """A paragraph of what `item` gave."""
        return f"<p>{content}</p>" if "p" in self.allow else content

    def bold(self, content: str) -> str:
        """The content in bold, as far as there is a tag for it."""
        return self._wrapped("strong", content)

    def _wrapped(self, tag: str, content: str) -> str:
        known = next((name for name in _EQUAL[tag] if name in self.allow), None)
        return f"<{known}>{content}</{known}>" if known and content.strip() else content

    def _inline(self, children: Sequence[Element | str]) -> str:
        return "".join(self._piece(child) for child in children)

    def _piece(self, child: Element | str) -> str:
        if isinstance(child, str):
            return self.escaped(joined(child))
        match child.tag:
            case "strong" | "em" | "code" | "del":
                return self._wrapped(child.tag, self._inline(child.children))
            case "br":
                return self.line_break
            case "a":
                return self._link(self._inline(child.children), child.attributes.get("href", ""), child.words())
            case "img":
                alt = child.attributes.get("alt", "")
                return self._link(self.escaped(alt), child.attributes.get("src", ""), alt)
            case _:
                return self._inline(child.children)

    def _link(self, content: str, address: str, words: str) -> str:
        if not leads_out(address):
            return content or self.escaped(address)
        bare = not words.strip() or is_bare(address, words)
        if not self.may_link(address):
            return self.escaped(without_scheme(words or address)) if bare else content
        if "a" in self.allow:
            return f'<a href="{escape(address)}">{content if words.strip() else escape(address, quote=False)}</a>'
        return self.escaped(words or address) if bare else f"{content} ({self.escaped(address)})"

    def _item(self, children: Sequence[Element | str], *, nested: bool) -> str:
        """The content of an item: its paragraphs on lines of their own, lists below it."""
        parts: list[tuple[bool, str]] = []  # whether it is a list of its own, and what it is
        for group in grouped(children):
            if not isinstance(group, Element):
                parts.append((False, self._inline(group).strip()))
            elif group.tag in ("ul", "ol") and nested and self._list_tag(group):
                parts.append((True, self._list(group, "")))
            elif group.tag in ("ul", "ol"):
                parts.append((False, listed(self._flat_items(group))))
            elif group.tag == "pre":
                lines = [self._wrapped("code", self.escaped(line)) for line in _lines(group)]
                parts.append((False, self.line_break.join(lines)))
            elif group.tag == "table":
                parts += [(False, self._row(row)) for row in group.find_all("tr")]
            elif group.tag == "blockquote":
                parts.append((False, self._item(group.children, nested=nested)))
            elif group.tag != "hr":
                parts.append((False, self._inline(group.children).strip()))
        if self.line_break == " " and not any(is_list for is_list, _ in parts):
            return listed(part for _, part in parts)
        line = ""
        after_list = True
        for is_list, part in parts:
            if part:
                line += part if is_list or after_list else self.line_break + part
                after_list = is_list
        return line

    def _flat_items(self, element: Element) -> Iterator[str]:
        for number, item in enumerate(element.elements, element.start):
            mark = f"{number}. " if element.tag == "ol" else ""
            yield mark + self._item(item.children, nested=False)

    def _row(self, row: Element) -> str:
        cells = [self._inline(cell.children).strip() for cell in row.children if isinstance(cell, Element)]
        return " | ".join(cells)

    def _blocks(self, children: Sequence[Element | str]) -> list[str]:
        lines: list[str] = []
        for group in grouped(children):
            if not isinstance(group, Element):
                lines.append(self.paragraph(self._inline(group).strip()))
            elif group.tag in ("ul", "ol"):
                if self._list_tag(group):
                    lines += self._list(group, "\n").split("\n")
                else:
                    mark = "" if group.tag == "ol" else "- "
                    lines += [self.paragraph(mark + item) for item in self._flat_items(group)]
            elif group.tag == "pre":
                code = [self._wrapped("code", self.escaped(line)) for line in _lines(group)]
                if "br" in self.allow:
                    lines.append(self.paragraph("<br/>".join(code)))
                else:
                    lines += [self.paragraph(line) for line in code]
            elif group.tag == "blockquote":
                inner = self._blocks(group.children)
                lines += ["<blockquote>", *inner, "</blockquote>"] if "blockquote" in self.allow else inner
            elif group.tag == "table":
                lines += [self.paragraph(self._row(row)) for row in group.find_all("tr")]
            elif group.tag.startswith("h") and group.tag != "hr":
                lines.append(self.paragraph(self.bold(self._inline(group.children).strip())))
            elif group.tag != "hr":
                lines.append(self.paragraph(self._inline(group.children).strip()))
        return [line for line in lines if line and line != "<p></p>"]

    def _list_tag(self, element: Element) -> str | None:
        wanted = () if "li" not in self.allow else ("ol", "ul") if element.tag == "ol" else ("ul",)
        return next((tag for tag in wanted if tag in self.allow), None)

    def _list(self, element: Element, end: str) -> str:
        tag = self._list_tag(element)
        items = []
        for number, item in enumerate(element.elements, element.start):
            mark = f"{number}. " if element.tag == "ol" and tag == "ul" else ""
            items.append(f"<li>{mark}{self._item(item.children, nested=self.nested)}</li>")
        return end.join([f"<{tag}>", *items, f"</{tag}>"])


def _lines(pre: Element) -> list[str]:
    """The lines of code; blanks that indent them are such as HTML does not swallow."""
    lines = [line for line in pre.words().split("\n") if line.strip()]
    return ["\u00a0" * (len(line) - len(line.lstrip(" "))) + line.lstrip(" ") for line in lines]
