"""The small phrases console text is made of, in its language."""

from __future__ import annotations

from ..words import words


def labelled(word: str, value: str, language: str) -> str:
    """`Downtime: 5 min`, `停机时间：5 分钟`; `word` is a key of our words."""
    table = words(language)
    return f"{table[word]}{table['colon']}{value}"


def bracketed(text: str, language: str) -> str:
    """A remark behind a text, with the brackets of the language and the blank that belongs before them."""
    return f"（{text}）" if words(language)["colon"] == "：" else f" ({text})"


def tail(left_out: int, url: str | None, language: str) -> str:
    """What a shortened text ends with: the exact number of changes left out (at least 1), and where they are.

    Never grows by more than one character for one more change, which `fit` relies on.
    """
    table = words(language)
    key = ("tail.one" if left_out == 1 else "tail.more") + ("" if url else ".no_url")
    return table[key].replace("{n}", str(left_out)).replace("{url}", url or "")
