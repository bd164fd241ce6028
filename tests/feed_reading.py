"""Feeds of a built site, read back as readers and validators do."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import feedparser
import feedparser_rs
import jsonschema
import rnc2rng
from built_site import Site
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
FH = "{http://purl.org/syndication/history/1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML = "{http://www.w3.org/XML/1998/namespace}"
SCHEMAS = Path(__file__).parent / "schemas"
ENDINGS = {"atom": "atom.xml", "rss": "rss.xml", "json": "feed.json"}
MEDIA_TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


@cache
def atom_schema() -> etree.RelaxNG:
    """RFC 4287, appendix B."""
    grammar = rnc2rng.dumps(rnc2rng.load(str(SCHEMAS / "atom.rnc")))
    # lxml takes no prefix bound to no namespace.
    return etree.RelaxNG(etree.fromstring(grammar.replace('xmlns:local=""', "").encode()))


@cache
def json_schema() -> Any:
    schema = json.loads((SCHEMAS / "json-feed-1.1.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@dataclass(frozen=True)
class Entry:
    """One entry, as its format says it."""

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime | None
    """RSS has none."""
    html: str
    categories: tuple[str, ...]
    enclosures: tuple[tuple[str, int, str], ...]
    raw: str
    """The bytes between which nothing else stands, as text."""


@dataclass
class Feed:
    """One file."""

    file: str
    content: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        return next(kind for kind, ending in ENDINGS.items() if self.file.endswith(ending))

    @property
    def is_archive(self) -> bool:
        return "/archive/" in self.file

    @property
    def name(self) -> str:
        """The same in every format."""
        return self.file.removesuffix(ENDINGS[self.kind])

    @property
    def view(self) -> str:
        return self.name.rpartition("/")[2].rstrip(".").lstrip("0123456789").lstrip(".") or "stable"

    @property
    def folder(self) -> str:
        return self.file.rpartition("/")[0]

    @cached_property
    def tree(self) -> Any:
        return etree.fromstring(self.content)

    @cached_property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.content)
        return found

    @property
    def head(self) -> Any:
        """What stands around the entries in XML."""
        return self.tree if self.kind == "atom" else self.tree[0]

    @cached_property
    def entries(self) -> list[Entry]:
        make = {"atom": _atom_entry, "rss": _rss_entry, "json": _json_entry}[self.kind]
        found = {"atom": f"{ATOM}entry", "rss": "item"}
        items = self.data["items"] if self.kind == "json" else self.head.findall(found[self.kind])
        texts = self._texts()
        assert len(items) == len(texts)
        return [make(item, text) for item, text in zip(items, texts, strict=True)]

    def _texts(self) -> list[str]:
        text = self.content.decode()
        if self.kind == "json":
            return [line.removesuffix(",") for line in text.splitlines() if line.startswith('{"id":')]
        tag = "entry" if self.kind == "atom" else "item"
        return [part.partition(f"</{tag}>")[0] for part in text.split(f"<{tag}>")[1:]]

    @property
    def ids(self) -> list[str]:
        return [entry.id for entry in self.entries]

    @property
    def updated(self) -> datetime:
        if self.kind == "atom":
            return datetime.fromisoformat(self.tree.findtext(f"{ATOM}updated"))
        if self.kind == "rss":
            return parsedate_to_datetime(self.head.findtext("lastBuildDate"))
        return datetime.fromisoformat(self.data["_relcast"]["updated"])

    @property
    def self_url(self) -> str:
        return str(self.data["feed_url"]) if self.kind == "json" else self.link("self")

    def link(self, rel: str) -> str:
        """The only link of a kind; empty where there is none."""
        found = [link.get("href") for link in self.head.findall(f"{ATOM}link") if link.get("rel") == rel]
        assert len(found) <= 1
        return str(found[0]) if found else ""

    @property
    def language(self) -> str:
        if self.kind == "atom":
            return str(self.tree.get(f"{XML}lang"))
        return str(self.data["language"] if self.kind == "json" else self.head.findtext("language"))

    @property
    def is_complete(self) -> bool:
        if self.kind == "json":
            return bool(self.data["_relcast"]["complete"])
        return self.head.find(f"{FH}complete") is not None

    def check(self) -> None:
        """What must be true of every feed by itself."""
        if self.kind == "json":
            json_schema().validate(self.data)
        elif self.kind == "atom":
            assert atom_schema().validate(self.tree), atom_schema().error_log
        self._check_readers()

    def _check_readers(self) -> None:
        """Independent readers find nothing wrong, and the same entries."""
        found = feedparser_rs.parse(self.content)
        assert not found.bozo, self.file
        assert [entry.id for entry in found.entries] == self.ids
        if self.kind != "json":
            other = feedparser.parse(io.BytesIO(self.content))
            assert not other.bozo, (self.file, other.get("bozo_exception"))
            assert [entry.id for entry in other.entries] == self.ids
            assert [entry.title for entry in other.entries] == [entry.title for entry in self.entries]
            assert [entry.link for entry in other.entries] == [entry.url for entry in self.entries]


def feeds_of(site: Site) -> list[Feed]:
    """Every feed and archive of a site, by file."""
    return [
        Feed(name, content)
        for name, content in site.files.items()
        if name.endswith(tuple(ENDINGS.values())) and name.rpartition("/")[2] != "sitemap.xml"
    ]


def _atom_entry(item: Any, raw: str) -> Entry:
    (page,) = [link.get("href") for link in item.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    return Entry(
        id=item.findtext(f"{ATOM}id"),
        title=item.findtext(f"{ATOM}title"),
        url=page,
        published=datetime.fromisoformat(item.findtext(f"{ATOM}published")),
        updated=datetime.fromisoformat(item.findtext(f"{ATOM}updated")),
        html=item.findtext(f"{ATOM}content"),
        categories=tuple(found.get("label") for found in item.findall(f"{ATOM}category")),
        enclosures=tuple(
            (link.get("href"), int(link.get("length")), link.get("type"))
            for link in item.findall(f"{ATOM}link")
            if link.get("rel") == "enclosure"
        ),
        raw=raw,
    )


def _rss_entry(item: Any, raw: str) -> Entry:
    return Entry(
        id=item.findtext("guid"),
        title=item.findtext("title"),
        url=item.findtext("link"),
        published=parsedate_to_datetime(item.findtext("pubDate")).astimezone(UTC),
        updated=None,
        html=item.findtext(CONTENT),
        categories=tuple(found.text for found in item.findall("category")),
        enclosures=tuple(
            (found.get("url"), int(found.get("length")), found.get("type")) for found in item.findall("enclosure")
        ),
        raw=raw,
    )


def _json_entry(item: dict[str, Any], raw: str) -> Entry:
    return Entry(
        id=item["id"],
        title=item["title"],
        url=item["url"],
        published=datetime.fromisoformat(item["date_published"]),
        updated=datetime.fromisoformat(item["date_modified"]),
        html=item["content_html"],
        categories=tuple(item.get("tags", ())),
        enclosures=tuple((a["url"], a["size_in_bytes"], a["mime_type"]) for a in item.get("attachments", ())),
        raw=raw,
    )
