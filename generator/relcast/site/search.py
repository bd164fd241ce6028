"""Search entries, in the form of MkDocs' and Material's `search_index.json`.

Material takes titles and texts as HTML, so both are escaped. Between Han characters stands a zero-width space, without
which a word in the middle of a Chinese sentence can't be found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from json.encoder import encode_basestring
from pathlib import Path

from ..library.product import VersionedRelease
from ..render.phrases import plain, shorten
from ..render.views import Views

FULL_TEXT = 2000
"""Releases whose changes are found by every word; older ones by version, title and advisory."""

_quote = encode_basestring  # a JSON string, Unicode as it is
_BETWEEN_FIELDS = "\x7f"  # no record may hold it, and JSON writes it as it is
_BETWEEN_HAN = r"(?<=[\u3400-\u9fff\uf900-\ufaff])(?=[\u3400-\u9fff\uf900-\ufaff])"  # slow to compile


def release_entries(views: Views, entry: VersionedRelease) -> tuple[bytes, bytes]:
    """The brief and the full entries of a release: JSON objects joined by commas, UTF-8.

    The full ones begin with the brief one.
    """
    language = views.language
    version = entry.version.text
    url = views.addresses.release(views.history.id, version)
    changes = [change for group in views.groups(entry) for change in group.changes]
    advisories = [name for change in changes for name in change.advisories]
    summary = [plain(text, language) for text in (entry.release.title, entry.release.summary) if text]
    fields = [url, views.title(entry), " ".join([*summary, *advisories])]
    for change in changes:
        text = " ".join(filter(None, (change.plain, change.plain_details, *change.advisories)))
        fields += f"{url}#{change.id}", f"{shorten(change.plain, 80)} · {version}", text
    # Escaped and quoted all at once, since a release has dozens of them.
    quoted = _quote(escape(_BETWEEN_FIELDS.join(fields)))[1:-1].split(_BETWEEN_FIELDS)
    rows = zip(quoted[::3], quoted[1::3], quoted[2::3], strict=True)
    documents = [f'{{"location":"{place}","title":"{title}","text":"{text}"}}' for place, title, text in rows]
    brief, full = documents[0], ",".join(documents)
    if language.lower().startswith("zh"):
        brief, full = re.sub(_BETWEEN_HAN, "\u200b", brief), re.sub(_BETWEEN_HAN, "\u200b", full)
    return brief.encode(), full.encode()


def splice(index: Path, fragments: Sequence[bytes], *, leave_out: Sequence[str]) -> bool:
    """Add entries to a search index that the site engine wrote, and drop those whose address holds one of `leave_out`.

    An index of another form is left alone: False.
    """
    content = index.read_bytes()
    if any(text.encode() in content for text in leave_out):
        parsed = json.loads(content)
        parsed["docs"] = [doc for doc in parsed["docs"] if not any(text in doc["location"] for text in leave_out)]
        content = json.dumps(parsed, ensure_ascii=False, separators=(",", ":")).encode()
    if not content.rstrip().endswith(b"]}"):
        return False
    body = content.rstrip()[:-2]
    joint = b"" if body.endswith(b"[") or not fragments else b","
    with index.open("wb") as stream:
        stream.writelines([body, joint, b",".join(fragments), b"]}"])
    return True


def newest(dates: Iterable[str], count: int = FULL_TEXT) -> str | None:
    """The date after which releases are searched in full text (empty: all that have a date); None: all are."""
    ordered = sorted(dates, reverse=True)
    return ordered[count] if len(ordered) > count else None
