"""Every security fix of all products, newest first, and whether the reader's version lacks one.

A product's first row is about the product: its versions, newest first, and where one goes from each. Every other row is
an advisory: the day of its first fix, its severity, its id on the page, the runs of versions that it concerns by their
places among the product's, and its cells in a table.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from ...library.advisories import Advisories, Advisory
from ...library.advisory_ids import is_cve
from ...model.cvss_score import find_score
from ...model.scalars import day_of
from ...words import words
from ..endpoints.osv import osv_id
from ..endpoints.security_txt import contact_uri
from ..phrases import day_element, say
from ..subscribe import feed_file
from ..views import Views
from .page import (
    ROOT,
    AcrossPage,
    AcrossText,
    ProductRows,
    Row,
    Setting,
    heads,
    label_of,
    place_of,
    release_address,
    row_anchor,
)
from .security_years import (
    FILE,
    Part,
    fix_files,
    newest_first,
    on_the_page,
    part_label,
    part_names,
    part_title,
    parts_of,
    year_of,
)

_SEVERITIES = ("critical", "high", "medium", "low")


# --- what a product says ---


def _rows(views: Views) -> Iterable[Row]:
    found = views.computed.advisories
    if not found.all:
        return
    yield _versions(views, found)
    anchors: Counter[str] = Counter()
    name = escape(views.name)
    for advisory in found.all:
        yield _row(views, advisory, row_anchor(_place(advisory), anchors), name, found)


def _versions(views: Views, found: Advisories) -> Row:
    """The versions; the places of those withdrawn; for each the place to go to or -1; the latest, its address and how
    many fixes it lacks."""
    latest = views.latest
    lacks = 0
    if latest is not None:
        at = found.releases.index(latest)
        lacks = sum(first <= at <= last for advisory in found.all for first, last in advisory.spans)
    return [
        [entry.version.text for entry in found.releases],
        [place for place, entry in enumerate(found.releases) if entry.release.withdrawn],
        [-1 if refuge is None else refuge for refuge in found.refuges],
        latest.version.text if latest else "",
        views.addresses.release(views.history.id, latest.version.text) if latest else "",
        lacks,
    ]


def _place(advisory: Advisory) -> str:
    """What its row goes by: its name, else the change that closed it first."""
    return advisory.name or place_of(*advisory.fixes[-1])


def _row(views: Views, advisory: Advisory, anchor: str, name: str, found: Advisories) -> Row:
    history, language, table = views.history, views.language, views.words
    newest = advisory.told
    dates = [entry.release.date for entry, _ in advisory.fixes if entry.release.date]
    first = min((day_of(moment, history.zone) for moment in dates), default=None)
    severity, badges = _severity(views, advisory)
    ids = [advisory.name, *_other_ids(advisory)] if advisory.name else []
    href = release_address(views, newest[0], newest[1].id)
    labels = "".join(f'<a class="rc-advisory" href="{href}">{escape(id)}</a>' for id in ids)
    osv = ""
    if advisory.name:
        record = views.addresses.file(f"osv/{osv_id(advisory.name, history)}.json")
        osv = f'<small><a href="{ROOT}{escape(record)}">{escape(table["across.security.osv"])}</a></small>'
    day = day_element(first, language, history.zone) if first else escape(table["undated"])
    spans = " ".join(f"{a}-{b}" for a, b in advisory.spans)
    text = say(newest[1].change.text, language)
    label, fixed = label_of(table["across.security.affected"]), label_of(table["across.security.fixed"])
    cells = (
        f"<td>{day}<strong>{name}</strong></td>"
        f'<td><p class="rc-tags">{badges}{labels}</p><div dir="auto">{text}</div></td>'
        f"<td{label}>{_affected(views, advisory, found)}{osv}</td><td{fixed}>{_fixed(views, advisory)}</td>"
    )
    return [first.isoformat() if first else "", severity, f"{history.id}/{anchor}", spans, cells]


def _other_ids(advisory: Advisory) -> Iterator[str]:
    """What else it goes by; of a fix that closes several CVEs, the others have a row of their own."""
    yield from advisory.aliases
    has_cve = any(map(is_cve, (advisory.name, *advisory.aliases)))
    yield from (id for id in advisory.related if not (has_cve and is_cve(id)))


def _severity(views: Views, advisory: Advisory) -> tuple[str, str]:
    """The severest word that is stated, else what the highest score comes to; and both as badges."""
    table = views.words
    scores = [score for security in advisory.securities if security.cvss and (score := find_score(security.cvss))]
    highest = max(scores, key=lambda score: score.base, default=None)
    stated = {security.severity for security in advisory.securities}
    word = next((name for name in _SEVERITIES if name in stated), None) or (highest.severity if highest else None) or ""
    number = f"CVSS {highest.base:.1f}" if highest else ""
    said = " · ".join(filter(None, [table.get(f"severity.{word}", "") if word else "", number]))
    tone = f" rc-severity--{word}" if word else ""
    badges = f'<span class="rc-severity{tone}">{escape(said or table["across.security.unrated"])}</span>'
    if any(security.exploited for security in advisory.securities):
        badges += f'<span class="rc-severity rc-severity--critical">{escape(table["exploited"])}</span>'
    return word, badges


def _affected(views: Views, advisory: Advisory, found: Advisories) -> str:
    table, releases = views.words, found.releases
    spans = []
    for newest, oldest in reversed(advisory.spans):
        first, last = escape(releases[oldest].version.text), escape(releases[newest].version.text)
        spans.append(first if newest == oldest else table["across.span"].format(first=first, last=last))
    said = "<br>".join(f"<span>{span}</span>" for span in spans) or escape(table["across.security.unaffected"])
    if spans and not advisory.affected.is_stated:
        said += f"<small>{escape(table['across.security.assumed'])}</small>"
    return said


def _fixed(views: Views, advisory: Advisory) -> str:
    links = {
        entry.version.text: f'<a href="{release_address(views, entry, placed.id)}">{escape(entry.version.text)}</a>'
        for entry, placed in reversed(advisory.fixes)
        if entry.release.withdrawn is None or not advisory.usable
    }
    said = escape(views.words["list.comma"]).join(links.values())
    return said if advisory.usable else escape(views.words["across.security.unfixed"]).format(versions=said)


# --- the page ---


def _text(setting: Setting, products: Sequence[ProductRows]) -> AcrossText:
    table = words(setting.language)
    lead = f'<p class="rc-lead">{escape(table["across.security.description"])}</p>\n{_links(setting)}'
    told = [product for product in products if product.rows]
    if not told:
        return AcrossText(lead, f'<p class="rc-empty">{escape(table["across.security.none"])}</p>\n')
    rows = newest_first(told)
    parts = parts_of(rows)
    if setting.part:
        return _part_text(setting, told, parts)
    contents = [("affected", table["across.security.mine"])]
    body = [_mine(setting, told, parts)]
    shown = on_the_page(rows)
    for year, group in groupby(shown, key=year_of):
        whole = [part for part in parts if part.year == year] if year == year_of(shown[-1]) else []
        section, entry = _year(setting, year, list(group), _whole_year(setting, whole))
        contents.append(entry)
        body.append(section)
    if parts:
        contents.append(("older", table["across.security.older"]))
        body.append(_older(setting, parts))
    body.append(setting.script("affected.js"))
    return AcrossText(lead, setting.settle("".join(body)), contents)


def _part_text(setting: Setting, told: Sequence[ProductRows], parts: Sequence[Part]) -> AcrossText:
    """A page with fixes of a year; empty once it has none."""
    table = words(setting.language)
    back = f'<a href="{_address(setting)}">{escape(table["across.security.newest"])}</a>'
    lead = f'<p class="rc-lead">{escape(table["across.security.description"])} {back}</p>\n'
    names = [part.name for part in parts]
    if setting.part not in names:
        return AcrossText(lead, f'<p class="rc-empty">{escape(table["across.security.none"])}</p>\n')
    at = names.index(setting.part)
    section, entry = _year(setting, parts[at].year, parts[at].rows)
    older, newer = parts[at + 1 : at + 2], parts[max(0, at - 1) : at]
    links = [
        f'<a class="rc-neighbour rc-neighbour--{way}" rel="{rel}" href="{_address(setting, part.name)}">'
        f"<span>{escape(part_label(part.name, setting.language))}</span></a>"
        for way, rel, found in (("previous", "prev", older), ("next", "next", newer))
        for part in found
    ]
    label = escape(table["across.security.older"])
    ways = f'<nav class="rc-neighbours" aria-label="{label}">{"".join(links)}</nav>\n' if links else ""
    body = "".join([_mine(setting, told, parts), section, ways, setting.script("affected.js")])
    return AcrossText(lead, setting.settle(body), [entry])


def _address(setting: Setting, part: str = "") -> str:
    """The link to the page, or to one below it."""
    name = SECURITY.name
    return setting.link(setting.addresses.across(f"{name}/{part}" if part else name))


def _whole_year(setting: Setting, parts: Sequence[Part]) -> str:
    """Below the last year on the page, of which it lacks some: where all of it is."""
    if not parts or not parts[0].year:
        return ""
    said = escape(words(setting.language)["across.security.whole"].format(year=parts[0].year))
    return f'<p class="rc-all"><a href="{_address(setting, parts[0].name)}">{said}</a></p>\n'


def _older(setting: Setting, parts: Sequence[Part]) -> str:
    """The pages of years."""
    table, language = words(setting.language), setting.language
    links = [
        f'<li><a href="{_address(setting, part.name)}">{escape(part_label(part.name, language))}</a> '
        f'<span class="rc-count">{len(part.rows)}</span></li>'
        for part in parts
    ]
    return (
        f'<section class="rc-older"><h2 id="older">{escape(table["across.security.older"])}</h2>\n'
        f'<ul class="rc-archives">{"".join(links)}</ul></section>\n'
    )


def _links(setting: Setting) -> str:
    """Where to follow the fixes, and whom to tell of what needs one."""
    table, said = words(setting.language), []
    if setting.has_feeds:
        href = setting.link(setting.addresses.file(feed_file("security", "atom")))
        said.append(f'<a class="rc-feed" href="{href}">{escape(table["across.security.feed"])}</a>')
    contact = setting.vendor.contacts.security if setting.vendor else None
    uri = contact_uri(contact) if contact else None
    if contact and uri:
        link = f'<a href="{escape(uri)}">{escape(contact)}</a>'
        said.append(f"<span>{escape(table['across.security.report']).format(contact=link)}</span>")
    return f'<p class="rc-subscribe">{"".join(said)}</p>\n' if said else ""


def _mine(setting: Setting, products: Sequence[ProductRows], parts: Sequence[Part]) -> str:
    """The products with what their latest release lacks; a script makes a question of it, and on a page of a year
    nothing else does."""
    table = words(setting.language)
    said = "".join(
        f' data-rc-{name}="{escape(table[f"across.security.{name}"])}"'
        for name in ("lacks", "complete", "withdrawn", "go", "stuck", "choose")
    )
    if parts:
        said += _elsewhere(setting, parts)
    rows = "".join(_product(setting, product) for product in products)
    columns = heads(
        table["across.product"], table["across.security.title"], table["across.security.latest"], table["upgrade"]
    )
    hidden = " hidden" if setting.part else ""
    return (
        f'<section class="rc-mine"{hidden}><h2 id="affected">{escape(table["across.security.mine"])}</h2>\n'
        f'<form class="rc-chooser" hidden{said}>'
        f'<label>{escape(table["across.product"])} <select name="product"></select></label>'
        f'<label>{escape(table["across.security.version"])} <select name="version"></select></label>'
        f'<button type="reset" class="rc-button">{escape(table["across.security.reset"])}</button></form>\n'
        '<div class="rc-chooser__answer" role="status"></div>\n'
        f"<p{hidden}>{escape(table['across.security.mine.lead'])}</p>\n"
        f'<table class="rc-grid rc-latest"{hidden}>{columns}<tbody>\n{rows}</tbody></table></section>\n'
    )


def _elsewhere(setting: Setting, parts: Sequence[Part]) -> str:
    """Where the script finds all fixes, and the other pages: name, words with the number there, link."""
    table, language = words(setting.language), setting.language
    count = table["brackets"].format("{n}")
    pages = [("", table["across.security.newest"] + count, setting.addresses.across(SECURITY.name))]
    pages += [
        (part.name, part_label(part.name, language) + count, setting.addresses.across(f"{SECURITY.name}/{part.name}"))
        for part in parts
    ]
    others = [(name, label, setting.path(path)) for name, label, path in pages if name != setting.part]
    said = {
        "fixes": setting.path(setting.addresses.file(f"{SECURITY.name}/{FILE}")),
        "pages": json.dumps(others, ensure_ascii=False, separators=(",", ":")),
        **{name: table[f"across.security.{name}"] for name in ("elsewhere", "unreached")},
    }
    return "".join(f' data-rc-{name}="{escape(text)}"' for name, text in said.items())


def _product(setting: Setting, product: ProductRows) -> str:
    table, addresses = words(setting.language), setting.addresses
    versions, withdrawn, refuges, latest, path, lacks = product.rows[0]
    lists = {"versions": versions, "taken": withdrawn, "refuges": refuges}
    data = "".join(f' data-rc-{name}="{escape(" ".join(map(str, values)))}"' for name, values in lists.items())
    state = table["across.security.latest.lacks"].format(n=lacks) if lacks else table["across.security.latest.all"]
    newest = escape(table["across.security.latest.none"])
    if latest:
        newest = (
            f'<a href="{setting.link(path)}">{escape(latest)}</a> '
            f'<span class="rc-state rc-state--{"lacks" if lacks else "all"}">{escape(state)}</span>'
        )
    own, upgrade = setting.link(addresses.product(product.product)), setting.link(addresses.upgrade(product.product))
    return (
        f'<tr data-rc-id="{escape(product.product)}"{data}><td><a href="{own}">{escape(product.name)}</a></td>'
        f"<td{label_of(table['across.security.title'])}>{len(product.rows) - 1}</td>"
        f"<td{label_of(table['across.security.latest'])}>{newest}</td>"
        f'<td><a data-rc-upgrade href="{upgrade}">{escape(table["across.security.check"])}</a></td></tr>\n'
    )


def _year(setting: Setting, year: str, rows: Sequence[Row], more: str = "") -> tuple[str, tuple[str, str]]:
    """A year's fixes with `more` below them, and its entry in the table of contents."""
    table = words(setting.language)
    id, title = f"year-{year or 'none'}", year or table["undated"]
    counts = Counter(row[1] for row in rows)
    lines = "".join([f'<tr id="{row[2]}" data-rc-at="{row[3]}">{row[4]}</tr>\n' for row in rows])
    said = [f"{table[f'severity.{word}']} {counts[word]}" for word in _SEVERITIES if counts[word]]
    columns = heads(*(table[f"across.security.{name}"] for name in ("date", "fix", "affected", "fixed")))
    section = (
        f'<section class="rc-year"><h2 id="{id}">{escape(title)} <span class="rc-count">{len(rows)}</span></h2>\n'
        f'<p class="rc-tally">{escape(" · ".join(said))}</p>\n'
        f'<table class="rc-grid rc-fixes">{columns}<tbody>\n{lines}</tbody></table>\n{more}</section>\n'
    )
    return section, (id, f"{title}{table['brackets'].format(len(rows))}")


SECURITY = AcrossPage("security", _rows, _text, part_names, part_title, fix_files)
