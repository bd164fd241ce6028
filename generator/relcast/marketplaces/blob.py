"""The text of one box: composed, cut to measure, counted, and what there is to know about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..library.product import ProductHistory, VersionedRelease
from ..model.form import Dialect, Status, Unit
from ..model.product import Listing
from .compose import compose
from .composition import LeftOut
from .counting import UNIT_WORDS, count, counts, with_crlf
from .dialects import clean
from .fit import DoesNotFit, Fitted, fit
from .gather import find_last_live, gather
from .links import may_link
from .phrases import tail, told_tail
from .profile import FIRM, MAIN_FIELD, FormField, MarketplaceError, Profile, UnknownName, field_for, suggestion
from .text_lint import TextFinding, find_faults

_GITHUB_LINK = re.compile(r'^ +link: "(https?://(?:www\.)?github\.com[^"]*)"$', re.MULTILINE)
_SIGN = re.compile(r"[\\`*_\[\]<#]")


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
    version: str = ""
    """The release the text is of."""
    since: str | None = None
    """What readers saw last, where the text rolls several releases into one."""
    releases: tuple[str, ...] = ()
    """The versions the text is about, newest first."""
    findings: tuple[TextFinding, ...] = ()
    """What in the finished text should not go to this marketplace."""
    allowed: int | None = None
    """What the text may take: the limit without the share that is kept free of it."""
    hard: bool = False
    """Whether the limit is firm enough to refuse a text."""
    dialect: Dialect = "plain"

    @property
    def is_fit(self) -> bool:
        """Whether nothing in it must be mended before it is pasted."""
        return not any(finding.severity == "error" for finding in self.findings)


def blob(
    history: ProductHistory,
    entry: VersionedRelease,
    profile: Profile,
    *,
    language: str,
    listing: str | None = None,
    url: str | None = None,
    field: str = MAIN_FIELD,
    since: VersionedRelease | None = None,
) -> Blob:
    """The text of `entry` for one box of a profile, in one of the vendor's languages.

    `listing` is the id of one of the product's listings: what it overlays, `only` and `except` count. `url` is the
    release's page, for the line that says how much was left out. With `since`, every release after it is rolled into
    the text. Raises `MarketplaceError` for what can't be had (an unknown name, a withdrawn release) and `DoesNotFit`
    when what must be kept exceeds a firm limit.
    """
    _refuse_withdrawn(entry)
    if language not in history.vendor.languages:
        hint = suggestion(language, history.vendor.languages)
        raise UnknownName(f"'{language[:60]}' is none of the vendor's languages", hint)
    place = _find_listing(history, profile, listing)
    box = field_for(profile, field, place)
    page = clean(url) if url else None
    address, warnings = _address(page, history, box)
    gathered = gather(history, entry, since)
    composition = compose(
        history, gathered, box, language=language, listing=listing, page=page, address=address
    )  # fmt: skip
    limit, unit = box.limit, box.limit.measured_in

    def fitted_to(allowed: int | None) -> Fitted:
        return fit(
            composition.blocks, allowed, unit,
            lambda left_out: composition.tail(tail(left_out, address, language), address),
            told=lambda kinds: composition.tail(told_tail(kinds, address, language), address),
            elsewhere=composition.elsewhere, frame=composition.frame,
        )  # fmt: skip

    try:
        fitted = fitted_to(limit.allowed)
    except DoesNotFit as error:
        if limit.hard:
            raise
        fitted = fitted_to(error.needed)
        warnings.append(f"{error}; the limit is not firm, so the text is over it")
    dropped = [
        LeftOut(id, composition.titles[id], "no room", composition.versions.get(id, "")) for id in fitted.dropped
    ]
    warnings += _warnings(profile, place, field, box, entry, language, fitted.text)
    if box.when == "update_only" and listing is not None and find_last_live(history, listing, entry) is None:
        warnings.append("nothing is live on this listing yet, and this box stays empty on the first submission")
    if gathered.later:
        told = ", ".join(release.version.text for release in gathered.later)
        warnings.append(f"{told} came out after {entry.version.text} and is not rolled into it")
    if missing := len(composition.foreign.difference(fitted.dropped)):
        what = "entry has" if missing == 1 else "entries have"
        warnings.append(f"{missing} {what} text without a translation into {language}")
    return Blob(
        profile.id, field, box.label.pick("en").text, language, fitted.text, fitted.used,
        limit.max, unit, limit.status, fitted.shortened, (*dropped, *composition.left_out), tuple(warnings),
        version=entry.version.text, since=since.version.text if since else None,
        releases=tuple(release.version.text for release in gathered.releases),
        findings=find_faults(fitted.text, profile, box, language, history.vendor),
        allowed=limit.allowed, hard=limit.hard, dialect=box.markup.dialect,
    )  # fmt: skip


Make = Callable[[str, str], Blob]
"""Makes the text of a language and a field."""


def all_blobs(make: Make, profile: Profile, languages: Sequence[str]) -> tuple[list[Blob], list[tuple[str, Exception]]]:
    """The text of every box of a form in every language, and for those that can't be had their place and why."""
    made: list[Blob] = []
    failures: list[tuple[str, Exception]] = []
    for field in profile.fields:
        for language in languages:
            try:
                made.append(make(language, field))
            except (DoesNotFit, MarketplaceError) as error:
                failures.append((f"{profile.id} {field} ({language})", error))
    return made, failures


_ENDINGS: Mapping[Dialect, str] = {
    "markdown": "md", "markdown_subset": "md", "html": "html", "appstream_xml": "xml", "yaml": "yaml",
}  # fmt: skip


def blob_file(blob: Blob) -> str:
    """What a file with this text is called: `release_notes.zh-CN.txt`."""
    return f"{blob.field}.{blob.language}.{_ENDINGS.get(blob.dialect, 'txt')}"


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
        raise UnknownName(f"{history.id} has no listing '{listing[:60]}'", suggestion(listing, known))
    if known[listing].profile != profile.id:
        raise MarketplaceError(f"the listing '{listing}' is on {known[listing].profile}, not on {profile.id}")
    return known[listing]


def _address(page: str | None, history: ProductHistory, box: FormField) -> tuple[str | None, list[str]]:
    """The address that prose in the box may show, and why it may not."""
    if page is None or box.links == "forbid":
        return None, []
    if not may_link(box.links, history.vendor)(page):
        return None, [f"{page} is not on the vendor's own site ({history.vendor.url}), so the text does not name it"]
    return page, []


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
    if limit.max is None and _is_prose(box):
        hint = f"fields: {{{field}: {{limit: {{max: …, unit: code_points}}}}}}"
        yield f"no limit of this box is known; state it with the listing (`{hint}`): {_every_count(text)}"
    elif limit.max is not None and limit.status not in FIRM:
        yield f"the limit is not stated by the marketplace itself ({_status(limit.status)}): {_every_count(text)}"
    if limit.max is not None:
        unsure = limit.unit is None or (limit.unit_status or limit.status) not in FIRM
        if unsure and used <= limit.max < max(counts(text).values()):
            yield f"the limit's unit is not certain, and in another one the text would be over it: {_every_count(text)}"
        if used <= limit.max < (longer := count(with_crlf(text), unit)):
            yield f"a console that counts each line end twice would count {longer}, over the limit of {limit.max}"
    if box.markup.form == "elastic":
        yield from _links_of_an_elastic_entry(text)
    if box.markup.dialect == "appstream_xml" and entry.release.date is None:
        yield "AppStream wants a date, and this release has none"
    if entry.release.status == "planned":
        yield "this release is planned: its date and content may still change"
    wanted = [*profile.languages.required, *(place.languages if place else ())]
    if wanted and not any(_same_language(language, other) for other in wanted):
        yield f"this form asks for {', '.join(dict.fromkeys(wanted))}; the text is in {language}"
    for name in place.fields if place else ():
        if name not in profile.fields:
            hint = suggestion(name, profile.fields)
            yield f"product.yaml speaks of the field '{name[:60]}', which the form does not have; {hint}"


def _links_of_an_elastic_entry(text: str) -> Iterator[str]:
    """What elastic/package-spec's validator would refuse (validate_changelog_links.go)."""
    if text.count("\n      type: ") > text.count("\n      link: "):
        yield "each change needs a link; give the release's page with --url, or set site_url in mkdocs.yml"
    for link in dict.fromkeys(_GITHUB_LINK.findall(text)):
        if not re.search(r"/[1-9]\d*$", link, re.ASCII):
            yield f"a link to github.com must end in the number of an issue or a pull request: {link}"


def _same_language(one: str, other: str) -> bool:
    """Whether two tags name the same language; `zh` and `zh-CN` do, `zh-CN` and `zh-TW` do not."""
    first, second = one.lower(), other.lower()
    return first == second or f"{first}-".startswith(f"{second}-") or f"{second}-".startswith(f"{first}-")


def _is_prose(box: FormField) -> bool:
    """Whether a box holds words whose number may be limited, and no fixed form."""
    return box.markup.dialect not in ("yaml", "enum", "url", "appstream_xml") and box.compose.template is None


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
    lines = [summary(blob)]
    if blob.since is not None:
        lines.append(f"rolls up {', '.join(blob.releases)}: everything after {blob.since}")
    lines += [str(finding) for finding in blob.findings]
    lines += [f"warning: {warning}" for warning in blob.warnings]
    lines += [f"shortened: {id}" for id in blob.shortened]
    lines += [f"not in the text: {item.id} ({item.why}): {item.title}" for item in blob.dropped]
    return "\n".join(lines)


def dropped_markdown(blob: Blob) -> str:
    """What is not in a text, and why, as a Markdown page for the vendor's own eyes; it says so where nothing is."""
    lines = [f"# {blob.version}: {summary(blob)}", ""]
    if blob.shortened:
        how = "In a shorter form (without details or addresses, or in the author's own short words):"
        lines += [how, "", *(f"- `{id}`" for id in blob.shortened), ""]
    if not blob.dropped:
        lines.append("Nothing was left out.")
    reasons = dict.fromkeys(item.why for item in blob.dropped)
    for why in reasons:
        lines += [f"## {_escaped(why[:1].upper() + why[1:])}", ""]
        for item in blob.dropped:
            if item.why == why:
                place = f" ({item.version})" if item.version else ""
                lines.append(f"- `{item.id}`{place}: {_escaped(item.title)}")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _escaped(text: str) -> str:
    return _SIGN.sub(r"\\\g<0>", text)
