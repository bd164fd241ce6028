"""Random records, limits, units and dialects: what holds for every text there can be."""

from __future__ import annotations

import html
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from test_blob import PAGE, history, make

from relcast.library.arrange import public_changes
from relcast.marketplaces.blob import blob
from relcast.marketplaces.counting import UNITS, Unit, count
from relcast.marketplaces.fit import DoesNotFit
from relcast.marketplaces.shelf import load_profile

DIALECTS: dict[str, dict[str, Any]] = {
    "plain": {"dialect": "plain"},
    "plain_bullets": {"dialect": "plain_bullets"},
    "markdown": {"dialect": "markdown"},
    "markdown_subset": {"dialect": "markdown_subset", "allow": ["bold", "link", "ul"]},
    "html": {"dialect": "html", "allow": ["p", "ul", "li", "b"]},
}
FILL = st.text("ab 字é😀", max_size=25).map(str.strip)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """A record whose every change has a word of its own, in its text and, with a `s`, in its short form."""
    number = 0
    record: dict[str, Any] = {"version": "2.3.0", "date": "2026-11-20"}
    for section in ("features", "improvements", "fixes", "removals", "known_issues"):
        changes = []
        for _ in range(draw(st.integers(0, 3))):
            number += 1
            change: dict[str, Any] = {"id": f"c{number}", "text": f"w{number}x {draw(FILL)}".strip()}
            if draw(st.booleans()):
                change["short"] = f"w{number}xs"
            if draw(st.integers(0, 4)) == 0:
                change["security"] = {"ids": [f"CVE-2026-{number}"], "severity": draw(st.sampled_from(["low", "high"]))}
            if draw(st.integers(0, 4)) == 0:
                change["breaking"] = {"impact": f"i{number}x", "action": f"a{number}x"}
            if draw(st.integers(0, 5)) == 0:
                change[draw(st.sampled_from(["only", "except"]))] = [draw(st.sampled_from(["here", "elsewhere"]))]
            change["highlight"] = draw(st.sampled_from(["true", "false"]))
            change["internal"] = "true" if draw(st.integers(0, 6)) == 0 else "false"
            changes.append(change)
        if changes:
            record[section] = changes
    if draw(st.booleans()):
        record["upgrade"] = {"from": ">=2.0.0", "backup": "required", "before": ["b0x"], "after": ["z0x " + draw(FILL)]}
    if draw(st.booleans()):
        record["summary"] = "m0x " + draw(FILL)
    return record


@settings(deadline=None, max_examples=250)
@given(
    records(),
    st.integers(40, 900),
    st.sampled_from(UNITS),
    st.sampled_from(sorted(DIALECTS)),
    st.sampled_from(["en", "zh-CN"]),
)
def test_a_text_is_within_its_limit_whole_and_complete(
    record: dict[str, Any], maximum: int, unit: Unit, dialect: str, language: str
) -> None:
    """Never over the limit in its unit; what must be kept is there, or it fails; entries are whole; kept plus dropped
    is everything; and nothing that is dropped is in the text."""
    field = {"limit": {"max": str(maximum), "unit": unit}, "markup": DIALECTS[dialect]}
    product = {
        "name": "Gateway",
        "listings": {
            "here": {"profile": "aliyun-market", "fields": {"release_notes": field}},
            "elsewhere": {"profile": "github-release"},
        },
    }
    try:
        made = make("aliyun-market", release=record, product=product, language=language, listing="here", url=PAGE)
    except DoesNotFit as failure:
        assert failure.needed > failure.allowed == maximum
        return
    text = html.unescape(made.text) if dialect == "html" else made.text
    assert made.used == count(made.text, unit) <= maximum
    words = set(re.findall(r"\b[a-z]\d+xs?\b", text))
    whole = history(record, product)
    dropped = {item.id for item in made.dropped}
    for placed in public_changes(whole.releases[0].release):
        change, number = placed.change, placed.id[1:]
        full, short = f"w{number}x", f"w{number}xs"
        is_there = full in words or short in words
        assert is_there != (placed.id in dropped)
        if placed.id in dropped:
            continue
        assert (short in words) == (placed.id in made.shortened and change.short is not None)
        if full in words and dialect in ("plain", "plain_bullets"):
            assert " ".join(change.text["en"].split()) in text
        if change.breaking:
            assert {f"i{number}x", f"a{number}x"} <= words
    here = [p for p in public_changes(whole.releases[0].release) if not is_kept_away(p.change)]
    for placed in here:
        if placed.change.security or placed.change.breaking:
            assert placed.id not in dropped
    if "upgrade" in record:
        assert "b0x" in words
        assert ("z0x" in words) == ("upgrade.steps" not in made.shortened)
    assert "m0x" not in words or "summary" not in dropped


def is_kept_away(change: Any) -> bool:
    return bool(change.only and "here" not in change.only) or "here" in change.except_


@settings(deadline=None, max_examples=150)
@given(records(), st.integers(40, 500), st.integers(0, 200), st.sampled_from(UNITS))
def test_more_room_never_costs_an_entry_that_ranks_before_what_it_brings(
    record: dict[str, Any], maximum: int, more: int, unit: Unit
) -> None:
    """Of two limits, the larger one's text is first to have what the other has not, in the order of what stays longest:
    highlights, then the box's sections in their order, severe fixes first, as the record has them."""

    def kept(limit: int) -> list[bool]:
        field = {"limit": {"max": str(limit), "unit": unit}}
        product = {"name": "G", "listings": {"here": {"profile": "aliyun-market", "fields": {"release_notes": field}}}}
        record_here = {
            key: [{k: v for k, v in change.items() if k not in ("only", "except")} for change in value]
            if isinstance(value, list) else value
            for key, value in record.items()
        }  # fmt: skip
        whole = history(record_here, product)
        made = blob(whole, whole.releases[0], load_profile("aliyun-market"), language="en", listing="here")
        dropped = {item.id for item in made.dropped}
        return [placed.id not in dropped for placed in sorted(public_changes(whole.releases[0].release), key=rank)]

    try:
        tight = kept(maximum)
    except DoesNotFit:
        return
    assert kept(maximum + more) >= tight


ORDER = ["security", "breaking", "features", "improvements", "fixes", "removals", "known_issues"]
SEVERITY = ["critical", "high", "medium", "low", None]


def rank(placed: Any) -> tuple[Any, ...]:
    change = placed.change
    must = placed.heading in ("security", "breaking")
    severity = SEVERITY.index(change.security.severity if change.security else None)
    return (not must, not change.highlight, ORDER.index(placed.heading), severity)
