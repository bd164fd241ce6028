"""What a marketplace's console form takes: data, one file per form, with the source and the date of every number."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from ..model.change import SeverityWord
from ..model.form import Dialect, FieldOverlay, Lead, LimitOverlay, LinkRule, OnExceed, Percent, Section, Status, Unit
from ..model.node import Node
from ..model.product import Listing
from ..model.scalars import Count, Flag, Id, Line, Moment, day_of
from ..model.text import Text
from .counting import STRICTEST

MAIN_FIELD = "release_notes"
LABEL_LANGUAGES = ("en", "zh-CN")
VENDOR_SOURCE = "product.yaml"
FIRM: tuple[Status, ...] = ("documented", "vendor_set")
"""The statuses on which a text may be refused."""
STALE_AFTER = 365
"""Days after which a profile should be held against its sources again."""


class MarketplaceError(ValueError):
    """Something the user asked of a marketplace that can't be had; says what, and what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class UnknownName(MarketplaceError):
    """A profile, field, listing or language that is not there; says what was perhaps meant."""


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
    on_exceed: OnExceed = "unknown"
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


YamlForm = Literal["scalar", "artifacthub", "elastic"]
"""A text under a key; a list of changes with Artifact Hub's kinds; an entry of an Elastic package's changelog."""


class Markup(Node):
    """How the text in a box is written."""

    dialect: Dialect
    status: Status = "documented"
    source: Line | None = None
    allow: list[Line] = []
    """HTML and AppStream: the tags; Markdown's subset: bold, italic, link, code, blockquote, ul, ol, heading. For
    Markdown that a console turns into HTML, the tags that survive there."""
    headings: Literal["heading", "bold"] = "heading"
    """How the line above a section is set off where the dialect leaves a choice."""
    form: YamlForm = "scalar"
    key: Line | None = None
    """The YAML key the value stands under; without one, the value stands alone."""
    kinds: dict[Section, Line] = {}
    """What the console calls the changes of each section, where it wants a word for each change."""


class Choice(Node):
    """A box with a set of values, chosen by what the record says."""

    by: Literal["urgency", "sections", "security", "prerelease"]
    map: dict[str, Line]
    """From a level of urgency (or `unstated`), a section's name, or `true` and `false`, to the console's value."""
    multiple: Flag = False
    security_from: SeverityWord | None = None
    """The severity from which a security fix counts as one; unstated severity counts."""


class Compose(Node):
    """What goes into a box: a template, sections in the order the box wants them, a choice, or the release's page."""

    template: Line | None = None
    """`{version}`, `{product}`, `{date}` and `{title}` are filled in; nothing else has a meaning."""
    lead: Lead = "none"
    lead_template: Line | None = None
    """The first line where it must have a form of its own; the same slots."""
    urgency_labels: dict[SeverityWord, Text] = {}
    sections: list[Section] = []
    must_keep: list[Section] = []
    details: Flag = False
    """Whether a change's details go in as long as there is room."""
    choice: Choice | None = None
    page: Flag = False
    """The address of the release's page, and nothing else."""


class ForbiddenWords(Node):
    """Words that don't belong into a text, and why; a hint for the author, not a verdict."""

    words: list[Line]
    unless: list[Line] = []
    """Ordinary phrases that hold such a word, as `最佳实践` holds `最佳`."""
    why: Text
    status: Status = "inferred"
    source: Line | None = None


class FormField(Node):
    """One box of a form."""

    label: Text
    required: Flag = False
    when: Literal["always", "update_only"] = "always"
    """`update_only`: the box stays empty on the first submission."""
    limit: FieldLimit = FieldLimit()
    markup: Markup
    links: LinkRule = "forbid"
    compose: Compose
    filename: Line | None = None
    """The file the text belongs into, where the console reads one."""
    note: Text | None = None


class Checked(Node):
    """When the profile was last held against its sources, and how."""

    date: Moment
    by: Line


class Languages(Node):
    """Which languages the form asks for."""

    required: list[Line] = []
    status: Status = "unknown"
    note: Line | None = None


class VersionRule(Node):
    """What the console wants of the version itself."""

    pattern: Literal["semver", "three_integers", "dotted_integers"] | None = None
    max: Count | None = None
    unit: Unit | None = None
    must_increase: Flag = False
    must_be_unique: Flag = False
    status: Status = "unknown"
    source: Line | None = None
    note: Line | None = None


class PackageRule(Node):
    """One kind of file or image the console takes."""

    label: Text
    formats: list[Line] = []
    """Endings of file names, without the dot; none: any."""
    max_bytes: Count | None = None
    required: Flag = False
    status: Status = "unknown"
    source: Line | None = None
    note: Line | None = None


Need = Literal[
    "version", "date", "tests", "scans", "artifacts", "checksums", "images", "upgrade", "rollback", "notice", "summary",
    "review_notes", "how_to_test", "test_account",
]  # fmt: skip
"""Parts of a record (and `notice`, of a product) that something on a checklist can be read from."""


class ChecklistItem(Node):
    """Something the marketplace asks for at submission."""

    id: Id
    label: Text
    needs: Need | None = None
    """The part of the record that shows it; without one, a person must tick it."""
    required: Flag = False
    status: Status = "documented"
    source: Line | None = None


class Notify(Node):
    """Who hears of it when the version is published."""

    who: Text
    source: Line | None = None


class Freeze(Node):
    """What can't be edited once it is submitted."""

    fields: list[Line] = []
    note: Text
    source: Line | None = None


class Profile(Node):
    """One console form."""

    schema_: Literal["marketplace-profile/1"] = Field(alias="schema")
    id: Id
    label: Text
    checked: Checked
    languages: Languages = Languages()
    version: VersionRule = VersionRule()
    fields: dict[str, FormField]
    forbid: list[ForbiddenWords] = []
    packages: list[PackageRule] = []
    checklist: list[ChecklistItem] = []
    notify: Notify | None = None
    freeze: Freeze | None = None
    sources: Mapping[str, Line] = {}

    def field(self, name: str) -> FormField:
        """The box of that name; a `MarketplaceError` that lists the boxes otherwise."""
        try:
            return self.fields[name]
        except KeyError:
            raise UnknownName(f"{self.id} has no field '{name[:60]}'", suggestion(name, self.fields)) from None

    def age(self, now: datetime) -> int:
        """Days since the profile was held against its sources."""
        checked: date = day_of(self.checked.date)
        return (now.date() - checked).days

    def is_stale(self, now: datetime) -> bool:
        """Whether that is so long ago that it should be done again."""
        return self.age(now) > STALE_AFTER


def profile_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of a profile's file."""
    schema = Profile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Marketplace profile"}


def suggestion(name: str, known: Iterable[str]) -> str:
    """What to write instead of an unknown name."""
    names = sorted(known)
    close = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    listed = f"known: {', '.join(names)}" if names else "there are none"
    return f"did you mean '{close[0]}'? {listed}" if close else listed


def overlaid(field: FormField, stated: FieldOverlay) -> FormField:
    """The field with what the vendor states of it: every value that is stated wins."""
    markup = field.markup.model_copy(update=_stated(stated.markup))
    if stated.markup.dialect is not None:
        markup = markup.model_copy(update={"status": "vendor_set"})
    compose = field.compose.model_copy(update=_stated(stated.compose))
    if stated.compose.template is not None:
        compose = compose.model_copy(update={"sections": [], "must_keep": [], "choice": None, "page": False})
    elif stated.compose.sections is not None:
        kept = [section for section in compose.must_keep if section in compose.sections]
        update: dict[str, Any] = {"template": None, "choice": None, "page": False, "must_keep": kept}
        compose = compose.model_copy(update=update)
    rest = {name: getattr(stated, name) for name in ("label", "required", "links")}
    return field.model_copy(
        update={
            "limit": _limited(field.limit, stated.limit), "markup": markup, "compose": compose,
            **{name: value for name, value in rest.items() if value is not None},
        }
    )  # fmt: skip


def _stated(overlay: Node) -> dict[str, Any]:
    values = {name: getattr(overlay, name) for name in type(overlay).model_fields}
    return {name: value for name, value in values.items() if value is not None}


def _limited(limit: FieldLimit, stated: LimitOverlay) -> FieldLimit:
    """A stated number is firm unless it says otherwise; a unit alone keeps the profile's number."""
    update = _stated(stated)
    if stated.max is not None:
        update = {"hard": True, "reserve": 0, **update, "status": "vendor_set", "source": VENDOR_SOURCE}
        update["unit_status"] = None
    elif stated.unit is not None:
        update["unit_status"] = "vendor_set"
    return limit.model_copy(update=update) if update else limit


def field_for(profile: Profile, name: str, listing: Listing | None) -> FormField:
    """A profile's box as it is on a listing: the vendor's word wins over the profile's."""
    field = profile.field(name)
    overlay = listing.fields.get(name) if listing else None
    return overlaid(field, overlay) if overlay else field
