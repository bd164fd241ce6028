"""What stands between a release and its submission to one listing: its form, what is live there, what is asked for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..artifacts import Measured
from ..library.product import ProductHistory, VersionedRelease
from ..marketplaces.counting import count
from ..marketplaces.profile import FIRM, ChecklistItem, Need, Profile
from ..model.form import Status
from ..model.release import Artifact
from .boxes import Box
from .items import Item, Slot, State, Word
from .standing import find_greatest_live, standing_of

_PATTERNS = {
    "semver": re.compile(
        r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z.-]+)?", re.ASCII
    ),
    "three_integers": re.compile(r"\d+\.\d+\.\d+", re.ASCII),
    "dotted_integers": re.compile(r"\d+(?:\.\d+)*", re.ASCII),
}


def listing_items(
    history: ProductHistory,
    entry: VersionedRelease,
    listing: str,
    profile: Profile,
    boxes: Sequence[Box],
    measured: Mapping[str, Measured],
) -> list[Item]:
    """What holds for a release on one listing."""
    return [
        _status(entry),
        _version(history, entry, listing, profile),
        *_version_form(entry, profile),
        *(_field(box) for box in boxes),
        *_packages_of(entry.release.artifacts, profile, measured),
    ]


def _status(entry: VersionedRelease) -> Item:
    title = "check.status"
    if entry.release.status == "planned":
        return Item("status", "advised", title, "check.status.planned")
    return Item("status", "done", title, "check.status.done")


def restricting_item(history: ProductHistory, entry: VersionedRelease, listing: str) -> Item:
    """What is left to do about a withdrawn release on one listing: nobody may get it there any more."""
    title, standing = "check.restricted", standing_of(history, listing, entry)
    if standing is None or standing.live is None:
        return Item("restricted", "done", title, "check.restricted.never")
    if standing.restricted is not None:
        return Item("restricted", "done", title, "check.restricted.done", {"date": standing.restricted})
    return Item("restricted", "missing", title, "check.restricted.open")


def _version(history: ProductHistory, entry: VersionedRelease, listing: str, profile: Profile) -> Item:
    title, last = "check.version", find_greatest_live(history, listing)
    own = standing_of(history, listing, entry)
    if own is not None and own.live is not None:
        return Item("version", "done", title, "check.version.live")
    if last is None:
        return Item("version", "done", title, "check.version.first")
    slots = {"version": last.version.text}
    if entry.version > last.version:
        return Item("version", "done", title, "check.version.done", slots)
    if profile.version.must_increase:
        return Item("version", "wrong", title, "check.version.wrong", slots)
    return Item("version", "advised", title, "check.version.lower", slots)


def _field(box: Box) -> Item:
    id, title = f"field.{box.field}.{box.language}", "check.field"
    about: dict[str, Slot] = {"field": box.form.label, "language": box.language}
    if box.unfit is not None:
        unit = Word(f"console.unit.{box.unfit.unit}")
        more: dict[str, Slot] = {"needed": box.unfit.needed, "allowed": box.unfit.allowed, "unit": unit}
        return Item(id, "wrong", title, "check.field.unfit", {**about, **more})
    if box.blob is None:
        return Item(id, "wrong", title, "check.field.refused", about)
    made = box.blob
    slots: dict[str, Slot] = {**about, "used": made.used, "unit": Word(f"console.unit.{made.unit}")}
    if not made.text:
        if box.form.required:
            return Item(id, "missing", title, "check.field.empty", slots)
        return Item(id, "done", title, "check.field.no_limit", slots)
    if made.limit is None:
        return Item(id, "advised", title, "check.field.no_limit", slots)
    slots |= {"limit": made.limit}
    over = made.used - made.limit
    if over > 0:
        # A limit that nobody vouches for may be wrong itself.
        state: State = "wrong" if box.form.limit.hard else "advised"
        return Item(id, state, title, "check.field.over", {**slots, "n": over})
    return Item(id, "done", title, "check.field.done", slots)


def _version_form(entry: VersionedRelease, profile: Profile) -> Iterator[Item]:
    """The version itself, where the form wants it to have a certain form."""
    rule, text = profile.version, entry.version.text
    title, doubt = "check.version_form", _doubt(rule.status)
    if rule.pattern is not None and not _PATTERNS[rule.pattern].fullmatch(text):
        slots: dict[str, Slot] = {"version": text, "form": Word(f"check.version_form.{rule.pattern}")}
        yield Item("version_form", doubt, title, "check.version_form.wrong", slots)
    unit = rule.unit or "code_points"
    if rule.max is not None and (used := count(text, unit)) > rule.max:
        slots = {"used": used, "limit": rule.max, "unit": Word(f"console.unit.{unit}")}
        yield Item("version_length", doubt, title, "check.version_form.long", slots)


def _packages_of(artifacts: Sequence[Artifact], profile: Profile, measured: Mapping[str, Measured]) -> Iterator[Item]:
    """Every kind of file the form takes against the files there are; other files may be for other listings."""
    sizes: dict[str, int | None] = {}
    for artifact in artifacts:
        name = artifact.file or urlsplit(artifact.url or "").path
        if name:
            found = measured.get(artifact.file or "")
            sizes[name] = found.size if found is not None and found.fault is None else artifact.size
    for number, rule in enumerate(profile.packages):
        about: dict[str, Slot] = {"package": rule.label, "formats": ", ".join(f".{end}" for end in rule.formats)}
        id, title, doubt = f"format.{number}", "check.format", _doubt(rule.status)
        endings = tuple(f".{end.lower()}" for end in rule.formats)
        fitting = {name: size for name, size in sizes.items() if not endings or name.lower().endswith(endings)}
        large = {name: size for name, size in fitting.items() if rule.max_bytes and size and size > rule.max_bytes}
        if not fitting and endings:
            state: State = ("missing" if doubt == "wrong" else doubt) if rule.required else "advised"
            yield Item(id, state, title, "check.format.none", about)
        elif large:
            file, size = next(iter(large.items()))
            slots = {**about, "file": file, "size": size or 0, "max": rule.max_bytes or 0}
            yield Item(id, doubt, title, "check.format.large", slots)
        elif fitting:
            yield Item(id, "done", title, "check.format.done", {**about, "files": ", ".join(fitting)})


def _doubt(status: Status) -> State:
    """What breaking a rule means, by how well the rule is known."""
    return "wrong" if status in FIRM else "advised"


@dataclass(frozen=True, slots=True)
class Request:
    """Something the marketplace asks for that a person sees to and ticks off."""

    item: ChecklistItem
    is_silent: bool
    """Whether it could be read from the record, and the record says nothing of it."""


def requests(entry: VersionedRelease, profile: Profile, items: Sequence[Item]) -> list[Request]:
    """What a marketplace asks for at submission, in its profile's order; `items` are what `release_items` found."""
    blocked = {item.id.partition(".")[0] for item in items if item.blocks}
    return [
        Request(item, item.needs is not None and not _says(entry, item.needs, blocked)) for item in profile.checklist
    ]


def _says(entry: VersionedRelease, need: Need, blocked: Collection[str]) -> bool:
    release = entry.release
    match need:
        case "version":
            return True
        case "date":
            return release.date is not None
        case "summary":
            return release.summary is not None
        case "upgrade":
            return release.upgrade is not None
        case "images":
            return any(artifact.image is not None for artifact in release.artifacts)
        case "checksums":
            return any(artifact.sha256 or artifact.md5 or artifact.file for artifact in release.artifacts)
        case "artifacts":
            return "package" not in blocked
        case "test_account":
            return release.submission is not None and release.submission.test_account_ref is not None
        case _:
            return need not in blocked
