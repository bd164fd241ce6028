"""`relcast profiles`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from ..marketplaces.counting import UNIT_WORDS
from ..marketplaces.profile import FormField, Profile, profile_schema
from ..marketplaces.shelf import Own
from ..marketplaces.shelf import profiles as all_profiles
from ..problems import RecordsInvalid
from ..records.folder import discover
from .options import now_option


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a profile's file instead.")
@click.option(
    "--records", type=click.Path(path_type=Path), default=Path("releases"), show_default=True,
    help="The vendor's folder of records; profiles of its own lie in profiles/ there.",
)  # fmt: skip
@now_option
def profiles(form: str, schema: bool, records: Path, now: datetime) -> None:
    """List the marketplaces' forms: every box, its limit, how well that is known, and when it was checked."""
    if schema:
        click.echo(json.dumps(profile_schema(), ensure_ascii=False, indent=2))
        return
    own: Own = {}
    is_default = click.get_current_context().get_parameter_source("records") is ParameterSource.DEFAULT
    if not is_default and not records.is_dir():
        raise click.UsageError(f"there is no folder '{records}'")
    if records.is_dir():
        own = {file.stem: file for file in discover(records.resolve(), str(records)).profiles}
    try:
        found = all_profiles(own)
    except RecordsInvalid as invalid:
        for problem in invalid.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("a profile has errors") from None
    if form == "json":
        click.echo(json.dumps([_data(profile, own, now) for profile in found], ensure_ascii=False, indent=2))
        return
    for profile in found:
        click.echo(_head(profile, own, now))
        for name, field in profile.fields.items():
            click.echo(f"    {name}: {_limit(field)}")


def _head(profile: Profile, own: Own, now: datetime) -> str:
    age = profile.age(now)
    day = "day" if age == 1 else "days"
    stale = "; check it again" if profile.is_stale(now) else ""
    whose = " (yours)" if profile.id in own else ""
    label = profile.label.pick("en").text
    return f"{profile.id}{whose}: {label} (checked {profile.checked.date.isoformat()}, {age} {day} ago{stale})"


def _limit(field: FormField) -> str:
    limit = field.limit
    status = limit.status.replace("_", " ")
    if limit.max is None:
        return f"{field.markup.dialect}, no limit known"
    number = f"{limit.max:,} {UNIT_WORDS[limit.measured_in]}"
    return f"{field.markup.dialect}, {number}, {status}, {'refused above' if limit.hard else 'warns only'}"


def _data(profile: Profile, own: Own, now: datetime) -> dict[str, Any]:
    return {
        "id": profile.id,
        "label": profile.label,
        "own": profile.id in own,
        "checked": profile.checked.date.isoformat(),
        "checked_by": profile.checked.by,
        "age_days": profile.age(now),
        "stale": profile.is_stale(now),
        "languages": profile.languages.required,
        "fields": {
            name: {
                "label": field.label,
                "required": field.required,
                "dialect": field.markup.dialect,
                "links": field.links,
                "max": field.limit.max,
                "unit": field.limit.unit,
                "status": field.limit.status,
                "hard": field.limit.hard,
                "on_exceed": field.limit.on_exceed,
                "source": profile.sources.get(field.limit.source or ""),
            }
            for name, field in profile.fields.items()
        },
        "sources": dict(profile.sources),
    }
