"""A vendor's own pieces of pages: each of ours can be replaced or added to, and what is wrong with one is told."""

from __future__ import annotations

import dataclasses
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import MakeProject
from jinja2.meta import find_undeclared_variables
from mkdocs.exceptions import Abort
from products_in_memory import product

from relcast.render.across.page import Setting
from relcast.render.across.pages import PAGES, text_of
from relcast.render.addresses import Addresses
from relcast.render.changes import ChangeView
from relcast.render.draw import (
    Piece,
    PieceBroken,
    Pieces,
    _environment,
    _Loader,
    default_pieces,
    render,
    sound_pieces,
)
from relcast.render.pages import Card, products_body, release_page
from relcast.render.shown import ReleaseView
from relcast.render.views import Views
from relcast.site.edition import Edition
from relcast.site.produce import Produced, open_folder, produce

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 23, tzinfo=UTC)
FOLDER = "theme/relcast/pieces"
_MARK = re.compile(r"\[own [a-z-]+\.html\]")


def piece(name: str, source: str) -> Piece:
    return Piece(name, f"{FOLDER}/{name}", source)


def marked(name: str) -> Piece:
    """Says its name, then what the default says."""
    return piece(name, f'[own {name}]{{% include "!default/{name}" %}}')


def packs(tmp_path: Path, pieces: Pieces) -> Produced:
    """The repository's own products, whose records show everything that a page can show, and one with an archive."""
    records = tmp_path / "releases"
    shutil.copytree(ROOT / "releases", records)
    (records / "old").mkdir()
    (records / "old/product.yaml").write_text("name: Old\n")
    for number in range(25):
        (records / f"old/1.{number}.0.yaml").write_text(f"version: 1.{number}.0\ndate: 2024-05-{number + 1:02}\n")
    folder, vendor, problems = open_folder(records, "releases")
    assert vendor is not None, problems
    editions = [Edition(language, Addresses(None), pieces) for language in vendor.languages]
    return produce(folder, vendor, editions, now=NOW, cache_dir=tmp_path / "packs", check=lambda *_: [])


def bodies(produced: Produced) -> dict[str, str]:
    """The body of every page of a product."""
    return {
        f"{page.language} {page.file}": body.decode()
        for pack in produced.packs
        for page, body in zip(pack.header.pages, pack.read([page.body for page in pack.header.pages]), strict=True)
    }


CARDS = [Card("Gateway", "Routes.", "gw/", "1.0.0", "First", "1 May 2026", "gw/1.0.0/")]


def across(pieces: Pieces) -> dict[str, str]:
    """The bodies of the pages over all products, without any product's rows."""
    now = datetime(2026, 11, 23, tzinfo=UTC)
    setting = Setting("en", Addresses(None), "a/", None, now, False, False, pieces)
    found = {name: text_of(name, setting, []).body for name in PAGES}
    return {**found, "products": products_body("en", CARDS, [("Atom", "atom.xml")], pieces)}


def test_every_piece_can_be_added_to_and_then_says_the_same_besides(tmp_path: Path) -> None:
    pieces = tuple(map(marked, default_pieces()))
    own = bodies(packs(tmp_path / "own", pieces))
    own |= across(pieces)
    ours = bodies(packs(tmp_path / "ours", ()))
    ours |= across(())
    said = {mark for body in own.values() for mark in _MARK.findall(body)}
    assert said == {f"[own {name}]" for name in default_pieces()}
    assert {name: _MARK.sub("", body) for name, body in own.items()} == ours


@pytest.mark.parametrize("name", default_pieces())
def test_each_piece_is_replaced_alone(name: str) -> None:
    assert render(name, "en", (piece(name, "{{ w['latest'] }} & more"),)) == "Latest &amp; more".replace("&amp;", "&")


@pytest.mark.parametrize("page", ["product.html", "release.html"])
def test_pieces_that_nobody_replaced_cost_nothing(page: str) -> None:
    """A page of default pieces is compiled as one template: none is looked up while it is drawn."""
    source, *_ = _Loader(()).get_source(_environment("en", ()), page)
    assert "{% include" not in source
    assert "rc-" in source


def test_a_piece_escapes_what_it_is_given() -> None:
    own = piece("product-card.html", "{{ card.name }}")
    assert "&lt;b&gt;" in products_body("en", [Card("<b>", *[""] * 6)], [], (own,))


# --- what is wrong with a piece ---


def told(source: str, name: str = "byline.html") -> str:
    """The problem that drawing a release's page with this piece ends in."""
    views = Views(
        product({"version": "1.0.0", "date": "2026-01-01"}), "en", Addresses(None), None, (piece(name, source),)
    )
    with pytest.raises(PieceBroken) as error:
        release_page(views, views.history.releases[0])
    return str(error.value.problem)


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("<p>\n{{ relaese.title }}</p>", 2, "'relaese' is undefined"),
        ("{{ release.titel }}", 1, "has no attribute 'titel'"),
        ("\n\n{{ 1 / 0 }}", 3, "division by zero"),
        ('{% include "byline.html" %}', 1, "it includes itself; `!default/NAME` includes the default"),
        ('\n{% include "_none.html" %}', 2, "there is no piece `_none.html` to include"),
        ('\n{% include "!default/changes.html" %}', 2, "'group' is undefined"),
        ("{{ release | nothing }}", 1, "No filter named 'nothing'"),
    ],
)
def test_a_piece_that_fails_is_named_with_its_line(source: str, line: int, says: str) -> None:
    problem = told(source)
    assert problem.startswith(f"{FOLDER}/byline.html:{line}:1: RC801 this piece can't be drawn: ")
    assert says in problem


@pytest.mark.parametrize(
    ("name", "source", "starts", "says"),
    [
        ("byline.html", "a\n{% if release %}", ":2:1: RC801", "Unexpected end of template"),
        ("byline.html", "{{ a b }}", ":1:1: RC801", "expected token 'end of print statement'"),
        ("artefacts.html", "", ":1:1: RC802", "did you mean `artifacts.html`?"),
        ("notes.txt", "", ":1:1: RC802", "there is no piece `notes.txt`"),
    ],
)
def test_what_can_be_seen_before_drawing_is_told_before(name: str, source: str, starts: str, says: str) -> None:
    good = piece("_mine.html", "ours")
    sound, problems = sound_pieces((good, piece(name, source)))
    assert sound == (good,)
    assert str(problems[0]).startswith(f"{FOLDER}/{name}{starts}")
    assert says in str(problems[0])


@pytest.mark.parametrize("source", ["{{ no_such_name }}", "{% if %}"])
def test_with_a_broken_piece_a_preview_shows_whole_pages_of_ours(source: str, tmp_path: Path) -> None:
    produced = packs(tmp_path / "own", (piece("decision.html", source), marked("byline.html")))
    assert {(problem.code, problem.path) for problem in produced.errors} == {("RC801", f"{FOLDER}/decision.html")}
    assert len(produced.errors) == 1, "told once, not once a product"
    shown = {name: _MARK.sub("", body) for name, body in bodies(produced).items()}
    assert shown == bodies(packs(tmp_path / "ours", ()))


# --- where they lie ---

OWN = "<p>Our own line for {{ release.version }}</p>"


def test_a_theme_folder_beside_the_configuration_is_the_vendors_own(
    project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    made = project(files={f"{FOLDER}/byline.html": '{% include "_mine.html" %}', f"{FOLDER}/_mine.html": OWN})
    page = made.build().text("gateway/1.0.0/index.html")
    assert "<p>Our own line for 1.0.0</p>" in page
    made.write({f"{FOLDER}/_mine.html": OWN.replace("own", "changed")})
    assert "<p>Our changed line for 1.0.0</p>" in made.build().text("gateway/1.0.0/index.html")
    made.write({f"{FOLDER}/_mine.html": "{{ relase }}"})
    with pytest.raises(Abort):
        made.build()
    assert f"{FOLDER}/_mine.html:1:1: RC801 this piece can't be drawn" in caplog.text


def test_a_template_of_the_theme_can_be_added_to(project: MakeProject) -> None:
    made = project(
        {"theme": {"name": "material", "font": False, "custom_dir": "looks"}},
        {
            "looks/relcast/release.html": '{% extends "!default/relcast/release.html" %}\n'
            "{% block content %}{{ super() }}<p>Below a release</p>{% endblock %}",
            "looks/partials/search.html": '<p>Before the search</p>{% include "!default/partials/search.html" %}',
            "looks/relcast/pieces/product-card.html": "<li>{{ card.name }}, our own</li>",
        },
    )
    site = made.build()
    page = site.text("gateway/1.0.0/index.html")
    assert "<p>Below a release</p>" in page
    assert "<p>Before the search</p>" in page
    assert "<p>Below a release</p>" not in site.text("gateway/index.html")
    assert ", our own</li>" in site.text("index.html")


# --- what the guide says ---

GUIDES = [ROOT / docs / "guide/looks.md" for docs in ("docs", "docs.zh-CN")]
_ROW = re.compile(r"^\| `([a-z-]+\.html)` \|[^|]*\|([^|]*)\|$", re.MULTILINE)
_NAME = re.compile(r"`([a-z0-9_]+)`")


def documented(guide: Path) -> dict[str, set[str]]:
    """The variables of each piece that a guide lists."""
    return {name: set(_NAME.findall(given)) for name, given in _ROW.findall(guide.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_the_guide_lists_every_piece_there_is(guide: Path) -> None:
    assert documented(guide).keys() == default_pieces().keys()
    assert documented(guide) == documented(GUIDES[0])


def test_each_piece_is_given_what_the_guide_says(tmp_path: Path) -> None:
    def asking(name: str, given: set[str]) -> Piece:
        asked = "".join(f"{{% if {one} is not defined %}}[{name} lacks {one}]{{% endif %}}" for one in sorted(given))
        return piece(name, asked + f'{{% include "!default/{name}" %}}')

    pieces = tuple(asking(*row) for row in documented(GUIDES[0]).items())
    own = bodies(packs(tmp_path, pieces))
    own |= across(pieces)
    assert {lack for body in own.values() for lack in re.findall(r"\[[a-z-]+\.html lacks \w+\]", body)} == set()


@pytest.mark.parametrize("name", default_pieces())
def test_our_own_pieces_need_no_more_than_the_guide_says(name: str) -> None:
    """So that a piece works wherever its variables are."""
    environment = _environment("en", ())
    source, *_ = _Loader(()).get_source(environment, name)
    its_own = {one for names in re.findall(r"{% set ([\w, ]+) =", source) for one in names.split(", ")} | {"w"}
    assert find_undeclared_variables(environment.parse(source)) - its_own <= documented(GUIDES[0])[name]


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_the_guide_names_every_field_of_a_release_and_a_change(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    fields = {field.name for field in dataclasses.fields(ReleaseView)} | {*ChangeView._fields}
    assert fields - set(_NAME.findall(text)) == set()


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_the_guide_lists_the_properties_that_the_style_sets_for_all(guide: Path) -> None:
    style = (ROOT / "theme/assets/relcast/relcast.css").read_text(encoding="utf-8")
    blocks = re.findall(r"^ *(?::root|\[data-md-color-scheme)[^{]*\{([^}]*)\}", style, re.MULTILINE)
    set_there = {name for block in blocks for name in re.findall(r"(?<![\w(-])(--rc-[a-z-]+):", block)}
    rows = re.findall(r"^\| (`--rc-[^|]*)\|", guide.read_text(encoding="utf-8"), re.MULTILINE)
    assert set_there == {name for row in rows for name in re.findall(r"`(--rc-[a-z-]+)`", row)}


@pytest.mark.parametrize("guide", GUIDES, ids=str)
def test_the_guides_examples_can_be_drawn(guide: Path) -> None:
    blocks = re.findall(r"```jinja\n\{# theme/relcast/pieces/([a-z-]+\.html).*?#\}\n(.*?)```", guide.read_text(), re.S)
    assert len(blocks) == 2
    fix = {"text": "Mended", "security": {"ids": ["CVE-2026-1234"], "severity": "high"}}
    views = Views(
        product({"version": "1.0.0", "date": "2026-01-01", "fixes": [fix]}), "en", Addresses(None), None,
        tuple(piece(*block) for block in blocks),
    )  # fmt: skip
    body = release_page(views, views.history.releases[0]).body
    assert "<td>CVE-2026-1234</td><td>Mended</td><td>High</td>" in body
    assert "https://acme.example/support" in body


def test_a_broken_piece_of_a_page_over_all_products_stops_the_build(
    project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    made = project(files={f"{FOLDER}/subscribe.html": "{{ body }}\n{{ rows }}"})
    with pytest.raises(Abort):
        made.build()
    assert f"{FOLDER}/subscribe.html:2:1: RC801 this piece can't be drawn: 'rows' is undefined" in caplog.text
    made.write({f"{FOLDER}/subscribe.html": "<p>First of all</p>{{ body }}"})
    assert "<p>First of all</p>" in made.build().text("subscribe/index.html")
