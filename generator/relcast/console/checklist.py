"""What stands between a release and its submission wherever it goes, computed from the record.

Every item is done, or named as missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..artifacts import Fault, Measured
from ..library.product import ProductHistory, VersionedRelease
from ..library.rollback import WayBack
from ..model.notice import Notice
from ..model.release import TEST_KINDS, Artifact, Rollback, Test
from .items import Item, Slot, Word

_FAULTS: dict[Fault, str] = {
    "outside": "check.package.outside",
    "missing": "check.package.absent",
    "no_file": "check.package.no_file",
    "unreadable": "check.package.unreadable",
}


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
