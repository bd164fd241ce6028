"""The text of one box: composed, cut to measure, counted, and what there is to know about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from ..library.product import ProductHistory, VersionedRelease
from ..model.product import Listing
from .compose import LeftOut, compose
from .counting import UNIT_WORDS, Unit, count, counts, with_crlf
from .dialects import clean
from .fit import DoesNotFit, fit
from .phrases import tail
from .profile import FIRM, MAIN_FIELD, FormField, MarketplaceError, Profile, Status, field_for, suggestion

_ADDRESS = re.compile(r"https?://[^\s<>()\"'，。；：！？、）】」』]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Blob:
    """Paste-ready text for one box: no control characters, no blanks at line ends, no line end at the end."""

    profile: str
    field: str
    label: str
    """The box's name in English."""
    language: str
    text: str
    used: int
    """The text's length in `unit`."""
    limit: int | None
    unit: Unit
    status: Status
    """How well the limit is known."""
    shortened: tuple[str, ...] = ()
    """Ids of changes shown in a shorter form."""
    dropped: tuple[LeftOut, ...] = ()
    """What is not in the text, and why: for want of room, or because it has no place in this box or on this listing."""
    warnings: tuple[str, ...] = ()


def blob(
    history: ProductHistory,
    entry: VersionedRelease,
    profile: Profile,
    *,
    language: str,
    listing: str | None = None,
    url: str | None = None,
    field: str = MAIN_FIELD,
) -> Blob:
    """The text of `entry` for one box of a profile, in one of the vendor's languages.

    `listing` is the id of one of the product's listings: its limits, `only` and `except` count. `url` is the release's
    page, for the line that says how much was left out. Raises `MarketplaceError` for what can't be had (an unknown
    name, a withdrawn release) and `DoesNotFit` when what must be kept exceeds a firm limit.
    """
    _refuse_withdrawn(entry)
    if language not in history.vendor.languages:
        hint = suggestion(language, history.vendor.languages)
        raise MarketplaceError(f"'{language[:60]}' is none of the vendor's languages", hint)
    place = _find_listing(history, profile, listing)
    box = field_for(profile, field, place)
    composition = compose(history, entry, box, language=language, listing=listing)
    url, warnings = _address(url, history, box)
    limit, unit = box.limit, box.limit.measured_in
    last = partial(tail, url=url, language=language)
    blocks, elsewhere = composition.blocks, composition.elsewhere
    try:
        fitted = fit(blocks, limit.allowed, unit, last, elsewhere=elsewhere)
    except DoesNotFit as error:
        if limit.hard:
            raise
        fitted = fit(blocks, error.needed, unit, last, elsewhere=elsewhere)
        warnings.append(f"{error}; the limit is not firm, so the text is over it")
    dropped = [LeftOut(id, composition.titles[id], "no room") for id in fitted.dropped]
    warnings += _warnings(profile, place, field, box, entry, language, fitted.text)
    if missing := len(composition.foreign.difference(fitted.dropped)):
        what = "entry has" if missing == 1 else "entries have"
        warnings.append(f"{missing} {what} text without a translation into {language}")
    return Blob(
        profile.id, field, box.label.pick("en").text, language, fitted.text, fitted.used,
        limit.max, unit, limit.status, fitted.shortened, (*dropped, *composition.left_out), tuple(warnings),
    )  # fmt: skip


def _refuse_withdrawn(entry: VersionedRelease) -> None:
    if withdrawn := entry.release.withdrawn:
        other = withdrawn.use_instead
        hint = f"use {other} instead" if other else "there is no safe version to use instead yet"
        raise MarketplaceError(f"{entry.version.text} is withdrawn", hint)


def _find_listing(history: ProductHistory, profile: Profile, listing: str | None) -> Listing | None:
    if listing is None:
        return None
    known = history.product.listings
    if listing not in known:
        raise MarketplaceError(f"{history.id} has no listing '{listing[:60]}'", suggestion(listing, known))
    if known[listing].profile != profile.id:
        raise MarketplaceError(f"the listing '{listing}' is on {known[listing].profile}, not on {profile.id}")
    return known[listing]


def _address(url: str | None, history: ProductHistory, box: FormField) -> tuple[str | None, list[str]]:
    """The address the tail may show, and why it may not."""
    if url is None or box.links == "forbid":
        return None, []
    url = clean(url)
    if box.links == "own_site_only" and not _is_own(url, history):
        return None, [f"{url} is not on the vendor's own site ({history.vendor.url}), so the text does not name it"]
    return url, []


def _is_own(address: str, history: ProductHistory) -> bool:
    """Whether an address is on the vendor's host or below it; every address is where the vendor names no site."""
    if history.vendor.url is None:
        return True
    own = (urlsplit(history.vendor.url).hostname or "").removeprefix("www.")
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    return host == own or host.endswith("." + own)


def _warnings(
    profile: Profile,
    place: Listing | None,
    field: str,
    box: FormField,
    entry: VersionedRelease,
    language: str,
    text: str,
) -> Iterator[str]:
    limit, unit = box.limit, box.limit.measured_in
    used = count(text, unit)
    if limit.max is None:
        hint = f"fields: {{{field}: {{limit: {{max: …, unit: code_points}}}}}}"
        yield f"no limit of this box is known; state it with the listing (`{hint}`): {_every_count(text)}"
    elif limit.status not in FIRM:
        yield f"the limit is not the marketplace's own word ({_status(limit.status)}): {_every_count(text)}"
    if limit.max is not None:
        unsure = limit.unit is None or (limit.unit_status or limit.status) not in FIRM
        if unsure and used <= limit.max < max(counts(text).values()):
            yield f"the limit's unit is not certain, and in another one the text would be over it: {_every_count(text)}"
        if used <= limit.max < (longer := count(with_crlf(text), unit)):
            yield f"a console that counts each line end twice would count {longer}, over the limit of {limit.max}"
    if entry.release.status == "planned":
        yield "this release is planned: its date and content may still change"
    wanted = [*profile.languages.required, *(place.languages if place else ())]
    if wanted and language not in wanted:
        yield f"this form asks for {', '.join(dict.fromkeys(wanted))}; the text is in {language}"
    for name in place.fields if place else ():
        if name not in profile.fields:
            hint = suggestion(name, profile.fields)
            yield f"product.yaml speaks of the field '{name[:60]}', which the form does not have; {hint}"
    if box.links == "forbid" and (found := _ADDRESS.search(text)):
        yield f"this box takes no addresses, and the text holds {found[0]}"


def _every_count(text: str) -> str:
    return ", ".join(f"{number} {UNIT_WORDS[unit]}" for unit, number in counts(text).items())


def _status(status: Status) -> str:
    return status.replace("_", " ")


def summary(blob: Blob) -> str:
    """One line on a text: `aws-marketplace-ami · Release notes · 412 / 30000 code points (documented)`."""
    size = f"{blob.used} / {blob.limit}" if blob.limit is not None else f"{blob.used}"
    about = _status(blob.status) if blob.limit is not None else "no limit known"
    return f"{blob.profile} · {blob.label} · {size} {UNIT_WORDS[blob.unit]} ({about})"


def report(blob: Blob) -> str:
    """Everything there is to know about a text, line by line: its summary, warnings, and what is not in it."""
    lines = [summary(blob), *(f"warning: {warning}" for warning in blob.warnings)]
    lines += [f"shortened: {id}" for id in blob.shortened]
    lines += [f"not in the text: {item.id} ({item.why}): {item.title}" for item in blob.dropped]
    return "\n".join(lines)
