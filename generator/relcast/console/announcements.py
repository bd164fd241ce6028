"""The messages around an upgrade, ready to paste: before it, after it, and when a version is withdrawn.

Each is a template: ours beside this module, or the vendor's own of the same name in the project's folder
`announcements/`, such as `before.email.zh-CN.txt`. Templates see plain text only, and can neither read files nor run
code. The first line of a notice or an e-mail is its heading or subject.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..library.arrange import PlacedChange
from ..library.product import ProductHistory, VersionedRelease
from ..library.rollback import WayBack
from ..marketplaces.dialects import clean
from ..marketplaces.phrases import bracketed, labelled
from ..markup import plain_text
from ..model.notice import Notice
from ..model.release import Step
from ..model.text import Words
from ..problems import Problem, RecordsInvalid
from ..render.phrases import day_words
from ..render.times import moment_words, window_words
from ..words import duration_words, words
from .checklist import find_notice

CHANNELS = ("site", "email", "chat")
FOLDER = "announcements"
"""The folder of the vendor's own templates, below the project's root."""

_TEMPLATES = Path(__file__).resolve().parent / "templates" / "announcements"
_BLANK_LINES = re.compile(r"\n{3,}")
_MOST = 200_000
"""A template larger than this is no message."""
_HIGHLIGHTS = 5


@dataclass(frozen=True, slots=True)
class Announcement:
    """One message for one channel in one language."""

    moment: str
    channel: str
    language: str
    subject: str
    """A notice's heading or an e-mail's subject, one line; empty for a chat message."""
    body: str

    @property
    def text(self) -> str:
        """The whole message as a file holds it."""
        return f"{self.subject}\n\n{self.body}" if self.subject else self.body


class Templates:
    """The templates of a project, compiled once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.environment = ImmutableSandboxedEnvironment(
            loader=jinja2.FunctionLoader(self._load), undefined=jinja2.StrictUndefined, trim_blocks=True,
            lstrip_blocks=True, autoescape=False,
        )  # fmt: skip

    def write(self, moment: str, channel: str, language: str, facts: Mapping[str, Any]) -> Announcement:
        """A message; RecordsInvalid with the template's file and line where the vendor's own can't be used."""
        ours = "zh" if words(language) is words("zh") else "en"
        wanted = [f"{moment}.{channel}.{language}.txt", f"{moment}.{channel}.{ours}.txt"]
        name = wanted[0]
        try:
            template = self.environment.select_template(wanted)
            name = template.name or name
            text = template.render(facts)
        except jinja2.TemplateSyntaxError as error:
            raise self._invalid(error.name or name, error.lineno, str(error.message)) from None
        except Exception as error:  # whatever a template of somebody else's comes upon while it is drawn
            raise self._invalid(name, _line_of(error, name), f"{error}") from None
        text = _BLANK_LINES.sub("\n\n", clean(text))
        if channel == "chat":
            return Announcement(moment, channel, language, "", text)
        subject, _, body = text.partition("\n")
        return Announcement(moment, channel, language, subject.strip(), body.strip("\n"))

    def _load(self, name: str) -> tuple[str, str, None] | None:
        for folder in (self.root / FOLDER, _TEMPLATES):
            file = folder / name
            if not re.fullmatch(r"[\w.-]+\.txt", name) or not file.is_file():
                continue
            if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder)):
                raise self._invalid(name, 1, "this is a link to something outside the folder")
            raw = file.read_bytes()
            if len(raw) > _MOST:
                raise self._invalid(name, 1, "this template is too large for a message")
            try:
                return raw.decode("utf-8-sig").replace("\r\n", "\n"), name, None
            except UnicodeDecodeError:
                raise self._invalid(name, 1, "this template is not written in UTF-8") from None
        return None

    def _invalid(self, name: str, line: int, message: str) -> RecordsInvalid:
        hint = f"correct the template, or delete it to use ours; it may use: {', '.join(FACTS)}"
        problem = Problem.of_file(f"{FOLDER}/{name}", "RC554", "unusable-template", message, hint)
        return RecordsInvalid([problem.placed(path=problem.path, line=line, column=1)])


def _line_of(error: BaseException, name: str) -> int:
    """The line of a template at which an error arose; Jinja rewrites tracebacks so that they lead into templates."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in (name, "<template>"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def moments_of(entry: VersionedRelease) -> tuple[str, ...]:
    """Which messages a release needs: those around its upgrade, or the one that takes it back."""
    return ("withdrawn",) if entry.release.withdrawn else ("before", "after")


FACTS = (
    "actual", "after", "audience", "backup", "before", "benefit", "breaking", "date", "downtime", "duration", "end",
    "highlights", "impact", "notice_title", "product", "reason", "rollback_possible", "rollback_steps", "rollback_to",
    "rollback_until", "security", "start", "start_day", "summary", "support", "title", "url", "use_instead", "vendor",
    "version", "window", "withdrawn_day",
)  # fmt: skip
"""What a template may use, by name. What a record doesn't say is an empty text or list; `rollback_possible` is true,
false or none."""


def gather(
    history: ProductHistory, entry: VersionedRelease, language: str, *, url: str | None, way_back: WayBack
) -> dict[str, Any]:
    """What messages may say of a release in a language, as plain text on one line each; the keys are `FACTS`."""
    release, table = entry.release, words(language)

    def say(text: Words | None) -> str:
        return clean(plain_text(text.pick(language).text, links="spelled")) if text is not None else ""

    def steps(listed: list[Step]) -> list[str]:
        return [
            say(step.text)
            + (bracketed(labelled("upgrade.when", say(step.when), language), language) if step.when else "")
            for step in listed
        ]

    notice = find_notice(history, entry)
    if notice is not None and notice.status == "cancelled":
        notice = None
    groups = entry.arranged
    upgrade, withdrawn = release.upgrade, release.withdrawn
    downtime = upgrade.downtime if upgrade else None
    impact = say(notice.impact) if notice else ""
    if not impact and downtime is not None:
        key = "announce.downtime" if downtime else "announce.no_downtime"
        impact = table[key].replace("{duration}", duration_words(downtime, language))
    return {
        "vendor": say(history.vendor.name),
        "product": say(history.product.name),
        "version": clean(entry.version.text),
        "title": say(release.title),
        "summary": say(release.summary),
        "date": day_words(release.date, language, history.zone) if release.date else "",
        "url": clean(url or ""),
        "support": clean(history.vendor.contacts.support or ""),
        "notice_title": say(notice.title) if notice else "",
        "audience": say(notice.audience) if notice else "",
        "impact": impact,
        "benefit": (say(notice.benefit) if notice else "") or say(release.title) or say(release.summary),
        **_window(notice, language, history),
        "downtime": duration_words(downtime, language) if downtime is not None else "",
        "backup": (upgrade.backup if upgrade else None) or "",
        "before": steps(upgrade.before) if upgrade else [],
        "after": steps(upgrade.after) if upgrade else [],
        "highlights": [say(placed.change.text) for placed in _highlights(groups.get("features", []))],
        "security": [_security(placed, say(placed.change.text), language) for placed in groups.get("security", [])],
        "breaking": [say(placed.change.text) for placed in groups.get("breaking", [])],
        "rollback_possible": way_back.possible if way_back.is_stated else None,
        "rollback_to": clean(way_back.to or ""),
        "rollback_until": say(way_back.until),
        "rollback_steps": [say(step) for step in way_back.steps],
        "reason": say(withdrawn.reason) if withdrawn else "",
        "use_instead": clean((withdrawn.use_instead if withdrawn else None) or ""),
        "withdrawn_day": day_words(withdrawn.date, language, history.zone) if withdrawn else "",
    }


def _highlights(features: Sequence[PlacedChange]) -> Sequence[PlacedChange]:
    """The features a message names: those their author marked, else the first ones."""
    marked = [placed for placed in features if placed.change.highlight]
    return (marked or features)[:_HIGHLIGHTS]


def _security(placed: PlacedChange, text: str, language: str) -> str:
    ids = placed.change.security.ids if placed.change.security else []
    return text + bracketed(clean(words(language)["list.comma"].join(ids)), language) if ids else text


def _window(notice: Notice | None, language: str, history: ProductHistory) -> dict[str, str]:
    """When it is planned and when it happened, in the vendor's time zone."""
    planned = notice.planned if notice else None
    facts = dict.fromkeys(("window", "start", "start_day", "end", "duration", "actual"), "")
    if planned is not None:
        start = planned.start.astimezone(history.zone)
        facts |= {"window": window_words(start, planned.end, language), "start": moment_words(start, language)}
        facts["start_day"] = day_words(start, language, history.zone)
        if planned.end is not None:
            facts["end"] = moment_words(planned.end.astimezone(history.zone), language)
            facts["duration"] = duration_words(max(planned.end - planned.start, timedelta()), language)
    if notice is not None and notice.actual is not None:
        facts["actual"] = window_words(notice.actual.start.astimezone(history.zone), notice.actual.end, language)
    return facts
