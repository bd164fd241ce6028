"""Whole entries, by rank, and the best choice there is: compared with every choice there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relcast.marketplaces.counting import UNITS, Unit, count
from relcast.marketplaces.fit import Block, DoesNotFit, Entry, Fitted, Frame, fit

TAIL = "and {n} more"
PLAIN = Frame()


def tail(left_out: int) -> str:
    return TAIL.format(n=left_out)


def told(kinds: Mapping[str, int]) -> str:
    return f"and {sum(kinds.values())} more ({', '.join(f'{kind} {n}' for kind, n in kinds.items())})"


def entry(id: str, *forms: str, rank: int = 0, must_keep: bool = False, is_change: bool = True) -> Entry:
    return Entry(id, forms or (f"- {id}",), (rank,), must_keep, is_change)


def render(blocks: list[Block], chosen: dict[str, str], elsewhere: int = 0, frame: Frame = PLAIN) -> list[str]:
    """What the rules say a text looks like, written a second time: with the last line told at length, and in short."""
    parts = []
    for block in blocks:
        lines = [chosen[entry.id] for entry in block.entries if entry.id in chosen]
        if lines:
            parts.append("\n".join(part for part in (block.heading, *lines, block.ending) if part))
    kinds = Counter(e.kind for block in blocks for e in block.entries if e.is_change and e.id not in chosen)
    kinds += Counter({"Elsewhere": elsewhere})
    tails = [[told(kinds)], [tail(kinds.total())]] if kinds else [[]]
    bodies = [frame.gap.join(parts + last) for last in tails]
    return ["\n".join(part for part in (frame.before, body, frame.after) if part) for body in bodies]


def every_choice(blocks: list[Block], unit: Unit) -> Iterator[dict[str, str]]:
    entries = [entry for block in blocks for entry in block.entries]
    options: list[list[str | None]] = []
    for one in entries:
        forms: list[str | None] = [one.forms[0]]
        for form in one.forms[1:]:
            if count(form, unit) < count(forms[-1] or "", unit):
                forms.append(form)
        options.append(forms if one.must_keep else [*forms, None])
    for choice in product(*options):
        yield {one.id: form for one, form in zip(entries, choice, strict=True) if form is not None}


def best_by_trying_all(blocks: list[Block], limit: int, unit: Unit, elsewhere: int, frame: Frame) -> str | None:
    """The text of the best choice that fits: by rank, whether each entry is there; then whether the last line tells at
    length; then how long each form is."""
    entries = [entry for block in blocks for entry in block.entries]
    order = sorted(range(len(entries)), key=lambda at: (not entries[at].must_keep, entries[at].rank, at))
    best: tuple[list[bool], bool, list[int]] | None = None
    text = None
    for chosen in every_choice(blocks, unit):
        for candidate, tells in zip(render(blocks, chosen, elsewhere, frame), (True, False), strict=False):
            if count(candidate, unit) > limit:
                continue
            ranked = [entries[at] for at in order]
            worth = (
                [one.id in chosen for one in ranked],
                tells,
                [-one.forms.index(chosen[one.id]) if one.id in chosen else 0 for one in ranked],
            )
            if best is None or worth > best:
                best, text = worth, candidate
    return text


FRAMES = st.builds(
    Frame, st.sampled_from(["", "<a>", "k: |\n"]), st.sampled_from(["", "</a>"]), st.sampled_from(["\n", "\n\n"])
)


@st.composite
def contents(draw: st.DrawFn) -> list[Block]:
    words = st.text("ab 字😀", min_size=1, max_size=12).map(lambda text: "- " + text)
    blocks, number = [], 0
    for _ in range(draw(st.integers(1, 3))):
        entries = []
        for _ in range(draw(st.integers(0, 3))):
            number += 1
            forms = tuple(draw(st.lists(words, min_size=1, max_size=2, unique=True)))
            must_keep = draw(st.integers(0, 4)) == 0
            is_change = draw(st.integers(0, 3)) > 0
            rank, kind = (draw(st.integers(0, 3)),), draw(st.sampled_from(["New", "修复"]))
            entries.append(Entry(str(number), forms, rank, must_keep, is_change, kind))
        heading, ending = draw(st.sampled_from([("", ""), ("New:", ""), ("修复：\n<ul>", "</ul>")]))
        blocks.append(Block(heading, tuple(entries), ending))
    return blocks


@settings(max_examples=300, deadline=None)
@given(contents(), st.integers(0, 110), st.sampled_from(UNITS), st.sampled_from([0, 0, 1, 9]), FRAMES)
def test_the_result_is_the_best_of_all_choices(
    blocks: list[Block], limit: int, unit: Unit, elsewhere: int, frame: Frame
) -> None:
    def fitted() -> Fitted:
        return fit(blocks, limit, unit, tail, told=told, elsewhere={"Elsewhere": elsewhere}, frame=frame)

    expected = best_by_trying_all(blocks, limit, unit, elsewhere, frame)
    if expected is None:
        with pytest.raises(DoesNotFit) as error:
            fitted()
        assert error.value.needed > limit == error.value.allowed
        assert best_by_trying_all(blocks, error.value.needed, unit, elsewhere, frame) is not None
        assert best_by_trying_all(blocks, error.value.needed - 1, unit, elsewhere, frame) is None
    else:
        assert fitted().text == expected


@settings(deadline=None)
@given(contents(), st.integers(0, 120), st.sampled_from(UNITS))
def test_nothing_is_lost_nothing_is_cut_and_nothing_runs_over(blocks: list[Block], limit: int, unit: Unit) -> None:
    entries = [entry for block in blocks for entry in block.entries]
    try:
        fitted = fit(blocks, limit, unit, tail)
    except DoesNotFit:
        return
    assert fitted.used == count(fitted.text, unit) <= limit
    assert sorted(fitted.kept + fitted.dropped, key=int) == [entry.id for entry in entries]
    assert not {entry.id for entry in entries if entry.must_keep} & set(fitted.dropped)
    forms = {form for entry in entries for form in entry.forms} | {"</ul>"}
    forms |= {line for block in blocks for line in block.heading.split("\n")}
    left_out = sum(entry.is_change for entry in entries if entry.id in fitted.dropped)
    lines = fitted.text.split("\n")
    if left_out:
        assert lines.pop() == tail(left_out)
    assert set(lines) <= forms | {""}


@settings(deadline=None)
@given(contents(), st.integers(0, 120), st.integers(0, 20), st.sampled_from(UNITS))
def test_more_room_never_costs_an_entry_of_higher_rank(blocks: list[Block], limit: int, more: int, unit: Unit) -> None:
    entries = [entry for block in blocks for entry in block.entries]
    order = sorted(entries, key=lambda entry: (not entry.must_keep, entry.rank, int(entry.id)))
    try:
        tight = fit(blocks, limit, unit, tail)
    except DoesNotFit:
        return
    roomy = fit(blocks, limit + more, unit, tail)
    assert [entry.id in roomy.kept for entry in order] >= [entry.id in tight.kept for entry in order]


def test_more_room_may_cost_two_small_entries_for_the_one_that_ranks_before_them() -> None:
    """Why a plain count can't only grow: no text that obeys the ranks, and leaves out nothing that fits, does so."""
    entries = [
        entry("a", "- " + "a" * 40, rank=1),
        entry("b", "- " + "b" * 10, rank=2),
        entry("c", "- " + "c" * 10, rank=3),
    ]
    tight, roomy = (fit([Block("", tuple(entries))], limit, "code_points", tail) for limit in (53, 54))
    assert (tight.kept, roomy.kept) == (("b", "c"), ("a",))


@given(contents(), st.sampled_from(UNITS))
def test_without_a_limit_everything_is_there_in_full(blocks: list[Block], unit: Unit) -> None:
    fitted = fit(blocks, None, unit, tail)
    assert [fitted.text] == render(blocks, {entry.id: entry.forms[0] for block in blocks for entry in block.entries})
    assert fitted.dropped == fitted.shortened == ()


def packed(limit: int, *entries: Entry, heading: str = "") -> str:
    return fit([Block(heading, entries)], limit, "code_points", tail).text


def test_the_last_rank_goes_first_and_the_order_of_reading_stays() -> None:
    entries = [entry(id * 10, rank=rank) for id, rank in (("a", 3), ("b", 1), ("c", 2))]
    assert packed(37, *entries) == "- bbbbbbbbbb\n- cccccccccc\n\nand 1 more"


def test_a_small_entry_takes_the_room_a_larger_one_before_it_cannot_use() -> None:
    entries = [entry("a", "- " + "a" * 50), entry("b"), entry("c")]
    assert packed(30, *entries) == "- b\n- c\n\nand 1 more"


def test_short_forms_come_before_dropping_and_the_first_rank_stays_in_full() -> None:
    entries = [entry("a", "- a in full", "- a"), entry("b", "- b in full", "- b")]
    assert packed(23, *entries) == "- a in full\n- b in full"
    assert packed(22, *entries) == "- a in full\n- b"
    assert packed(14, *entries) == "- a\n- b"


def test_a_short_form_that_is_not_shorter_is_not_used() -> None:
    assert packed(20, entry("a", "- a", "- a longer one", must_keep=True)) == "- a"


def test_a_heading_goes_with_its_last_entry() -> None:
    blocks = [Block("New:", (entry("a", rank=0),)), Block("Fixes:", (entry("b", "- " + "b" * 50, rank=1),))]
    assert fit(blocks, 30, "code_points", tail).text == "New:\n- a\n\nand 1 more"


def test_the_tail_is_reserved_before_packing() -> None:
    entries = [entry(letter, f"- {letter * 10}") for letter in "abc"]
    assert packed(38, *entries) == "- aaaaaaaaaa\n- bbbbbbbbbb\n- cccccccccc"
    assert packed(37, *entries) == "- aaaaaaaaaa\n- bbbbbbbbbb\n\nand 1 more"
    assert packed(36, *entries) == "- aaaaaaaaaa\n\nand 2 more"


def test_a_tail_longer_than_what_it_stands_for_is_no_reason_to_fail() -> None:
    assert packed(10, entry("a", must_keep=True), entry("b"), entry("c", is_change=False)) == "- a\n- b"


def test_what_is_no_change_is_not_counted_and_needs_no_tail() -> None:
    entries = [entry("summary", "A" * 40, rank=9, is_change=False), entry("a")]
    assert packed(20, *entries) == "- a"


def test_must_keep_alone_that_does_not_fit_fails_with_both_counts() -> None:
    keep = entry("cve", "- " + "字" * 10, must_keep=True)
    with pytest.raises(DoesNotFit) as error:
        fit([Block("", (keep,))], 20, "utf8_bytes", tail)
    assert (error.value.needed, error.value.allowed, error.value.unit) == (32, 20, "utf8_bytes")
    assert str(error.value) == "what must be kept takes 32 UTF-8 bytes, 20 are allowed; the longest is 'cve'"


def test_thousands_of_entries_are_packed_without_measuring_them_again_and_again() -> None:
    entries = tuple(entry(str(n), f"- entry {n} 修复了一处问题", rank=n % 7) for n in range(3000))
    start = process_time()
    fitted = fit([Block("", entries)], 20000, "cjk2", tail)
    assert process_time() - start < 5
    assert len(fitted.kept) + len(fitted.dropped) == 3000
