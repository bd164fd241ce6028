"""Text in one or several languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError


class Phrase(NamedTuple):
    """One text in one language: what a page shows, and the language it is really in."""

    text: str
    language: str


class Words(dict[str, str]):
    """A text by language tag (BCP 47, as declared in vendor.yaml), in the vendor's order of languages; never empty."""

    __slots__ = ()

    def pick(self, language: str) -> Phrase:
        """The text in `language`, or in the first language that has one: a missing translation is shown, never hidden."""
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
        if not value.strip():
            raise PydanticCustomError("empty_text", "this text is empty")
        return Words({languages[0]: value.strip()})
    if not isinstance(value, Mapping):
        raise PydanticCustomError("text_type", "expected a text, or texts by language")
    unknown = [key for key in value if key not in languages]
    if unknown:
        raise PydanticCustomError(
            "unknown_language",
            "'{language}' is not one of the languages in vendor.yaml ({languages})",
            {"language": unknown[0], "languages": ", ".join(languages)},
        )
    found = Words()
    for language in languages:
        text = value.get(language)
        if text is None:
            continue
        if not isinstance(text, str):
            raise PydanticCustomError(
                "text_type", "expected a text for '{language}'", {"language": language}
            )
        if not text.strip():
            raise PydanticCustomError(
                "empty_text", "the text for '{language}' is empty", {"language": language}
            )
        found[language] = text.strip()
    if not found:
        raise PydanticCustomError("empty_text", "this text is empty")
    return found


Text = Annotated[
    Words,
    PlainValidator(_words),
    WithJsonSchema(
        {
            "description": "Text in the default language, or texts by language tag.",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1},
            ],
        }
    ),
]
"""A record's text: a string in the vendor's first language, or a map of declared languages."""


def text_alone(value: Any, info: ValidationInfo) -> Any:
    """A change or a step may be written as its text alone: a string, or texts by language."""
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, Mapping) and value and "text" not in value:
        languages = (info.context or {}).get("languages", ("en",))
        if all(key in languages for key in value):
            return {"text": value}
    return value
