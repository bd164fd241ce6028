"""Small pieces of HTML that stand on every page, put together in Python for their number (see `changes`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from ..markup.escape import escape
from .addresses import anchor
from .shown import ReleaseView


def heading(text: str, id: str, words: Mapping[str, str]) -> Markup:
    """A section's heading with a link to itself; `id` is one of ours."""
    link = f'<a class="headerlink" href="#{id}" title="{escape(words["permalink.section"])}">&para;</a>'
    return Markup(f'<h2 id="{id}">{escape(text)}{link}</h2>')


def badges(release: ReleaseView) -> Markup:
    """Latest, planned, pre-release, withdrawn."""
    return Markup(
        "".join([f'<span class="rc-badge rc-badge--{name}">{escape(word)}</span>' for name, word in release.flags])
    )


def byline(release: ReleaseView) -> Markup:
    """Badges, kind of step and date."""
    step = f'<span class="rc-step">{escape(release.step)}</span>' if release.step else ""
    date = f'<span class="rc-date">{release.date}</span>' if release.date else ""
    return Markup(f'<p class="rc-byline">{badges(release)}{step}{date}</p>')


def rows(releases: Sequence[ReleaseView]) -> Markup:
    """Releases on a line or two each, at their anchors: what they brought is on their own pages."""
    found = []
    for release in releases:
        counts = " · ".join([f"{title} {count}" for title, count in release.counts])
        about = release.title or release.description
        found.append(
            f'<li class="rc-row" id="{anchor(release.version)}"><a href="{escape(release.href)}">'
            f"{escape(release.version)}</a>"
            f'<span class="rc-row__title">{badges(release)} <bdi>{escape(about)}</bdi></span>'
            f'<span class="rc-row__counts">{escape(counts)}</span><span class="rc-date">{release.date}</span></li>\n'
        )
    return Markup(f'<ul class="rc-rows">{"".join(found)}</ul>')


def revised(date: Markup, words: Mapping[str, str]) -> Markup:
    """`Updated on` a day."""
    before, after = words["updated.on"].split("{date}")
    return Markup(f"{escape(before)}{date}{escape(after)}")
