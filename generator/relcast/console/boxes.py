"""The boxes of a listing's form, filled from a release in every language the listing speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from ..library.product import ProductHistory, VersionedRelease
from ..marketplaces.blob import Blob, blob
from ..marketplaces.fit import DoesNotFit
from ..marketplaces.gather import find_last_live, gather
from ..marketplaces.profile import FormField, MarketplaceError, Profile, field_for

FindPage = Callable[[str, str | None, str], str | None]
"""The public page of a product's version, or of the product (None), in a language, if the site knows its address."""


def find_whole(
    find_page: FindPage, history: ProductHistory, entry: VersionedRelease, since: VersionedRelease | None, language: str
) -> str | None:
    """Where the whole of a text is to be read: the release's page, or the product's where `since` makes it tell of
    several releases."""
    return find_page(history.id, None if since else entry.version.text, language)


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a form in one language: its text, or why there is none."""

    field: str
    form: FormField
    language: str
    blob: Blob | None
    refusal: str | None = None
    unfit: DoesNotFit | None = None


@dataclass(frozen=True)
class Form:
    """A listing's form, ready to be filled from a release."""

    history: ProductHistory
    entry: VersionedRelease
    listing: str
    profile: Profile
    find_page: FindPage

    @property
    def languages(self) -> tuple[str, ...]:
        """What the listing is written in: its own languages, else those its form asks for, else all of the vendor's."""
        spoken = self.history.vendor.languages
        wanted = self.history.product.listings[self.listing].languages or self.profile.languages.required
        return tuple(language for language in wanted if language in spoken) or tuple(spoken)

    @cached_property
    def since(self) -> VersionedRelease | None:
        """What readers of the listing have, where releases between it and this one never reached them.

        Review takes days and weekly patches are skipped; what they changed is then told with the next version.
        """
        since = find_last_live(self.history, self.listing, self.entry)
        return since if since is not None and gather(self.history, self.entry, since).earlier else None

    def fill(self) -> list[Box]:
        """Every box in every language, in the form's order."""
        return [self.fill_one(field, language) for field in self.profile.fields for language in self.languages]

    def fill_one(self, field: str, language: str) -> Box:
        """One box in one language; what can't be had is told in the box."""
        form = field_for(self.profile, field, self.history.product.listings[self.listing])
        url = find_whole(self.find_page, self.history, self.entry, self.since, language)
        try:
            made = blob(
                self.history, self.entry, self.profile, language=language, listing=self.listing, url=url, field=field,
                since=self.since,
            )  # fmt: skip
        except MarketplaceError as error:
            return Box(field, form, language, None, refusal=str(error))
        except DoesNotFit as error:
            return Box(field, form, language, None, refusal=str(error), unfit=error)
        if not made.is_fit:
            fault = next(finding for finding in made.findings if finding.severity == "error")
            return Box(field, form, language, None, refusal=str(fault))
        return Box(field, form, language, made)
