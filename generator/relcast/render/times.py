"""Windows of time as people read them, with their offset; on pages in UTC too. A script adds the reader's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from ..words import duration_words, words
from .phrases import day_words

_Mark = Callable[[datetime, str], str]
"""Puts the words for a moment into their surroundings."""


def moment_words(moment: datetime, language: str) -> str:
    """`20 October 2026, 22:00`, in the offset that it has."""
    return _time(moment, language, _as_it_is, with_day=True)


def window_words(start: datetime, end: datetime | None, language: str) -> str:
    """`20 October 2026, 22:00 – 21 October 2026, 02:00 (UTC+08:00)`, in the offset of its start."""
    return _span(start, end, language, _as_it_is)


def window_html(start: datetime, end: datetime | None, language: str) -> str:
    """The same as `time` elements, with how long it takes, and once more in UTC.

    A script finds the two instants by `data-rc-window` and puts the reader's own time in the last, empty element.
    """
    text = _span(start, end, language, _as_element)
    if end is not None and end > start:
        text += f' <span class="rc-when__length">{escape(duration_words(end - start, language))}</span>'
    if start.utcoffset():
        there = _span(start.astimezone(UTC), end.astimezone(UTC) if end else None, language, _as_element)
        text += f' <small class="rc-when__utc">{there}</small>'
    return f'<span class="rc-when" data-rc-window>{text}<small class="rc-when__own" hidden></small></span>'


def _span(start: datetime, end: datetime | None, language: str, mark: _Mark) -> str:
    """One line; an end is told in the offset of the start, and its day only where it is another one."""
    table = words(language)
    text = _time(start, language, mark, with_day=True)
    if end is not None:
        here = end.astimezone(start.tzinfo)
        text += f" – {_time(here, language, mark, with_day=here.date() != start.date())}"
    else:
        text = table["window.open"].format(start=text)
    return text + table["brackets"].format(_offset(start))


def _time(moment: datetime, language: str, mark: _Mark, *, with_day: bool) -> str:
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    day = day_words(moment, language, moment.tzinfo or UTC)
    return mark(moment, words(language)["window.time"].format(day=day, clock=clock) if with_day else clock)


def _as_it_is(moment: datetime, text: str) -> str:
    return text


def _as_element(moment: datetime, text: str) -> str:
    return f'<time datetime="{moment.isoformat()}">{escape(text)}</time>'


def _offset(moment: datetime) -> str:
    offset = f"{moment:%z}".replace("-", "\N{MINUS SIGN}")  # at a hyphen the line might break
    return f"UTC{offset[:3]}:{offset[3:5]}" if moment.utcoffset() else "UTC"
