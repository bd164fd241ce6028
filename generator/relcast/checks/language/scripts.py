"""Which script a language is written in, and which ones a text uses."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

LATIN = "Latin letters"
HAN = "Chinese characters"
_KANA, _HANGUL = "Japanese kana", "Korean letters"

_LETTERS = {
    HAN: "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]",
    _KANA: "[\u3041-\u30fa]",
    _HANGUL: "[\u1100-\u11ff\uac00-\ud7af]",
    "Cyrillic letters": "[\u0400-\u052f]",
    "Greek letters": "[\u0370-\u03ff]",
    "Arabic letters": "[\u0600-\u06ff]",
    "Hebrew letters": "[\u0590-\u05ff]",
    "Thai letters": "[\u0e00-\u0e7f]",
    "Devanagari letters": "[\u0900-\u097f]",
    LATIN: "[A-Za-z\u00c0-\u024f\u1e00-\u1eff]",
}
_LATIN_LANGUAGES = (
    "en de fr es pt it nl sv da nb nn no fi is pl cs sk hu ro hr sl et lv lt tr az id ms vi ca eu gl cy ga sq"
)
_OF_LANGUAGE = {
    "zh": (HAN,), "ja": (HAN, _KANA), "ko": (_HANGUL, HAN), "el": ("Greek letters",),
    "ar": ("Arabic letters",), "fa": ("Arabic letters",), "ur": ("Arabic letters",), "he": ("Hebrew letters",),
    "th": ("Thai letters",), "hi": ("Devanagari letters",), "mr": ("Devanagari letters",),
    "ne": ("Devanagari letters",),
    **dict.fromkeys(("ru", "uk", "be", "bg", "mk"), ("Cyrillic letters",)),
    **dict.fromkeys(_LATIN_LANGUAGES.split(), (LATIN,)),
}  # fmt: skip


@lru_cache(maxsize=64)
def scripts_of(language: str) -> tuple[str, ...]:
    """The scripts of a language by its tag, its own first; empty where we don't know, or the tag names another one."""
    primary, *rest = language.lower().split("-")
    if primary != "zh" and any(len(part) == 4 and part.isalpha() for part in rest):
        return ()
    return _OF_LANGUAGE.get(primary, ())


def count(text: str, script: str) -> int:
    """How many letters of a script a text has."""
    return len(re.findall(_LETTERS[script], text))


@lru_cache(maxsize=64)
def sign_of_foreign(scripts: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for a letter of any script that a text in these has no need of."""
    return re.compile("|".join(_LETTERS[script] for script in foreign_to(scripts)))


@lru_cache(maxsize=64)
def foreign_to(scripts: tuple[str, ...]) -> tuple[str, ...]:
    """The scripts that a text in these has no need of; Latin letters are at home everywhere."""
    return tuple(script for script in _LETTERS if script not in scripts and script != LATIN)


Characters = Literal["simplified", "traditional"]


@lru_cache(maxsize=64)
def characters_of(language: str) -> Characters | None:
    """Which Chinese characters a tag asks for; None where it leaves that open, or is not Chinese."""
    primary, *rest = language.lower().split("-")
    if primary != "zh":
        return None
    if "hans" in rest or ("hant" not in rest and {"cn", "sg", "my"} & set(rest)):
        return "simplified"
    return "traditional" if {"hant", "tw", "hk", "mo"} & set(rest) else None


@lru_cache(maxsize=8192)
def belongs_to(character: str) -> Characters | None:
    """Which of the two standards alone has a character; None where both have it, or neither.

    GB 2312 and Big5 hold what each side writes every day, and not the other's forms.
    """
    simple, full = _is_in(character, "gb2312"), _is_in(character, "big5")
    return None if simple == full else "simplified" if simple else "traditional"


def han(text: str) -> list[str]:
    """The Chinese characters of a text, one by one."""
    return re.findall(_LETTERS[HAN], text)


def _is_in(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
