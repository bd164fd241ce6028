"""Text of a record -> the part of Markdown that a console takes, in a spelling that old and new readers agree on.

What the part does not hold is said without it, as in `restricted_html`. `<` and `&` are written as entities and lists
within lists are indented by four, because Markdown older than CommonMark knows no other way.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from relcast.markup.plain import is_bare, joined, leads_out, listed, without_scheme
from relcast.markup.tree import Element, grouped, tree

_SIGN = re.compile(r"[\\`*_\[\]]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_START = re.compile(r"^(?:([#+>=~|-])|(\d{1,9})([.)]))")
_MARKS = {"strong": ("bold", "**"), "em": ("italic", "*")}


class RestrictedMarkdown:
    """Writes with what is in `allow`: bold, italic, link, code, blockquote, ul, ol, heading."""

    def __init__(self, allow: Iterable[str], may_link: Callable[[str], bool]) -> None:
        self.allow = frozenset(allow)
        self.may_link = may_link

    def escaped(self, text: str) -> str:
        """Text within a line, in which every character means itself."""
        return _ENTITY.sub("&amp;", _SIGN.sub(r"\\\g<0>", joined(text).strip())).replace("<", "&lt;")

    def line(self, text: str) -> str:
        """The text as one line."""
        return listed(part.strip() for part in self._blocks(tree(text).children, flat=True))

    def blocks(self, text: str) -> str:
        """Paragraphs, lists, quotes and code, with blank lines between them."""
        return "\n\n".join(block for block in self._blocks(tree(text).children) if block.strip())

    def bold(self, content: str) -> str:
        """The content in bold, if the console has that."""
        return f"**{content}**" if "bold" in self.allow and content else content

    def _inline(self, children: Sequence[Element | str]) -> str:
        line = "".join(self._piece(child) for child in children).strip()
        return _START.sub(_escaped_start, line)

    def _piece(self, child: Element | str) -> str:
        if isinstance(child, str):
            return _ENTITY.sub("&amp;", _SIGN.sub(r"\\\g<0>", joined(child))).replace("<", "&lt;")
        match child.tag:
            case "strong" | "em":
                content = "".join(self._piece(inner) for inner in child.children)
                name, mark = _MARKS[child.tag]
                can = name in self.allow and content == content.strip() and content
                return f"{mark}{content}{mark}" if can else content
            case "code":
                return self._code(child.words())
            case "br":
                return " "
            case "a":
                content = "".join(self._piece(inner) for inner in child.children)
                return self._link(content, child.attributes.get("href", ""), child.words())
            case "img":
                alt = child.attributes.get("alt", "")
                return self._link(self.escaped(alt), child.attributes.get("src", ""), alt)
            case _:
                return "".join(self._piece(inner) for inner in child.children)

    def _code(self, words: str) -> str:
        words = joined(words)
        if "code" not in self.allow or not words.strip():
            return self.escaped(words)
        ticks = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
        blank = " " if words[0] == "`" or words[-1] == "`" else ""
        return f"{ticks}{blank}{words}{blank}{ticks}"

    def _link(self, content: str, address: str, words: str) -> str:
        if not leads_out(address):
            return content or self.escaped(address)
        bare = not words.strip() or is_bare(address, words)
        if not self.may_link(address):
            return self.escaped(without_scheme(words or address)) if bare else content
        target = quote(address, safe="/:?#[]@!$&'*+,;=%~-._")
        if "link" not in self.allow:
            return self.escaped(address) if bare else f"{content} ({self.escaped(address)})"
        return f"<{target}>" if bare and "://" in address else f"[{content or self.escaped(address)}]({target})"

    def _blocks(self, children: Sequence[Element | str], *, flat: bool = False) -> list[str]:
        blocks: list[str] = []
        for group in grouped(children):
            blocks += self._block(group, flat=flat) if isinstance(group, Element) else [self._inline(group)]
        return blocks

    def _block(self, block: Element, *, flat: bool) -> list[str]:
        match block.tag:
            case "hr":
                return []
            case "ul" | "ol":
                return self._list(block, flat=flat)
            case "blockquote":
                inner = self._blocks(block.children, flat=flat)
                if flat or "blockquote" not in self.allow:
                    return inner
                return [re.sub("^", "> ", "\n\n".join(inner), flags=re.MULTILINE).replace("> \n", ">\n")]
            case "pre":
                lines = block.words().rstrip("\n").split("\n")
                if flat or "code" not in self.allow:
                    return [self._code(line) for line in lines if line.strip()]
                return ["\n".join(f"    {line}" if line.strip() else "" for line in lines)]
            case "table":
                return [
                    " | ".join(self._inline(cell.children) for cell in row.children if isinstance(cell, Element))
                    for row in block.find_all("tr")
                ]
            case tag if tag.startswith("h"):
                return [self.bold(self._inline(block.children))]
            case _:
                return [self._inline(block.children)]

    def _list(self, block: Element, *, flat: bool) -> list[str]:
        items, start = block.elements, block.start
        if flat:
            marks = [f"{number}\\. " if block.tag == "ol" else "" for number in range(start, start + len(items))]
            parts = [listed(self._blocks(item.children, flat=True)) for item in items]
            return [listed(mark + part if part else "" for mark, part in zip(marks, parts, strict=True))]
        lines = []
        for number, item in enumerate(items, start):
            numbered = block.tag == "ol"
            mark = f"{number}. " if numbered and "ol" in self.allow else "- "
            parts = self._blocks(item.children)
            if numbered and "ol" not in self.allow:
                parts = [f"{number}\\. {parts[0] if parts else ''}", *parts[1:]]
            is_tight = all(_is_list(part) for part in parts[1:])
            content = ("\n" if is_tight else "\n\n").join(parts)
            lines.append(mark + content.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
        return ["\n".join(lines)]


def _is_list(part: str) -> bool:
    return re.match(r"(?:- |\d+\. )", part) is not None


def _escaped_start(match: re.Match[str]) -> str:
    if match[1]:
        return "&gt;" if match[1] == ">" else f"\\{match[1]}"
    return f"{match[2]}\\{match[3]}"
