"""An upgrade between two versions as HTML: the same sheet that `path_text` lays out, and the changes with links.

The pages of a product tell of the same changes again and again, so each change is written once and joined in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set

from ..library.arrange import Heading
from ..library.merged import Entry
from ..library.product import VersionedRelease
from ..library.rollback import WayBack
from ..library.upgrade import Hop, NoPath, UpgradePath
from ..markup import inline_html
from ..markup.escape import escape
from .addresses import relative
from .changes import ChangeView, full_item, short_item
from .path_sheet import Line, Part, Sheet, Sheets
from .views import Views, heading_id

SHORT = 100
"""Changes of less weight that a page names one by one; it counts those of earlier releases."""
ROWS = 50
"""Earlier releases for which a page counts them one by one."""
FULL = 200
"""Security fixes that a page tells in full; further ones are named like changes of less weight."""

_LIGHT: tuple[Heading, ...] = ("features", "improvements", "fixes")


class HtmlMarks:
    """How a sheet's texts are written on a page at the path `page`; releases are links."""

    def __init__(self, views: Views, page: str) -> None:
        self._texts: dict[str, str] = {}
        self._releases: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._views, self._page = views, page

    def text(self, text: str) -> str:
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = inline_html(text)
        return found

    def verbatim(self, text: str) -> str:
        return f"<bdi>{escape(text)}</bdi>"

    def code(self, text: str) -> str:
        return f"<code>{escape(text)}</code>"

    def strong(self, text: str) -> str:
        return f"<strong>{text}</strong>"

    def foreign(self, said: str, language: str, note: str) -> str:
        return f'<span lang="{escape(language)}" class="rc-foreign">{said}</span>'

    def release(self, entry: VersionedRelease) -> str:
        found = self._releases.get(entry.file)
        if found is None:
            href = escape(self.address(entry))
            found = self._releases[entry.file] = f'<a href="{href}">{escape(entry.version.text)}</a>'
        return found

    def address(self, entry: VersionedRelease) -> str:
        """The link to a release's page."""
        found = self._addresses.get(entry.file)
        if found is None:
            views = self._views
            found = relative(views.addresses.release(views.history.id, entry.version.text), self._page)
            self._addresses[entry.file] = found
        return found


class PathWriter:
    """Writes upgrades onto pages that lie as deep as `page`, for one product in one language."""

    def __init__(self, views: Views, page: str) -> None:
        self.views = views
        self.marks = HtmlMarks(views, page)
        self.sheets = Sheets(views.history, views.language, self.marks)
        self._changes: dict[str, Mapping[str, ChangeView]] = {}
        self._short: dict[int, str] = {}
        self._full: dict[int, str] = {}
        self._kept: list[Entry] = []
        """The entries by whose identity items are found, so that no other takes it."""

    def path(self, path: UpgradePath, tools: str) -> Iterator[str]:
        """All of an upgrade below a heading of the second level; `tools` come before what is to be done."""
        sheet = self.sheets.of(path, "none")
        yield self._way(path)
        yield self._facts(sheet)
        yield tools
        yield from _parts(sheet.parts)
        yield from self._told(path)

    def refusal(self, path: NoPath) -> str:
        """Why there is no upgrade."""
        return f'<div class="rc-banner rc-banner--refused">{"".join(_parts(self.sheets.of(path).parts))}</div>'

    def way_back(self, back: WayBack) -> str:
        """What there is to say on going back."""
        return _list(self.sheets.way_back(back))

    def _way(self, path: UpgradePath) -> str:
        words, release = self.views.words, self.marks.release
        steps = [f'<li class="rc-way__start">{release(path.start)} <small>{words["way.yours"]}</small></li>']
        steps += [self._step(hop) for hop in path.hops]
        return f'<ol class="rc-way" aria-label="{words["path.way"]}">{"".join(steps)}</ol>'

    def _step(self, hop: Hop) -> str:
        tags = f' <span class="rc-tag">{self.views.words["path.stop"]}</span>' if hop.is_stop else ""
        kind = "stop" if hop.is_stop else "step"
        return f'<li class="rc-way__{kind}">{self.marks.release(hop.end)}{tags}</li>'

    def _facts(self, sheet: Sheet) -> str:
        rows = [
            f'<div class="rc-fact rc-fact--{name}"><dt>{label}</dt><dd>{value}</dd></div>'
            for name, label, value in sheet.facts
            if name != "way"  # drawn above
        ]
        return f'<dl class="rc-facts rc-facts--path">{"".join(rows)}</dl>\n'

    # What changes

    def _told(self, path: UpgradePath) -> Iterator[str]:
        words = self.views.words
        yield f"<h3>{words['path.changes']}</h3>\n"
        if not path.changes:
            yield f'<p class="rc-empty">{words["path.changes.none"]}</p>'
        light = [entry for heading in _LIGHT for entry in path.changes.get(heading, ())]
        named = _newest(path, light) if len(light) > SHORT else None
        for heading, group in path.changes.items():
            id, title, count = heading_id(heading), words[heading], len(group)
            if heading not in _LIGHT:
                full = FULL if heading == "security" else count
                items = [*map(self._full_item, group[:full]), *map(self._short_item, group[full:])]
                yield (
                    f'<h4 class="rc-kind rc-kind--{id}">{title} <small>{count}</small></h4>\n'
                    f'<ul class="rc-changes">{"".join(items)}</ul>\n'
                )
                continue
            shown = group if named is None else [entry for entry in group if entry.release.file in named]
            if shown:
                yield (
                    f'<details class="rc-more rc-more--{id}"><summary>{title} <small>{count}</small></summary>\n'
                    f'<ul class="rc-changes">{"".join(map(self._short_item, shown))}</ul></details>\n'
                )
        if named is not None:
            yield self._older(path, named)

    def _short_item(self, entry: Entry) -> str:
        found = self._short.get(id(entry))
        if found is None:
            found = self._short[id(entry)] = short_item(self._change(entry), self._places(entry), self.views.words)
            self._kept.append(entry)
        return found

    def _full_item(self, entry: Entry) -> str:
        found = self._full.get(id(entry))
        if found is None:
            found = self._full[id(entry)] = full_item(self._change(entry), self._places(entry), self.views.words)
            self._kept.append(entry)
        return found

    def _places(self, entry: Entry) -> list[tuple[str, str]]:
        return [
            (escape(f"{self.marks.address(release)}#{placed.id}"), escape(release.version.text))
            for placed, release in entry.statements
        ]

    def _change(self, entry: Entry) -> ChangeView:
        file = entry.release.file
        if file not in self._changes:
            groups = self.views.groups(entry.release)
            self._changes[file] = {change.id: change for group in groups for change in group.changes}
        return self._changes[file][entry.placed.id]

    def _older(self, path: UpgradePath, named: Set[str]) -> str:
        """How many changes of each kind the releases bring whose changes are not named, newest first."""
        words = self.views.words
        counts: dict[str, dict[Heading, int]] = {}
        for heading in _LIGHT:
            for entry in path.changes.get(heading, ()):
                if entry.release.file not in named:
                    here = counts.setdefault(entry.release.file, {})
                    here[heading] = here.get(heading, 0) + 1
        releases = [entry for entry in reversed(path.crossed) if entry.file in counts]
        rows = []
        for release in releases[:ROWS]:
            said = " · ".join(f"{words[kind]} {n}" for kind in _LIGHT if (n := counts[release.file].get(kind)))
            rows.append(f"<li>{self.marks.release(release)} <span>{said}</span></li>")
        rest = [sum(counts[release.file].values()) for release in releases[ROWS:]]
        count = sum(sum(kinds.values()) for kinds in counts.values())
        if rest:
            said = words["way.older.rest"].format(changes=sum(rest), releases=len(rest))
            rows.append(f"<li>{said}</li>")
        return (
            f'<details class="rc-more rc-more--older"><summary>{words["way.older"]} <small>{count}</small>'
            f'</summary><p>{words["way.older.note"]}</p><ul class="rc-counts">{"".join(rows)}</ul></details>\n'
        )


def _newest(path: UpgradePath, light: Sequence[Entry]) -> set[str]:
    """The files of the newest releases whose changes of less weight fit on a page, the newest one at least."""
    counts = Counter([entry.release.file for entry in light])
    found: set[str] = set()
    left = SHORT
    for release in reversed(path.crossed):
        left -= counts[release.file]
        if found and left < 0:
            break
        if counts[release.file]:
            found.add(release.file)
    return found


def _parts(parts: Sequence[Part], level: int = 3) -> Iterator[str]:
    for part in parts:
        yield f'<div class="rc-part rc-part--{part.name}">'
        if part.title:
            yield f"<h{level}>{part.title}</h{level}>\n"
        if part.lines:
            yield _list(part.lines)
        yield from _parts(part.parts, level + 1)
        yield "</div>\n"


def _list(lines: Sequence[Line]) -> str:
    return f'<ul class="rc-lines">{"".join(map(_line, lines))}</ul>\n'


def _line(line: Line) -> str:
    notes = "".join(f"<li>{note}</li>" for note in line.notes)
    below = f"<ul>{notes}</ul>" if notes else ""
    if not line.task:
        return f'<li dir="auto">{line.text}{below}</li>'
    return (
        f'<li class="rc-task" dir="auto"><label><input type="checkbox" data-rc-task="{escape(line.task)}">'
        f" <span>{line.text}</span></label>{below}</li>"
    )
