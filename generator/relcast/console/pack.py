"""A library's versions -> the files of the console pack; the same records give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ..artifacts import Measured
from ..library.lineage import Lineage
from ..library.product import ProductHistory, VersionedRelease
from ..library.rollback import WaysBack
from ..marketplaces.blob import blob_file, dropped_markdown
from ..marketplaces.shelf import load_profile
from .announcements import CHANNELS, Templates, gather, moments_of
from .boxes import Box, FindPage, Form
from .checklist import release_items
from .difference import difference
from .items import Item
from .listing_checklist import listing_items, requests, restricting_item
from .pages import (
    LANGUAGES,
    Comparison,
    FilledBox,
    ListingPart,
    VersionPart,
    draw_index,
    draw_version,
    page_name,
)
from .standing import find_last_submitted, find_live_now, standing_of
from .units import units_script

_ASSETS = Path(__file__).resolve().parent / "assets"


class ConsolePack:
    """Makes pages of one version after the other, then the files of all of them."""

    def __init__(self, root: Path, find_page: FindPage) -> None:
        self.templates = Templates(root)
        self.find_page = find_page
        self.parts: list[VersionPart] = []
        self.files: dict[str, bytes] = {}
        """By path below the pack's folder, with `/`."""

    def add(self, history: ProductHistory, entry: VersionedRelease, measured: Mapping[str, Measured]) -> VersionPart:
        """Everything about one version; `measured` are its artifacts' local files as they were found.

        Raises RecordsInvalid where a template or a profile of the vendor's can't be used.
        """
        folder = f"{history.id}/{entry.version.text}"
        way_back = WaysBack(history, Lineage(history)).of(entry)
        announcements = []
        for moment in moments_of(entry):
            for language in history.vendor.languages:
                url = self.find_page(history.id, entry.version.text, language)
                facts = gather(history, entry, language, url=url, way_back=way_back)
                for channel in CHANNELS:
                    made = self.templates.write(moment, channel, language, facts)
                    self.files[f"{folder}/announcements/{moment}.{channel}.{language}.txt"] = made.text.encode()
                    announcements.append(made)
        is_withdrawn = entry.release.withdrawn is not None
        general = [] if is_withdrawn else release_items(history, entry, measured, way_back)
        listings = [
            self._listing(history, entry, listing, folder, measured, general) for listing in history.product.listings
        ]
        part = VersionPart(
            history,
            entry,
            general,
            sorted(listings, key=lambda listing: listing.is_done),
            announcements,
            [(artifact, measured.get(artifact.file or "")) for artifact in entry.release.artifacts],
        )
        self.parts.append(part)
        for language in LANGUAGES:
            self.files[f"{folder}/{page_name(language)}"] = draw_version(part, language)
        return part

    def finish(self) -> dict[str, bytes]:
        """All files, with the page that lists the versions and what the pages load."""
        for language in LANGUAGES:
            self.files[page_name(language)] = draw_index(self.parts, language)
        for asset in sorted(_ASSETS.iterdir()):
            self.files[f"assets/{asset.name}"] = asset.read_bytes()
        self.files["assets/units.js"] = units_script().encode()
        return self.files

    def _listing(
        self,
        history: ProductHistory,
        entry: VersionedRelease,
        listing: str,
        folder: str,
        measured: Mapping[str, Measured],
        general: Sequence[Item],
    ) -> ListingPart:
        stated = history.product.listings[listing]
        profile = load_profile(stated.profile, history.own_profiles)
        live, standing = find_live_now(history, listing), standing_of(history, listing, entry)
        last_live = live.version.text if live else None
        if entry.release.withdrawn is not None:
            left = [restricting_item(history, entry, listing)]
            return ListingPart(listing, stated.url, profile, standing, last_live, None, left, [], [])
        form = Form(history, entry, listing, profile, self.find_page)
        boxes = form.fill()
        items = listing_items(history, entry, listing, profile, boxes, measured)
        by_id = {item.id: item for item in items}
        submitted = find_last_submitted(history, listing, entry)
        before = replace(form, entry=submitted) if submitted else None
        filled = [self._filled(form, folder, box, by_id[f"field.{box.field}.{box.language}"], before) for box in boxes]
        return ListingPart(
            listing, stated.url, profile, standing, last_live, form.since.version.text if form.since else None,
            items, requests(entry, profile, general), filled,
        )  # fmt: skip

    def _filled(self, form: Form, folder: str, box: Box, item: Item, before: Form | None) -> FilledBox:
        if box.blob is None:
            return FilledBox(box, item)
        text = box.blob.text
        file = f"{form.listing}.{blob_file(box.blob)}"
        self.files[f"{folder}/{file}"] = text.encode()
        dropped_file = None
        if box.blob.dropped or box.blob.shortened:
            dropped_file = f"{form.listing}.{box.field}.{box.language}.dropped.md"
            self.files[f"{folder}/{dropped_file}"] = dropped_markdown(box.blob).encode()
        comparison = None
        if before is not None and (earlier := before.fill_one(box.field, box.language).blob) is not None:
            comparison = Comparison(before.entry.version.text, difference(earlier.text, text))
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        return FilledBox(box, item, file, dropped_file, digest, comparison)
