"""Texts as feeds carry them: escaped for XML, as HTML, as JSON."""

from __future__ import annotations

import re
from html import escape
from json.encoder import encode_basestring

_MAYBE_HTML = re.compile(r"<|&\w+;")


def looks_like_html(summary: str) -> bool:
    """Whether a reader that gets it as plain text may take a part of it for HTML."""
    return _MAYBE_HTML.search(summary) is not None


def summary_html(summary: str) -> str:
    """A plain text as HTML."""
    return escape(summary, quote=False)


def xml_text(text: str) -> str:
    """A text between tags, as lxml writes it."""
    text = escape(text, quote=False)
    return text.replace("\r", "&#13;") if "\r" in text else text


def xml_attribute(text: str) -> str:
    """A text within double quotes, as lxml writes it."""
    text = xml_text(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


json_text = encode_basestring
"""A text as a JSON string, Unicode as it is."""
