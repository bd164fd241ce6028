"""How the text of a record (CommonMark, GitHub's tables, strikethrough, bare addresses) becomes HTML and plain text.

`commonmark` reads the text so that nothing of it is lost; `html` makes safe fragments of it for pages and feeds,
`plain` makes lines of it for titles, search and console boxes, `restricted_html` and `restricted_markdown` write it for
boxes that take a few tags or a part of Markdown. A text is only text here: template marks, tags, quotes
and direction marks pass through as characters.
"""

from relcast.markup.html import TABLE, absolute_links, block_html, inline_html, line, without_table_keys
from relcast.markup.plain import Links, plain_blocks, plain_text, without_scheme
from relcast.markup.restricted_html import RestrictedHtml
from relcast.markup.restricted_markdown import RestrictedMarkdown

__all__ = [
    "TABLE", "Links", "RestrictedHtml", "RestrictedMarkdown", "absolute_links", "block_html", "inline_html", "line",
    "plain_blocks", "plain_text", "without_scheme", "without_table_keys",
]  # fmt: skip
