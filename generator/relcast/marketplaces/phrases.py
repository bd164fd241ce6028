"""The small phrases console text is made of, in its language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..model.text import Words
from ..words import words

_ENDS = tuple(".!?:;…。！？：；")


def labelled(word: str, value: str, language: str) -> str:
    """`Downtime: 5 min`, `停机时间：5 分钟`; `word` is a key of our words."""
    table = words(language)
    return f"{table[word]}{table['colon']}{value}"


def bracketed(text: str, language: str) -> str:
    """A remark behind a text, with the brackets of the language and the blank that belongs before them."""
    return words(language)["brackets"].format(text)


def profile_words(text: Words, language: str) -> str:
    """A profile's own words: it has Chinese and English, whatever tags the vendor uses for them."""
    return text.pick("zh-CN" if words(language) is words("zh-CN") else "en").text


def sentences(parts: Sequence[str], language: str) -> str:
    """Parts one after another on one line, each ended as a sentence of the language."""
    is_chinese = words(language)["colon"] == "："
    stop, apart = ("。", "") if is_chinese else (".", " ")
    ended = [part if part.endswith(_ENDS) else part + stop for part in parts[:-1]]
    return apart.join([*ended, *parts[-1:]])


def tail(left_out: int, url: str | None, language: str) -> str:
    """What a shortened text ends with: the exact number of changes left out (at least 1), and where they are.

    Never grows by more than one character for one more change, which `fit` relies on.
    """
    table = words(language)
    key = ("tail.one" if left_out == 1 else "tail.more") + ("" if url else ".no_url")
    return table[key].replace("{n}", str(left_out)).replace("{url}", url or "")


def told_tail(left_out: Mapping[str, int], url: str | None, language: str) -> str:
    """The same with how many there are of each kind: `and 14 more changes (New features 2, Fixes 12): …`."""
    table = words(language)
    kinds = counted(left_out, language)
    total = sum(left_out.values())
    key = ("tail.told.one" if total == 1 else "tail.told") + ("" if url else ".no_url")
    return table[key].replace("{n}", str(total)).replace("{kinds}", kinds).replace("{url}", url or "")


def counted(kinds: Mapping[str, int], language: str) -> str:
    """How many changes there are of each kind: `New features 2, Fixes 12`, `新增功能 2 项、问题修复 12 项`."""
    table = words(language)
    return table["list.comma"].join(
        table["kind.count"].replace("{kind}", kind).replace("{n}", str(number)) for kind, number in kinds.items()
    )
