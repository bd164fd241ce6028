"""Windows of time as people read them: with their offset, and in UTC. A script adds the reader's own."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from ..words import duration_words, words
from .phrases import day_words


def window_html(start: datetime, end: datetime | None, language: str) -> str:
    """`15 December 2026, 22:00 – 16 December 2026, 00:00 (UTC+08:00)` and the same in UTC, as `time` elements.

    A script finds the two instants by `data-rc-window` and puts the reader's own time in the last, empty element.
    """
    text = _span(start, end, language)
    if end is not None and end > start:
        text += f' <span class="rc-when__length">{escape(duration_words(end - start, language))}</span>'
    if start.utcoffset():
        there = _span(start.astimezone(UTC), end.astimezone(UTC) if end else None, language)
        text += f' <small class="rc-when__utc">{there}</small>'
    return f'<span class="rc-when" data-rc-window>{text}<small class="rc-when__own" hidden></small></span>'


def _span(start: datetime, end: datetime | None, language: str) -> str:
    """One line; an end is told in the offset of the start, and its day only where it is another one."""
    table = words(language)
    text = _time(start, language, True)
    if end is not None:
        here = end.astimezone(start.tzinfo)
        text += f" – {_time(here, language, here.date() != start.date())}"
    else:
        text = table["window.open"].format(start=text)
    return text + escape(table["brackets"].format(_offset(start)))


def _time(moment: datetime, language: str, with_day: bool) -> str:
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    day = day_words(moment, language, moment.tzinfo or UTC)
    shown = words(language)["window.time"].format(day=day, clock=clock) if with_day else clock
    return f'<time datetime="{moment.isoformat()}">{escape(shown)}</time>'


def _offset(moment: datetime) -> str:
    offset = f"{moment:%z}".replace("-", "\N{MINUS SIGN}")  # at a hyphen the line might break
    return f"UTC{offset[:3]}:{offset[3:5]}" if moment.utcoffset() else "UTC"
