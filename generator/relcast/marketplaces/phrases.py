"""The small phrases console text is made of, in its language."""

from __future__ import annotations

from datetime import timedelta

from ..model.scalars import duration_parts
from ..words import words


def labelled(word: str, value: str, language: str) -> str:
    """`Downtime: 5 min`, `停机时间：5 分钟`; `word` is a key of our words."""
    table = words(language)
    return f"{table[word]}{table['colon']}{value}"


def bracketed(text: str, language: str) -> str:
    """A remark behind a text, with the brackets of the language and the blank that belongs before them."""
    return f"（{text}）" if words(language)["colon"] == "：" else f" ({text})"


def duration_words(duration: timedelta, language: str) -> str:
    """A duration above zero in words: `1 h 30 min`, `1 小时 30 分钟`."""
    table = words(language)
    return " ".join(table[f"unit.{unit}"].format(n=amount) for amount, unit in duration_parts(duration))


def tail(left_out: int, url: str | None, language: str) -> str:
    """What a shortened text ends with: the exact number of changes left out (at least 1), and where they are.

    Never grows by more than one character for one more change, which `fit` relies on.
    """
    table = words(language)
    key = "tail.more" if url else "tail.more.no_url"
    phrase = table[key].replace("{n}", str(left_out)).replace("{url}", url or "")
    # Our words have the plural only; no other language we have words for tells one from many.
    return phrase.replace(" 1 more changes", " 1 more change", 1) if left_out == 1 else phrase
