"""Made-up release records for measuring: the same content as records for Relcast and as Markdown for plain MkDocs.

The same shape and seed always give the same bytes. A record takes about 2 kB: a title, a summary, one list of changes
for each of three sections, with code spans and links in the prose, some components, details, issues and advisories.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

SITE = "https://changelog.acme.example/"
NEWEST = date(2026, 3, 2)
"""The day of every product's newest release; older ones follow at three weeks' distance."""

_SECTIONS = {"features": "New features", "improvements": "Improvements", "fixes": "Fixes"}
_COMPONENTS = ("agent", "console", "gateway", "importer", "scheduler", "storage")

_OPENINGS = {
    "features": ("Add", "Offer", "Support", "Show", "Accept"),
    "improvements": ("Speed up", "Simplify", "Shorten", "Reduce the memory of", "Make more use of"),
    "fixes": ("Fix a hang in", "Fix lost updates in", "Fix the rounding of", "Repair", "Stop the needless restart of"),
}
_THINGS = (
    "the nightly export", "rolling restarts", "certificate renewal", "the query planner", "audit trails",
    "bulk imports", "the retry queue", "regional failover", "usage reports", "webhook deliveries", "policy reloads",
    "index rebuilds", "the connection pool", "session cleanup", "cold storage tiers", "dashboard filters",
    "token rotation", "log shipping",
)  # fmt: skip
_CIRCUMSTANCES = (
    "when two writers meet on one row", "behind a proxy that closes idle connections", "on hosts with many cores",
    "for tenants with more than a thousand members", "while a backup is running", "after the clock has been set back",
    "in regions without a local mirror", "if the disk fills up half way", "when a client sends its headers twice",
    "for tables that were created before the last migration", "during the first minutes after a start",
)  # fmt: skip
_REMARKS = (
    "The setting {code} chooses the old way for one more release.",
    "Nothing needs to be done, {code} is read as before.",
    "See [the {word} guide]({site}guides/{word}/) for an example.",
    "Installations that set {code} by hand can now drop it.",
    "What it costs is described under [{word}]({site}reference/{word}/).",
)
_SUMMARIES = (
    "This release makes {thing} dependable {when}, and prepares {other} for larger installations.",
    "Most of the work went into {thing}. Operators who met trouble {when} should plan the upgrade soon.",
    "A smaller release that looks after {thing} and {other}. It installs in place and can be taken back.",
)
_NAMES = ("Amber", "Birch", "Cobalt", "Delta", "Ember", "Falcon", "Garnet", "Harbor", "Indigo", "Juniper", "Kestrel")
_KINDS = ("Gateway", "Ledger", "Monitor", "Pipeline", "Registry", "Studio", "Vault", "Workspace")


@dataclass(frozen=True, slots=True)
class Shape:
    """How much to make."""

    products: int = 100
    releases: int = 30
    """For each product."""
    entries: int = 8
    """Changes in each release."""
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; texts are Markdown on one line."""

    section: str
    text: str
    details: str
    component: str
    issue: int
    advisory: str


@dataclass(frozen=True, slots=True)
class Release:
    """One release of a product."""

    version: str
    day: date
    title: str
    summary: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Product:
    """One product, releases newest first."""

    id: str
    name: str
    summary: str
    releases: tuple[Release, ...]


def products(shape: Shape) -> Iterator[Product]:
    """The invented vendor's products, by id."""
    for number in range(shape.products):
        random = Random(f"{shape.seed}/{number}")
        name = f"{random.choice(_NAMES)} {random.choice(_KINDS)} {number + 1}"
        releases = tuple(_release(random, index, shape) for index in range(shape.releases))
        yield Product(f"product-{number + 1:04}", name, f"{name} looks after {random.choice(_THINGS)}.", releases)


def _release(random: Random, index: int, shape: Shape) -> Release:
    """The release with `index` newer ones."""
    age = shape.releases - 1 - index
    thing, other = random.sample(_THINGS, 2)
    kinds = tuple(_SECTIONS)[1 if age % 3 else 0 :]  # a patch brings no features
    sections = sorted((random.choice(kinds) for _ in range(shape.entries)), key=list(_SECTIONS).index)
    summary = random.choice(_SUMMARIES).format(thing=thing, other=other, when=random.choice(_CIRCUMSTANCES))
    return Release(
        version=f"{1 + age // 12}.{age % 12 // 3}.{age % 3}",
        day=NEWEST - timedelta(days=21 * index),
        title=f"{thing.removeprefix('the ').capitalize()} and {other}",
        summary=f"{summary} {_remark(random)}",
        entries=tuple(_entry(random, section) for section in sections),
    )


def _entry(random: Random, section: str) -> Entry:
    text = f"{random.choice(_OPENINGS[section])} {random.choice(_THINGS)} {random.choice(_CIRCUMSTANCES)}"
    unsafe = section == "fixes" and random.random() < 0.1
    return Entry(
        section=section,
        text=f"{text}. {_remark(random)}",
        details=_remark(random) if random.random() < 0.2 else "",
        component=random.choice(_COMPONENTS) if random.random() < 0.5 else "",
        issue=random.randrange(1000, 9999) if random.random() < 0.3 else 0,
        advisory=f"CVE-2025-{random.randrange(10000, 99999)}" if unsafe else "",
    )


def _remark(random: Random) -> str:
    thing = random.choice(_THINGS).split()
    code = f"`{random.choice(_COMPONENTS)}.{thing[-1]}.{random.choice(('mode', 'limit', 'retry'))}`"
    return random.choice(_REMARKS).format(code=code, word=thing[-1], site=SITE)


# --- as records ---


def write_records(folder: Path, shape: Shape) -> None:
    """A whole project for `relcast build`: mkdocs.yml, docs/ and releases/."""
    _write(folder / "mkdocs.yml", _config(plugins=["search", "relcast"]))
    _write(folder / "docs" / "index.md", _HOME)
    _write(folder / "releases" / "vendor.yaml", _VENDOR)
    for product in products(shape):
        home = folder / "releases" / product.id
        about = f"name: {product.name}\nsummary: {product.summary}\ncomponents: [{', '.join(_COMPONENTS)}]\n"
        _write(home / "product.yaml", about)
        for release in product.releases:
            _write(home / f"{release.version}.yaml", _record(release))


_VENDOR = """\
name: Acme Cloud
url: https://acme.example/
languages: [en]
feeds:
  authority: acme.example
  since: 2020-01-01
"""


def _record(release: Release) -> str:
    lines = [
        f"version: {release.version}",
        f"date: {release.day.isoformat()}",
        f"title: {release.title}",
        f"summary: {release.summary}",
    ]
    section = ""
    for entry in release.entries:
        if entry.section != section:
            section = entry.section
            lines.append(f"{section}:")
        lines.append(f"  - text: {entry.text}")
        if entry.details:
            lines.append(f"    details: {entry.details}")
        if entry.component:
            lines.append(f"    component: {entry.component}")
        if entry.issue:
            lines += ["    links:", f'      - label: "#{entry.issue}"', f"        url: {_issue(entry)}"]
        if entry.advisory:
            lines += ["    security:", f"      ids: [{entry.advisory}]", "      severity: medium"]
            lines.append(f'      affected: "<{release.version}"')
    return "\n".join(lines) + "\n"


def change_record(folder: Path, shape: Shape, time: int) -> None:
    """Edit one record of such a project: the newest release in the middle; each `time` is another edit."""
    product = list(products(shape))[shape.products // 2]
    newest = product.releases[0]
    text = _record(newest).replace(newest.summary, f"{newest.summary} Edited {time} times.")
    _write(folder / "releases" / product.id / f"{newest.version}.yaml", text)


# --- as Markdown ---


def write_markdown(folder: Path, shape: Shape) -> None:
    """The same content for `mkdocs build`, without Relcast: one page for each product, and a home page."""
    _write(folder / "mkdocs.yml", _config(plugins=["search"]))
    _write(folder / "docs" / "index.md", _HOME)
    for product in products(shape):
        _write(folder / "docs" / f"{product.id}.md", _page(product))


def write_one_page(folder: Path) -> None:
    """The smallest site: what any MkDocs build costs."""
    _write(folder / "mkdocs.yml", _config(plugins=["search"]))
    _write(folder / "docs" / "index.md", _HOME)


def _page(product: Product) -> str:
    lines = [f"# {product.name}", "", product.summary, ""]
    for release in product.releases:
        lines += [f"## {release.version}: {release.title}", "", f"*{release.day.isoformat()}*", "", release.summary, ""]
        section = ""
        for entry in release.entries:
            if entry.section != section:
                section = entry.section
                lines += ["", f"### {_SECTIONS[section]}", ""]
            before = f"**{entry.component}** " if entry.component else ""
            after = f" [#{entry.issue}]({_issue(entry)})" if entry.issue else ""
            after += f" ({entry.advisory}, medium)" if entry.advisory else ""
            lines.append(f"- {before}{entry.text}{after}")
            if entry.details:
                lines += ["", f"    {entry.details}", ""]
        lines.append("")
    return "\n".join(lines)


# --- what both have in common ---

_HOME = "# Releases\n\nWhat changed in the products of Acme Cloud, an invented vendor.\n"


def _issue(entry: Entry) -> str:
    return f"https://issues.acme.example/{entry.issue}"


def _config(plugins: list[str]) -> str:
    listed = "".join(f"  - {plugin}\n" for plugin in plugins)
    site = f"site_name: Acme Cloud releases\nsite_url: {SITE}\n"
    return f"{site}theme:\n  name: material\n  font: false\nplugins:\n{listed}"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
