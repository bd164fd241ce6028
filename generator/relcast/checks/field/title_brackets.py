"""A title or a product's name holds `<`.

Why: feed entries are called by the product's name and the release's title. Some feed readers take what follows a `<`
for a tag and leave it out: half of the title is then missing. So feeds show `‹` and `›` in their place.

Bad:

    version: 1.0.0
    date: 2026-11-20
    title: Reloads take < 5 ms

Good:

    version: 1.0.0
    date: 2026-11-20
    title: Reloads take less than 5 ms
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library.product import ProductHistory
from ...markup import plain_text
from ...model.text import Words
from ...problems import Problem, Severity

CODE, NAME = "RC240", "title-brackets"
SEVERITY: Severity = "advice"


def check_product(history: ProductHistory) -> Iterator[Problem]:
    """The product's name, the releases' titles and the notices' titles are without `<` as plain text."""
    yield from _check(history.product.name, f"{history.id}/product.yaml", "name")
    for entry in history.releases:
        yield from _check(entry.release.title, entry.file, "title")
    for notice, file in zip(history.notices, history.notice_files, strict=True):
        yield from _check(notice.title, file, "title")


def _check(words: Words | None, path: str, key: str) -> Iterator[Problem]:
    for language, text in (words or {}).items():
        if ("<" in text or "&" in text) and "<" in plain_text(text):
            yield Problem(
                CODE, NAME, f"feeds show this {key} with ‹ and › for < and >, since some readers take those for a tag",
                "say it in other words", SEVERITY,
                path=path, where=(key, language),
            )  # fmt: skip
