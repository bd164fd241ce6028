"""Frames of XML feeds: what feedgen writes, with places where the texts go, filled thousands of times.

As with pages (see `site.frame`), the tool that knows the format draws once, and a filled frame is byte for byte what it
would have written, leading blanks apart. An entry is filled once for each format; every feed, archive and list over
all products that carries it takes the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime

from .feed_entries import FeedEntry
from .feed_meta import FeedMeta
from .feed_text import looks_like_html, summary_html, xml_attribute, xml_text
from .subscribe import FeedKind

FeedFrames = Mapping[str, str]
"""Pieces of XML by name (`atom.head`, `rss.entry`, ...), for `%` with a mapping."""


def draw_frames() -> FeedFrames:
    """The frames, drawn by feedgen; takes a tenth of a second, nearly all of it for importing lxml."""
    from .feed_writer import write_atom, write_rss

    frames: dict[str, str] = {}
    writers: Mapping[FeedKind, Callable[[FeedMeta, Sequence[FeedEntry]], bytes]] = {
        "atom": write_atom,
        "rss": write_rss,
    }
    for kind, write in writers.items():
        xml = write(_META, [_ENTRY]).decode()
        text = xml.replace("%", "%%")
        for written, name in _places(kind).items():
            text = text.replace(written, f"%({name})s")
        frames.update(_cut(kind, [line.strip() for line in text.splitlines()]))
    return frames


_META = FeedMeta(
    id="RcFeedId", title="RcFeedTitle", subtitle="RcSubtitle", language="RcLanguage", home="RcHome",
    self_url="RcSelf", author="RcAuthor", author_url="RcAuthorUrl", since="", style="RcStyle",
    is_complete=True, is_archive=True, current="RcCurrent", previous="RcPrevious", next="RcNext",
)  # fmt: skip
_ENTRY = FeedEntry(
    id="RcId", title="RcTitle", url="RcUrl", published="2001-02-03T04:05:06Z", updated="2002-03-04T05:06:07Z",
    summary="RcSummary &amp;", html="RcHtml", language="RcLanguage", author="RcAuthor",
    categories=(("RcTerm", "RcLabel"),), enclosures=(("RcHref", "RcLength", "RcType"),),
)  # fmt: skip


def _places(kind: FeedKind) -> dict[str, str]:
    """What the texts above look like where they are written, and the names of their places."""
    same = (
        ("FeedId", "id"), ("FeedTitle", "title"), ("Subtitle", "subtitle"), ("Language", "language"),
        ("Self", "self_url"), ("AuthorUrl", "author_url"), ("Author", "author"), ("Style", "style"),
        ("Current", "current"), ("Previous", "previous"), ("Next", "next"), ("Id", "id"), ("Title", "title"),
        ("Html", "html"), ("Term", "term"), ("Href", "href"), ("Length", "length"), ("Type", "type"),
    )  # fmt: skip
    places = {f"Rc{text}": name for text, name in same}
    if kind == "atom":
        return places | {
            'type="html">RcSummary &amp;amp;amp;': "summary",
            "RcHome": "home",
            "RcUrl": "url",
            "RcLabel": "label",
            "2001-02-03T04:05:06+00:00": "published",
            "2002-03-04T05:06:07+00:00": "updated",
        }
    return places | {
        "RcSummary &amp;amp;amp;": "summary",
        "RcHome": "home_text",
        "RcUrl": "url_text",
        "RcLabel": "label_text",
        _rfc_2822(_ENTRY.published): "published_2822",
        _rfc_2822(_ENTRY.updated): "updated_2822",
    }


def _cut(kind: str, lines: list[str]) -> Iterable[tuple[str, str]]:
    """The parts of a feed of one entry; each element is on a line of its own."""
    first = next(place for place, line in enumerate(lines) if line in ("<entry>", "<item>"))
    last = next(place for place, line in enumerate(lines) if line in ("</entry>", "</item>"))
    head, entry, tail = lines[:first], lines[first : last + 1], lines[last + 1 :]
    for name, many, where, sign in _OPTIONAL:
        part = head if where == "head" else entry
        found = [place for place, line in enumerate(part) if sign in line and "xmlns" not in line]
        if found:  # RSS has no `<uri>`
            (place,) = found
            yield f"{kind}.{name}", part[place] + "\n"
            part[place] = f"%({many})s"
    for name, part in (("head", head), ("entry", entry), ("tail", tail)):
        text = "".join(f"{line}\n" for line in part)
        for _, many, _, _ in _OPTIONAL:  # what may be missing brings its own line end
            text = text.replace(f"%({many})s\n", f"%({many})s")
        yield f"{kind}.{name}", text


_OPTIONAL = (
    ("archive", "is_archive", "head", "fh:archive"),
    ("complete", "is_complete", "head", "fh:complete"),
    ("current", "link_current", "head", 'rel="current"'),
    ("previous", "link_previous", "head", 'rel="prev-archive"'),
    ("next", "link_next", "head", 'rel="next-archive"'),
    ("author_url", "author_uri", "head", "<uri>"),
    ("category", "categories", "entry", "<category"),
    ("enclosure", "enclosures", "entry", "enclosure"),
)
"""Elements that may be missing or come several times: their frame, their place in the whole, and what tells their
line."""


def xml_head(frames: FeedFrames, kind: FeedKind, meta: FeedMeta, updated: str) -> bytes:
    """A feed up to its first entry; `updated` is the latest of its entries' (`meta.since` where there are none)."""
    values = {
        "id": xml_text(meta.id),
        "title": xml_text(meta.title),
        "subtitle": xml_text(meta.subtitle),
        "language": xml_text(meta.language),
        "home": xml_attribute(meta.home),
        "home_text": xml_text(meta.home),
        "self_url": xml_attribute(meta.self_url),
        "author": xml_text(meta.author),
        "author_url": xml_text(meta.author_url),
        "style": meta.style,
        "updated": updated,
        "updated_2822": _rfc_2822(updated),
        "current": xml_attribute(meta.current),
        "previous": xml_attribute(meta.previous),
        "next": xml_attribute(meta.next),
    }
    present = {
        "archive": meta.is_archive,
        "complete": meta.is_complete,
        "current": meta.current,
        "previous": meta.previous,
        "next": meta.next,
        "author_url": meta.author_url,
    }
    parts = {
        many: frames.get(f"{kind}.{name}", "") % values if present[name] else ""
        for name, many, where, _ in _OPTIONAL if where == "head"
    }  # fmt: skip
    return (frames[f"{kind}.head"] % {**values, **parts}).encode()


def xml_tail(frames: FeedFrames, kind: FeedKind) -> bytes:
    """What follows the last entry."""
    return (frames[f"{kind}.tail"] % {}).encode()


def xml_entries(frames: FeedFrames, entry: FeedEntry) -> tuple[bytes, bytes]:
    """An entry in Atom and in RSS."""
    categories = [(xml_attribute(term), xml_attribute(label), xml_text(label)) for term, label in entry.categories]
    enclosures = [tuple(map(xml_attribute, enclosure)) for enclosure in entry.enclosures]
    values = {
        "id": xml_text(entry.id),
        "title": xml_text(entry.title),
        "url": xml_attribute(entry.url),
        "url_text": xml_text(entry.url),
        "published": entry.published,
        "published_2822": _rfc_2822(entry.published),
        "updated": entry.updated,
        "html": xml_text(entry.html),
        "author": xml_text(entry.author),
    }

    def fill(kind: FeedKind, summary: str, some: Iterable[tuple[str, ...]]) -> bytes:
        values["summary"] = summary
        category, enclosure = frames[f"{kind}.category"], frames[f"{kind}.enclosure"]
        values["categories"] = "".join([category % {"term": t, "label": a, "label_text": n} for t, a, n in categories])
        values["enclosures"] = "".join([enclosure % {"href": u, "length": n, "type": t} for u, n, t in some])
        return (frames[f"{kind}.entry"] % values).encode()

    html = xml_text(summary_html(entry.summary))
    as_html = looks_like_html(entry.summary)
    atom = f'type="html">{html}' if as_html else f'type="text">{xml_text(entry.summary)}'
    return fill("atom", atom, enclosures), fill("rss", html, enclosures[:1])


def _rfc_2822(instant: str) -> str:
    return format_datetime(datetime.fromisoformat(instant))
