"""A vendor, its products and where they are sold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from .form import FieldOverlay
from .node import Node
from .scalars import Authority, Flag, Id, Line, Link, Moment, RangeText, VersionText, shown
from .text import DeclaredLanguage, LanguageTag, Text, Title
from .version import Scheme


def _zone(value: Any) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
        raise PydanticCustomError(
            "timezone",
            "'{found}' is no time zone of the IANA database",
            {"found": str(value)[:60]},
        ) from None


Zone = Annotated[ZoneInfo, PlainValidator(_zone), WithJsonSchema({"type": "string"})]


def _distinct(tags: list[str]) -> list[str]:
    if not tags:
        raise PydanticCustomError("language_tag", "the list of languages is empty")
    seen: set[str] = set()
    for tag in tags:
        if tag.lower() in seen:
            raise PydanticCustomError("language_tag", "the language '{tag}' is in the list twice", {"tag": tag})
        seen.add(tag.lower())
    return tags


def _components(value: Any) -> Any:
    """A list of ids means each is its own name."""
    if not isinstance(value, list):
        return value
    for item in value:
        if not isinstance(item, str):
            raise PydanticCustomError(
                "component",
                "expected a list of ids, or ids with names, found {found} in the list",
                {"found": shown(item)},
            )
    return {item: item for item in value}


class FeedIdentity(Node):
    """What `tag:` ids are made of (RFC 4151 section 2.1); never changed afterwards."""

    authority: Authority
    since: Moment


class Contacts(Node):
    """Where people may write."""

    support: Line | None = None
    security: Line | None = None


class SecurityTxt(Node):
    """What `security.txt` says besides the contact (RFC 9116)."""

    expires: Moment
    """Until when it may be relied upon; less than a year ahead is recommended (section 2.5.5)."""
    policy: Link | None = None
    """How reports are handled."""
    encryption: Link | None = None
    """Where the key for encrypted reports is."""
    acknowledgments: Link | None = None
    """Who is thanked."""


class CheckSetting(Node):
    """How much one rule weighs, and why."""

    level: Literal["error", "warning", "advice", "off"]
    reason: Line | None = None
    """For whoever reads the file next; a rule that is off needs one."""
    releases: list[VersionText] = []
    """In product.yaml: the releases that this is for; all of them when empty."""

    @model_validator(mode="after")
    def _says_why(self) -> CheckSetting:
        if self.level == "off" and self.reason is None:
            raise PydanticCustomError("reason", "a rule that is off needs a reason")
        return self


def _level_alone(value: Any) -> Any:
    """A setting may be its level alone."""
    return {"level": value} if isinstance(value, str) else value


Checks = dict[str, Annotated[CheckSetting, BeforeValidator(_level_alone)]]
"""Settings by the code or the name of a rule."""


class Vendor(Node):
    """The meaning of `vendor.yaml`."""

    name: Title
    url: Link | None = None
    image: Link | None = None
    languages: Annotated[list[LanguageTag], AfterValidator(_distinct)] = ["en"]
    """BCP 47 tags, each a folder of the site; the first is the default."""
    timezone: Zone = ZoneInfo("UTC")
    feeds: FeedIdentity | None = None
    contacts: Contacts = Contacts()
    security_txt: SecurityTxt | None = None
    checks: Checks = {}


class Listing(Node):
    """One place where a product is sold."""

    profile: Line
    url: Link | None = None
    languages: list[DeclaredLanguage] = []
    fields: Mapping[str, FieldOverlay] = {}


class SupportLine(Node):
    """Until when a range of versions is supported, in endoflife.date's terms."""

    range: RangeText
    eoas: Moment | None = None
    """End of active support."""
    eol: Moment | None = None
    """End of life."""
    lts: Flag = False


class Cadence(Node):
    """How often the vendor means to release, such as `1-3 months`."""

    minor: Line | None = None
    major: Line | None = None


class Feedback(Node):
    """Where readers answer."""

    issues: Link | None = None
    email: Line | None = None


class Product(Node):
    """The meaning of `<product>/product.yaml`; the folder's name is the product's id."""

    name: Title
    summary: Title | None = None
    versioning: Scheme = "semver"
    components: Annotated[dict[Id, Text], BeforeValidator(_components)] = {}
    listings: dict[Id, Listing] = {}
    lines: list[SupportLine] = []
    cadence: Cadence | None = None
    feedback: Feedback | None = None
    aliases: list[Id] = []
    checks: Checks = {}
    """Wins over the vendor's."""
