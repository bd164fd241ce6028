"""OSV records, one an advisory (ossf.github.io/osv-schema, version 1.7.5).

A CVE or GHSA id that names an advisory is its record's id; any other becomes `x_<authority>-<id>`, the form that OSV
leaves to databases it doesn't know. Where several changes close one advisory (back-ports, or another product) they make
one record: `advisories` makes a product's share of it, `merge` puts the shares together.

OSV's `package` must be of a registry that OSV lists, and a vendor's own product is in none; so a record says which
product it means under `database_specific`, and which versions are affected in `versions`, for SemVer products in
`ranges` too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from ...library.advisories import Advisory, Fix
from ...library.advisory_ids import CVE, GHSA
from ...library.product import ProductHistory
from ...model.change import Security
from ...model.scalars import instant_of
from ..phrases import plain
from ..views import Views
from .dump import Json, dump
from .releases import release_address
from .support import stamp

SCHEMA_VERSION = "1.7.5"

_FOREIGN = re.compile(r"[^A-Za-z0-9._-]+")
_V3 = re.compile(
    r"CVSS:3\.[01](?:/(?:AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH]|E:[XUPFH]|RL:[XOTWU]|RC:[XURC]"
    r"|[CIA]R:[XLMH]|MAV:[XNALP]|MAC:[XLH]|MPR:[XNLH]|MUI:[XNR]|MS:[XUC]|M[CIA]:[XNLH]))+"
)
_V4 = re.compile(
    r"CVSS:4\.0/AV:[NALP]/AC:[LH]/AT:[NP]/PR:[NLH]/UI:[NPA]/VC:[HLN]/VI:[HLN]/VA:[HLN]/SC:[HLN]/SI:[HLN]/SA:[HLN]"
    r"(?:/E:[XAPU])?(?:/CR:[XHML])?(?:/IR:[XHML])?(?:/AR:[XHML])?(?:/MAV:[XNALP])?(?:/MAC:[XLH])?(?:/MAT:[XNP])?"
    r"(?:/MPR:[XNLH])?(?:/MUI:[XNPA])?(?:/MVC:[XNLH])?(?:/MVI:[XNLH])?(?:/MVA:[XNLH])?(?:/MSC:[XNLH])?"
    r"(?:/MSI:[XNLHS])?(?:/MSA:[XNLHS])?(?:/S:[XNP])?(?:/AU:[XNY])?(?:/R:[XAUI])?(?:/V:[XDC])?(?:/RE:[XLMH])?"
    r"(?:/U:(?:X|Clear|Green|Amber|Red))?"
)
_MARKS = re.compile(r"([\\`*_\[\]<>&])")
_SEVERITIES = ("low", "medium", "high", "critical")


def advisories(views: Views) -> dict[str, bytes]:
    """A product's share of every advisory that its releases close: whole records by id."""
    found = ((osv_id(one.name, views.history), one) for one in views.computed.advisories.all if one.name)
    return {id: dump(_record(views, id, advisory)) for id, advisory in found}


def merge(shares: Sequence[bytes]) -> bytes:
    """One advisory's record from the products' shares, in the products' order; what describes it comes from the share
    that was modified last."""
    if len(shares) == 1:
        return shares[0]
    records: list[dict[str, Any]] = [json.loads(share) for share in shares]
    newest = max(records, key=lambda record: str(record["modified"]))
    merged = {
        **newest,
        "published": min((record["published"] for record in records if "published" in record), default=None),
        "affected": [one for record in records for one in record["affected"]],
    }
    for name in ("aliases", "related"):
        merged[name] = list(dict.fromkeys(id for record in records for id in record.get(name, ())))
    merged["references"] = _distinct(one for record in records for one in record.get("references", ()))
    word = max((record["database_specific"].get("severity", "") for record in records), key=_rank)
    merged["database_specific"] = {**newest["database_specific"], **({"severity": word} if word else {})}
    return dump({name: merged[name] for name in _KEYS if merged.get(name)})


_KEYS = (
    "schema_version", "id", "modified", "published", "aliases", "related", "summary", "details", "severity", "affected",
    "references", "database_specific",
)  # fmt: skip


def osv_id(text: str, history: ProductHistory) -> str:
    """An advisory's id as OSV writes it; another text than an id stays distinct by a hash of it."""
    if CVE.fullmatch(text):
        return text.upper()
    if GHSA.fullmatch(text):
        return f"GHSA{text[4:].lower()}"
    feeds = history.vendor.feeds
    authority = f"{feeds.authority.rpartition('@')[2].lower()}-" if feeds else ""
    clean = _FOREIGN.sub("-", text).strip("-.")[:60]
    if clean != text:
        clean = f"{clean}-{blake2b(text.encode(), digest_size=5).hexdigest()}".lstrip("-")
    return f"x_{authority}{clean}"


def _record(views: Views, id: str, advisory: Advisory) -> Json:
    history, fixes, securities = views.history, advisory.fixes, advisory.securities
    _, newest = fixes[0]
    published = [moment for entry, _ in fixes if (moment := entry.instant(history.zone))]
    record: dict[str, object] = {
        "schema_version": SCHEMA_VERSION,
        "id": id,
        "modified": stamp(max(_moments(history, fixes), default=None) or _epoch(history)),
    }
    if published:
        record["published"] = stamp(min(published))
    for name, ids in (("aliases", advisory.aliases), ("related", advisory.related)):
        if ids:
            record[name] = [osv_id(other, history) for other in ids]
    record["summary"] = plain(newest.change.text, views.language)
    if newest.change.details:
        record["details"] = _MARKS.sub(r"\\\1", plain(newest.change.details, views.language))
    if severity := _severity(securities):
        record["severity"] = severity
    record["affected"] = [_affected(views, advisory)]
    if references := _references(views, fixes):
        record["references"] = references
    word = max((security.severity or "" for security in securities), key=_rank)
    record["database_specific"] = {"language": views.language, **({"severity": word} if word else {})}
    return record


def _affected(views: Views, advisory: Advisory) -> Json:
    history, ranges, released = views.history, advisory.affected, views.computed.advisories.released
    found: dict[str, object] = {}
    if history.product.versioning == "semver" and (events := ranges.semver(released)):
        found["ranges"] = [{"type": "SEMVER", "events": list(pair)} for pair in events]
    found["versions"] = ranges.versions(released)
    found["database_specific"] = {
        "product": history.id,
        "name": views.name,
        "fixed": [entry.version.text for entry in reversed(advisory.usable)],
        "range_stated": bool(ranges.is_stated),
    }
    return found


def _references(views: Views, fixes: Sequence[Fix]) -> list[Json]:
    found: list[Json] = []
    for entry, placed in fixes:
        if url := release_address(views, entry):
            found.append({"type": "ADVISORY", "url": f"{url}#{placed.id}"})
        found += [{"type": "WEB", "url": link.url} for link in placed.change.links]
    return _distinct(found)


def _severity(securities: Sequence[Security]) -> list[Json]:
    """The vectors, the newest of each version of CVSS; a text that is no vector has no place here."""
    found: dict[str, str] = {}
    for security in securities:
        for kind, pattern in (("CVSS_V3", _V3), ("CVSS_V4", _V4)):
            if security.cvss and pattern.fullmatch(security.cvss):
                found.setdefault(kind, security.cvss)
    return [{"type": kind, "score": score} for kind, score in sorted(found.items())]


def _moments(history: ProductHistory, fixes: Sequence[Fix]) -> Iterable[datetime]:
    """When something was said of the advisory, by the records."""
    for entry, _ in fixes:
        release = entry.release
        dates = [release.date, *(revision.date for revision in release.revisions)]
        if release.withdrawn:
            dates.append(release.withdrawn.date)
        yield from (instant_of(moment, history.zone) for moment in dates if moment)


def _epoch(history: ProductHistory) -> datetime:
    """What stands for the date of an advisory that no record dates: OSV wants one, and the clock is none."""
    feeds = history.vendor.feeds
    return instant_of(feeds.since) if feeds else datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _rank(word: str) -> int:
    return _SEVERITIES.index(word) if word in _SEVERITIES else -1


def _distinct(rows: Iterable[Mapping[str, object]]) -> list[Json]:
    return list({tuple(row.items()): row for row in rows}.values())
