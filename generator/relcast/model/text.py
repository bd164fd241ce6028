"""Text in one or several languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..markup import plain_text
from .scalars import shown


class Phrase(NamedTuple):
    """One text in one language: what a page shows, and the language it is really in."""

    text: str
    language: str


LANGUAGE_PATTERN = "[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}"
_LANGUAGE = re.compile(LANGUAGE_PATTERN, re.ASCII)


def is_language_tag(text: str) -> bool:
    """Whether the text has the form of a language tag (BCP 47, RFC 5646 section 2.1), without private ones."""
    return _LANGUAGE.fullmatch(text) is not None


def _language_tag(value: Any) -> str:
    if isinstance(value, str) and is_language_tag(value):
        return value
    raise PydanticCustomError("language_tag", "expected a language tag, found {found}", {"found": shown(value)})


def _declared_language(value: Any, info: ValidationInfo) -> str:
    languages: Sequence[str] = (info.context or {}).get("languages", ("en",))
    if isinstance(value, str) and value in languages:
        return value
    raise PydanticCustomError(
        "unknown_language",
        "{found} is not one of the languages in vendor.yaml ({languages})",
        {"found": shown(value), "languages": ", ".join(languages)},
    )


LanguageTag = Annotated[
    str, PlainValidator(_language_tag), WithJsonSchema({"type": "string", "pattern": f"^{_LANGUAGE.pattern}$"})
]
"""A tag that may name a language's folder on the site."""
DeclaredLanguage = Annotated[str, PlainValidator(_declared_language), WithJsonSchema({"type": "string"})]
"""One of the vendor's languages."""


class Words(dict[str, str]):
    """A text by language tag (BCP 47, as declared in vendor.yaml), in the vendor's order of languages; never empty."""

    __slots__ = ()

    def pick(self, language: str) -> Phrase:
        """The text in `language`, or in the first language that has one: a missing translation hides nothing."""
        found = self.get(language)
        if found is not None:
            return Phrase(found, language)
        first = next(iter(self))
        return Phrase(self[first], first)


def _words(value: Any, info: ValidationInfo) -> Words:
    if isinstance(value, Words):
        return value
    languages: Sequence[str] = (info.context or {}).get("languages", ("en",))
    if isinstance(value, str):
        if text := value.strip():
            return Words({languages[0]: text})
        raise PydanticCustomError("empty_text", "this text is empty")
    if not isinstance(value, Mapping):
        raise PydanticCustomError(
            "text_type", "expected a text, or texts by language, found {found}", {"found": shown(value)}
        )
    if not value:
        raise PydanticCustomError("empty_text", "this text is empty")
    if faults := [fault for language, text in value.items() if (fault := _find_fault(language, text, languages))]:
        raise PydanticCustomError("texts", "texts by language", {"faults": faults})
    return Words({language: value[language].strip() for language in languages if language in value})


def _title(value: Any, info: ValidationInfo) -> Words:
    words = _words(value, info)
    if silent := [language for language, text in words.items() if not plain_text(text)]:
        message = "this text has marks of Markdown, but no words"
        raise PydanticCustomError(
            "texts",
            "texts by language",
            {"faults": [TextFault("empty_text", language, message) for language in silent]},
        )
    return words


class TextFault(NamedTuple):
    """What is wrong with the text of one language; its place is below the place of the whole text."""

    kind: str
    language: str
    message: str
    languages: Sequence[str] = ()
    """Those declared, where the language is not."""


def _find_fault(language: str, text: Any, languages: Sequence[str]) -> TextFault | None:
    if language not in languages:
        known = ", ".join(languages)
        message = f"{shown(language)} is not one of the languages in vendor.yaml ({known})"
        return TextFault("unknown_language", language, message, languages)
    if not isinstance(text, str):
        return TextFault("text_type", language, f"expected a text in the language '{language}', found {shown(text)}")
    if not text.strip():
        return TextFault("empty_text", language, f"the text in the language '{language}' is empty")
    return None


_SCHEMA = WithJsonSchema(
    {
        "description": "Text in the default language, or texts by language tag.",
        "anyOf": [
            {"type": "string", "minLength": 1},
            {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
        ],
    }
)
Text = Annotated[Words, PlainValidator(_words), _SCHEMA]
"""A record's text: a string in the vendor's first language, or a map of declared languages."""


Title = Annotated[Words, PlainValidator(_title), _SCHEMA]
"""A text that names something: it still says something as plain text, as feeds need it."""


def text_alone(value: Any, info: ValidationInfo) -> Any:
    """A change or a step may be written as its text alone: a string, or texts by language."""
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, Mapping) and "text" not in value:
        languages = (info.context or {}).get("languages", ("en",))
        # One language that is declared is enough: the others are then misspelt, and are told so.
        if any(key in languages for key in value) and all(is_language_tag(key) for key in value):
            return {"text": value}
    return value
