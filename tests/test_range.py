"""Ranges: which versions they hold under each scheme, and what they refuse."""

from __future__ import annotations

import pickle
from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from relcast.model.range import Range, RangeError, parse_range
from relcast.model.version import Scheme, Version, parse_version

SCHEMES: tuple[Scheme, ...] = get_args(Scheme)

stages = st.sampled_from(["", "-alpha.1", "-rc.1", "-rc.2"])
builds = st.sampled_from(["", "+1", "+2"])
small = st.integers(0, 3).map(str)


def texts(scheme: Scheme) -> st.SearchStrategy[str]:
    """Version texts of three numbers, close enough to one another to meet."""
    first = st.sampled_from(["2025", "2026"]) if scheme == "calver" else small
    return st.tuples(st.tuples(first, small, small).map(".".join), stages, builds).map("".join)


def pairs(scheme: Scheme) -> st.SearchStrategy[tuple[Version, Version]]:
    version = texts(scheme).map(lambda text: parse_version(text, scheme))
    return st.tuples(version, version)


schemes = st.sampled_from(SCHEMES)


def held(text: str, scheme: Scheme, *candidates: str) -> list[str]:
    found = parse_range(text, scheme)
    return [version for version in candidates if parse_version(version, scheme) in found]


def refusal(text: str, scheme: Scheme = "semver") -> RangeError:
    with pytest.raises(RangeError) as caught:
        parse_range(text, scheme)
    return caught.value


SEMVER = (
    *("1.9.9", "2.0.0-rc.1", "2.0.0", "2.0.7", "2.1.0-rc.1", "2.1.0", "2.1.1-rc.1", "2.1.1", "2.2.0-rc.1", "2.2.0"),
    *("3.0.0-rc.1", "3.0.0"),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("*", "1.9.9", "3.0.0"),
        ("x", "1.9.9", "3.0.0"),
        ("2.x", "2.0.0", "2.2.0"),
        ("2", "2.0.0", "2.2.0"),
        ("v2.X.*", "2.0.0", "2.2.0"),
        ("2.1.x", "2.1.0", "2.1.1"),
        ("2.1", "2.1.0", "2.1.1"),
        ("=2.1", "2.1.0", "2.1.1"),
        ("2.1.0", "2.1.0", "2.1.0"),
        ("= v2.1.0", "2.1.0", "2.1.0"),
        ("2.1.0-rc.1", "2.1.0-rc.1", "2.1.0-rc.1"),
        ("<2.1.0", "1.9.9", "2.0.7"),
        ("<2.1", "1.9.9", "2.0.7"),
        ("<2.1.x", "1.9.9", "2.0.7"),
        ("<2.1.1-rc.1", "1.9.9", "2.1.0"),
        ("<=2.1.0", "1.9.9", "2.1.0"),
        ("<=2.1", "1.9.9", "2.1.1"),
        ("<=2", "1.9.9", "2.2.0"),
        (">2.1.0", "2.1.1-rc.1", "3.0.0"),
        (">2.1", "2.2.0-rc.1", "3.0.0"),
        (">2.1.0-rc.1", "2.1.0", "3.0.0"),
        (">=2.1.0", "2.1.0", "3.0.0"),
        (">=2.1", "2.1.0", "3.0.0"),
        (">= 2.x", "2.0.0", "3.0.0"),
        (">=2.1.0-rc.1", "2.1.0-rc.1", "3.0.0"),
        (">=2.0.7 <2.2.0", "2.0.7", "2.1.1"),
        ("  >=  2.0.7   <  2.2.0  ", "2.0.7", "2.1.1"),
        (">=2.0.7<2.2.0", "2.0.7", "2.1.1"),
        ("<2.2 || 2.2.x || >2.2", "1.9.9", "3.0.0"),
    ],
)
def test_a_semver_range_holds_these_versions_and_no_others(text: str, first: str, last: str) -> None:
    expected = list(SEMVER[SEMVER.index(first) : SEMVER.index(last) + 1])
    if "||" in text:
        expected.remove("2.2.0-rc.1")  # neither before 2.2.0 nor in 2.2.x
    assert held(text, "semver", *SEMVER) == expected


def test_alternatives_hold_what_either_holds() -> None:
    assert held("1.x || >=2.2.0 <3.0.0", "semver", *SEMVER) == ["1.9.9", "2.2.0"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_prereleases_count_alike_under_each_scheme(scheme: Scheme) -> None:
    year = "2026" if scheme == "calver" else "2"
    later = "2027" if scheme == "calver" else "3"
    rc, release, inner = f"{year}.1.0-rc.1", f"{year}.1.0", f"{year}.1.1-rc.1"
    following, next_rc = f"{year}.2.0-rc.1", f"{later}.0.0-rc.1"
    everything = (f"{year}.0.0-rc.1", rc, release, inner, following, next_rc)
    assert held(f"<{release}", scheme, *everything) == [f"{year}.0.0-rc.1"]
    assert held(f">={release}", scheme, *everything) == [release, inner, following, next_rc]
    assert held(f"{year}.1.x", scheme, *everything) == [release, inner]
    assert held(f"{year}.x", scheme, *everything) == [rc, release, inner, following]
    assert held("*", scheme, *everything) == list(everything)


def test_a_short_version_is_whole_under_numeric() -> None:
    assert held("2.1", "numeric", "2.1", "2.1.0", "2.1.1") == ["2.1", "2.1.0"]
    assert held("<=2.1", "numeric", "2.1", "2.1.0", "2.1.1") == ["2.1", "2.1.0"]
    assert held(">2.1", "numeric", "2.1", "2.1.0", "2.1.0.1") == ["2.1.0.1"]
    assert held("2.1.x", "numeric", "2.1", "2.1.0.4", "2.01.1", "2.2") == ["2.1", "2.1.0.4", "2.01.1"]
    assert held("0.x", "numeric", "0", "0.0.1", "0.9", "1") == ["0", "0.0.1", "0.9"]


def test_a_year_alone_is_partial_under_calver() -> None:
    assert held("2026", "calver", "2025.12", "2026.01", "2026-11-20", "2027.1") == ["2026.01", "2026-11-20"]
    assert held(">=2026", "calver", "2025.12", "2026.01", "2027.1") == ["2026.01", "2027.1"]
    assert held("2026-11-x", "calver", "2026.10", "2026.11", "2026.11.3") == ["2026.11", "2026.11.3"]
    assert held("26.04", "calver", "26.4", "26.4.1") == ["26.4"]


def test_a_build_counts_only_where_the_range_names_it() -> None:
    builds = ("2.3.0", "2.3.0+9", "2.3.0+10")
    assert held("2.3.0", "semver", *builds) == list(builds)
    assert held("<=2.3.0", "semver", *builds) == list(builds)
    assert held(">2.3.0", "semver", *builds) == []
    assert held("2.3.0+9", "semver", *builds) == ["2.3.0+9"]
    assert held("<2.3.0+10", "semver", *builds) == ["2.3.0", "2.3.0+9"]
    assert held(">2.3.0+9", "semver", *builds) == ["2.3.0+10"]


@given(schemes.flatmap(pairs))
def test_less_and_at_least_part_the_versions(pair: tuple[Version, Version]) -> None:
    a, version = pair
    bound = parse_version(a.text.partition("+")[0], a.scheme)
    own_prerelease = version.is_prerelease and version.precedence[0] == bound.precedence[0]
    assume(bound.is_prerelease or not own_prerelease)
    below = parse_range(f"<{bound}", a.scheme)
    from_there = parse_range(f">={bound}", a.scheme)
    assert below.contains(version) != from_there.contains(version)


@given(schemes.flatmap(pairs))
def test_at_most_and_greater_part_the_versions(pair: tuple[Version, Version]) -> None:
    a, version = pair
    assert parse_range(f"<={a}", a.scheme).contains(version) != parse_range(f">{a}", a.scheme).contains(version)


@given(schemes.flatmap(pairs))
def test_a_range_follows_the_order_of_versions(pair: tuple[Version, Version]) -> None:
    a, version = pair
    named = 4 if "+" in a.text else 2  # how much of the precedence counts: all, or all but the build
    position, bound = version.precedence[:named], a.precedence[:named]
    assert (version in parse_range(f"={a}", a.scheme)) == (position == bound)
    assert (version in parse_range(f"<={a}", a.scheme)) == (position <= bound)
    assert (version in parse_range(f">{a}", a.scheme)) == (position > bound)
    assert (version in parse_range(f">={a}", a.scheme)) == (position >= bound)


@given(schemes.flatmap(lambda s: st.tuples(pairs(s), pairs(s))))
def test_blanks_mean_and_and_bars_mean_or(case: tuple[tuple[Version, Version], tuple[Version, Version]]) -> None:
    (a, b), (version, _) = case
    one, other = parse_range(f">{a}", a.scheme), parse_range(f"<{b}", a.scheme)
    assert (version in parse_range(f">{a} <{b}", a.scheme)) == (version in one and version in other)
    assert (version in parse_range(f">{a} || <{b}", a.scheme)) == (version in one or version in other)


@pytest.mark.parametrize(
    ("text", "in_message", "in_hint"),
    [
        ("", "empty", "write *"),
        ("   ", "empty", "write *"),
        ("!=2.0.0", "no '!='", "<2.0.0 || >2.0.0"),
        ("==2.0.0", "no '=='", "write =2.0.0"),
        ("=>2.0.0", "no '=>'", "write >=2.0.0"),
        ("^2.0.0", "no '^'", "both ends"),
        ("~2.0.0", "no '~'", "both ends"),
        ("<<2.0.0", "no '<<'", "use <, <=, >, >= or ="),
        (">=2.0, <3.0", "comma", "space"),
        ("2.0.0 - 2.3.0", "hyphen", ">=2.1.0 <=2.3.0"),
        ("1.x | 2.x", "single '|'", "||"),
        ("1.x ||", "one side of '||'", "1.x || 2.x"),
        ("|| 1.x", "one side of '||'", "1.x || 2.x"),
        (">=2.0.0 <", "no version after '<'", "2.x"),
        (">=*", "has no meaning", "write *"),
        ("2.x.1", "goes on after a wildcard", "2.1.x"),
        ("2.1.0.x", "the most semver allows", "leave it out"),
        ("2a.x", "before a wildcard", "2.1.x"),
        ("01.x", "leading zero", "write 1.0.0"),
        ("2.1-rc.1", "MAJOR.MINOR.PATCH", "write 2.1.0-rc.1"),
        (">=latest", "MAJOR.MINOR.PATCH", "2.3.0"),
        ("\u22652.0.0", "contains '\u2265'", ">=2.1.0"),
        (">=2.0.0\t<3.0.0", "contains '\\u0009'", ">=2.1.0"),
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_write(text: str, in_message: str, in_hint: str) -> None:
    error = refusal(text)
    assert in_message in error.message
    assert in_hint in (error.hint or "")


def test_a_year_that_is_none_is_refused_under_calver() -> None:
    assert "year" in refusal("5.x", "calver").message


@pytest.mark.parametrize(
    "text",
    [">" * 256, " " * 250 + ",", "9" * 256, "1." * 128, "1.x||" * 51, "~" * 256, "x." * 128],
    ids=lambda text: ascii(text)[:16],
)
def test_hostile_ranges_are_refused(text: str) -> None:
    for scheme in SCHEMES:
        assert refusal(text, scheme).message


def test_a_range_has_a_longest_length() -> None:
    assert parse_range("2.x".ljust(256), "semver").text == "2.x".ljust(256)
    assert "257 characters" in refusal("2.x".ljust(257)).message


@given(st.text("0123456789.-+~ vx*<>=!^|,rc", max_size=40) | st.text(max_size=40), schemes)
def test_any_text_is_a_range_as_written_or_refused_in_words(text: str, scheme: Scheme) -> None:
    try:
        found = parse_range(text, scheme)
    except RangeError as error:
        assert error.message == str(error)
        assert error.message.isprintable()
    else:
        assert found.text == str(found) == text


def test_a_range_whose_ends_cross_is_empty() -> None:
    assert parse_range(">3.0.0 <2.0.0", "semver").is_empty()
    assert parse_range("1.0.0 2.0.0", "semver").is_empty()
    assert not parse_range(">3.0.0 <2.0.0 || 1.x", "semver").is_empty()
    assert not parse_range("2.0.0", "semver").is_empty()


def test_a_version_of_another_scheme_is_a_mistake_in_our_code() -> None:
    with pytest.raises(TypeError):
        parse_range("2.x", "semver").contains(parse_version("2.1.0", "numeric"))


def test_only_versions_can_be_in_a_range() -> None:
    assert "2.1.0" not in parse_range("2.x", "semver")


def test_ranges_cross_processes_and_serve_as_keys() -> None:
    found: Range = parse_range(">=2.1.0 || *", "semver")
    copy = pickle.loads(pickle.dumps(found))
    assert {found: 1}[copy] == 1
    assert parse_version("1.0.0-rc.1", "semver") in copy
