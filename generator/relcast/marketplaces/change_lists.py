"""Boxes that take a list of changes instead of prose: Artifact Hub's annotation, an Elastic package's changelog."""

from __future__ import annotations

import json

from .dialects import Item, MayLink, Plain
from .phrases import sentences


class ChangeList(Plain):
    """A YAML list; each change has the console's word for its kind, and its text in one line, without Markdown."""

    gap = "\n"
    empty = "[]"
    """The list without a change."""

    def section(self, title: str) -> tuple[str, str]:
        return "", ""

    def tail(self, text: str, url: str | None) -> str:
        return f"# {text}"

    def told(self, item: Item) -> str:
        """The change with all its notes, as one quoted line."""
        return quoted(sentences([item.text, *item.notes], self.language) if item.notes else item.text)


class ArtifactHub(ChangeList):
    """The value of `artifacthub.io/changes`: kind, description and links of each change."""

    def item(self, item: Item) -> str:
        lines = [f"- kind: {item.kind}", f"  description: {self.told(item)}"]
        if links := [(label, url) for label, url in item.links if self.may_link(url)]:
            lines.append("  links:")
            for label, url in links:
                lines += [f"    - name: {quoted(label)}", f"      url: {quoted(url)}"]
        return "\n".join(lines)


class Elastic(ChangeList):
    """The changes of one version in changelog.yml; each has a link, the release's page where it has none of its own."""

    empty = "    []"

    def __init__(self, may_link: MayLink, language: str, page: str | None) -> None:
        super().__init__("", may_link, language)
        self.page = page

    def item(self, item: Item) -> str:
        link = item.links[0][1] if item.links else self.page
        lines = [f"- description: {self.told(item)}", f"  type: {item.kind}"]
        lines += [f"  link: {quoted(link)}"] if link else []
        return "\n".join(f"    {line}" for line in lines)

    def tail(self, text: str, url: str | None) -> str:
        return f"    {super().tail(text, url)}"


def quoted(text: str) -> str:
    """A YAML scalar in double quotes, on one line."""
    return json.dumps(text, ensure_ascii=False)
