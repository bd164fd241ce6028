"""A product's and a release's page: the values that fill its frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial

import jinja2
from markupsafe import Markup

from ..compiled import compiled_templates
from ..library.product import VersionedRelease
from ..words import words
from .addresses import relative
from .changes import product_list, release_list
from .phrases import plain, shorten, tell
from .pieces import badges, byline, heading
from .shown import ReleaseView
from .views import Views

NEWEST = 10
"""Releases that a product's page shows with their changes; the others are rows."""


@dataclass(frozen=True, slots=True)
class PageText:
    """What one page says: its heading, its title in the browser and in results, a description, its body as HTML, and
    the table of contents as (id, title)."""

    heading: str
    title: str
    description: str
    body: str
    contents: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownRelease:
    """A release on the product's page, with its anchor there."""

    anchor: str
    view: ReleaseView

    @property
    def flags(self) -> Sequence[tuple[str, str]]:
        """The badges' names and words."""
        return self.view.flags


@cache
def _templates(language: str) -> jinja2.Environment:
    """One environment a language, so that the parts which speak are compiled and imported once."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("relcast.render"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )
    table = environment.globals["w"] = words(language)
    for speaking in (release_list, product_list, heading):
        environment.filters[speaking.__name__] = partial(speaking, words=table)
    environment.filters.update(badges=badges, byline=byline)
    environment.bytecode_cache = compiled_templates(language)
    return environment


@cache
def _template(language: str, name: str) -> jinja2.Template:
    template = _templates(language).get_template(name)
    template.globals = dict(template.globals)  # a chain of maps, which each rendering would walk key by key
    return template


def render(template: str, language: str, **values: object) -> str:
    """One of the templates beside this module, in a language's words."""
    return _template(language, template).render(values)


def release_page(views: Views, entry: VersionedRelease) -> PageText:
    """The page of one release."""
    language, table = views.language, views.words
    path = views.addresses.release(views.history.id, entry.version.text)
    view = views.release(entry, path, whole=True)
    contents = [(group.id, group.title) for group in view.groups]
    for present, name in (
        (view.steps or view.migrations or view.required_stop, "upgrade"),
        (view.has_rollback, "rollback"),
        (view.tests, "tests"),
        (view.artifacts, "artifacts"),
        (view.revisions, "revisions"),
    ):
        if present:
            contents.append((name, table[name]))
    heading = views.title(entry)
    return PageText(
        heading=heading,
        title=f"{heading}{table['colon']}{view.title}" if view.title else heading,
        description=view.description,
        body=render("release.html", language, release=view),
        contents=contents or [("__top", heading)],
    )


def product_page(views: Views, feeds: Sequence[tuple[str, str]]) -> PageText:
    """The page of one product: its newest releases with their changes, older ones as rows.

    `feeds` are labels and links.
    """
    history, language, table = views.history, views.language, views.words
    path = views.addresses.product(history.id)
    newest = [
        ShownRelease(anchor(entry.version.text), views.release(entry, path, whole=False))
        for entry in history.releases[:NEWEST]
    ]
    older = [views.release(entry, path, whole=False) for entry in history.releases[NEWEST:]]
    name = plain(history.product.name, language)
    latest = views.latest
    contents = [(shown.anchor, shown.view.version) for shown in newest]
    if older:
        contents.append(("older", table["releases.older"]))
    body = render(
        "product.html",
        language,
        summary=tell(history.product.summary, language) if history.product.summary else Markup(""),
        latest=views.release(latest, path, whole=False) if latest else None,
        supported=views.support_until(latest) if latest else "",
        upgrade=relative(views.addresses.upgrade(history.id), path) if latest else "",
        feeds=feeds,
        newest=newest,
        older=older,
    )
    summary = plain(history.product.summary, language) if history.product.summary else ""
    return PageText(
        heading=name,
        title=name,
        description=shorten(summary or f"{name}{table['colon']}{table['releases']}"),
        body=body,
        contents=contents or [("__top", name)],
    )


def anchor(version: str) -> str:
    """A version as the id of its place on the product's page."""
    return "v" + re.sub(r"[^A-Za-z0-9.-]", "-", version)
