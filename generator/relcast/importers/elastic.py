"""Elastic's package changelogs: `changelog.yml` with versions, newest first, and `manifest.yml` beside it.

    - version: "1.2.0"
      changes:
        - description: Add the audit data stream.
          type: enhancement
          link: https://github.com/acme/integrations/pull/762

Source: elastic/package-spec, `spec/integration/changelog.spec.yml`. Real files also hold invented links (`TBD`), a
version twice, and comments; whatever has no place in a record is in the report.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from ..model.release import SECTIONS, Section
from ..model.scalars import Id, Link
from ..model.version import Precedence, Scheme, Version, VersionError, parse_version
from ..problems import Problem, RecordPath, RecordsInvalid
from ..records.comments import find_comments
from ..records.locate import Places, placed
from ..records.reader import Data, Source, open_source, read
from ..records.write import Writable
from .imported import PRODUCT_FILE, Imported, Note, Tally

# An enhancement may be new or better than before, and nothing in the file tells which; "improvement" is the claim that
# is true of both. A breaking change is an improvement that is marked; what it breaks stands in its text.
_SECTIONS: dict[str, Section] = {
    "enhancement": "improvements",
    "bugfix": "fixes",
    "breaking-change": "improvements",
    "deprecation": "deprecations",
}

_HARMLESS = ("RC111", "RC112")
"""Problems of a file that loses words when YAML reads it; the report names the words."""

_NUMBERED = re.compile(r"/(?:pulls?|issues|merge_requests)/(\d+)\b", re.ASCII)
_BLOCK_START = re.compile(r"[-*+>|#] |#{2,6} |\d{1,9}[.)] |```|~~~|    |\t", re.ASCII)
"""A line that Markdown doesn't run on from the line above: a list, a quote, a table, a heading, code."""

_ID_LENGTH = 60
_SHORTEST_SLUG = 10
_link: TypeAdapter[str] = TypeAdapter(Link)
_id: TypeAdapter[str] = TypeAdapter(Id)


def import_elastic(changelog: Path, product: str) -> Imported:
    """The records of one package, from its `changelog.yml` or the folder that holds it; `product` is the id to be.

    RecordsInvalid, with places, where the file can't be read or isn't built like a changelog.
    """
    file = changelog / "changelog.yml" if changelog.is_dir() else changelog
    _refuse_product_id(product, file)
    source = open_source(file, file.as_posix())
    if isinstance(source, Problem):
        raise RecordsInvalid([source])
    document = read(source)
    problems = [problem for problem in document.problems if problem.code not in _HARMLESS]
    if not problems:
        problems = placed(_misbuilt(document.data), source)
    if problems:
        raise RecordsInvalid(problems)
    importing = _Importing(source)
    for problem in document.problems:
        if problem.code == "RC112":
            importing.notes.append(Note(problem.path, problem.line, problem.column, problem.message))
    cuts = {(problem.line, problem.column) for problem in document.problems if problem.code == "RC111"}
    assert isinstance(document.data, list)
    releases = importing.releases(document.data)
    importing.comments(cuts)
    meaning = importing.product(file.with_name("manifest.yml"), product)
    return importing.finish(product, meaning, releases)


def _refuse_product_id(product: str, file: Path) -> None:
    try:
        _id.validate_python(product)
    except ValidationError:
        raise RecordsInvalid(
            [
                Problem(
                    "RC404",
                    "product-name",
                    f"'{product[:60]}' can't be a product's id",
                    "use small letters, digits, dots and hyphens, for example edge-gateway",
                    path=file.as_posix(),
                    line=1,
                    column=1,
                )
            ]
        ) from None


def _misbuilt(data: Data) -> list[Problem]:
    """Where the file is not a list of versions with lists of changes."""
    found: list[Problem] = []

    def expect(is_right: bool, what: str, where: RecordPath) -> None:
        if not is_right:
            hint = "compare with a changelog.yml that Elastic accepts"
            found.append(Problem("RC202", "wrong-type", f"expected {what}", hint, where=where))

    if not isinstance(data, list):
        expect(False, "a list of versions, each starting with `- version:`", ())
        return found
    for i, release in enumerate(data):
        if not isinstance(release, dict):
            expect(False, "`version:` and `changes:`", (i,))
            continue
        expect(isinstance(release.get("version"), str), "`version:` with a version", (i, "version"))
        changes = release.get("changes", [])
        if not isinstance(changes, list):
            expect(False, "a list of changes", (i, "changes"))
            continue
        for j, change in enumerate(changes):
            if not isinstance(change, dict):
                expect(False, "`description:`, `type:` and `link:`", (i, "changes", j))
                continue
            for key in ("description", "type", "link"):
                expect(isinstance(change.get(key, ""), str), f"text for `{key}`", (i, "changes", j, key))
    return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """One change; equal entries are the same change."""

    section: Section
    text: str
    details: str | None
    category: str | None
    breaking: bool
    url: str | None

    @property
    def number(self) -> str | None:
        """The number of the pull request or issue behind it."""
        match = _NUMBERED.search(urlsplit(self.url).path) if self.url else None
        return match[1] if match else None

    def record(self, change_id: str) -> dict[str, Writable]:
        """The data of this change in a record, in the order people write it."""
        data: dict[str, Writable] = {"id": change_id, "text": self.text}
        if self.details:
            data["details"] = self.details
        if self.category:
            data["category"] = self.category
        if self.url:
            data["links"] = [{"label": f"#{self.number}" if self.number else _label(self.url), "url": self.url}]
        if self.breaking:
            data["breaking"] = {}
        return data


@dataclass(slots=True)
class _Release:
    """One version with its entries in the file's order."""

    version: Version
    line: int
    entries: list[_Entry] = field(default_factory=list)


class _Importing:
    """The import of one file while it goes on: what is reported so far, and what was counted."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.places = Places(source)
        self.notes: list[Note] = []
        self.found: Counter[str] = Counter()
        self.reported: Counter[str] = Counter()
        self.trimmed: list[RecordPath] = []
        self.scheme: Scheme = "semver"
        self.newest: Version | None = None

    def note(self, where: RecordPath, message: str, *, at_key: bool = False) -> None:
        """Report something at a place of the changelog."""
        place = self.places.find(where, at_key=at_key)
        self.notes.append(Note(self.source.path, place.line, place.column, message))

    def releases(self, data: list[Any]) -> list[_Release]:
        """The releases that can be records, in the file's order; the same version twice is joined."""
        self.scheme = _fitting_scheme([item["version"].strip() for item in data])
        if self.scheme != "semver":
            self.note((0, "version"), f"not every version is semantic; product.yaml says `versioning: {self.scheme}`")
        known: dict[Precedence, _Release] = {}
        for i, item in enumerate(data):
            self._note_foreign_keys(item, ("version", "changes"), (i,))
            changes = item.get("changes", [])
            self.found.update(releases=1, entries=len(changes))
            try:
                version = parse_version(self._trim(item["version"], (i, "version")), self.scheme)
            except VersionError as error:
                self._leave_out(i, changes, error)
                continue
            release = known.get(version.precedence)
            if release is None:
                release = known[version.precedence] = _Release(version, self.places.find((i, "version")).line)
            else:
                self.reported["releases"] += 1
                self.note(
                    (i, "version"),
                    f"the version {version} stands twice; these changes are joined with those of line {release.line}",
                )
            for j, change in enumerate(changes):
                if entry := self._entry(change, release, (i, "changes", j)):
                    release.entries.append(entry)
        self.newest = max((release.version for release in known.values()), default=None)
        return list(known.values())

    def _leave_out(self, i: int, changes: list[Any], error: VersionError) -> None:
        self.reported.update(releases=1, entries=len(changes))
        self.note((i, "version"), f"left out, with its {len(changes)} changes: {error.message}")
        for j, change in enumerate(changes):
            self.note((i, "changes", j), f"left out with its release: {_shown(change)}")

    def _entry(self, change: dict[str, str], release: _Release, where: RecordPath) -> _Entry | None:
        """The change, or None where it is only reported."""
        self._note_foreign_keys(change, ("description", "type", "link"), where)
        description = self._trim(change.get("description", ""), (*where, "description"))
        if not description:
            self.reported["entries"] += 1
            self.note(where, f"left out, since it has no description: {_shown(change)}")
            return None
        kind = self._trim(change.get("type", ""), (*where, "type"))
        section = _SECTIONS.get(kind, "improvements")
        category = None
        if kind not in _SECTIONS:
            category = kind or None
            what = f"the type '{kind}' is unknown" if kind else "the type is missing"
            kept = f", with the category '{kind}'" if kind else ""
            self.note((*where, "type"), f"{what}; the change stands under {section}{kept}")
        text, details = _split(description)
        url = self._url(change.get("link", ""), text, (*where, "link"))
        entry = _Entry(section, text, details, category, kind == "breaking-change", url)
        if entry in release.entries:
            self.reported["entries"] += 1
            self.note(where, f"the same change stands twice in {release.version} and is kept once: '{text}'")
            return None
        return entry

    def _url(self, link: str, text: str, where: RecordPath) -> str | None:
        link = self._trim(link, where)
        if not link:
            return None
        try:
            return _link.validate_python(link)
        except ValidationError:
            self.note(where, f"the link '{link}' is no address and is left out of the change '{text}'")
            return None

    def _trim(self, text: str, where: RecordPath) -> str:
        """The text without blanks around it; a final line break only ends a block and is nothing to report."""
        bare = text.strip()
        if text.removesuffix("\n") != bare:
            self.trimmed.append(where)
        return bare

    def _note_foreign_keys(self, item: Mapping[str, Any], known: tuple[str, ...], where: RecordPath) -> None:
        for key, value in item.items():
            if key not in known:
                message = f"the key '{key}' has no place in a record; it said {_shown(value)}"
                self.note((*where, key), message, at_key=True)

    def comments(self, cuts: set[tuple[int, int]]) -> None:
        """Report every comment; `cuts` are the places where one looks like the end of a text."""
        for comment in find_comments(self.source):
            is_cut = (comment.line, comment.column) in cuts
            what = "YAML takes the end of this text for a comment" if is_cut else "a comment has no place in a record"
            self.notes.append(Note(self.source.path, comment.line, comment.column, f"{what}: {comment.text}"))

    def product(self, manifest: Path, product: str) -> dict[str, Writable]:
        """The data of product.yaml; the package's manifest gives name, summary and a version to compare."""
        data = self._manifest(manifest)
        name = data.get("title", "").strip()
        if not name:
            message = f"no title found here; the product is called '{product}'"
            self.notes.append(Note(manifest.as_posix(), 1, 1, message))
        meaning: dict[str, Writable] = {"name": name or product}
        if summary := data.get("description", "").strip():
            meaning["summary"] = summary
        if self.scheme != "semver":
            meaning["versioning"] = self.scheme
        return meaning

    def _manifest(self, manifest: Path) -> dict[str, str]:
        """The texts of the manifest's first level; what is wrong with it is reported and stops nothing."""
        if not manifest.exists():
            return {}
        source = open_source(manifest, manifest.as_posix())
        if isinstance(source, Problem):
            self.notes.append(Note(source.path, source.line, source.column, source.message))
            return {}
        document = read(source)
        self.notes += [Note(p.path, p.line, p.column, p.message) for p in document.problems]
        if not isinstance(document.data, dict):
            return {}
        data = {key: value for key, value in document.data.items() if isinstance(value, str)}
        stated = data.get("version")
        if stated is not None and self.newest is not None and stated != self.newest.text:
            place = Places(source).find(("version",))
            message = f"the package says version {stated}; the newest release in the changelog is {self.newest}"
            self.notes.append(Note(source.path, place.line, place.column, message))
        return data

    def finish(self, product: str, meaning: dict[str, Writable], releases: list[_Release]) -> Imported:
        """Everything together; the count must come out even."""
        if self.trimmed:
            others = len(self.trimmed) - 1
            self.note(self.trimmed[0], f"blanks around the text are removed, here and in {others} other places")
        records = _records(releases)
        tally = Tally(
            self.found["releases"], len(records), self.reported["releases"],
            self.found["entries"], sum(len(release.entries) for release in releases), self.reported["entries"],
        )  # fmt: skip
        assert tally.is_whole, tally
        assert PRODUCT_FILE not in records
        report = tuple(sorted(self.notes, key=lambda note: (note.path, note.line, note.column, note.message)))
        return Imported(product, meaning, records, report, tally)


def _fitting_scheme(versions: list[str]) -> Scheme:
    """The scheme that understands the most of these versions; semver where several do."""
    schemes: tuple[Scheme, ...] = ("semver", "numeric", "calver")
    return max(schemes, key=lambda scheme: sum(_is_version(text, scheme) for text in versions))


def _is_version(text: str, scheme: Scheme) -> bool:
    try:
        parse_version(text, scheme)
    except VersionError:
        return False
    return True


def _split(description: str) -> tuple[str, str | None]:
    """A change's text on one line, and the Markdown that follows its first paragraph."""
    lines = description.split("\n")
    end = next((i for i, line in enumerate(lines) if i and (not line.strip() or _BLOCK_START.match(line))), len(lines))
    if len(lines) > 1 and _BLOCK_START.match(lines[0]):
        return description, None
    rest = "\n".join(lines[end:]).strip("\n").rstrip()
    return " ".join(line.strip() for line in lines[:end]), f"{rest}\n" if rest else None


def _label(url: str) -> str:
    """What to call a link that has no number: its host and where it ends."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return f"{parts.hostname}/{last}" if last else f"{parts.hostname}"


def _records(releases: list[_Release]) -> dict[str, dict[str, Writable]]:
    """The record data by file name, in the order given."""
    ids = _assign_ids(releases)
    records = {}
    for release in releases:
        record: dict[str, Writable] = {"version": release.version.text, "undated": True}
        for section in SECTIONS:
            changes = [
                entry.record(ids[release.version, entry]) for entry in release.entries if entry.section == section
            ]
            if changes:
                record[section] = changes
        records[f"{release.version}.yaml"] = record
    return records


def _assign_ids(releases: list[_Release]) -> dict[tuple[Version, _Entry], str]:
    """A readable id for every change: its first words and the number of its pull request, else its version.

    The same change in two releases has the same id: the same words under the same number. Oldest first, so that ids
    given once stay as they are when the file has grown and is imported again.
    """
    meaning: dict[str, _Entry] = {}
    ids: dict[tuple[Version, _Entry], str] = {}
    for release in sorted(releases, key=lambda release: release.version):
        version = re.sub(r"[^a-z0-9.-]+", "-", release.version.text.lower()[: _ID_LENGTH // 2])
        taken: set[str] = set()
        for entry in release.entries:
            found = next(
                found
                for suffix in _suffixes(entry.number, version)
                if (found := _slug(entry.text, max(_ID_LENGTH - len(suffix), _SHORTEST_SLUG)) + suffix) not in taken
                and (found not in meaning or (entry.number and meaning[found] == entry))
            )
            taken.add(found)
            meaning[found] = entry
            ids[release.version, entry] = found
    return ids


def _suffixes(number: str | None, version: str) -> Iterator[str]:
    """What may follow the words in an id: the number alone says most, and a count always helps."""
    if number:
        yield f"-{number}"
    last = f"-{number}-{version}" if number else f"-{version}"
    yield last
    for n in itertools.count(2):
        yield f"{last}-{n}"


def _slug(text: str, length: int) -> str:
    """The first words of a text in small ASCII letters and digits, joined by hyphens; at most `length` characters."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower().replace("'", "")
    slug = ""
    for word in re.findall(r"[a-z0-9]+(?:\.[a-z0-9]+)*", plain):
        longer = f"{slug}-{word}" if slug else word[:length].rstrip(".")
        if len(longer) > length:
            break
        slug = longer
    return slug or "change"


def _shown(value: Any) -> str:
    """A value of the source, whole."""
    return f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
