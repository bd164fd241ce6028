"""What makes a profile unfit to be trusted: numbers without a source, boxes nobody knows how to fill."""

from __future__ import annotations

from collections.abc import Iterator

from ..problems import Problem
from .profile import FIRM, MAIN_FIELD, VENDOR_SOURCE, FormField, Profile, suggestion

_TAGGED = ("html", "appstream_xml")


def lint(profile: Profile) -> list[Problem]:
    """What is wrong with a profile, in the order of its fields; paths are of its file, lines not yet looked up."""
    return [*_main_field(profile), *_sources(profile), *_fields(profile)]


def _complaint(profile: Profile, code: str, name: str, message: str, hint: str, *where: str | int) -> Problem:
    return Problem(code, name, message, hint, path=f"profiles/{profile.id}.yaml", where=where)


def _main_field(profile: Profile) -> Iterator[Problem]:
    if MAIN_FIELD not in profile.fields:
        message = f"no field is called '{MAIN_FIELD}'"
        yield _complaint(profile, "RC503", "missing-main-field", message, "give the main box this name", "fields")
    for name in profile.freeze.fields if profile.freeze else ():
        if name not in profile.fields:
            message = f"'{name[:60]}' can't be frozen: there is no such field"
            hint = suggestion(name, profile.fields)
            yield _complaint(profile, "RC507", "unknown-field", message, hint, "freeze", "fields")


def _sources(profile: Profile) -> Iterator[Problem]:
    """Every source that is named is there."""
    named: list[tuple[str | None, tuple[str | int, ...]]] = [
        (profile.version.source, ("version", "source")),
        (profile.notify.source if profile.notify else None, ("notify", "source")),
        (profile.freeze.source if profile.freeze else None, ("freeze", "source")),
        *((rule.source, ("packages", at, "source")) for at, rule in enumerate(profile.packages)),
        *((item.source, ("checklist", at, "source")) for at, item in enumerate(profile.checklist)),
        *((words.source, ("forbid", at, "source")) for at, words in enumerate(profile.forbid)),
    ]
    for name, field in profile.fields.items():
        named.append((field.limit.source, ("fields", name, "limit", "source")))
        named.append((field.markup.source, ("fields", name, "markup", "source")))
    for source, where in named:
        if source is not None and source != VENDOR_SOURCE and source not in profile.sources:
            message, hint = f"'{source[:60]}' is not under `sources`", suggestion(source, profile.sources)
            yield _complaint(profile, "RC502", "unknown-source", message, hint, *where)


def _fields(profile: Profile) -> Iterator[Problem]:
    for name, field in profile.fields.items():
        yield from lint_field(profile, name, field)


def lint_field(profile: Profile, name: str, field: FormField) -> Iterator[Problem]:
    """What is wrong with one box, as the profile has it or as a listing states it."""
    limit = field.limit
    if limit.hard and (limit.max is None or limit.status not in FIRM or limit.source is None):
        yield _complaint(
            profile, "RC501", "unfounded-limit",
            "a hard limit needs a number, a source, and status documented or vendor_set",
            "write `hard: false`, or say where the number is documented", "fields", name, "limit",
        )  # fmt: skip
    yield from _composition(profile, name, field)
    if field.markup.dialect in _TAGGED and not field.markup.allow:
        yield _complaint(
            profile, "RC508", "no-tags", f"{field.markup.dialect} needs the tags that the box takes",
            "list them, for example `allow: [p, ul, li]`", "fields", name, "markup",
        )  # fmt: skip


def _composition(profile: Profile, name: str, field: FormField) -> Iterator[Problem]:
    compose = field.compose
    ways = sum((compose.template is not None, bool(compose.sections), compose.choice is not None, compose.page))
    if ways != 1:
        yield _complaint(
            profile, "RC504", "unclear-composition",
            "a field needs exactly one of `template`, `sections`, `choice` and `page`",
            "state one of them", "fields", name, "compose",
        )  # fmt: skip
    for section in compose.must_keep:
        if section not in compose.sections:
            yield _complaint(
                profile, "RC505", "lost-section", f"'{section}' must be kept but has no place",
                "add it to `sections`", "fields", name, "compose", "must_keep",
            )  # fmt: skip
    if compose.must_keep and field.markup.form != "scalar":
        for section in compose.must_keep:
            if section in compose.sections and section not in field.markup.kinds:
                yield _complaint(
                    profile, "RC505", "lost-section", f"'{section}' must be kept but has no kind",
                    "add it to `kinds`", "fields", name, "markup",
                )  # fmt: skip
