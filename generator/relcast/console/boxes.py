"""The boxes of a listing's form, filled from a release in every language the listing speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..library.product import ProductHistory, VersionedRelease
from ..marketplaces.blob import Blob, blob
from ..marketplaces.fit import DoesNotFit
from ..marketplaces.profile import FormField, MarketplaceError, Profile, field_for

FindPage = Callable[[str, str, str], str | None]
"""The public page of a product's version in a language, if the site knows its address."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a form in one language: its text, or why there is none."""

    field: str
    form: FormField
    language: str
    blob: Blob | None
    refusal: str | None = None
    unfit: DoesNotFit | None = None


def listing_languages(history: ProductHistory, listing: str, profile: Profile) -> tuple[str, ...]:
    """The languages a listing is written in: its own, else those its form asks for, else all of the vendor's."""
    spoken = history.vendor.languages
    wanted = history.product.listings[listing].languages or profile.languages.required
    return tuple(language for language in wanted if language in spoken) or tuple(spoken)


def fill(
    history: ProductHistory, entry: VersionedRelease, listing: str, profile: Profile, find_page: FindPage
) -> list[Box]:
    """Every box of the form in every language, in the form's order."""
    return [
        fill_one(history, entry, listing, profile, field, language, find_page)
        for field in profile.fields
        for language in listing_languages(history, listing, profile)
    ]


def fill_one(
    history: ProductHistory,
    entry: VersionedRelease,
    listing: str,
    profile: Profile,
    field: str,
    language: str,
    find_page: FindPage,
) -> Box:
    """One box in one language; what can't be had is told in the box."""
    form = field_for(profile, field, history.product.listings[listing])
    url = find_page(history.id, entry.version.text, language)
    try:
        made = blob(history, entry, profile, language=language, listing=listing, url=url, field=field)
    except MarketplaceError as error:
        return Box(field, form, language, None, refusal=str(error))
    except DoesNotFit as error:
        return Box(field, form, language, None, refusal=str(error), unfit=error)
    return Box(field, form, language, made)
