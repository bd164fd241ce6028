"""A text has a link without a whole address.

Why: the same text stands on the product's page, on the release's own page, in feeds and in consoles; a relative link
leads somewhere else from each of them, or nowhere.

Bad:

    version: 1.0.0
    date: 2026-11-20
    features:
      - text: Policies reload, see [the guide](guide/policies.html)

Good:

    version: 1.0.0
    date: 2026-11-20
    features:
      - text: Policies reload, see [the guide](https://docs.acme.example/policies)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from ...library.product import ProductHistory, VersionedRelease
from ...markup import block_html
from ...model.release import Release
from ...model.text import Words
from ...problems import Problem, RecordPath, Severity

CODE, NAME = "RC216", "relative-link"
SEVERITY: Severity = "warning"

_MAYBE = re.compile(r"\][(:](?!\s*<?(?:https?://|mailto:))")
"""Looked for first: hardly any text needs to be read as Markdown here."""
_ELSEWHERE = re.compile(r'<a href="(?!https?:|mailto:)([^"]+)"', re.IGNORECASE)


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """Every link in a text that is shown in several places has a whole address."""
    for where, words in _texts(entry.release):
        for language, text in words.items():
            for address in _ELSEWHERE.findall(block_html(text)) if _MAYBE.search(text) else ():
                address = unescape(address)
                message = (
                    f"the link to '{address[:60]}' works on the release's own page only" if address.startswith("#")
                    else f"the link to '{address[:60]}' leads somewhere else from every page"
                )  # fmt: skip
                yield Problem(
                    CODE, NAME, message, "write the whole address, starting with https://", SEVERITY,
                    path=entry.file, where=(*where, language),
                )  # fmt: skip


def _texts(release: Release) -> Iterator[tuple[RecordPath, Words]]:
    if release.summary:
        yield ("summary",), release.summary
    for section, position, change in release.changes():
        yield (section, position, "text"), change.text
        if change.details:
            yield (section, position, "details"), change.details
