"""What a feed entry says, as HTML: no ids, no classes of ours, and only elements that readers keep.

Put together in Python for its number (see `changes`). Every text is escaped here, or was made safe by `markup`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from ..markup import without_table_keys
from ..markup.escape import escape
from .changes import feed_list
from .shown import ReleaseView, WithdrawnView

Row = tuple[str, Markup | str]
"""A label and what it says; Markup is safe HTML already."""


def release_html(release: ReleaseView, revisions: Sequence[Row], words: Mapping[str, str]) -> str:
    """A release with all its changes; `revisions` are those that readers should know of, by day."""
    parts = []
    if release.withdrawn:
        parts.append(_withdrawn(release.withdrawn, words))
    if release.summary:
        parts.append(f"{without_table_keys(release.summary)}\n")
    for group in release.groups:
        items = feed_list(group.changes, words)
        parts.append(f"<h3>{escape(group.title)}</h3>\n<ul>\n{items}</ul>\n")
    if not release.groups:
        parts.append(f"<p>{escape(words['changes.none'])}</p>\n")
    if release.facts or release.required_stop:
        stop = f"<li>{escape(words['upgrade.required_stop'])}</li>\n" if release.required_stop else ""
        rows = _rows(((fact.label, fact.value) for fact in release.facts), words)
        parts.append(f"<h3>{escape(words['upgrade'])}</h3>\n<ul>\n{stop}{rows}</ul>\n")
    if revisions:
        parts.append(f"<h3>{escape(words['revisions'])}</h3>\n<ul>\n{_rows(revisions, words)}</ul>\n")
    return "".join(parts)


def withdrawal_html(withdrawn: WithdrawnView, label: str, href: str, words: Mapping[str, str]) -> str:
    """What tells of a withdrawal; the link to the release stands for the rest."""
    return f'{_withdrawn(withdrawn, words)}<p><a href="{escape(href)}">{escape(label)}</a></p>\n'


def rows_html(rows: Iterable[Row], words: Mapping[str, str]) -> str:
    """A list of labels and what they say."""
    return f"<ul>\n{_rows(rows, words)}</ul>\n"


def _rows(rows: Iterable[Row], words: Mapping[str, str]) -> str:
    colon = words["colon"]
    return "".join([f"<li><strong>{escape(label)}</strong>{colon}{_html(value)}</li>\n" for label, value in rows])


def _html(value: Markup | str) -> str:
    return value if isinstance(value, Markup) else escape(value)


def _withdrawn(withdrawn: WithdrawnView, words: Mapping[str, str]) -> str:
    use = escape(withdrawn.wait)
    if withdrawn.use:
        use = f'<a href="{escape(withdrawn.use.href)}">{escape(withdrawn.use.label)}</a>'
    reason = f"<blockquote>{_html(withdrawn.reason)}</blockquote>\n" if withdrawn.reason else ""
    return f"<p><strong>{escape(withdrawn.on)}</strong>{words['colon']}{use}</p>\n{reason}"
