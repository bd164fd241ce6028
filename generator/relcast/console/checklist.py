"""What stands between a release and its submission, computed from the record: every item done, or named as missing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal
from urllib.parse import urlsplit

from ..artifacts import Fault, Measured
from ..library.product import ProductHistory, VersionedRelease
from ..library.rollback import WayBack
from ..marketplaces.counting import count
from ..marketplaces.profile import FIRM, ChecklistItem, Need, Profile
from ..model.form import Status
from ..model.notice import Notice
from ..model.release import TEST_KINDS, Artifact, Rollback, Test
from ..model.text import Words
from ..render.phrases import day_words
from ..words import language_name, words
from .boxes import Box
from .standing import find_greatest_live, standing_of

State = Literal["done", "advised", "missing", "wrong"]
"""In the way are `missing` and `wrong`; `advised` is for a person to judge."""

_FAULTS: dict[Fault, str] = {
    "outside": "check.package.outside",
    "missing": "check.package.absent",
    "no_file": "check.package.no_file",
    "unreadable": "check.package.unreadable",
}


_PATTERNS = {
    "semver": re.compile(
        r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(?:\+[0-9A-Za-z.-]+)?", re.ASCII
    ),
    "three_integers": re.compile(r"\d+\.\d+\.\d+", re.ASCII),
    "dotted_integers": re.compile(r"\d+(?:\.\d+)*", re.ASCII),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A slot that is filled with one of our words, in the language of the sentence around it."""

    key: str


Slot = str | int | date | Word | Words


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist, to be said in any language."""

    id: str
    """Permanent, and unique in its list."""
    state: State
    title: str
    """Key of our words."""
    remark: str
    """Key of our words; says what is there, or what to do."""
    slots: Mapping[str, Slot] = field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of a submission."""
        return self.state in ("missing", "wrong")

    def say_title(self, language: str, history: ProductHistory) -> str:
        """What is looked at."""
        return self._say(self.title, language, history)

    def say_remark(self, language: str, history: ProductHistory) -> str:
        """What was found, and what to do where something is missing."""
        return self._say(self.remark, language, history)

    def _say(self, key: str, language: str, history: ProductHistory) -> str:
        table = words(language)
        said: dict[str, str] = {}
        for name, value in self.slots.items():
            if isinstance(value, Word):
                said[name] = table[value.key]
            elif isinstance(value, Words):
                said[name] = value.pick(language).text
            elif isinstance(value, date):
                said[name] = day_words(value, language, history.zone)
            elif name == "language":
                said[name] = language_name(str(value))
            else:
                said[name] = str(value)
        return fill_slots(table[key], said)


def fill_slots(sentence: str, said: Mapping[str, str]) -> str:
    """The sentence with its `{slots}` filled once: a brace in what fills them stays a brace."""
    pieces = []
    for number, piece in enumerate(sentence.split("{")):
        name, brace, rest = piece.partition("}")
        pieces.append(piece if not number else said[name] + rest if brace and name in said else "{" + piece)
    return "".join(pieces)


def release_items(
    history: ProductHistory,
    entry: VersionedRelease,
    measured: Mapping[str, Measured],
    way_back: WayBack,
) -> list[Item]:
    """What holds for a release wherever it is submitted.

    `measured` are the artifacts' local files as they were found, by the path in the record.
    """
    release = entry.release
    items = [_test(kind, getattr(release.tests, kind, None)) for kind in TEST_KINDS]
    items.append(_scans(entry))
    items += _packages(release.artifacts, measured)
    items.append(_notice(entry, history.notices, history))
    items.append(_rollback(release.rollback, way_back))
    submission = release.submission
    is_told = submission is not None and submission.review_notes is not None
    remark = "check.review_notes.done" if is_told else "check.review_notes.none"
    items.append(Item("review_notes", "done" if is_told else "missing", "check.review_notes", remark))
    steps = len(submission.how_to_test) if submission else 0
    remark = "check.how_to_test.one" if steps == 1 else "check.how_to_test.done" if steps else "check.how_to_test.none"
    items.append(Item("how_to_test", "done" if steps else "missing", "check.how_to_test", remark, {"n": steps}))
    place = submission.test_account_ref if submission else None
    if place:
        items.append(Item("account", "done", "check.account", "check.account.done", {"place": place}))
    else:
        items.append(Item("account", "advised", "check.account", "check.account.none"))
    return items


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


def _test(kind: str, test: Test | None) -> Item:
    id, title = f"tests.{kind}", f"check.test.{kind}"
    if test is None:
        return Item(id, "missing", title, "check.test.none", {"kind": kind})
    if test.result == "fail":
        return Item(id, "wrong", title, "check.test.fail")
    if test.result == "skipped":
        return Item(id, "missing", title, "check.test.skipped")
    if test.date:
        return Item(id, "done", title, "check.test.dated", {"date": test.date})
    return Item(id, "done", title, "check.test.done")


def _scans(entry: VersionedRelease) -> Item:
    scans = entry.release.scans
    title = "check.scans"
    if not scans:
        return Item("scans", "missing", title, "check.scans.none")
    for scan in scans:
        if scan.result == "fail":
            return Item("scans", "wrong", title, "check.scans.fail", {"tool": scan.tool})
    for scan in scans:
        if scan.result is None:
            return Item("scans", "missing", title, "check.scans.open", {"tool": scan.tool})
    for scan in scans:
        if scan.highest_severity in ("high", "critical"):
            slots: dict[str, Slot] = {"tool": scan.tool, "severity": Word(f"severity.{scan.highest_severity}")}
            return Item("scans", "advised", title, "check.scans.severe", slots)
    tools = ", ".join(dict.fromkeys(scan.tool for scan in scans))
    return Item("scans", "done", title, "check.scans.done", {"tools": tools})


def _packages(artifacts: Sequence[Artifact], measured: Mapping[str, Measured]) -> Iterator[Item]:
    title = "check.package"
    if not artifacts:
        yield Item("package", "missing", title, "check.package.none")
        return
    faulty = False
    for artifact in artifacts:
        found = measured.get(artifact.file or "")
        if found is not None and found.fault is not None:
            faulty = True
            slots: dict[str, Slot] = {"file": found.file, "fault": Word(_FAULTS[found.fault])}
            yield Item(f"package.{found.file}", "missing", title, "check.package.missing", slots)
    if faulty:
        return
    if sound := len({artifact.file for artifact in artifacts if artifact.file in measured}):
        yield Item("package", "done", title, "check.package.done", {"n": sound})
    elif all(artifact.image is not None for artifact in artifacts):
        yield Item("package", "done", title, "check.package.image", {"n": len(artifacts)})
    else:
        yield Item("package", "advised", title, "check.package.unmeasured")


def find_notice(history: ProductHistory, entry: VersionedRelease) -> Notice | None:
    """The notice of a version's upgrade: the first by planned time that is not cancelled, else a cancelled one."""
    about = [notice for notice in history.notices if any(history.find(version) is entry for version in notice.releases)]
    ordered = sorted(
        about,
        key=lambda notice: (
            notice.status == "cancelled", notice.planned is None,
            notice.planned.start.timestamp() if notice.planned else 0.0, notice.id,
        ),
    )  # fmt: skip
    return ordered[0] if ordered else None


def _notice(entry: VersionedRelease, notices: Sequence[Notice], history: ProductHistory) -> Item:
    notice, title = find_notice(history, entry), "check.notice"
    if notice is None:
        return Item("notice", "missing", title, "check.notice.none")
    slots: dict[str, Slot] = {"id": notice.id}
    if notice.status == "cancelled":
        return Item("notice", "missing", title, "check.notice.cancelled", slots)
    if notice.planned is None:
        return Item("notice", "missing", title, "check.notice.unplanned", slots)
    for part in ("impact", "benefit"):
        if getattr(notice, part) is None:
            return Item(
                "notice", "missing", title, "check.notice.bare", {**slots, "lacks": Word(f"check.notice.{part}")}
            )
    return Item("notice", "done", title, "check.notice.done", slots)


def _rollback(rollback: Rollback | None, way_back: WayBack) -> Item:
    title = "check.rollback"
    slots = {"version": way_back.to or ""}
    if way_back.target is not None and way_back.target.release.withdrawn is not None:
        return Item("rollback", "wrong", title, "check.rollback.withdrawn", slots)
    if way_back.to:
        is_named = rollback is not None and rollback.to is not None
        return Item("rollback", "done", title, f"check.rollback.{'done' if is_named else 'computed'}", slots)
    if way_back.possible is False and way_back.is_stated:
        return Item("rollback", "done", title, "check.rollback.no")
    if way_back.separated_by is not None:
        slots = {"version": way_back.separated_by.version.text}
        return Item("rollback", "missing", title, "check.rollback.separated", slots)
    if way_back.possible:
        return Item("rollback", "missing", title, "check.rollback.no_target")
    return Item("rollback", "missing", title, "check.rollback.none")


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
    over = count(made.text, made.unit) - made.limit
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
