"""What writing feeds costs beside writing the same Atom and RSS with plain lxml.

1,000 products with 20 entries each, the entries as values in memory, the documents as bytes in memory. One side writes
what a build writes: every view of every product as Atom, RSS and JSON Feed, with links to archives and the rest. The
other writes the Atom and the RSS of the stable view alone, with lxml and nothing else, each element by hand; the two
sides' documents are compared first, so that both say the same.

Both run in this process and take turns, A B A B; what counts is CPU time, pair by pair.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from random import Random
from statistics import median

from lxml import etree

from relcast.render.addresses import Addresses
from relcast.render.feed_frames import draw_frames
from relcast.render.feed_meta import FeedMeta
from relcast.render.feeds import FeedEntry, FeedKind, FeedView, Written, product_documents, write_entry
from relcast.render.subscribe import FEEDS, feed_file

GOAL = 2.0
_ATOM, _FH = "http://www.w3.org/2005/Atom", "http://purl.org/syndication/history/1.0"
_DC, _CONTENT = "http://purl.org/dc/elements/1.1/", "http://purl.org/rss/1.0/modules/content/"
_SITE = "https://changelog.acme.example/"
_WORDS = (
    "the", "gateway", "reloads", "<code>policies</code>", "without", "a", "restart", "when", "two", "writers", "meet",
    "on", "one", "row", "&amp;", "策略", "热加载",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Product:
    """One product's entries, newest first."""

    id: str
    entries: tuple[FeedEntry, ...]


def products(count: int, entries: int, seed: int) -> list[Product]:
    """Made-up entries of about 2.4 kB of HTML; the same for the same seed."""
    random = Random(seed)
    return [Product(f"product-{n:04}", tuple(_entries(random, f"product-{n:04}", entries))) for n in range(count)]


def _entries(random: Random, product: str, count: int) -> Iterator[FeedEntry]:
    newest = datetime(2026, 3, 2, tzinfo=UTC)
    for place in range(count):
        date = f"{newest - timedelta(days=21 * place, seconds=random.randrange(180)):%Y-%m-%dT%H:%M:%SZ}"
        version = f"1.{count - place}.0"
        items = "".join(f"<li>{' '.join(random.choices(_WORDS, k=30))}</li>\n" for _ in range(11))
        unsafe = random.random() < 0.2
        yield FeedEntry(
            id=f"tag:acme.example,2024-01-01:{product}/{version}",
            title=f"{product} {version}: {' '.join(random.choices(_WORDS[:2], k=4))}",
            url=f"{_SITE}{product}/{version}/",
            published=date,
            updated=date,
            summary=" ".join(random.choices(_WORDS[:2], k=20)),
            html=f"<h3>New features</h3>\n<ul>\n{items}</ul>\n",
            language="en",
            author="Acme Cloud",
            views=("stable", "security") if unsafe else ("stable",),
            categories=(("security", "Security fixes"),) if unsafe else (),
            enclosures=((f"https://acme.example/{product}-{version}.tar.gz", "48211044", "application/gzip"),),
            facts={"product": product, "kind": "release", "version": version, "categories": []},
        )


def relcast(some: Sequence[Product], frames: Mapping[str, str]) -> Iterator[dict[str, bytes]]:
    """Every feed of every product, by file."""
    addresses = Addresses(_SITE)

    def find(entry: Written, kind: FeedKind) -> bytes:
        return entry.formats[kind]

    for product in some:

        def meta(view: FeedView, kind: FeedKind, product: str = product.id) -> FeedMeta:
            return _meta(product, view, kind)

        written = [write_entry(frames, entry) for entry in product.entries]
        yield {found.file: found.content(find) for found in product_documents(frames, meta, addresses, written)}


def _meta(product: str, view: FeedView, kind: FeedKind) -> FeedMeta:
    return FeedMeta(
        id=f"tag:acme.example,2024-01-01:{product}!{view}",
        title=product,
        subtitle=f"What {product} brings",
        language="en",
        home=f"{_SITE}{product}/",
        self_url=f"{_SITE}{product}/{feed_file(view, kind)}",
        author="Acme Cloud",
        author_url="https://acme.example/",
        since="2024-01-01T00:00:00Z",
        style="../assets/relcast/feed.css",
        view=view,
        product=product,
    )


def plain_lxml(some: Sequence[Product]) -> Iterator[dict[str, bytes]]:
    """The Atom and the RSS feed of every product, by file."""
    for product in some:
        yield {
            "atom.xml": _plain_atom(_meta(product.id, "stable", "atom"), product.entries),
            "rss.xml": _plain_rss(_meta(product.id, "stable", "rss"), product.entries),
        }


def _element(parent: etree._Element, name: str, text: str) -> None:
    etree.SubElement(parent, name).text = text


def _document(root: etree._Element, meta: FeedMeta) -> bytes:
    root.addprevious(etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{meta.style}"'))
    return etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)


def _plain_atom(meta: FeedMeta, entries: Sequence[FeedEntry]) -> bytes:
    feed = etree.Element("feed", {"xmlns": _ATOM}, nsmap={"fh": _FH})
    feed.set("{http://www.w3.org/XML/1998/namespace}lang", meta.language)
    _element(feed, "id", meta.id)
    _element(feed, "title", meta.title)
    _element(feed, "updated", max(entry.updated for entry in entries))
    author = etree.SubElement(feed, "author")
    _element(author, "name", meta.author)
    _element(author, "uri", meta.author_url)
    etree.SubElement(feed, "link", href=meta.self_url, rel="self", type=FEEDS["atom"].media_type)
    etree.SubElement(feed, "link", href=meta.home, rel="alternate", type="text/html")
    _element(feed, "generator", "Relcast")
    _element(feed, "subtitle", meta.subtitle)
    etree.SubElement(feed, f"{{{_FH}}}complete")
    for entry in entries:
        item = etree.SubElement(feed, "entry")
        _element(item, "id", entry.id)
        _element(item, "title", entry.title)
        _element(item, "updated", entry.updated)
        content = etree.SubElement(item, "content", type="html")
        content.text = entry.html
        summary = etree.SubElement(item, "summary", type="text")
        summary.text = entry.summary
        for term, label in entry.categories:
            etree.SubElement(item, "category", term=term, label=label)
        _element(item, "published", entry.published)
        etree.SubElement(item, "link", rel="alternate", type="text/html", href=entry.url)
        for url, length, media_type in entry.enclosures:
            etree.SubElement(item, "link", rel="enclosure", type=media_type, length=length, href=url)
    return _document(feed, meta)


def _plain_rss(meta: FeedMeta, entries: Sequence[FeedEntry]) -> bytes:
    names = {"fh": _FH, "dc": _DC, "atom": _ATOM, "content": _CONTENT}
    rss = etree.Element("rss", version="2.0", nsmap=names)
    channel = etree.SubElement(rss, "channel")
    _element(channel, "title", meta.title)
    _element(channel, "link", meta.home)
    _element(channel, "description", meta.subtitle)
    etree.SubElement(channel, f"{{{_ATOM}}}link", href=meta.self_url, rel="self", type=FEEDS["rss"].media_type)
    _element(channel, "docs", "http://www.rssboard.org/rss-specification")
    _element(channel, "generator", "Relcast")
    _element(channel, "language", meta.language)
    _element(channel, "lastBuildDate", _date(max(entry.updated for entry in entries)))
    etree.SubElement(channel, f"{{{_FH}}}complete")
    for entry in entries:
        item = etree.SubElement(channel, "item")
        _element(item, "title", entry.title)
        _element(item, "link", entry.url)
        _element(item, "description", entry.summary)
        _element(item, f"{{{_CONTENT}}}encoded", entry.html)
        guid = etree.SubElement(item, "guid", isPermaLink="false")
        guid.text = entry.id
        for _, label in entry.categories:
            _element(item, "category", label)
        for url, length, media_type in entry.enclosures[:1]:
            etree.SubElement(item, "enclosure", url=url, length=length, type=media_type)
        _element(item, "pubDate", _date(entry.published))
        _element(item, f"{{{_DC}}}creator", entry.author)
    return _document(rss, meta)


def _date(instant: str) -> str:
    return format_datetime(datetime.fromisoformat(instant))


def same(ours: bytes, theirs: bytes) -> bool:
    """Whether two documents say the same, line ends between elements apart."""
    return etree.tostring(_bare(ours), method="c14n") == etree.tostring(_bare(theirs), method="c14n")


def _bare(document: bytes) -> etree._Element:
    root = etree.fromstring(document, etree.XMLParser(remove_blank_text=True))
    for element in root.iter():
        element.tail = None
    return root


def cpu(write: Callable[[], Iterator[dict[str, bytes]]]) -> float:
    """Seconds of CPU time to write all feeds, one product after the other."""
    gc.collect()
    start = time.process_time()
    for _ in write():
        pass
    return time.process_time() - start


def main() -> None:
    """Read the flags, compare the sides, measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=20, help="for each product")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=5, help="counted turns of each side")
    given = parser.parse_args()
    some = products(given.products, given.entries, given.seed)
    frames = draw_frames()

    def ours() -> Iterator[dict[str, bytes]]:
        return relcast(some, frames)

    def theirs() -> Iterator[dict[str, bytes]]:
        return plain_lxml(some)

    for one, other in zip(relcast(some[:10], frames), plain_lxml(some[:10]), strict=True):
        for name, document in other.items():
            if not same(one[name], document):
                raise SystemExit(f"the two sides' {name} differ")
    pairs = [(cpu(ours), cpu(theirs)) for _ in range(given.pairs + 1)][1:]
    ratios = [first / second for first, second in pairs]
    print(f"Feeds of {given.products} products x {given.entries} entries, {given.pairs} pairs, CPU s")
    for label, values in (
        ("relcast: 5 views as Atom, RSS, JSON", [first for first, _ in pairs]),
        ("plain lxml: 1 view as Atom, RSS", [second for _, second in pairs]),
        ("ratio", ratios),
    ):
        print(f"  {label:36}{min(values):8.2f}{median(values):8.2f}{max(values):8.2f}")
    print(f"  goal: {GOAL} at most, {'met' if median(ratios) <= GOAL else 'missed'}")


if __name__ == "__main__":
    main()
