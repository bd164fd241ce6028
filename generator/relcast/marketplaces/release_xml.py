"""What stands around the description in AppStream's `<release>`: version, date, urgency, page and advisories."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from ..library.product import ProductHistory
from ..model.scalars import day_of
from .dialects import clean
from .gather import Gathered


def release_frame(gathered: Gathered, history: ProductHistory, page: str | None) -> tuple[str, str]:
    """The lines before and after the content of `<description>` (ximion/appstream, docs/xml/releases-data.xml)."""
    entry = gathered.entry
    attributes = [("type", "development" if entry.version.is_prerelease else "stable")]
    version = clean(entry.version.text)
    # AppStream's order of versions takes `3.2.0-rc.1` for newer than 3.2.0, and `3.2.0~rc.1` for older.
    attributes.append(("version", version.replace("-", "~", 1) if entry.version.is_prerelease else version))
    if entry.release.date is not None:
        attributes.append(("date", day_of(entry.release.date, history.zone).isoformat()))
    if urgency := gathered.urgency():
        attributes.append(("urgency", urgency))
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes)
    before = [f"<release {written}>"]
    if page:
        before.append(f'  <url type="details">{escape(page)}</url>')
    before.append("  <description>")
    ids = dict.fromkeys(
        clean(id) for told in gathered.changes if (s := told.placed.change.security) is not None for id in s.ids
    )
    after = ["  </description>"]
    if ids:
        after += ["  <issues>", *(f"    {_issue(id)}" for id in ids), "  </issues>"]
    return "\n".join(before), "\n".join([*after, "</release>"])


def _issue(id: str) -> str:
    kind = ' type="cve"' if id.upper().startswith("CVE-") else ""
    return f"<issue{kind}>{escape(id)}</issue>"
