"""A text of a record, said in a language: the HTML it becomes, marked where it is not in that language."""

from __future__ import annotations

from datetime import date, tzinfo
from functools import lru_cache
from html import escape

from markupsafe import Markup

from ..markup import TABLE, block_html, inline_html, line, plain_text
from ..model.scalars import day_of
from ..model.text import Phrase, Words
from ..words import words

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def say(text: Words, language: str) -> Markup:
    """One line as inline HTML; a missing translation carries the language it is in."""
    phrase = text.pick(language)
    return Markup(_marked(inline_html(phrase.text), phrase, language))


def say_both(text: Words, language: str) -> tuple[str, str]:
    """One line as inline HTML, as `say` gives it, and as plain text."""
    if (here := text.get(language)) is not None:
        return line(here)
    phrase = text.pick(language)
    html, bare = line(phrase.text)
    return _marked(html, phrase, language), bare


def _marked(html: str, phrase: Phrase, language: str) -> str:
    if phrase.language == language:
        return html
    return f'<span lang="{escape(phrase.language)}" class="rc-foreign">{html}</span>'


def tell(text: Words, language: str) -> Markup:
    """Paragraphs, lists, code and tables as block HTML."""
    phrase = text.pick(language)
    html = Markup(_name_tables(block_html(phrase.text), language))
    if phrase.language == language:
        return html
    return Markup('<div lang="{}" class="rc-foreign">{}</div>').format(phrase.language, html)


def _name_tables(html: str, language: str) -> str:
    if TABLE not in html:
        return html
    return html.replace(TABLE, f'{TABLE[:-1]} aria-label="{escape(words(language)["table"])}">')


def plain(text: Words, language: str) -> str:
    """One line of plain text, without marks."""
    return plain_text(text.pick(language).text)


def day_words(moment: date, language: str, zone: tzinfo) -> str:
    """A day as people write it: `20 November 2026`, `2026年11月20日`."""
    day = day_of(moment, zone)
    table, is_english = words(language), language.lower().startswith("en")
    if table is words("en") and not is_english:  # a language without words of ours: no English month in it
        return day.isoformat()
    month = _MONTHS[day.month - 1] if is_english else day.month
    return table["date.form"].format(year=day.year, month=month, day=day.day)


@lru_cache(maxsize=1024)  # a day stands on several pages and in feeds
def day_element(moment: date, language: str, zone: tzinfo) -> Markup:
    """A day as a `time` element, readable by machines too."""
    day = day_of(moment, zone).isoformat()
    return Markup('<time datetime="{}">{}</time>').format(day, day_words(moment, language, zone))


def shorten(text: str, limit: int = 200) -> str:
    """A text of at most `limit` code points, cut between words with an ellipsis."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    if " " in cut[limit // 2 :]:
        cut = cut[: cut.rfind(" ")]
    return cut.rstrip(" ,;，；、") + "…"
