"""The pack's pages, drawn: what the templates see, in one of our two languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from ..artifacts import Measured
from ..compiled import compiled_templates
from ..library.product import ProductHistory, VersionedRelease
from ..marketplaces.counting import UNITS, count, with_crlf
from ..marketplaces.dialects import clean
from ..marketplaces.profile import Profile
from ..markup import plain_blocks, plain_text
from ..model.notice import Standing
from ..model.release import Artifact
from ..model.text import Words
from ..render.phrases import day_words
from ..words import language_name, words
from .announcements import FOLDER, Announcement
from .boxes import Box
from .checklist import find_notice
from .difference import Passage
from .items import Item, fill_slots
from .listing_checklist import Request
from .remarks import say_remark
from .standing import STAGES

LANGUAGES = ("en", "zh-CN")
"""The languages the pack speaks to its reader, whatever languages the vendor publishes in."""

_TEMPLATES = Path(__file__).resolve().parent / "templates"
_MOST_ROWS = 22


@dataclass(frozen=True, slots=True)
class Comparison:
    """A text against that of the last version submitted to the same box."""

    version: str
    passages: tuple[Passage, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return all(passage.kind == "same" for passage in self.passages)


@dataclass(frozen=True, slots=True)
class FilledBox:
    """A box with everything that is shown beside it."""

    box: Box
    item: Item
    file: str | None = None
    """The text's file beside the page."""
    dropped_file: str | None = None
    """The file that says what is not in the text."""
    print: str = ""
    """Changes with the text: a tick made for another text no longer counts."""
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class ListingPart:
    """A version on one listing."""

    id: str
    url: str | None
    profile: Profile
    standing: Standing | None
    last_live: str | None
    since: str | None
    """What readers here have, where the texts tell of several releases."""
    items: Sequence[Item]
    requests: Sequence[Request]
    boxes: Sequence[FilledBox]

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do here: the version is live, or no longer to be had."""
        if any(item.id == "restricted" for item in self.items):
            return not any(item.blocks for item in self.items)
        return self.standing is not None and self.standing.live is not None

    @property
    def stage(self) -> str | None:
        """How far the version has come here: one of `STAGES`."""
        reached = [stage for stage in STAGES if self.standing and getattr(self.standing, stage) is not None]
        return reached[-1] if reached else None

    @property
    def blocking(self) -> int:
        """How many things stand in the way here."""
        return 0 if self.is_done else sum(item.blocks for item in self.items)


@dataclass(frozen=True, slots=True)
class VersionPart:
    """Everything the page of one version shows."""

    history: ProductHistory
    entry: VersionedRelease
    items: Sequence[Item]
    listings: Sequence[ListingPart]
    announcements: Sequence[Announcement]
    artifacts: Sequence[tuple[Artifact, Measured | None]]

    @property
    def blocking(self) -> int:
        """How many things stand in the way, everywhere."""
        return sum(item.blocks for item in self.items) + sum(listing.blocking for listing in self.listings)

    def how_to_test(self) -> list[tuple[str, str]]:
        """The numbered steps for reviewers, in each language that has at least one of them."""
        submission = self.entry.release.submission
        steps = submission.how_to_test if submission else []
        return [
            (
                tag,
                "\n".join(
                    f"{number}. {_plain(step.pick(tag).text, plain_text)}" for number, step in enumerate(steps, 1)
                ),
            )
            for tag in self.history.vendor.languages
            if any(tag in step for step in steps)
        ]

    def review_notes(self) -> list[tuple[str, str]]:
        """What reviewers are told, in each language it is written in."""
        submission = self.entry.release.submission
        notes = submission.review_notes if submission and submission.review_notes else {}
        return [(tag, _plain(text, plain_blocks)) for tag, text in notes.items()]

    def by_moment(self) -> dict[str, list[Announcement]]:
        """The announcements in the order of an upgrade."""
        found: dict[str, list[Announcement]] = {}
        for message in self.announcements:
            found.setdefault(message.moment, []).append(message)
        return found


def _plain(text: str, write: Callable[..., str]) -> str:
    return clean(write(text, links="spelled"))


def draw_version(part: VersionPart, language: str) -> bytes:
    """The page of a version."""
    return _draw("version.html", language, part.history, page=part, up="../../")


def draw_index(parts: Sequence[VersionPart], language: str) -> bytes:
    """The page that lists the versions of a pack."""
    return _draw("index.html", language, None, parts=parts, up="")


def page_name(language: str) -> str:
    """A page's file name in a language."""
    return "index.html" if language == LANGUAGES[0] else f"{language}.html"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, bytecode_cache=compiled_templates(),
    )  # fmt: skip
    environment.filters["clean"] = clean
    environment.filters["sentence"] = _sentence
    environment.filters["coded"] = _coded
    environment.filters["rows"] = _rows
    environment.globals.update(
        UNITS=UNITS, STAGES=STAGES, FOLDER=FOLDER, count=count, with_crlf=with_crlf, find_notice=find_notice,
        fill_slots=fill_slots, language_name=language_name, page_name=page_name,
        LANGUAGES=LANGUAGES,
    )  # fmt: skip
    return environment


def _coded(sentence: str) -> Markup:
    """A sentence of ours with what stands between backticks as code."""
    parts = sentence.split("`")
    if len(parts) % 2 == 0:  # a slot brought one along
        return escape(sentence)
    return Markup("").join(Markup("<code>{}</code>").format(p) if at % 2 else escape(p) for at, p in enumerate(parts))


def _sentence(note: str) -> str:
    """A profile's note, which is written to stand behind a colon, as a sentence of its own."""
    text = note[:1].upper() + note[1:]
    end = "。" if text and not text.isascii() and text[-1] > "\u2e80" else "."
    return text if not text or text[-1] in ".。!！?？" else text + end


def _rows(text: str) -> int:
    """About how many rows a text takes in its box, for browsers that don't grow it."""
    return min(_MOST_ROWS, max(1, sum(1 + len(line) // 90 for line in text.split("\n"))))


def _draw(name: str, language: str, history: ProductHistory | None, **views: Any) -> bytes:
    table = words(language)

    def t(key: str, **slots: object) -> str:
        """One of our words, its slots filled."""
        return fill_slots(table[key], {slot: str(value) for slot, value in slots.items()})

    def n(key: str, number: int) -> str:
        """`key.one` or `key.many`, by a number."""
        return t(f"{key}.{'one' if number == 1 else 'many'}", n=number)

    def say(text: Words) -> str:
        """A record's text in the page's language, on one line."""
        return clean(text.pick(language).text)

    def day(moment: Any, its: ProductHistory) -> str:
        return day_words(moment, language, its.zone)

    def remark(text: str) -> Markup:
        """A remark in the page's language, or marked as English."""
        said = say_remark(text, language)
        return (
            _coded(clean(said.text)) if said.is_said else Markup('<span lang="en">{}</span>').format(clean(said.text))
        )

    tools: dict[str, Callable[..., str]] = {"t": t, "n": n, "say": say, "day": day, "remark": remark}
    html = _environment().get_template(name).render(language=language, history=history, **tools, **views)
    return html.encode("utf-8")
