"""Small pieces of HTML that stand on every page, put together in Python for their number (see `changes`)."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from ..markup.escape import escape
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


def revised(date: Markup, words: Mapping[str, str]) -> Markup:
    """`Updated on` a day."""
    before, after = words["updated.on"].split("{date}")
    return Markup(f"{escape(before)}{date}{escape(after)}")
