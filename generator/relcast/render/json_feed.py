"""JSON Feed 1.1 (jsonfeed.org/version/1.1): a feed up to its entries, and one entry.

What only Relcast knows is below `_relcast`, as the format asks for names of one's own.
"""

from __future__ import annotations

import json

from .feed_entries import FeedEntry
from .feed_meta import FeedMeta

JOINT = b",\n"
"""Between two entries."""


def json_head(meta: FeedMeta, updated: str) -> bytes:
    """A feed up to its first entry."""
    author = {"name": meta.author} | ({"url": meta.author_url} if meta.author_url else {})
    head: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": meta.title,
        "home_page_url": meta.home,
        "feed_url": meta.self_url,
        "description": meta.subtitle,
        "language": meta.language,
        "authors": [author],
    }
    if meta.previous:
        head["next_url"] = meta.previous
    if meta.is_expired:
        head["expired"] = True
    about: dict[str, object] = {"id": meta.id, "view": meta.view, "updated": updated, "complete": meta.is_complete}
    if meta.product:
        about["product"] = meta.product
    if meta.current:
        about["current"] = meta.current
    head["_relcast"] = about
    return f'{_encode(head)[:-1]},"items":[\n'.encode()


def json_tail() -> bytes:
    """What follows the last entry."""
    return b"\n]}\n"


def json_entry(entry: FeedEntry) -> bytes:
    """An entry, with `JOINT` behind it."""
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "content_html": entry.html,
        "summary": entry.summary,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": entry.author}],
        "language": entry.language,
    }
    if entry.categories:
        item["tags"] = [label for _, label in entry.categories]
    if entry.enclosures:
        item["attachments"] = [
            {"url": url, "mime_type": media_type, "size_in_bytes": int(length)}
            for url, length, media_type in entry.enclosures
        ]
    item["_relcast"] = dict(entry.facts)
    return _encode(item).encode() + JOINT


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
