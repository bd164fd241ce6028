"""A product's upgrade pages: one to choose the version one runs, and one for each version where ways begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from ..library.product import VersionedRelease
from ..library.starts import LatestOfLine, Starts, find_starts
from ..library.upgrade import NoPath, UpgradePath, Upgrades
from ..markup.escape import escape
from ..words import duration_words
from .addresses import anchor, relative
from .draw import render
from .pages import PageText
from .path_html import HtmlMarks, PathWriter
from .path_sheet import Sheets
from .path_text import Tickets
from .views import Views


@dataclass(frozen=True, slots=True)
class _Aim:
    """Where a page shows the way to."""

    path: UpgradePath | NoPath
    label: str

    @property
    def anchor(self) -> str:
        """The place on the page."""
        return aim_anchor(self.path.end.version.text)


class UpgradePages:
    """Makes the upgrade pages of one product in one language; `upgrades` are those of the same history."""

    def __init__(self, views: Views, upgrades: Upgrades) -> None:
        self.views = views
        self.upgrades = upgrades
        self._aims: dict[str, list[_Aim]] = {}

    @cached_property
    def starts(self) -> Starts:
        """The versions with a page, and how the others get on."""
        return find_starts(self.views.history)

    @cached_property
    def _tickets(self) -> Tickets:
        return Tickets(self.views.history, self.views.language)

    @cached_property
    def _of_line(self) -> LatestOfLine:
        return LatestOfLine(self.views.history)

    @cached_property
    def _writer(self) -> PathWriter:
        """One for all: the pages lie equally deep."""
        return PathWriter(self.views, self.views.addresses.upgrade(self.views.history.id, "-"))

    def aims(self, start: VersionedRelease) -> list[_Aim]:
        """The ways that a version's page shows: to the latest, and to the latest of its line where it is another."""
        found = self._aims.get(start.file)
        if found is None:
            latest, words = self.starts.latest, self.views.words
            assert latest is not None
            found = [_Aim(self.upgrades.path(start, latest), words["latest"])]
            of_line = self._of_line.find(start)
            if of_line and of_line is not latest and start.version < of_line.version:
                found.append(_Aim(self.upgrades.path(start, of_line), words["way.line"]))
            self._aims[start.file] = found
        return found

    def ways_to_latest(self) -> dict[str, UpgradePath]:
        """The ways that the pages show to the latest, by the file of the release where they begin."""
        first = {start.file: self.aims(start)[0].path for start in self.starts.pages}
        return {file: path for file, path in first.items() if isinstance(path, UpgradePath)}

    # The page of one version

    def way_page(self, start: VersionedRelease) -> PageText:
        """The ways from one version to newer ones."""
        words, aims = self.views.words, self.aims(start)
        version = start.version.text
        heading = words["way.title"].format(product=self.views.name, version=version)
        contents = [(aim.anchor, self._to(aim)) for aim in aims]
        contents.append(("rollback", words["way.back"].format(version=version)))
        end = aims[0].path.end.version.text
        return PageText(
            heading=heading,
            title=words["path.title"].format(product=self.views.name, start=version, end=end),
            description=words["way.description"].format(start=version, end=end),
            body=render(
                "path.html",
                self.views.language,
                self.views.pieces,
                body=Markup("".join(self._way_body(start, aims))),
                product=self.views.name,
                start=version,
                ends=[aim.path.end.version.text for aim in aims],
            ),
            contents=contents,
        )

    def _to(self, aim: _Aim) -> str:
        return self.views.words["way.to"].format(version=aim.path.end.version.text)

    def _way_body(self, start: VersionedRelease, aims: list[_Aim]) -> Iterator[str]:
        views, words, writer = self.views, self.views.words, self._writer
        version = start.version.text
        here = views.addresses.upgrade(views.history.id, version)
        choose = escape(relative(views.addresses.upgrade(views.history.id), here))
        notes = words["way.release"].format(version=escape(version))
        withdrawn = f'<span class="rc-badge rc-badge--withdrawn">{words["withdrawn"]}</span>'
        yield (
            f'<p class="rc-byline">{withdrawn if start.release.withdrawn else ""}'
            f'<a href="{escape(writer.marks.address(start))}">{notes}</a>'
            f'<a href="{choose}">{words["way.other"]}</a></p>\n'
        )
        if len(aims) > 1:
            links = [f'<li><a href="#{aim.anchor}">{escape(self._to(aim))}</a> {_badge(aim)}</li>' for aim in aims]
            yield f'<ul class="rc-aims">{"".join(links)}</ul>\n'
        ticks = escape(f"{views.history.id} {version}")
        for aim in aims:
            yield (
                f'<section class="rc-path" data-rc-ticks="{ticks}" data-rc-words="{escape(words["way.ticked"])}">\n'
                f'<h2 id="{aim.anchor}">{escape(self._to(aim))} {_badge(aim)}</h2>\n'
            )
            if isinstance(aim.path, UpgradePath):
                yield from writer.path(aim.path, self._tools(aim))
                yield self._ticket(aim)
            else:
                yield writer.refusal(aim.path)
            yield "</section>\n"
        title = escape(words["way.back"].format(version=version))
        back = writer.way_back(self.upgrades.way_back(start))
        yield f'<section class="rc-path"><h2 id="rollback">{title}</h2>\n{back}</section>\n'

    def _tools(self, aim: _Aim) -> str:
        """Buttons that only a script can make work."""
        words = self.views.words
        texts = {"copy": f"ticket-{aim.anchor}", "copied": words["way.copied"], "selected": words["way.selected"]}
        data = "".join(f' data-rc-{name}="{escape(text)}"' for name, text in texts.items())
        return (
            '<div class="rc-tools">'
            f'<button type="button" class="rc-button"{data} hidden>{words["way.copy"]}</button>'
            f'<button type="button" class="rc-button" data-rc-print hidden>{words["way.print"]}</button>'
            f'<button type="button" class="rc-button" data-rc-clear hidden>{words["way.clear"]}</button>'
            '<span class="rc-tools__count" role="status"></span>'
            '<span class="rc-tools__said" role="status"></span></div>\n'
        )

    def _ticket(self, aim: _Aim) -> str:
        ticket = escape(self._tickets.of(aim.path))
        return (
            f'<details class="rc-more rc-ticket"><summary>{self.views.words["way.ticket"]}</summary>'
            f'<pre id="ticket-{aim.anchor}" class="rc-ticket__text">{ticket}</pre></details>\n'
        )

    # The page to choose on

    def choose_page(self) -> PageText:
        """Every version that is out, with its way on and its way back."""
        words = self.views.words
        title = words["froms.title"].format(product=self.views.name)
        body = render(
            "upgrade.html", self.views.language, self.views.pieces, body=Markup("".join(self._choose_body())),
            product=self.views.name,
        )  # fmt: skip
        return PageText(title, title, words["froms.description"], body, [("__top", title)])

    def _choose_body(self) -> Iterator[str]:
        views, words = self.views, self.views.words
        marks = HtmlMarks(views, views.addresses.upgrade(views.history.id))
        sheets = Sheets(views.history, views.language, marks)
        if self.starts.latest is None:
            yield f'<p class="rc-empty">{words["froms.none"]}</p>'
            return
        said = "".join(
            f' data-rc-{name}="{escape(words[f"froms.{name}"].replace("{product}", self.views.name))}"'
            for name in ("unknown", "downgrade", "same", "other")
        )
        yield (
            f'<p class="rc-lead">{words["froms.lead"]}</p>\n'
            f'<form class="rc-chooser"{said} hidden>'
            f'<label>{words["froms.from"]} <select name="from"></select></label>'
            f'<label>{words["froms.to"]} <select name="to"></select></label>'
            f'<button class="rc-button">{words["froms.show"]}</button></form>\n'
            '<div class="rc-chooser__answer" role="status"></div>\n<ul class="rc-froms">\n'
        )
        pages = {entry.file for entry in self.starts.pages}
        for entry in views.history.releases:
            if entry.release.status == "released":
                yield self._from(entry, entry.file in pages, sheets)
        yield "</ul>\n"

    def _from(self, entry: VersionedRelease, has_page: bool, sheets: Sheets) -> str:
        views, words = self.views, self.views.words
        version = escape(entry.version.text)
        flags = "".join(f'<span class="rc-badge rc-badge--{name}">{word}</span>' for name, word in views.flags(entry))
        name = f'<span class="rc-froms__version">{version}</span>'
        if has_page:
            address = self._way_address(entry)
            name = f'<a class="rc-froms__version" href="{address}">{version}</a>'
            on = "".join(self._aim_link(aim, address) for aim in self.aims(entry))
        else:
            on = f'<span class="rc-froms__note">{self._note(entry)}</span>'
        back = sheets.way_back(self.upgrades.way_back(entry))
        return (
            f'<li data-rc-version="{version}"><div class="rc-froms__start">{name} {flags}</div>'
            f'<div class="rc-froms__ways"><div class="rc-froms__on">{on}</div>'
            f'<div class="rc-froms__back">{words["froms.back"]}{words["colon"]}{back[0].text}</div></div></li>\n'
        )

    def _note(self, entry: VersionedRelease) -> str:
        """What there is to know of a version without a page."""
        words, starts = self.views.words, self.starts
        if entry is starts.latest:
            return words["froms.newest"]
        if starts.latest and starts.latest.version < entry.version:
            return words["froms.beyond"]
        if stone := starts.via.get(entry.file):
            link = f'<a href="{self._way_address(stone)}">{escape(stone.version.text)}</a>'
            return words["froms.via"].format(version=link)
        return words["froms.alone"]

    def _way_address(self, entry: VersionedRelease) -> str:
        addresses, product = self.views.addresses, self.views.history.id
        return escape(relative(addresses.upgrade(product, entry.version.text), addresses.upgrade(product)))

    def _aim_link(self, aim: _Aim, address: str) -> str:
        end, words = escape(aim.path.end.version.text), self.views.words
        label = words["froms.to.link"].format(version=end)
        link = f'<a href="{address}#{aim.anchor}" data-rc-to="{end}">{label}</a>'
        return f'<span class="rc-froms__aim">{link} {_badge(aim)} <small>{self._sum(aim)}</small></span>'

    def _sum(self, aim: _Aim) -> str:
        """What an upgrade amounts to, in a few words."""
        words, path = self.views.words, aim.path
        if isinstance(path, NoPath):
            return words["froms.no"]
        colon, sums = words["colon"], path.sums
        said = []
        if path.stops:
            said.append(f"{words['path.stop']}{colon}{words['list.comma'].join(e.version.text for e in path.stops)}")
        said += [f"{words[name]}{colon}{n}" for name, n in (("breaking", sums.breaking), ("security", sums.security))]
        if not sums.downtime.is_unknown and not sums.downtime.unknown:
            said.append(f"{words['downtime']}{colon}{duration_words(sums.downtime.known, self.views.language)}")
        return escape(" · ".join(said))


def _badge(aim: _Aim) -> str:
    return f'<span class="rc-badge rc-badge--aim">{aim.label}</span>'


def aim_anchor(version: str) -> str:
    """Where a page shows the way to a version."""
    return anchor(version, "to-")
