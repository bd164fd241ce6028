"""What a marketplace's console form takes: data, one file per form, with the source and the date of every number."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from ..model.change import SeverityWord
from ..model.node import Node
from ..model.product import Limit as StatedLimit
from ..model.product import Listing, Product
from ..model.scalars import Count, Flag, Id, Line, Moment
from ..model.text import Text
from ..problems import Problem, RecordsInvalid
from ..records.locate import placed
from ..records.parse import parse
from ..records.reader import open_source, read
from .counting import STRICTEST, Unit

Status = Literal["documented", "excerpt", "third_party", "inferred", "vendor_set", "unknown"]
"""How well a number is known: the marketplace's own document read in full, an excerpt of it, somebody else's word, our
reading, stated by the vendor who uses the console, or not at all."""

Dialect = Literal["plain", "plain_bullets", "markdown"]
LinkRule = Literal["allow", "own_site_only", "forbid"]
Section = Literal[
    "summary", "security", "breaking", "action_required",
    "features", "improvements", "fixes", "deprecations", "removals", "known_issues",
]  # fmt: skip
"""What can go into a box: the headings of a release, its summary, and what must be done before upgrading."""

MAIN_FIELD = "release_notes"
LABEL_LANGUAGES = ("en", "zh-CN")
VENDOR_SOURCE = "product.yaml"
FIRM: tuple[Status, ...] = ("documented", "vendor_set")
"""The statuses on which a text may be refused."""

_FOLDER = Path(__file__).resolve().parent / "profiles"
_PERCENT = re.compile(r"(\d{1,2})%", re.ASCII)


class MarketplaceError(ValueError):
    """Something the user asked of a marketplace that can't be had; says what, and what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


def _percent(value: Any) -> int:
    if isinstance(value, int):
        return value
    match = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("percent", "expected a share such as 3%")
    return int(match[1])


Percent = Annotated[int, PlainValidator(_percent), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,2}%$"})]


class FieldLimit(Node):
    """How much a box takes, how well that is known, and what the console does with more."""

    max: Count | None = None
    unit: Unit | None = None
    unit_status: Status | None = None
    """Where the unit is less sure than the number; else as `status`."""
    hard: Flag = False
    """True: a text that can't be made to fit is refused. Lint rule: only for firm statuses."""
    status: Status = "unknown"
    source: Line | None = None
    on_exceed: Literal["reject", "silent_cut", "unknown"] = "unknown"
    reserve: Percent = 0
    """Share of `max` that is kept free, for numbers nobody vouches for."""

    @property
    def allowed(self) -> int | None:
        """What a text may take, in `measured_in`: `max` without the reserve."""
        return None if self.max is None else self.max * (100 - self.reserve) // 100

    @property
    def measured_in(self) -> Unit:
        """The unit a text is held against: the strictest where a number has no unit, code points without a number."""
        return self.unit or ("code_points" if self.max is None else STRICTEST)


class Markup(Node):
    """How the text in a box is written."""

    dialect: Dialect
    status: Status = "documented"


class Compose(Node):
    """What goes into a box: a template, or sections in the order the box wants them."""

    template: Line | None = None
    """`{version}` and `{product}` are filled in; nothing else has a meaning."""
    lead: Literal["none", "version", "urgency"] = "none"
    """The first line: nothing, product with version and date, or these after a label of urgency."""
    urgency_labels: dict[SeverityWord, Text] = {}
    sections: list[Section] = []
    must_keep: list[Section] = []
    details: Flag = False
    """Whether a change's details go in as long as there is room."""


class FormField(Node):
    """One box of a form."""

    label: Text
    required: Flag = False
    limit: FieldLimit = FieldLimit()
    markup: Markup
    links: LinkRule = "forbid"
    compose: Compose
    note: Line | None = None


class Checked(Node):
    """When the profile was last held against its sources, and how."""

    date: Moment
    by: Line


class Languages(Node):
    """Which languages the form asks for."""

    required: list[Line] = []
    status: Status = "unknown"
    note: Line | None = None


class Packages(Node):
    """What the form takes as a file to upload."""

    formats: list[Line] = []
    """Endings of file names, such as `.tar.gz`; any where none is stated."""
    max_bytes: Count | None = None
    status: Status = "unknown"
    source: Line | None = None


class Request(Node):
    """Something the marketplace asks for at submission that a person has to see to."""

    id: Id
    label: Text
    source: Line | None = None


class Profile(Node):
    """One console form."""

    schema_: Literal["marketplace-profile/1"] = Field(alias="schema")
    id: Id
    label: Text
    checked: Checked
    languages: Languages = Languages()
    fields: dict[str, FormField]
    packages: Packages | None = None
    checklist: list[Request] = []
    sources: Mapping[str, Line] = {}

    def field(self, name: str) -> FormField:
        """The box of that name; a `MarketplaceError` that lists the boxes otherwise."""
        try:
            return self.fields[name]
        except KeyError:
            raise MarketplaceError(f"{self.id} has no field '{name[:60]}'", suggestion(name, self.fields)) from None


def suggestion(name: str, known: Iterable[str]) -> str:
    """What to write instead of an unknown name."""
    names = sorted(known)
    close = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    listed = f"known: {', '.join(names)}" if names else "there are none"
    return f"did you mean '{close[0]}'? {listed}" if close else listed


@cache
def _files() -> Mapping[str, Path]:
    return {file.stem: file for file in sorted(_FOLDER.glob("*.yaml"))}


@cache
def load_profile(id: str) -> Profile:
    """The built-in profile of that id; a `MarketplaceError` that lists the known ones otherwise."""
    file = _files().get(id)
    if file is None:
        raise MarketplaceError(f"there is no profile '{id[:60]}'", suggestion(id, _files()))
    return read_profile(file, f"profiles/{file.name}")


def profiles() -> tuple[Profile, ...]:
    """Every built-in profile, by id."""
    return tuple(load_profile(id) for id in _files())


def read_profile(file: Path, shown: str) -> Profile:
    """The profile in a file; `RecordsInvalid` with every problem and its place otherwise."""
    source = open_source(file, shown)
    if isinstance(source, Problem):
        raise RecordsInvalid([source])
    document = read(source)
    profile, problems = parse(Profile, document.data, languages=LABEL_LANGUAGES)
    if profile is None or document.problems:
        raise RecordsInvalid([*document.problems, *placed(problems, source)])
    return profile


def lint(profile: Profile) -> list[Problem]:
    """What makes a profile unfit to be trusted, in the order of its fields."""
    problems = []

    def complain(code: str, name: str, message: str, hint: str, *where: str) -> None:
        problems.append(Problem(code, name, message, hint, path=f"profiles/{profile.id}.yaml", where=where))

    if MAIN_FIELD not in profile.fields:
        complain("RC503", "missing-main-field", f"no field is called '{MAIN_FIELD}'", "name the main box so", "fields")
    for name, field in profile.fields.items():
        limit, place = field.limit, ("fields", name, "limit")
        if limit.hard and (limit.max is None or limit.status not in FIRM or limit.source is None):
            complain(
                "RC501", "unfounded-limit",
                "a hard limit needs a number, a source, and status documented or vendor_set",
                "write `hard: false`, or say where the number is documented", *place,
            )  # fmt: skip
        if limit.source is not None and limit.source != VENDOR_SOURCE and limit.source not in profile.sources:
            complain(
                "RC502", "unknown-source", f"'{limit.source[:60]}' is not under `sources`",
                suggestion(limit.source, profile.sources), *place, "source",
            )  # fmt: skip
        compose = field.compose
        if (compose.template is None) == (not compose.sections):
            complain(
                "RC504", "unclear-composition", "a field has either a template or sections",
                "keep one of the two", "fields", name, "compose",
            )  # fmt: skip
        for section in compose.must_keep:
            if section not in compose.sections:
                complain(
                    "RC505", "lost-section", f"'{section}' must be kept but has no place",
                    "add it to `sections`", "fields", name, "compose", "must_keep",
                )  # fmt: skip
    return problems


def overlaid(field: FormField, stated: StatedLimit) -> FormField:
    """The field with the limit the vendor states: a stated number is firm, a unit alone keeps the profile's number."""
    if stated.max is not None:
        limit = FieldLimit(
            max=stated.max, unit=stated.unit or field.limit.unit, hard=True,
            status="vendor_set", source=VENDOR_SOURCE, on_exceed=field.limit.on_exceed,
        )  # fmt: skip
    elif stated.unit is not None:
        limit = field.limit.model_copy(update={"unit": stated.unit, "unit_status": "vendor_set"})
    else:
        return field
    return field.model_copy(update={"limit": limit})


def field_for(profile: Profile, name: str, listing: Listing | None) -> FormField:
    """A profile's box as it is on a listing: the vendor's word wins over the profile's."""
    field = profile.field(name)
    overlay = listing.fields.get(name) if listing else None
    return overlaid(field, overlay.limit) if overlay else field


def find_target(product: Product, name: str) -> tuple[Profile, str | None]:
    """The profile that a listing's id or a profile's id names, and the listing if there is one.

    A profile's id stands for the product's only listing on it. Raises `MarketplaceError` for an unknown name, and where
    several listings could be meant.
    """
    listings = product.listings
    if name in listings:
        return load_profile(listings[name].profile), name
    if name not in _files():
        hint = suggestion(name, {*listings, *_files()})
        raise MarketplaceError(f"'{name[:60]}' is neither a listing of this product nor a profile", hint)
    there = [id for id, listing in listings.items() if listing.profile == name]
    if len(there) > 1:
        raise MarketplaceError(f"several listings use {name}", f"name one of them: {', '.join(there)}")
    return load_profile(name), there[0] if there else None
